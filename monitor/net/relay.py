"""A forward proxy on loopback: a browser that is led here reaches nothing but through the guard.

    GET http://host/path    asked here, over a connection to a vetted address ─▸ answer
    CONNECT host:port       connected to a vetted address, then bytes both ways (TLS, WebSockets)

A relay is opened for one page and closed with it; then everything that goes through it ends. The
browser resolves no name, so none can be resolved anew for it (DNS rebinding). It is told no more
than that something was refused.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Self

import httpx
from httptools import HttpParserError, HttpRequestParser

from monitor.errors import AddressRefused, FetchError
from monitor.net.connect import Streams
from monitor.net.headers import Raw, decoded, encoded
from monitor.net.transport import TARGET, Transport
from monitor.net.url import Target, parse

LONGEST_HEAD_BYTES = 64 * 1024
LONGEST_QUESTION_BYTES = 2_000_000
"""What a page may send in one request that is not encrypted."""

PIECE_BYTES = 64 * 1024
MOST_CONNECTIONS = 128
"""At one time. A browser opens some thirty to its proxy, and more for WebSockets alone."""

HEAD_SECONDS = 20.0

OURS_ALONE = frozenset({
    "connection", "host", "keep-alive", "proxy-authorization", "proxy-connection", "te", "trailer",
    "transfer-encoding", "upgrade",
})  # fmt: skip
"""Headers that are about one connection, not about what goes over it (RFC 9110 section 7.6.1)."""

NO_BODY = frozenset({204, 304})


class Relay:
    """One page's way out. `most_bytes` may come in over it in all; what is more ends it.

    `exhausted` says that it was ended so. `refused` counts what the guard did not let pass.
    """

    def __init__(self, transport: Transport, most_bytes: int) -> None:
        self._transport = transport
        self._left = most_bytes
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.refused = 0

    @property
    def exhausted(self) -> bool:
        """Whether more came than may."""
        return self._left < 0

    @property
    def port(self) -> int:
        """Where it listens, on 127.0.0.1."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(
            self._begin, "127.0.0.1", 0, limit=LONGEST_HEAD_BYTES
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._tasks) >= MOST_CONNECTIONS or self.exhausted:
            writer.transport.abort()
            return
        task = asyncio.create_task(self._serve(reader, writer), name="a browser's request")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one request: what comes behind it is not read."""
        try:
            await self._answer(_Question(reader), writer)
        except (OSError, EOFError, asyncio.LimitOverrunError, TimeoutError, HttpParserError):
            pass  # the browser broke off, or it is none
        except FetchError as error:
            self.refused += isinstance(error, AddressRefused)
            status = b"403 Forbidden" if isinstance(error, AddressRefused) else b"502 Bad Gateway"
            writer.write(b"HTTP/1.1 %b\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" % status)
        finally:
            writer.close()

    async def _answer(self, question: "_Question", writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(HEAD_SECONDS):
            await question.read()
        if question.method == "CONNECT":
            await self._connect(question, writer)
            return
        target = parse(question.place)
        if target.scheme != "http":
            raise AddressRefused("only http is asked for in the open")
        await self._ask(question, target, writer)

    async def _ask(
        self, question: "_Question", target: Target, writer: asyncio.StreamWriter
    ) -> None:
        """Ask on the browser's behalf. The answer goes back in its own coding."""
        request = httpx.Request(
            question.method,
            target.url,
            headers=_passed(question.headers, {"host": target.authority}),
            content=question.body,
            extensions={TARGET: target},
        )
        response = await self._transport.handle_async_request(request)
        assert isinstance(response.stream, httpx.AsyncByteStream)
        try:
            writer.write(_head(response))
            if question.method != "HEAD" and response.status_code not in NO_BODY:
                await self._copy(response.stream.__aiter__(), writer)
        finally:
            await response.stream.aclose()

    async def _connect(self, question: "_Question", writer: asyncio.StreamWriter) -> None:
        """A tunnel. Whichever end breaks off, both do."""
        there = await self._transport.way.tunnel(parse(f"http://{question.place}"))
        try:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await self._both_ways((question.reader, writer), there)
        finally:
            there[1].close()

    async def _both_ways(self, here: Streams, there: Streams) -> None:
        ways = (
            asyncio.create_task(self._copy(_pieces(there[0]), here[1]), name="in"),
            asyncio.create_task(_send(_pieces(here[0]), there[1]), name="out"),
        )
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)

    async def _copy(self, pieces: AsyncIterator[bytes], writer: asyncio.StreamWriter) -> None:
        """What comes in, counted."""
        async for piece in pieces:
            self._left -= len(piece)
            if self.exhausted:
                writer.transport.abort()
                return
            writer.write(piece)
            await writer.drain()


class _Question:
    """One request as a browser sends it to its proxy. The body of a tunnel is not read.

    What comes behind the request, in the same read, is none of it.
    """

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self.reader = reader
        self.method = self.place = ""
        self.body = b""
        self._raw: Raw = []
        self._whole = False

    @property
    def headers(self) -> Mapping[str, str]:
        """Names in lower case."""
        return decoded(self._raw)

    async def read(self) -> None:
        """Read all of it. Raises what a broken connection or request raises."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        self.method, _, rest = head.decode("latin-1").partition(" ")
        if self.method == "CONNECT":
            self.place = rest.partition(" ")[0]
            return
        parser = HttpRequestParser(self)
        parser.feed_data(head)
        while not self._whole:
            piece = await self.reader.read(PIECE_BYTES)
            if not piece:
                raise EOFError
            parser.feed_data(piece)

    def on_url(self, piece: bytes) -> None:
        """llhttp: some of the address."""
        if not self._whole:
            self.place += piece.decode("latin-1")

    def on_header(self, name: bytes, value: bytes) -> None:
        """llhttp: one header."""
        if not self._whole:
            self._raw.append((name, value))

    def on_body(self, piece: bytes) -> None:
        """llhttp: some of the body."""
        self.body += b"" if self._whole else piece
        if len(self.body) > LONGEST_QUESTION_BYTES:
            raise ValueError("the page sends too much")

    def on_message_complete(self) -> None:
        """llhttp: that was all."""
        self._whole = True


def _passed(headers: Mapping[str, str], more: Mapping[str, str]) -> Raw:
    kept = {name: value for name, value in headers.items() if name not in OURS_ALONE}
    return encoded({**more, **kept})


def _head(response: httpx.Response) -> bytes:
    """The head of an answer, each header as it came: two cookies stay two."""
    lines = [
        b"%b: %b" % (name, value)
        for name, value in response.headers.raw
        if name.decode("latin-1").lower() not in OURS_ALONE
    ]
    first = f"HTTP/1.1 {response.status_code} -".encode("ascii")
    return b"\r\n".join((first, *lines, b"Connection: close", b"", b""))


async def _pieces(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    with suppress(ConnectionError):
        while piece := await reader.read(PIECE_BYTES):
            yield piece


async def _send(pieces: AsyncIterator[bytes], writer: asyncio.StreamWriter) -> None:
    async for piece in pieces:
        writer.write(piece)
        await writer.drain()
