"""A body from the wire, counted twice: as it comes, and as it unfolds (C8)."""

import asyncio
from collections.abc import AsyncIterable, Mapping

from monitor.errors import LimitExceeded
from monitor.net.coding import decoder
from monitor.net.policy import Limits
from monitor.net.room import Share

BREATH_BYTES = 1_000_000
"""How much is decoded before others get their turn: a bomb comes in very few reads."""


SUSPECT_BYTES = 10_000_000
MOST_UNFOLDED = 100
"""Nobody writes so much of so little: pages and feeds unfold to some ten times what comes. A bomb
ends here, whatever the configuration allows."""

SKIPPED_BYTES = 64 * 1024
"""A longer body costs more to read to its end than a new connection."""


async def read(
    wire: AsyncIterable[bytes], headers: Mapping[str, str], limits: Limits, share: Share
) -> bytes:
    """The decoded body. Raises LimitExceeded as soon as either count is over its limit."""
    _announced(headers.get("content-length", ""), limits)
    coding = decoder(headers.get("content-encoding", ""))
    body = _Pile()
    received = decoded = 0
    async for data in wire:
        received += len(data)
        if received > limits.body_bytes:
            raise _too_long(limits.body_bytes, "")
        for piece in coding.feed(data):
            decoded += len(piece)
            if decoded > limits.decoded_bytes:
                raise _too_long(limits.decoded_bytes, " once it is unpacked")
            if decoded > SUSPECT_BYTES and decoded > MOST_UNFOLDED * received:
                raise LimitExceeded(f"the body unfolds more than {MOST_UNFOLDED} times: a bomb")
            await share.take(len(piece))
            body.add(piece)
            if decoded // BREATH_BYTES > (decoded - len(piece)) // BREATH_BYTES:
                await asyncio.sleep(0)
    coding.finish()
    return body.whole()


class _Pile:
    """Pieces, put together as they come: one block that grows, and that the system gets back whole.

    Kept as pieces, a bomb's 50 MB stay with the process in the gaps between what came after, and
    a body that comes byte by byte takes eight times what is counted.
    """

    def __init__(self) -> None:
        self._first = b""
        self._block: bytearray | None = None

    def add(self, piece: bytes) -> None:
        """One more. Most bodies are one, which is kept as it came."""
        if self._block is not None:
            self._block += piece
        elif self._first:
            self._block = bytearray(self._first)
            self._block += piece
            self._first = b""
        else:
            self._first = piece

    def whole(self) -> bytes:
        """All of them."""
        return self._first if self._block is None else bytes(self._block)


async def skip(wire: AsyncIterable[bytes]) -> None:
    """Pass over a body that nobody reads, so that its connection can be used again, if short."""
    received = 0
    async for data in wire:
        received += len(data)
        if received > SKIPPED_BYTES:
            return


def _announced(length: str, limits: Limits) -> None:
    if length.isdecimal() and int(length) > limits.body_bytes:
        raise _too_long(limits.body_bytes, "")


def _too_long(limit: int, when: str) -> LimitExceeded:
    return LimitExceeded(
        f"the body is larger than {limit / 1_000_000:g} MB{when}",
        hint="If it is meant, raise `fetch.limits`.",
    )
