"""Room for bodies: what all requests together may hold in memory at one time (C8).

    room = Room(32_000_000)
    with room.share() as share:                     # one a check: as long as its bodies live
        reply = await door.send(Request(url, share=share))

Bytes are given in the order in which they were asked for. A share may hold some and wait for
more, so all that hold any could wait for each other: then the first in line goes ahead past the
limit, and nobody else does before it has closed. So memory stays within the limit and one share,
nobody waits for ever, and a body larger than the whole room is let through alone.
"""

import asyncio
from collections import deque
from types import TracebackType
from typing import Self

from monitor import memory

LARGE_BYTES = 2_000_000
"""Whoever held more beyond what is free leaves gaps behind, which are worth giving back."""

TOTAL_BYTES = 32_000_000
"""What a room holds unless said otherwise."""

FREE_BYTES = 100_000
"""What each share has without asking: most pages are smaller. Five hundred checks may have it."""


class Room:
    """Bytes that bodies may take up, lent to shares. Lives within one event loop."""

    def __init__(self, bytes_total: int = TOTAL_BYTES) -> None:
        self._bytes_total = bytes_total
        self._held: dict[Share, int] = {}
        self._bytes_held = 0
        self._line: deque[_Waiting] = deque()
        self._ahead: Share | None = None

    @property
    def bytes_held(self) -> int:
        """What all shares hold now, beyond what each has for free."""
        return self._bytes_held

    def share(self) -> "Share":
        """Room for the bodies of one check. Close it when they are let go of."""
        return Share(self)

    async def lend(self, share: "Share", count: int) -> None:
        """Give `count` bytes to a share, as soon as it is its turn."""
        if share is self._ahead or (not self._line and self._fits(count)):
            self._give(share, count)
            return
        waiting = _Waiting(share, count)
        self._line.append(waiting)
        self._serve()
        try:
            await waiting.served
        finally:
            if waiting in self._line:
                self._line.remove(waiting)
                self._serve()

    def take_back(self, share: "Share") -> int:
        """All that a share holds, for those who wait; how much it was."""
        held = self._held.pop(share, 0)
        self._bytes_held -= held
        if self._ahead is share:
            self._ahead = None
        self._serve()
        return held

    def _serve(self) -> None:
        while self._line and self._next_may():
            waiting = self._line.popleft()
            self._give(waiting.share, waiting.count)
            if not waiting.served.done():
                waiting.served.set_result(None)

    def _next_may(self) -> bool:
        """Whether the first in line fits, or has to go ahead since everybody waits."""
        if self._fits(self._line[0].count):
            return True
        if self._ahead is None and self._held.keys() <= {waiting.share for waiting in self._line}:
            self._ahead = self._line[0].share
        return self._ahead is self._line[0].share

    def _fits(self, count: int) -> bool:
        return self._bytes_held + count <= self._bytes_total

    def _give(self, share: "Share", count: int) -> None:
        self._held[share] = self._held.get(share, 0) + count
        self._bytes_held += count


class Share:
    """What one check holds of a room. Close it: what it held is then free for others."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._free = FREE_BYTES

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    async def take(self, count: int) -> None:
        """Hold `count` bytes more; waits until there is room for them."""
        free = min(count, self._free)
        self._free -= free
        if count > free:
            await self._room.lend(self, count - free)

    def close(self) -> None:
        """Give all back. A share may be closed twice, and used again."""
        self._free = FREE_BYTES
        if self._room.take_back(self) > LARGE_BYTES:
            memory.give_back()


class _Waiting:
    """One place in the line."""

    def __init__(self, share: Share, count: int) -> None:
        self.share = share
        self.count = count
        self.served: asyncio.Future[None] = asyncio.get_running_loop().create_future()
