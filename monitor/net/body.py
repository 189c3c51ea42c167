"""A body from the wire, counted twice: as it comes, and as it unfolds (C8)."""

import asyncio
from collections.abc import AsyncIterable, Mapping

from monitor.errors import LimitExceeded
from monitor.net.coding import decoder
from monitor.net.policy import Limits
from monitor.net.room import Share

BREATH_BYTES = 1_000_000
"""How much is decoded before others get their turn: a bomb comes in very few reads."""


SKIPPED_BYTES = 64 * 1024
"""A longer body costs more to read to its end than a new connection."""


async def read(
    wire: AsyncIterable[bytes], headers: Mapping[str, str], limits: Limits, share: Share
) -> bytes:
    """The decoded body. Raises LimitExceeded as soon as either count is over its limit."""
    _announced(headers.get("content-length", ""), limits)
    coding = decoder(headers.get("content-encoding", ""))
    body: list[bytes] = []
    received = decoded = 0
    async for data in wire:
        received += len(data)
        if received > limits.body_bytes:
            raise _too_long(limits.body_bytes, "")
        for piece in coding.feed(data):
            decoded += len(piece)
            if decoded > limits.decoded_bytes:
                raise _too_long(limits.decoded_bytes, " once it is unpacked")
            await share.take(len(piece))
            body.append(piece)
            if decoded // BREATH_BYTES > (decoded - len(piece)) // BREATH_BYTES:
                await asyncio.sleep(0)
    coding.finish()
    return b"".join(body)


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
