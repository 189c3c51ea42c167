"""The engine of one process: a tick a second takes up what is due, and never more.

    every second   tick: leads? ─▸ store.due(now) ─▸ free workers ─▸ checker.check ─▸ on_commit
    03:17 daily    prune: settled deliveries and texts that nothing refers to

Of several processes on one store one leads: the others check only what they are asked to check,
and ask each second whether the lead is theirs.

There is one APScheduler job for all sources, not one for each: a tick costs what is due, not
what exists. The scheduler plans by the wall clock, so a clock that steps back would silence it;
`Pulse` looks on by the monotonic clock and wakes it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from time import monotonic
from typing import Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.clock import Clock
from monitor.engine.pulse import Pulse
from monitor.errors import StoreError, UsageError
from monitor.metrics import Metrics
from monitor.model import Check, Outcome
from monitor.store.store import Store
from monitor.store.views import SourceRow

log = structlog.get_logger()

TICK_SECONDS = 1

WORKERS = 64
"""Checks under way at once. Most of them wait for a server; hosts are spaced by the visitor."""

REST_SECONDS = 30.0
"""How long a source rests after a check that could not be recorded, so that ticks do not spin."""

KEEP_SETTLED = timedelta(days=30)

Ended = Check | StoreError | None
"""What a check came to: itself, why it could not be recorded, or None where a bug broke it."""


class Checks(Protocol):
    """What the engine needs of `intake`: the check of one source, committed."""

    def check(self, row: SourceRow, *, patient: bool = False) -> Awaitable[Check]:
        """Visit, decide, commit. `patient`: wait for what is still being written."""


class Engine:
    """Decides who works when. `on_commit` is called after every check that changed something.

    `leads` is asked in a thread whether this process is the one that takes up what is due.
    """

    def __init__(
        self,
        store: Store,
        checks: Callable[[], Checks],
        leads: Callable[[], bool],
        clock: Clock,
        on_commit: Callable[[], None],
        metrics: Metrics,
    ) -> None:
        self._store = store
        self._checks = checks
        self._leads = leads
        self._clock = clock
        self._on_commit = on_commit
        self._metrics = metrics
        self._running: dict[str, asyncio.Task[Ended]] = {}
        self._resting: dict[str, float] = {}
        self._stopping = False
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._pulse = Pulse(self._tick_now)
        self.ticked_at = monotonic()

    def start(self) -> None:
        """Start ticking, the first time at once."""
        late_is_fine = {"coalesce": True, "misfire_grace_time": None}
        self._scheduler.add_job(
            self.tick,
            "interval",
            seconds=TICK_SECONDS,
            id="tick",
            next_run_time=self._clock(),
            **late_is_fine,
        )
        self._scheduler.add_job(self._prune, "cron", hour=3, minute=17, **late_is_fine)
        self._scheduler.start()
        self._pulse.start()

    async def tick(self) -> None:
        """Start a check of each source that is due, as far as there are free workers."""
        began_at = monotonic()
        self._metrics.ticked(began_at - self.ticked_at - TICK_SECONDS)
        self.ticked_at = began_at
        self._pulse.beat()
        busy = len(self._running)
        if self._stopping or busy >= WORKERS:
            return
        try:
            # What runs already is still due until it is recorded, so it is asked for on top.
            rows = await asyncio.to_thread(self._due, WORKERS + busy + len(self._resting))
        except StoreError as error:
            log.error("tick_failed", error=str(error))
            return
        for row in [row for row in rows if self._free(row.source.id)][: WORKERS - busy]:
            self._begin(row)

    async def check_now(self, source: str) -> Check | None:
        """Check a source at once, due or not; None if it came to nothing, as the log says.

        Raises UsageError where no such source is watched, StoreError where the check could not
        be recorded.
        """
        row = await asyncio.to_thread(self._store.source, source)
        if row is None or row.removed_at:
            raise UsageError(f"there is no source {source}")
        if self._stopping:
            return None
        task = self._running.get(source) or self._begin(row, patient=True)
        await asyncio.wait([task])  # who asks may go away: the check goes on
        done = None if task.cancelled() else task.result()
        if isinstance(done, StoreError):
            raise done
        return done

    async def stop(self, grace_seconds: float) -> None:
        """Take up nothing more; let what runs end, and end it when the grace is over.

        The scheduler's own shutdown would cancel running coroutines: they are drained first.
        """
        self._stopping = True
        self._pulse.stop()
        if self._scheduler.running:
            self._scheduler.pause()
        if self._running:
            _, late = await asyncio.wait(self._running.values(), timeout=grace_seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    @property
    def under_way(self) -> int:
        """How many checks run at this moment."""
        return len(self._running)

    def _tick_now(self) -> None:
        self._scheduler.modify_job("tick", next_run_time=self._clock())

    def _due(self, limit: int) -> list[SourceRow]:
        return self._store.due(self._clock(), limit) if self._leads() else []

    def _free(self, source: str) -> bool:
        if monotonic() < self._resting.get(source, 0.0):
            return False
        self._resting.pop(source, None)
        return source not in self._running

    def _begin(self, row: SourceRow, *, patient: bool = False) -> asyncio.Task[Ended]:
        source = row.source.id
        task = asyncio.create_task(self._work(row, patient), name=f"check {source}")
        self._running[source] = task
        task.add_done_callback(lambda _: self._running.pop(source, None))
        return task

    async def _work(self, row: SourceRow, patient: bool) -> Ended:
        """One check. What it cannot record is said, and the source rests before the next try."""
        source = row.source.id
        try:
            check = await self._checks().check(row, patient=patient)
        except StoreError as error:
            log.error("check_not_recorded", source=source, error=str(error))
            self._resting[source] = monotonic() + REST_SECONDS
            return error
        except Exception:
            # A bug in one check must not stop the others, and must not pass in silence.
            log.exception("check_broke", source=source)
            self._resting[source] = monotonic() + REST_SECONDS
            return None
        self._metrics.checked(row.source.kind, check.outcome, check.elapsed_seconds)
        self._report(check)
        return check

    def _report(self, check: Check) -> None:
        if check.failure:
            log.warning(
                "check_failed",
                source=check.source,
                kind=check.failure.kind,
                failure=check.failure.message,
                hint=check.failure.hint,
                failures=check.next_state.failures,
            )
        if check.changes or check.outcome is Outcome.CHANGED:
            log.info("changed", source=check.source, changes=len(check.changes))
            self._on_commit()

    async def _prune(self) -> None:
        if not await asyncio.to_thread(self._leads):
            return
        gone = await asyncio.to_thread(self._store.prune, self._clock(), KEEP_SETTLED)
        log.info("pruned", rows=gone)
