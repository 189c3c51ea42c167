"""Who does the checks: as many at once as there are hands, begun as hosts have seats.

    Frontier ─take─▸ load the sources ─▸ a task each ─▸ work(source) ─▸ the seat is free again

It is driven by events: an end, an addition or a moment that has come wakes it, so nothing waits
for a tick.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from time import monotonic
from typing import Any, Generic, TypeVar

from monitor.engine.frontier import Due, Frontier
from monitor.model.change import Check
from monitor.model.visit import POSTPONED
from monitor.store.views import SourceRow

HANDS = 512
"""Checks under way at once. Nearly all of them wait for a server, so they are cheap."""

GATHER_SECONDS = 0.005
"""Ends that come this close together are followed by one look, so that loading is shared."""

Load = Callable[[Sequence[Due]], Awaitable[Iterable[SourceRow]]]
"""The rows of those that are still to be checked; the others are passed over."""

T = TypeVar("T")

Work = Callable[[SourceRow, Due | None], Coroutine[Any, Any, T]]
"""One check, to its end. No Due: somebody asked for it now. It must not raise, but for bugs."""


class Crew(Generic[T]):
    """Takes from a frontier until told to stop. `well`: whether a host deserves all its seats."""

    def __init__(
        self,
        frontier: Frontier,
        load: Load,
        work: Work[T],
        well: Callable[[T], bool],
        hands: int = HANDS,
    ) -> None:
        self._frontier = frontier
        self._load = load
        self._work = work
        self._well = well
        self._hands = hands
        self._tasks: dict[str, asyncio.Task[T]] = {}
        self._woken = asyncio.Event()
        self._broken: BaseException | None = None

    @property
    def under_way(self) -> int:
        """How many checks run now."""
        return len(self._tasks)

    def add(self, dues: Iterable[Due]) -> None:
        """Let these wait for their turn, but for those that are under way."""
        for due in dues:
            if due.source not in self._tasks:
                self._frontier.add(due)
        self._woken.set()

    def now(self, row: SourceRow) -> asyncio.Task[T]:
        """The check of a source that is under way, or else one that begins at once."""
        return self._tasks.get(row.source.id) or self._start(row, None)

    async def run(self, *, to_the_end: bool = False) -> None:
        """Begin what may begin, for ever, or until nothing waits and nothing is under way.

        Raises what a bug in `work` raised.
        """
        while True:
            self._woken.clear()
            await self._begin()
            if self._broken:
                raise self._broken
            if to_the_end and not self._tasks and not len(self._frontier):
                return
            await self._until_woken()

    async def stop(self, grace_seconds: float) -> None:
        """Let what is under way end; end it when the grace is over."""
        tasks = list(self._tasks.values())
        if tasks and grace_seconds:
            await asyncio.wait(tasks, timeout=grace_seconds)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _begin(self) -> None:
        taken = self._frontier.take(monotonic(), self._hands - len(self._tasks))
        if not taken:
            return
        rows = {row.source.id: row for row in await self._load(taken)}
        for due in taken:
            if due.source in rows and due.source not in self._tasks:
                self._start(rows[due.source], due)
            else:
                self._frontier.end(due, well=True)
                self._woken.set()

    def _start(self, row: SourceRow, due: Due | None) -> asyncio.Task[T]:
        source = row.source.id
        task = asyncio.create_task(self._work(row, due), name=f"check {source}")
        self._tasks[source] = task
        task.add_done_callback(lambda task: self._ended(task, source, due))
        return task

    def _ended(self, task: asyncio.Task[T], source: str, due: Due | None) -> None:
        self._tasks.pop(source, None)
        error = None if task.cancelled() else task.exception()
        self._broken = self._broken or error
        if due:
            well = not error and not task.cancelled() and self._well(task.result())
            self._frontier.end(due, well=well)
        self._woken.set()

    async def _until_woken(self) -> None:
        """Until something happens, or somebody's moment has come."""
        at = self._frontier.next_at()
        seconds = None if at is None or len(self._tasks) >= self._hands else at - monotonic()
        try:
            async with asyncio.timeout(None if seconds is None else max(seconds, GATHER_SECONDS)):
                await self._woken.wait()
                await asyncio.sleep(GATHER_SECONDS)
        except TimeoutError:
            return


def answered(check: Check) -> bool:
    """Whether the host said anything at all: one that does not gets a single seat."""
    asked_nobody = check.failure is not None and check.failure.kind == POSTPONED
    return check.failure is None or check.status is not None or asked_nobody
