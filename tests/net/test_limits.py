"""Hostile servers: each ends at its limit or its deadline, in little memory (C8)."""

import gzip
import random
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from functools import cache

import brotli
import pytest
from backports import zstd

from monitor.config.settings import Limits
from monitor.errors import DeadlineExceeded, LimitExceeded
from monitor.net.door import Door, Request
from tests.support.server import Answer, Seen, Site

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
NOISE = random.Random(1).randbytes(2000)
SHORT = Limits(deadline_seconds=0.3)


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda body: gzip.compress(body, 1),
    "deflate": lambda body: zlib.compress(body, 1),
    "br": lambda body: brotli.compress(body, quality=1),
    "zstd": lambda body: zstd.compress(body, 1),
}


@cache
def bomb(coding: str) -> bytes:
    """200 MB of nulls, packed."""
    return PACKERS[coding](bytes(200_000_000))


def endless(head: bytes, piece: bytes) -> Iterator[bytes]:
    yield head
    while True:
        yield piece


ENDLESS = {
    "body": (OK + b"\r\n", b"x" * 65536),
    "chunks": (CHUNKED, b"4000\r\n" + b"x" * 0x4000 + b"\r\n"),
    "chunks of one byte": (CHUNKED, b"1\r\nx\r\n" * 10_000),
    "headers": (OK, b"X-More: " + b"x" * 1000 + b"\r\n"),
    "empty headers": (OK, b"X:\r\n" * 100),
    "one header": (OK + b"X: ", b"x" * 1000),
    "one header name": (OK, b"x" * 1000),
    "folded header": (OK + b"X: y", b"\r\n x" * 100),
    "reason phrase": (b"HTTP/1.1 200 ", b"x" * 1000),
    "chunk extension": (CHUNKED + b"1;", b"x" * 1000),
    "chunk extensions": (CHUNKED, b"1;" + b"x" * 1000 + b"\r\nx\r\n"),
    "trailers": (CHUNKED + b"0\r\n", b"X: y\r\n" * 100),
    "interim answers": (b"", CONTINUE * 100),
    "early hints": (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 100),
    "blank lines": (b"", b"\r\n" * 500),
}


@pytest.mark.parametrize(("head", "piece"), ENDLESS.values(), ids=ENDLESS)
async def test_what_never_ends_is_ended(site: Site, door: Door, head: bytes, piece: bytes) -> None:
    """At its limit, not at the deadline."""
    site.set("/", lambda _: endless(head, piece))
    with pytest.raises(LimitExceeded):
        await door.send(Request(site.url))


@pytest.mark.parametrize("coding", PACKERS)
async def test_a_bomb_ends_within_its_cap_and_little_memory(
    site: Site, door: Door, coding: str
) -> None:
    site.set("/", bomb(coding), headers={"Content-Encoding": coding})
    limits = Limits(decoded_bytes=5_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(LimitExceeded, match=r"5 MB once it is unpacked"):
            await door.send(Request(site.url, limits=limits))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2 * limits.decoded_bytes


async def test_what_unfolds_too_much_ends_long_before_its_cap(site: Site, door: Door) -> None:
    site.set("/", bomb("gzip"), headers={"Content-Encoding": "gzip"})
    tracemalloc.start()
    try:
        with pytest.raises(LimitExceeded, match="unfolds more than 100 times"):
            await door.send(Request(site.url, limits=Limits(decoded_bytes=500_000_000)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 50_000_000


async def test_a_long_page_that_repeats_itself_is_read(site: Site, door: Door) -> None:
    page = b"<p>The council agrees on its budget, as in every year.</p>\n" * 150_000
    packed = gzip.compress(page)
    assert len(page) > 50 * len(packed)
    site.set("/", packed, headers={"Content-Encoding": "gzip"})
    assert (await door.send(Request(site.url))).body == page


async def test_a_body_in_many_pieces_is_whole(site: Site, door: Door) -> None:
    pieces = [b"%d," % number for number in range(2_000)]
    head = OK + b"Transfer-Encoding: chunked\r\n\r\n"
    chunks = (b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    site.set("/", lambda _: iter((head, *chunks, b"0\r\n\r\n")))
    assert (await door.send(Request(site.url))).body == b"".join(pieces)


async def test_a_bomb_within_a_bomb_is_not_opened(site: Site, door: Door) -> None:
    site.set("/", gzip.compress(bomb("gzip")), headers={"Content-Encoding": "gzip, gzip"})
    with pytest.raises(LimitExceeded, match="2 times"):
        await door.send(Request(site.url))


async def test_a_body_that_announces_too_much_is_not_read(site: Site, door: Door) -> None:
    head = OK + b"Content-Length: 99999999999\r\n\r\n"
    site.set("/", lambda _: iter((head,)))
    with pytest.raises(LimitExceeded, match="larger than 10 MB"):
        await door.send(Request(site.url))


@pytest.mark.parametrize(
    ("head", "body"),
    [(b"\r\n", bytes(2000)), (b"Content-Encoding: gzip\r\n\r\n", gzip.compress(NOISE))],
    ids=["plain", "packed"],
)
async def test_what_comes_over_the_wire_is_counted_by_itself(
    site: Site, door: Door, head: bytes, body: bytes
) -> None:
    site.set("/", lambda _: iter((OK + head, body)))
    with pytest.raises(LimitExceeded, match=r"larger than 0\.001 MB\n"):
        await door.send(Request(site.url, limits=Limits(body_bytes=1000)))


async def test_a_body_of_just_the_limit_is_read(site: Site, door: Door) -> None:
    site.set("/", bytes(1000))
    limits = Limits(body_bytes=1000, decoded_bytes=1000)
    assert len((await door.send(Request(site.url, limits=limits))).body) == 1000


async def test_a_redirect_with_an_endless_body_is_followed(site: Site, door: Door) -> None:
    head = b"HTTP/1.1 302 Found\r\nLocation: /b\r\n\r\n"
    site.set("/a", lambda _: endless(head, b"x" * 65536))
    site.set("/b", "here")
    assert (await door.send(Request(f"{site.url}/a"))).body == b"here"


def slow_head(site: Site) -> Iterator[bytes]:
    yield OK
    while not site.closing.wait(0.01):
        yield b"X: y\r\n"


async def test_silence_ends_at_the_deadline(site: Site, door: Door) -> None:
    site.hang("/")
    with pytest.raises(DeadlineExceeded, match=r"within 0\.3 seconds"):
        await door.send(Request(site.url, limits=SHORT))


async def test_dripping_ends_at_the_deadline(site: Site, door: Door) -> None:
    site.drip("/")
    with pytest.raises(DeadlineExceeded):
        await door.send(Request(site.url, limits=SHORT))


async def test_dripping_headers_end_at_the_deadline(site: Site, door: Door) -> None:
    site.set("/", lambda _: slow_head(site))
    with pytest.raises(DeadlineExceeded):
        await door.send(Request(site.url, limits=SHORT))


async def test_slow_redirects_share_one_deadline(site: Site, door: Door) -> None:
    def later(_: Seen) -> Answer:
        site.closing.wait(0.1)
        return Answer(status=302, headers={"Location": "/"})

    site.set("/", later)
    with pytest.raises(DeadlineExceeded):
        await door.send(Request(site.url, limits=Limits(redirects=100, deadline_seconds=0.35)))


async def test_a_hundred_hostile_answers_leave_the_door_open(site: Site, door: Door) -> None:
    site.set("/bomb", bomb("gzip"), headers={"Content-Encoding": "gzip"})
    site.set("/ok", "fine")
    limits = Limits(decoded_bytes=1_000_000)
    for _ in range(100):
        with pytest.raises(LimitExceeded):
            await door.send(Request(f"{site.url}/bomb", limits=limits))
    assert (await door.send(Request(f"{site.url}/ok"))).body == b"fine"
