"""Readers: what a stranger sent is read where it can be killed.

    part ─▸ rank ─▸ a seat ─▸ its reader: started at need, asked within a budget ─▸ Understood
                                └▸ too long, too much, crashed: killed, and that is a Failure

A quick look at what is small has little time and memory; whoever needs more is looked at again,
with plenty of both, in the lane of the slow. An idle reader ends, so that a program with nothing
to read has none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import TracebackType
from typing import Any, Protocol, Self

from monitor import memory
from monitor.intake.reader.forks import Forks
from monitor.intake.reader.lanes import SEATS, Lanes, Rank
from monitor.intake.reader.seat import Seat
from monitor.intake.reader.trouble import DEADLINE, MEMORY
from monitor.intake.reader.wire import Task
from monitor.intake.understand import Understood, merged
from monitor.model.source import Failure, Source
from monitor.model.visit import Part


@dataclass(frozen=True, slots=True)
class Budget:
    """What one part may cost: seconds of waiting for it, and how many bytes of memory whoever
    reads it may take beyond those that it was born with."""

    seconds: float
    memory_bytes: int


QUICK = Budget(seconds=3.0, memory_bytes=35_000_000)
SLOW = Budget(seconds=20.0, memory_bytes=75_000_000)
"""900 kB of dense markup take a second or two."""

SMALL_BYTES = 500_000
"""What is larger goes into the lane of the slow at once."""

LONGEST_LINE = 8
"""How many may wait to be read slowly before those who gave trouble had better come later."""

IDLE_SECONDS = 60.0
"""A reader with nothing to read ends after so long, and what all were forked from as long after
the last of them."""

NOTHING_LEARNT: Mapping[str, Any] = {}


class Tally(Protocol):
    """Who counts readers (the metrics do)."""

    def readers(self, alive: int) -> None:
        """How many there are now."""

    def reader_killed(self, reason: str) -> None:
        """One ended before its time."""


class Readers:
    """Reads parts in at most two processes. Lives within one event loop; close it at the end."""

    def __init__(
        self,
        tally: Tally | None = None,
        *,
        quick: Budget = QUICK,
        slow: Budget = SLOW,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self._tally = tally
        self._quick = quick
        self._slow = slow
        self._forks = Forks(idle_seconds)
        self._seats = [Seat(self._forks, idle_seconds, self._changed, self._killed) for _ in SEATS]
        self._lanes = Lanes(warm=lambda seat: self._seats[seat].pid is not None)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    @property
    def pids(self) -> tuple[int, ...]:
        """The process numbers of the readers that there are now."""
        return tuple(seat.pid for seat in self._seats if seat.pid is not None)

    @property
    def crowded(self) -> bool:
        """Whether whoever is read slowly would wait long, holding all that it brought."""
        return self._lanes.slow_line >= LONGEST_LINE

    async def understand(
        self,
        source: Source,
        parts: Sequence[Part],
        now: datetime,
        *,
        had_items: bool,
        memo: Mapping[str, Any] = NOTHING_LEARNT,
        rank: Rank = Rank.NEW,
        most_seconds: float = SLOW.seconds,
    ) -> Understood:
        """What `monitor.intake.understand` gives, read elsewhere: one part after another.

        A part that cannot be read in time or memory is `unread`, with the failure that says so.
        `most_seconds`: no look at a part lasts longer, be the budgets as they may.
        """
        bare = replace(source, headers={}, feed_token=None)
        read = []
        for part in parts:
            task = Task(
                bare,
                part.place,
                part.content_type,
                part.language,
                now,
                had_items,
                memo,
                link=part.link,
            )
            read.append(await self._read(task, part.body, rank, most_seconds))
        return merged(read)

    async def close(self) -> None:
        """End all readers. What is asked later starts them again."""
        for seat in self._seats:
            await seat.close()
        await self._forks.close()

    async def _read(self, task: Task, body: bytes, rank: Rank, most_seconds: float) -> Understood:
        if len(body) > SMALL_BYTES:
            rank = max(rank, Rank.LARGE)
        found = await self._look(task, body, rank, most_seconds)
        if isinstance(found, Failure) and found.kind in {DEADLINE, MEMORY} and not rank.slow:
            found = await self._look(task, body, Rank.AGAIN, most_seconds)
        if isinstance(found, Failure):
            return Understood((), frozenset(), {task.place: found})
        return found

    async def _look(
        self, task: Task, body: bytes, rank: Rank, most_seconds: float
    ) -> Understood | Failure:
        budget = self._slow if rank.slow else self._quick
        task = replace(task, memory_bytes=budget.memory_bytes)
        seat = await self._lanes.take(rank)
        try:
            return await self._seats[seat].read(task, body, min(budget.seconds, most_seconds))
        finally:
            self._lanes.give_back(seat)
            if rank.slow:
                memory.give_back()  # what was held while it waited came in many small pieces

    def _changed(self) -> None:
        self._forks.in_use(len(self.pids))
        if self._tally:
            self._tally.readers(len(self.pids))

    def _killed(self, reason: str) -> None:
        if self._tally:
            self._tally.reader_killed(reason)
