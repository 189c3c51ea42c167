"""One connection, and HTTP/1.1 as it is spoken on it: a request out, an answer in (RFC 9112).

llhttp, the parser of Node.js, reads the bytes; here stand the limits, and what becomes of the
connection. What is not body (heads, interim answers, chunk sizes and their extensions, trailers)
is counted on the wire, so that none of it can go on for ever.
"""

import asyncio
import ssl

from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

from monitor.errors import FetchError, LimitExceeded, Unreachable
from monitor.net.fault import fault
from monitor.net.headers import Raw, decoded

FRAMING_BYTES = 100 * 1024
"""The most that may come beside the body, heads above all."""

FRAMING_SHARE = 4
"""Beyond that, one byte for so many of the body: whoever sends tiny chunks for ever is ended."""

UNREAD_BYTES = 128 * 1024
"""How much of a body may wait to be read before the server is asked to wait."""

BUFFER_BYTES = 64 * 1024

HEADERS = 500
"""The most headers of one answer; a page has about twenty."""

MISSPOKEN = "the answer broke off, or is not HTTP"

BODILESS = frozenset({"HEAD", "CONNECT"})


class Lost(Unreachable):
    """A kept connection was closed before a byte of the answer came: worth a second attempt."""


def buffer() -> memoryview:
    """Where bytes arrive, for all wires of one event loop: they are looked at there, at once.

    A third of a request's CPU is saved by not taking 256 KiB anew for every read.
    """
    return memoryview(bytearray(BUFFER_BYTES))


class Wire(asyncio.BufferedProtocol):
    """One exchange after another. Raises LimitExceeded and Unreachable alone.

    `status` and `head` are those of the last answer, its headers as they came. `idle_since` is
    for whoever keeps the connection.
    """

    def __init__(self, buffer: memoryview) -> None:
        self.status = 0
        self.head: Raw = []
        self.idle_since = 0.0
        self._buffer = buffer
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._parser = self._new_parser()
        self._bodiless = False
        self._raw: Raw = []
        self._pieces: list[bytes] = []
        self._unread = self._received = self._body = 0
        self._begun = self._complete = self._paused = self._kept_alive = False
        self._error: FetchError | None = None
        self._waiter: asyncio.Future[None] | None = None

    @property
    def reusable(self) -> bool:
        """Whether another request may be sent: all of the last answer came, and was read."""
        return self._kept_alive and self._error is None and not self._pieces

    async def ask(self, request: bytes, method: str) -> None:
        """Send a whole request, wait for the head of its answer."""
        if self._transport is None:
            raise Lost("the connection broke off")
        self._bodiless = method in BODILESS
        self._unread = self._received = self._body = 0
        self._begun = self._complete = self._kept_alive = False
        self._transport.write(request)
        while not self._begun:
            await self._more()

    async def read(self) -> list[bytes]:
        """The next pieces of the body, as they came; none at its end."""
        while not self._pieces and not self._complete:
            await self._more()
        pieces, self._pieces, self._unread = self._pieces, [], 0
        if self._paused and self._transport is not None:
            self._paused = False
            self._transport.resume_reading()
        return pieces

    async def encrypt(self, tls: ssl.SSLContext, host: str) -> None:
        """Go on in TLS, with a server that shows a certificate for `host`."""
        if self._transport is None:
            raise Lost("the connection broke off")
        try:
            self._transport = await self._loop.start_tls(
                self._transport, self, tls, server_hostname=host
            )
        except OSError as error:
            raise fault(error) from error

    def close(self) -> None:
        """Close at once; nothing is said, nothing waits."""
        if self._transport is not None:
            self._transport.abort()

    def _new_parser(self) -> HttpResponseParser:
        """As lenient as browsers are with what does no harm: nobody else reads this stream."""
        parser = HttpResponseParser(self)
        parser.set_dangerous_leniencies(
            lenient_headers=True,
            lenient_chunked_length=True,
            lenient_optional_cr_before_lf=True,
            lenient_spaces_after_chunk_size=True,
        )
        return parser

    async def _more(self) -> None:
        if self._error is not None:
            raise self._error
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """asyncio: here is the connection."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def get_buffer(self, sizehint: int) -> memoryview:
        """asyncio: bytes are about to come."""
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        """asyncio: bytes came."""
        self._received += nbytes
        try:
            self._parser.feed_data(self._buffer[:nbytes])
        except (HttpParserError, HttpParserUpgrade):
            self._fail(Unreachable(MISSPOKEN))
        if self._received - self._body > FRAMING_BYTES + self._body // FRAMING_SHARE:
            self._fail(LimitExceeded("the headers of the answer are larger than 100 KiB"))
        self._wake()

    def eof_received(self) -> None:
        """asyncio: the server sends nothing more. Some bodies end so."""
        if self._begun and not self._complete and self._ends_with_connection():
            self._complete = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """asyncio: the connection is gone."""
        self._transport = None
        if isinstance(exc, ssl.SSLError):
            self._fail(fault(exc))
        elif self._received:
            self._fail(Unreachable(MISSPOKEN))
        else:
            self._fail(Lost("the server closed the connection without an answer"))

    def on_message_begin(self) -> None:
        """llhttp: a head begins, perhaps after that of an interim answer."""
        if self._complete:
            raise ValueError("more came than was asked for")
        self._raw = []

    def on_header(self, name: bytes, value: bytes) -> None:
        """llhttp: one header; after the body, one trailer, which is counted and not read."""
        if b"\0" in value:
            raise ValueError("a header holds NUL")
        if len(self._raw) >= HEADERS:
            self._fail(LimitExceeded(f"the answer has more than {HEADERS} headers"))
            raise ValueError("too many headers")
        self._raw.append((name, value))

    def on_headers_complete(self) -> None:
        """llhttp: a head is whole."""
        status = self._parser.get_status_code()
        if status < 200:
            return
        self.status, self.head, self._begun = status, self._raw, True
        if self._bodiless:
            self._end()
            self._parser = self._new_parser()  # the other waits for the body that was announced

    def on_body(self, piece: bytes) -> None:
        """llhttp: some of the body."""
        if self._complete:
            raise ValueError("more came than was asked for")
        self._pieces.append(piece)
        self._body += len(piece)
        self._unread += len(piece)
        if self._unread > UNREAD_BYTES and not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()

    def on_message_complete(self) -> None:
        """llhttp: an answer is whole."""
        if self._begun:
            self._end()

    def _end(self) -> None:
        self._complete = True
        self._kept_alive = self._parser.should_keep_alive()

    def _ends_with_connection(self) -> bool:
        headers = decoded(self.head)
        coding = headers.get("transfer-encoding", "")
        return "content-length" not in headers and "chunked" not in coding.lower()

    def _fail(self, error: FetchError) -> None:
        """The first failure counts; an answer that is whole stays whole."""
        self._error = self._error or error
        if self._transport is not None:
            self._transport.abort()
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
