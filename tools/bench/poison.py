"""Answers that are made to break who reads them, served without end to anybody who asks.

    with Poison() as poison:
        poison.url(number, "bomb")

Each source has a host of its own, so that none waits for another. `KINDS` says what they are.
"""

import asyncio
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Literal

from tools.bench.loopback import address, local
from tools.bench.serving import Served, serve
from tools.bench.site import NOT_HERE, ok

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
UNTIL_CLOSED = HEAD + b"\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
RSS = '<rss version="2.0"><channel><title>News</title>{}</channel></rss>'
BOMB_BYTES = 200_000_000

Answer = AsyncIterator[bytes]


@dataclass(frozen=True, slots=True)
class Kind:
    """How a request is answered; whether reading the answer must fail; what asks for it."""

    answer: Callable[[], Answer]
    fails: bool = True
    source: Literal["page", "feed"] = "page"


# ── what never ends, never begins or never fits ────────────────────────────────────────────


async def _once(*pieces: bytes) -> Answer:
    for piece in pieces:
        yield piece


async def _for_ever(head: bytes, piece: bytes, pause_seconds: float = 0.0) -> Answer:
    yield head
    while True:
        yield piece
        await asyncio.sleep(pause_seconds)


async def _silence() -> Answer:
    await asyncio.sleep(3600)
    yield b""


async def _loop() -> Answer:
    yield b"HTTP/1.1 302 Found\r\nLocation: again\r\nContent-Length: 0\r\n\r\n"


@cache
def _packed(coding: str) -> bytes:
    """A body of zeros: 200 MB, and a thousandth of that on the wire."""
    packer = zlib.compressobj(9, wbits=31 if coding == "gzip" else 15)
    zeros = bytes(1_000_000)
    body = b"".join(packer.compress(zeros) for _ in range(BOMB_BYTES // len(zeros)))
    body += packer.flush()
    more = b"Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (coding.encode(), len(body))
    return HEAD + more + body


def _bomb(coding: str) -> Kind:
    return Kind(lambda: _once(_packed(coding)))


def _endless(head: bytes, piece: bytes, pause_seconds: float = 0.0) -> Kind:
    return Kind(lambda: _for_ever(head, piece, pause_seconds))


# ── what is whole, and dear to read ────────────────────────────────────────────────────────


def _page(text: str) -> Kind:
    """It may be read or be a failure, as the reader can; it must only not stop anybody."""
    return Kind(lambda: _once(ok(text.encode())), fails=False)


def _feed(items: str, declared: str = "") -> Kind:
    body = ok((declared + RSS.format(items)).encode())
    return Kind(lambda: _once(body), fails=False, source="feed")


def _laughs() -> str:
    steps = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10))
    return f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY e0 'ha'>{steps}]>"


KINDS: Mapping[str, Kind] = {
    "gzip-bomb": _bomb("gzip"),
    "deflate-bomb": _bomb("deflate"),
    "endless-body": _endless(UNTIL_CLOSED, b"<p>more" * 9_000),
    "endless-headers": _endless(b"HTTP/1.1 200 OK\r\n", b"X-More: %s\r\n" % (b"x" * 900)),
    "endless-header-line": _endless(b"HTTP/1.1 200 OK\r\nX-More: ", b"x" * 65_000),
    "early-hints": _endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 100),
    "tiny-chunks": _endless(CHUNKED, b"1\r\nx\r\n" * 5_000),
    "chunk-extension": _endless(CHUNKED + b"1;", b"x" * 65_000),
    "drip": _endless(UNTIL_CLOSED, b".", pause_seconds=1.0),
    "header-drip": _endless(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x", pause_seconds=1.0),
    "silence": Kind(_silence),
    "redirect-loop": Kind(_loop),
    "cut-short": Kind(lambda: _once(HEAD + b"Content-Length: 9999\r\n\r\n<h1>half")),
    "no-http": Kind(lambda: _once(bytes(range(256)) * 40 + b"\r\n\r\n")),
    "paragraphs": _page("<p>" * 3_333_333),
    "comments": _page("<!--" * 100_000),
    "nesting": _page("<div>" * 200_000),
    "attributes": _page("<p " + " ".join(f"a{n}=b" for n in range(100_000)) + ">text"),
    "one-word": _page("<p>" + "a" * 9_000_000),
    "mail": _feed(f"<item><guid>1</guid><author>{'a.' * 50_000}</author></item>"),
    "laughs": _feed("<item><title>&e9;</title></item>", _laughs()),
    "feed-nesting": _feed("<item><description>" + "<b>" * 100_000),
}


class Poison(Served):
    """The process, as the benchmark sees it."""

    def __init__(self) -> None:
        super().__init__("tools.bench.poison")

    def url(self, number: int, kind: str) -> str:
        """Where host `number` gives an answer of that kind."""
        return f"http://{address(number)}:{self.port}/{kind}/"


# ── the process ────────────────────────────────────────────────────────────────────────────


async def _serve_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One request, then the connection ends: nothing here is worth keeping it for."""
    with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        if local(writer.transport):
            asked = await reader.readuntil(b"\r\n\r\n")
            async for piece in _answer(asked.split(b" ", 2)[1].decode()):
                writer.write(piece)
                await writer.drain()
    writer.close()


def _answer(path: str) -> Answer:
    if path == "/honest/":
        return _once(ok(b"<h1>Fees</h1><p>The fees of the harbour are as ever.</p>"))
    kind = KINDS.get(path.split("/")[1])
    return kind.answer() if kind else _once(NOT_HERE)


async def answer() -> None:
    """What the process does."""
    await serve(await asyncio.start_server(_serve_one, "0.0.0.0", 0, backlog=4096))


if __name__ == "__main__":
    asyncio.run(answer())
