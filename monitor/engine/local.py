"""The engine of one process: who is due is found once a second, and begun as hosts have seats.

    every second   tick: leads? ─▸ did the clock move? ─▸ Finder ─▸ Frontier
    at any moment  Crew: Frontier ─▸ checker.check ─▸ on_commit
    03:17 daily    prune: settled deliveries and texts that nothing refers to; trim: histories

Of several processes on one store one leads: the others check only what they are asked to check,
and ask each second whether the lead is theirs.

There is one APScheduler job for all sources, not one for each: a tick costs what is due, not
what exists. The scheduler plans by the wall clock, so a clock that steps back would silence it;
`Pulse` looks on by the monotonic clock and wakes it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.clock import Clock
from monitor.engine.crew import Crew, answered
from monitor.engine.finder import Finder
from monitor.engine.frontier import Due, Frontier
from monitor.engine.pulse import TICK_SECONDS, EverySecond, Pulse
from monitor.engine.steps import Steps
from monitor.errors import StoreError, UsageError
from monitor.intake.schedule import out_of_quiet
from monitor.metrics import Metrics
from monitor.model.change import Check, Outcome
from monitor.model.source import Moved
from monitor.net.url import mask
from monitor.store.store import Store
from monitor.store.views import SourceRow

log = structlog.get_logger()

MOST_WAITING = 20_000
"""Sources that wait for a seat at once; the rest are found when these are fewer."""

REST_SECONDS = 30.0
"""How long a source rests after a check that could not be recorded, so that nothing spins."""

KEEP_SETTLED = timedelta(days=30)

MOVED = "its redirects are permanent, so it is visited there: write that into the configuration"

Ended = Check | StoreError | None
"""What a check came to: itself, why it could not be recorded, or None where a bug broke it."""


class Checks(Protocol):
    """What the engine needs of `intake`: the check of one source, committed."""

    def check(self, row: SourceRow, *, patient: bool = False) -> Awaitable[Check]:
        """Visit, decide, commit. `patient`: wait for what is still being written."""


class Turns(Protocol):
    """What the engine needs to know of the hosts that are visited."""

    @property
    def seats(self) -> int:
        """Visits to one host at once."""

    def ready_in(self, host: str) -> float:
        """Seconds until a new visitor of the host would get its turn."""


class Engine:
    """Decides who works when. `on_commit` is called after every check that changed something.

    `leads` is asked in a thread whether this process is the one that takes up what is due.
    `on_clock_moved` is called after a step of the clock was followed.
    """

    def __init__(
        self,
        store: Store,
        checks: Callable[[], Checks],
        turns: Callable[[], Turns],
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
        self._resting: dict[str, float] = {}
        self._stopping = False
        self._steps = Steps(clock)
        self._finder = Finder(store, self._steps.now)
        self._frontier = Frontier(lambda: turns().seats, lambda host: turns().ready_in(host))
        self._crew: Crew[Ended] = Crew(self._frontier, self._load, self._work, _well)
        self._crew_runs: asyncio.Task[None] | None = None
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._pulse = Pulse(self._tick_now)
        self.ticked_at = monotonic()

    def start(self) -> None:
        """Start ticking, the first time at once."""
        late_is_fine = {"coalesce": True, "misfire_grace_time": None}
        self._scheduler.add_job(
            self.tick, EverySecond(), id="tick", next_run_time=self._clock(), **late_is_fine
        )
        self._scheduler.add_job(self._prune, "cron", hour=3, minute=17, **late_is_fine)
        self._scheduler.start()
        self._pulse.start()
        self._crew_runs = asyncio.create_task(self._crew.run(), name="crew")

    async def tick(self) -> None:
        """Find what is due and let it wait for its turn."""
        began_at = monotonic()
        self._metrics.ticked(began_at - self.ticked_at - TICK_SECONDS)
        self.ticked_at = began_at
        self._pulse.beat()
        if self._stopping:
            return
        try:
            leads = await asyncio.to_thread(self._leads)
            await asyncio.to_thread(self._follow_clock, leads)
            if leads:
                await self._find()
        except StoreError as error:
            log.error("tick_failed", error=str(error))
        self._metrics.queue(len(self._frontier), self._crew.under_way)

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
        task = self._crew.now(row)
        await asyncio.wait([task])  # who asks may go away: the check goes on
        done = None if task.cancelled() else task.result()
        if isinstance(done, StoreError):
            raise done
        return done

    def raise_what_broke(self) -> None:
        """Raise the bug that ended the crew, if one did: without it nothing is checked."""
        if self._crew_runs and self._crew_runs.done() and not self._crew_runs.cancelled():
            self._crew_runs.result()

    def spread_what_is_due(self) -> None:
        """Many sources may have become due at once: visit them one after another."""
        self._finder.spread_what_is_due()

    async def stop(self, grace_seconds: float) -> None:
        """Take up nothing more; let what runs end, and end it when the grace is over.

        The scheduler's own shutdown would cancel running coroutines: they are drained first.
        """
        self._stopping = True
        self._pulse.stop()
        if self._crew_runs:
            self._crew_runs.cancel()
        if self._scheduler.running:
            self._scheduler.pause()
        await self._crew.stop(grace_seconds)
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    @property
    def under_way(self) -> int:
        """How many checks run at this moment."""
        return self._crew.under_way

    def _tick_now(self) -> None:
        self._scheduler.modify_job("tick", next_run_time=self._clock())

    def _follow_clock(self, leads: bool) -> None:
        """Due times are instants of the leader's clock: where somebody moves it, they move too."""
        step = self._steps.look()
        if step and leads:
            self._store.shift_due(step.was_at, step.by)
            self._finder.spread_what_is_due()
            log.warning("clock_moved", seconds=step.by.total_seconds())
        self._steps.settled()

    async def _find(self) -> None:
        """Fill the frontier from the schedule, as far as it has room."""
        if self._frontier.left_out and len(self._frontier) < MOST_WAITING // 100:
            self._frontier.left_out = False
            self._finder.look_again()
        more = True
        while more and len(self._frontier) < MOST_WAITING:
            dues, more = await asyncio.to_thread(self._finder.find)
            self._crew.add(due for due in dues if self._rested(due.source))

    def _rested(self, source: str) -> bool:
        if monotonic() < self._resting.get(source, 0.0):
            return False
        self._resting.pop(source, None)
        return True

    async def _load(self, dues: Sequence[Due]) -> list[SourceRow]:
        """The sources whose turn it is, as far as they are still due."""
        now = self._steps.now()
        try:
            rows = await asyncio.to_thread(self._store.watched, [due.source for due in dues])
        except StoreError as error:
            log.error("tick_failed", error=str(error))
            return []
        return [row for row in rows if _may_begin(row, now)]

    async def _work(self, row: SourceRow, due: Due | None) -> Ended:
        """One check. What it cannot record is said, and the source rests before the next try."""
        source = row.source.id
        if due:
            self._metrics.began(monotonic() - due.begins_at)
        try:
            check = await self._checks().check(row, patient=due is None)
        except StoreError as error:
            log.error("check_not_recorded", source=source, error=str(error))
            self._resting[source] = monotonic() + REST_SECONDS
            return error
        except Exception:
            # A bug in one check must not stop the others, and must not pass in silence.
            log.exception("check_broke", source=source)
            self._resting[source] = monotonic() + REST_SECONDS
            return None
        self._report(row, check)
        return check

    def _report(self, row: SourceRow, check: Check) -> None:
        failure = check.failure
        self._metrics.checked(
            row.source.kind,
            check.outcome,
            check.elapsed_seconds,
            failure.kind if failure else None,
        )
        if failure:
            log.warning(
                "check_failed",
                source=check.source,
                kind=failure.kind,
                failure=failure.message,
                hint=failure.hint,
                failures=check.next_state.failures,
            )
        if moved := _moved_now(row, check):
            log.warning("source_moved", source=check.source, moved_to=mask(moved.url), hint=MOVED)
        if check.changes or check.outcome is Outcome.CHANGED:
            log.info("changed", source=check.source, changes=len(check.changes))
            self._on_commit()

    async def _prune(self) -> None:
        if not await asyncio.to_thread(self._leads):
            return
        gone = await asyncio.to_thread(self._store.prune, self._clock(), KEEP_SETTLED)
        log.info("pruned", rows=gone)
        trimmed = await asyncio.to_thread(self._store.trim, self._clock())
        log.info("trimmed", versions=trimmed.versions, releases=trimmed.releases)


def _may_begin(row: SourceRow, now: datetime) -> bool:
    """Whether what waited long is still due, and no quiet window has begun meanwhile."""
    due_at = row.state.next_due_at
    return (due_at is None or due_at <= now) and out_of_quiet(row.source, now) <= now


def _moved_now(row: SourceRow, check: Check) -> Moved | None:
    """Where a source is visited from now on, if this check was what settled it."""
    before, after = row.state.moved, check.next_state.moved
    settled = after is not None and after.used and not (before and before.used)
    return after if settled else None


def _well(ended: Ended) -> bool:
    return isinstance(ended, Check) and answered(ended)
