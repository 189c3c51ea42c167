"""Content codings undone piece by piece, so that a bomb never stands in memory (C8).

RFC 9110 section 8.4.1. Only what can be undone is asked for, and one coding at a time.
"""

import sys
import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli

from monitor.errors import LimitExceeded, Unreachable

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ACCEPTED = "gzip, deflate, br, zstd"
"""What `Accept-Encoding` says."""

PIECE_BYTES = 64 * 1024
"""The most that is decoded before somebody looks at how much it is by now."""

BROTLI_STEP_BYTES = PIECE_BYTES // 4
"""brotli takes this for a hint, and gives up to twice as much."""

GZIP_WINDOW = 31
ZLIB_WINDOW = 15
RAW_WINDOW = -15

ZSTD_WINDOW_LOG = 23
"""8 MB: what RFC 9659 lets a server of web pages use."""

ZSTD_OPTIONS = {int(zstd.DecompressionParameter.window_log_max): ZSTD_WINDOW_LOG}

MISCODED = "the body is not in the coding that it claims"
CUT = "the compressed body ends too early"


class Decoder(Protocol):
    """Bytes from the wire in, decoded pieces out, none longer than PIECE_BYTES if it can grow."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Decode what came. Raises Unreachable when it is not in this coding."""

    def finish(self) -> None:
        """Nothing more comes. Raises Unreachable when the end is missing."""


class Plain:
    """No coding at all."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The same bytes."""
        yield data

    def finish(self) -> None:
        """A plain body may end anywhere: its length is checked below HTTP."""


class Inflated:
    """gzip and deflate. Several gzip members are one body; what follows the last is ignored."""

    def __init__(self, window: int) -> None:
        self._window = window
        self._stream: zlib._Decompress | None = None
        self._members = 0
        self._over = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Decode what came."""
        pending = bool(data)
        while pending and not self._over:
            stream = self._stream = self._stream or self._begin(data)
            try:
                piece = stream.decompress(data, PIECE_BYTES)
            except zlib.error as error:
                if self._members:
                    self._over = True
                    return
                raise Unreachable(MISCODED) from error
            yield piece
            data = self._rest(stream)
            pending = bool(data) or (not stream.eof and len(piece) == PIECE_BYTES)

    def finish(self) -> None:
        """The last member must be complete, unless there was nothing at all."""
        if self._stream is not None and not self._members:
            raise Unreachable(CUT)

    def _begin(self, data: bytes) -> "zlib._Decompress":
        """Servers send `deflate` with and without the zlib header that RFC 9110 asks for."""
        if self._window == ZLIB_WINDOW and data[0] & 0x0F != zlib.DEFLATED:
            return zlib.decompressobj(RAW_WINDOW)
        return zlib.decompressobj(self._window)

    def _rest(self, stream: "zlib._Decompress") -> bytes:
        if not stream.eof:
            return stream.unconsumed_tail
        self._members += 1
        self._stream = None
        self._over = self._window != GZIP_WINDOW
        return stream.unused_data


class Brotli:
    """RFC 7932. What follows the end is an error, as the library has it."""

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Decode what came."""
        pending = bool(data)
        self._begun = self._begun or pending
        while pending:
            try:
                piece = self._stream.process(data, output_buffer_limit=BROTLI_STEP_BYTES)
            except brotli.error as error:
                raise Unreachable(MISCODED) from error
            yield piece
            data = b""
            more = len(piece) >= BROTLI_STEP_BYTES or not self._stream.can_accept_more_data()
            pending = more and not self._stream.is_finished()

    def finish(self) -> None:
        """The stream must be complete, unless there was nothing at all."""
        if self._begun and not self._stream.is_finished():
            raise Unreachable(CUT)


class Zstandard:
    """RFC 8878. Several frames are one body; what follows the last is ignored."""

    def __init__(self) -> None:
        self._stream: zstd.ZstdDecompressor | None = None
        self._frames = 0
        self._over = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Decode what came."""
        pending = bool(data)
        while pending and not self._over:
            stream = self._stream = self._stream or zstd.ZstdDecompressor(options=ZSTD_OPTIONS)
            try:
                yield stream.decompress(data, PIECE_BYTES)
            except zstd.ZstdError as error:
                if self._frames:
                    self._over = True
                    return
                raise Unreachable(MISCODED) from error
            data = stream.unused_data
            pending = bool(data) if stream.eof else not stream.needs_input
            if stream.eof:
                self._frames += 1
                self._stream = None

    def finish(self) -> None:
        """The last frame must be complete, unless there was nothing at all."""
        if self._stream is not None and not self._frames:
            raise Unreachable(CUT)


def decoder(content_encoding: str) -> Decoder:
    """What undoes the coding of a `Content-Encoding` header.

    Raises LimitExceeded for more than one coding, Unreachable for one that was not asked for.
    """
    codings = [part for name in content_encoding.split(",") if (part := name.strip().lower())]
    codings = [coding for coding in codings if coding != "identity"]
    if len(codings) > 1:
        raise LimitExceeded(f"the body is coded {len(codings)} times over; once is allowed")
    match codings:
        case []:
            return Plain()
        case ["gzip" | "x-gzip"]:
            return Inflated(GZIP_WINDOW)
        case ["deflate"]:
            return Inflated(ZLIB_WINDOW)
        case ["br"]:
            return Brotli()
        case ["zstd"]:
            return Zstandard()
    raise Unreachable("the body comes in a coding that was not asked for")
