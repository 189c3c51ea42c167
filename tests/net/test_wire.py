"""HTTP/1.1 as servers speak it: where an answer ends, and when its connection serves again."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from monitor.config.settings import Fetch
from monitor.errors import LimitExceeded, Unreachable
from monitor.net.door import Door, Request
from tests.support.loopback import LOOPBACK
from tests.support.server import Answer, Site

OK = b"HTTP/1.1 200 OK\r\n"

WHOLE = {
    "by its length": (OK + b"Content-Length: 2\r\n\r\nab", b"ab"),
    "in chunks": (
        OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n1;x=y\r\nb\r\n0\r\nX: y\r\n\r\n",
        b"ab",
    ),
    "until the end": (OK + b"\r\nab", b"ab"),
    "until the end, by HTTP/1.0": (b"HTTP/1.0 200 OK\r\n\r\nab", b"ab"),
    "nothing": (OK + b"Content-Length: 0\r\n\r\n", b""),
    "nothing until the end": (OK + b"\r\n", b""),
    "204 has none": (b"HTTP/1.1 204 No Content\r\n\r\n", b""),
    "304 has none, whatever its length": (
        b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
        b"",
    ),
    "after interim answers": (
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nX-Test: no\r\n\r\n"
        + OK
        + b"Content-Length: 2\r\n\r\nab",
        b"ab",
    ),
    "with bare line feeds": (b"HTTP/1.1 200 OK\nContent-Length: 2\n\nab", b"ab"),
    "with length and chunks": (
        OK + b"Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
        b"ab",
    ),
    "with an offer to switch": (
        OK + b"Upgrade: h2,h2c\r\nConnection: Upgrade\r\nContent-Length: 2\r\n\r\nab",
        b"ab",
    ),
    "without a reason": (b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nab", b"ab"),
    "with more behind it": (OK + b"Content-Length: 2\r\n\r\nabHTTP/1.1 200 OK\r\n\r\nno", b"ab"),
}


@pytest.mark.parametrize(("wire", "body"), WHOLE.values(), ids=WHOLE)
async def test_a_body_ends_where_http_says(
    site: Site, door: Door, wire: bytes, body: bytes
) -> None:
    site.set("/", lambda _: iter((wire,)))
    reply = await door.send(Request(site.url))
    assert reply.body == body
    assert "x-test" not in reply.headers


@pytest.mark.parametrize(("wire", "body"), WHOLE.values(), ids=WHOLE)
async def test_it_may_come_byte_by_byte(site: Site, door: Door, wire: bytes, body: bytes) -> None:
    site.set("/", lambda _: (wire[at : at + 1] for at in range(len(wire))))
    assert (await door.send(Request(site.url))).body == body


async def test_headers_are_read_as_they_are_meant(site: Site, door: Door) -> None:
    head = b"X-Empty:\r\nX-Folded: a\r\n b\r\nX-Spaced:   c  \r\nX-After: d\r\n\r\n"
    site.set("/", lambda _: iter((OK + head,)))
    headers = (await door.send(Request(site.url))).headers
    assert headers["x-folded"].split() == ["a", "b"]
    assert (headers["x-empty"], headers["x-spaced"], headers["x-after"]) == ("", "c", "d")


async def test_too_many_headers_are_refused(site: Site, door: Door) -> None:
    site.set("/", "x", headers={f"X-{number}": "y" for number in range(600)})
    with pytest.raises(LimitExceeded, match="500 headers"):
        await door.send(Request(site.url))


async def test_a_connection_serves_again(port: int) -> None:
    """Each answer tells how many came before it on the same connection."""
    async with Door(Fetch(allow_private=LOOPBACK)) as door:
        bodies = [(await door.send(Request(f"http://127.0.0.1:{port}/"))).body for _ in range(3)]
    assert bodies == [b"1", b"2", b"3"]


async def test_after_head_a_connection_serves_again(port: int) -> None:
    async with Door(Fetch(allow_private=LOOPBACK)) as door:
        reply = await door.send(Request(f"http://127.0.0.1:{port}/", "HEAD"))
        assert (reply.body, reply.headers["content-length"]) == (b"", "1")
        assert (await door.send(Request(f"http://127.0.0.1:{port}/"))).body == b"2"


async def test_a_request_is_repeated_when_its_kept_connection_is_lost(site: Site) -> None:
    """The server hangs up under the second request on a connection, without a word."""
    with counting(silent=2) as port:
        async with Door(Fetch(allow_private=LOOPBACK)) as door:
            url = f"http://127.0.0.1:{port}/"
            assert [(await door.send(Request(url))).body for _ in range(2)] == [b"1", b"1"]


async def test_a_post_is_not_repeated() -> None:
    with counting(silent=2) as port:
        async with Door(Fetch(allow_private=LOOPBACK)) as door:
            url = f"http://127.0.0.1:{port}/"
            await door.send(Request(url))
            with pytest.raises(Unreachable, match="without an answer"):
                await door.send(Request(url, "POST", body=b"x"))


async def test_a_post_says_how_long_it_is(site: Site, door: Door) -> None:
    site.set("/", lambda seen: Answer(seen.headers["content-length"]))
    assert (await door.send(Request(site.url, "POST", body=b"abc"))).body == b"3"
    assert (await door.send(Request(site.url, "POST"))).body == b"0"


async def test_an_answer_that_was_not_read_spoils_no_other(site: Site, door: Door) -> None:
    site.set("/large", b"x" * 200_000, 302, {"Location": "/small"})
    site.set("/small", "small")
    for _ in range(3):
        assert (await door.send(Request(f"{site.url}/large"))).body == b"small"


@pytest.fixture
def port() -> Iterator[int]:
    with counting() as port:
        yield port


@contextmanager
def counting(silent: int = 0) -> Iterator[int]:
    """A server that answers with a connection's count of requests; at `silent` it hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_count, args=(listening, silent))
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def _count(listening: socket.socket, silent: int) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        with connection, connection.makefile("rb") as requests:
            count = 0
            while (line := requests.readline()) and (count := count + 1) != silent:
                while requests.readline().strip():
                    pass
                body = b"" if line.startswith(b"HEAD") else b"%d" % count
                connection.sendall(OK + b"Content-Length: 1\r\n\r\n" + body)
