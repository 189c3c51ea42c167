"""The relay: what a browser asks of it goes where the guard lets it, and nowhere else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_network

import pytest

from monitor.config.settings import Fetch
from monitor.net.door import Door
from monitor.net.relay import MOST_CONNECTIONS, Relay
from tests.net.test_connect import CONNECTED, tunnels
from tests.support.loopback import LOOPBACK, PUBLIC, Cable, Names
from tests.support.server import Answer, Site

OPEN = Fetch(allow_private=LOOPBACK)


@asynccontextmanager
async def relayed(
    fetch: Fetch = OPEN, *, private: bool = True, most: int = 1_000_000, **door: object
) -> AsyncIterator[Relay]:
    async with (
        Door(fetch, **door) as opened,  # type: ignore[arg-type]
        Relay(opened.transport(private=private), most) as relay,
    ):
        yield relay


async def say(relay: Relay, *pieces: bytes) -> bytes:
    """Everything that comes back until the relay hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", relay.port)
    try:
        writer.write(b"".join(pieces))
        return await reader.read(-1)
    except ConnectionError:
        return b""
    finally:
        writer.close()


def get(url: str, more: str = "") -> bytes:
    return f"GET {url} HTTP/1.1\r\nHost: x\r\nProxy-Connection: keep-alive\r\n{more}\r\n".encode()


async def test_an_answer_comes_as_it_was_sent(site: Site) -> None:
    headers = {"Content-Encoding": "odd", "X-One": "1", "Set-Cookie": "a=1; Path=/"}
    site.set("/a?b=c", b"\x00\xffbytes", headers=headers)
    async with relayed() as relay:
        answer = await say(relay, get(f"{site.url}/a?b=c", "Cookie: s=1\r\n"))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert body == b"\x00\xffbytes"
    assert {b"Content-Encoding: odd", b"X-One: 1", b"Set-Cookie: a=1; Path=/"} <= set(
        head.split(b"\r\n")
    )
    assert head.endswith(b"Connection: close")
    seen = site.requests[0]
    assert (seen.headers["cookie"], seen.headers["host"]) == ("s=1", f"127.0.0.1:{site.port}")
    assert "proxy-connection" not in seen.headers


async def test_a_body_goes_along_and_one_connection_is_one_request(site: Site) -> None:
    site.set("/form", lambda seen: Answer(seen.method.encode() + seen.body))
    post = f"POST {site.url}/form HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello".encode()
    async with relayed() as relay:
        answer = await say(relay, post, get(f"{site.url}/smuggled"))
    assert answer.endswith(b"\r\n\r\nPOSThello")
    assert site.paths() == ["/form"]


async def test_a_tunnel_carries_bytes_both_ways(site: Site) -> None:
    site.set("/inner", "through")
    async with relayed() as relay:
        answer = await say(
            relay,
            f"CONNECT 127.0.0.1:{site.port} HTTP/1.1\r\n\r\n".encode(),
            b"GET /inner HTTP/1.0\r\n\r\n",
        )
    assert answer.startswith(b"HTTP/1.1 200 Connection established\r\n\r\n")
    assert answer.endswith(b"through")


@pytest.mark.parametrize(
    "question",
    [
        "GET http://127.0.0.1:{port}/secret HTTP/1.1",
        "GET http://0x7f.1:{port}/secret HTTP/1.1",
        "GET http://[::ffff:127.0.0.1]:{port}/secret HTTP/1.1",
        "GET http://169.254.169.254/latest/meta-data HTTP/1.1",
        "GET http://inside.example:{port}/secret HTTP/1.1",
        "CONNECT 127.0.0.1:{port} HTTP/1.1",
        "CONNECT inside.example:{port} HTTP/1.1",
        "CONNECT both.example:443 HTTP/1.1",
        "CONNECT outside.example:22 HTTP/1.1",
        "GET https://outside.example/ HTTP/1.1",
        "GET ftp://outside.example/ HTTP/1.1",
    ],
)
async def test_nobody_goes_where_the_guard_lets_nobody(site: Site, question: str) -> None:
    names = Names({
        "inside.example": [["127.0.0.1"]],
        "both.example": [[PUBLIC, "10.0.0.1"]],
        "outside.example": [[PUBLIC]],
    })  # fmt: skip
    cable = Cable(int(site.port))
    async with relayed(Fetch(), resolve=names, sockets=cable) as relay:
        answer = await say(relay, question.format(port=site.port).encode(), b"\r\n\r\n")
        assert relay.refused == 1
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert (site.requests, cable.connected) == ([], [])


async def test_what_the_configuration_opened_can_be_closed_again(site: Site) -> None:
    async with relayed(Fetch(allow_private=(ip_network("127.0.0.0/8"),)), private=False) as relay:
        assert (await say(relay, get(f"{site.url}/"))).startswith(b"HTTP/1.1 403 ")
    assert site.requests == []


async def test_a_name_that_turns_inwards_is_not_asked_for_twice(site: Site) -> None:
    names = Names({"rebind.example": [[PUBLIC], ["127.0.0.1"]]})
    cable = Cable(int(site.port))
    site.set("/", "public")
    async with relayed(Fetch(), resolve=names, sockets=cable) as relay:
        for _ in range(2):
            assert (await say(relay, get("http://rebind.example/"))).endswith(b"public")
    assert names.asked == ["rebind.example"]
    assert {address for address, _ in cable.connected} == {PUBLIC}


async def test_more_than_may_come_ends_it(site: Site) -> None:
    site.set("/large", b"x" * 50_000)
    site.drip("/for-ever", 0.0)
    async with relayed(most=90_000) as relay:
        first = await say(relay, get(f"{site.url}/large"))
        assert not relay.exhausted
        await say(relay, get(f"{site.url}/for-ever"))
        assert relay.exhausted
        assert await say(relay, get(f"{site.url}/large")) == b""
    assert len(first) > 50_000


async def test_what_hangs_ends_with_the_relay(site: Site) -> None:
    site.hang("/silent")
    async with relayed() as relay:
        waiting = asyncio.create_task(say(relay, get(f"{site.url}/silent")))
        while not site.requests:
            await asyncio.sleep(0.01)
    assert await waiting == b""


@pytest.mark.parametrize(
    "noise",
    [b"", b"\r\n\r\n", b"CONNECT\r\n\r\n", b"\x16\x03\x01hello\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n",
     b"GET http:///x HTTP/1.1\r\n\r\n", b"CONNECT :::: HTTP/1.1\r\n\r\n", b"x" * 100_000],
)  # fmt: skip
async def test_noise_is_no_trouble(site: Site, noise: bytes) -> None:
    site.set("/", "still here")
    async with relayed() as relay:
        reader, writer = await asyncio.open_connection("127.0.0.1", relay.port)
        writer.write(noise)
        writer.write_eof()
        answer = b""
        try:
            answer = await reader.read(-1)
        except ConnectionError:
            pass
        finally:
            writer.close()
        assert answer.partition(b" ")[2][:3] in {b"", b"403"}
        assert (await say(relay, get(f"{site.url}/"))).endswith(b"still here")


async def test_nobody_opens_connections_without_end(site: Site) -> None:
    async with relayed() as relay:
        held = [
            await asyncio.open_connection("127.0.0.1", relay.port) for _ in range(MOST_CONNECTIONS)
        ]
        await asyncio.sleep(0)
        assert await say(relay, get(f"{site.url}/")) == b""
        for _, writer in held:
            writer.close()


async def test_behind_a_proxy_everything_goes_through_it(site: Site) -> None:
    site.set("http://news.example/a", "by proxy")
    behind = Fetch(proxy=site.url)
    async with relayed(behind) as relay:
        assert (await say(relay, get("http://news.example/a"))).endswith(b"by proxy")
        refused = await say(relay, b"CONNECT 10.0.0.1:443 HTTP/1.1\r\n\r\n")
        assert refused.startswith(b"HTTP/1.1 403 ")
        no_tunnel = await say(relay, b"CONNECT news.example:443 HTTP/1.1\r\n\r\n")
        assert no_tunnel.startswith(b"HTTP/1.1 502 ")
    assert site.paths() == ["http://news.example/a"]


async def test_a_tunnel_through_a_proxy_is_the_proxys(site: Site) -> None:
    site.set("/inner", "through both")
    async with (
        tunnels(int(site.port), CONNECTED) as (proxy, asked),
        relayed(Fetch(proxy=proxy)) as relay,
    ):
        wish = b"CONNECT news.example:443 HTTP/1.1\r\n\r\n"
        answer = await say(relay, wish, b"GET /inner HTTP/1.0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.")
    assert answer.endswith(b"through both")
    (head,) = asked
    assert head.startswith(b"CONNECT news.example:443 HTTP/1.1\r\nhost: news.example:443\r\n")
    assert b"proxy-authorization: Basic " in head
