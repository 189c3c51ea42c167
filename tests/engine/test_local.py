"""The engine: what is due is taken up, what runs is drained, and a bug stays in its place."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Self

import pytest
from prometheus_client import generate_latest
from structlog.testing import capture_logs

from monitor.clock import now
from monitor.engine.crew import HANDS
from monitor.engine.local import Engine
from monitor.errors import StoreError, StoreFull, UsageError
from monitor.metrics import Metrics
from monitor.model.change import Check, Outcome
from monitor.model.source import Moved, Source
from monitor.store.store import Store
from monitor.store.views import SourceRow


class Script:
    """Checks that do as they are told: wait at the gate, then end well or break."""

    def __init__(self, store: Store) -> None:
        self.begun: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.error: Exception | None = None
        self.moved: Moved | None = None
        self._store = store

    async def check(self, row: SourceRow, *, patient: bool = False) -> Check:
        self.begun.append(row.source.id)
        await self.gate.wait()
        if self.error:
            raise self.error
        state = replace(
            row.state,
            version=row.state.version + 1,
            next_due_at=now() + timedelta(hours=1),
            moved=self.moved,
        )
        check = Check(row.source.id, Outcome.CHANGED, row.state.version, state)
        await asyncio.to_thread(self._store.commit, check)
        return check


class Turns:
    """Hosts that let everybody in, as many at once as a test says."""

    def __init__(self, seats: int = 99) -> None:
        self.seats = seats

    def ready_in(self, host: str) -> float:
        return 0.0


class Bench:
    """An engine over a store with some sources, all of them due."""

    def __init__(self, store: Store, sources: int, place: str = "x.txt", seats: int = 99) -> None:
        self.ids = [f"source-{number}" for number in range(sources)]
        store.sync_sources([Source(name, "files", place, name) for name in self.ids], now())
        self.script = Script(store)
        self.commits = 0
        self.metrics = Metrics()
        self.leads = True
        self.engine = Engine(
            store,
            lambda: self.script,
            lambda: Turns(seats),
            lambda: self.leads,
            now,
            self._committed,
            self.metrics,
        )

    async def __aenter__(self) -> Self:
        self.engine.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.script.gate.set()
        await self.engine.stop(5)

    def _committed(self) -> None:
        self.commits += 1

    async def until(self, condition: Callable[[], object]) -> None:
        """Until something holds."""
        async with asyncio.timeout(10):
            while not condition():
                await asyncio.sleep(0.005)

    async def idle(self) -> None:
        """Until nothing is under way."""
        await self.until(lambda: not self.engine.under_way)

    async def tick_twice(self) -> None:
        """Whatever is due now is found, and what could begin by then has begun."""
        for _ in range(2):
            await self.engine.tick()
            await asyncio.sleep(0.05)


async def test_each_source_that_is_due_is_checked_once(sqlite_store: Store) -> None:
    async with Bench(sqlite_store, 3) as bench:
        await bench.until(lambda: bench.commits == 3)
        await bench.tick_twice()
    assert sorted(bench.script.begun) == bench.ids


async def test_who_does_not_lead_checks_what_it_is_asked_to_and_goes_on_once_it_leads(
    sqlite_store: Store,
) -> None:
    bench = Bench(sqlite_store, 2)
    bench.leads = False
    async with bench:
        await bench.tick_twice()
        assert not bench.script.begun
        assert await bench.engine.check_now("source-1")
        bench.leads = True
        await bench.engine.tick()
        await bench.until(lambda: bench.commits == 2)
    assert bench.script.begun == ["source-1", "source-0"]


async def test_a_tick_outlives_a_store_that_cannot_say_who_leads(sqlite_store: Store) -> None:
    bench = Bench(sqlite_store, 1)

    def lost() -> bool:
        raise StoreError("gone")

    engine = Engine(
        sqlite_store, lambda: bench.script, Turns, lost, now, lambda: None, bench.metrics
    )
    await engine.tick()
    assert not bench.script.begun


async def test_a_source_under_way_is_not_begun_again(sqlite_store: Store) -> None:
    bench = Bench(sqlite_store, 2)
    bench.script.gate.clear()
    async with bench:
        await bench.until(lambda: bench.engine.under_way == 2)
        await bench.tick_twice()
        bench.script.gate.set()
        await bench.until(lambda: bench.commits == 2)
        await bench.tick_twice()
    assert sorted(bench.script.begun) == bench.ids


async def test_no_more_run_at_once_than_there_are_hands(sqlite_store: Store) -> None:
    bench = Bench(sqlite_store, HANDS + 5)
    bench.script.gate.clear()
    async with bench:
        await bench.until(lambda: bench.engine.under_way == HANDS)
        await bench.tick_twice()
        assert bench.engine.under_way == HANDS
        bench.script.gate.set()
        await bench.until(lambda: bench.commits == HANDS + 5)
    assert sorted(bench.script.begun) == sorted(bench.ids)


async def test_a_host_gets_no_more_visitors_at_once_than_it_has_seats(sqlite_store: Store) -> None:
    bench = Bench(sqlite_store, 5, place="http://host.example/", seats=2)
    bench.script.gate.clear()
    async with bench:
        await bench.until(lambda: bench.engine.under_way)
        await asyncio.sleep(0.3)  # what is due at a start is spread over so long
        assert bench.engine.under_way == 2
        bench.script.gate.set()
        await bench.until(lambda: bench.commits == 5)


@pytest.mark.parametrize("error", [StoreFull("no room"), RuntimeError("a bug")], ids=repr)
async def test_what_breaks_rests_and_hinders_nobody(sqlite_store: Store, error: Exception) -> None:
    bench = Bench(sqlite_store, 1)
    bench.script.error = error
    async with bench:
        await bench.until(lambda: bench.script.begun)
        await bench.idle()
        bench.script.error = None
        await bench.tick_twice()
        assert bench.script.begun == ["source-0"], "it rests"
        assert await bench.engine.check_now("source-0"), "but can be asked for"


async def test_check_now_joins_what_is_under_way(sqlite_store: Store) -> None:
    bench = Bench(sqlite_store, 1)
    bench.script.gate.clear()
    async with bench:
        await bench.until(lambda: bench.engine.under_way)
        asked = asyncio.create_task(bench.engine.check_now("source-0"))
        await asyncio.sleep(0)
        bench.script.gate.set()
        check = await asked
    assert check
    assert check.outcome is Outcome.CHANGED
    assert bench.script.begun == ["source-0"]


async def test_check_now_knows_only_what_is_configured(sqlite_store: Store) -> None:
    with pytest.raises(UsageError, match="nobody"):
        await Bench(sqlite_store, 1).engine.check_now("nobody")


async def test_who_asks_is_told_why_a_check_could_not_be_recorded(sqlite_store: Store) -> None:
    bench = Bench(sqlite_store, 1)
    bench.script.error = StoreFull("no room")
    with pytest.raises(StoreFull):
        await bench.engine.check_now("source-0")


async def test_who_asks_is_answered_when_the_check_is_cut_short(sqlite_store: Store) -> None:
    bench = Bench(sqlite_store, 1)
    bench.script.gate.clear()
    asked = asyncio.create_task(bench.engine.check_now("source-0"))
    while not bench.engine.under_way:
        await asyncio.sleep(0)
    await bench.engine.stop(0)
    assert await asked is None


async def test_stopping_drains_what_runs_and_takes_up_nothing(sqlite_store: Store) -> None:
    bench = Bench(sqlite_store, 1)
    bench.script.gate.clear()
    bench.engine.start()
    await bench.until(lambda: bench.engine.under_way)
    stopping = asyncio.create_task(bench.engine.stop(10))
    await asyncio.sleep(0)
    bench.script.gate.set()
    await stopping
    assert bench.commits == 1
    assert await bench.engine.check_now("source-0") is None


async def test_stopping_ends_what_outlasts_the_grace(sqlite_store: Store) -> None:
    bench = Bench(sqlite_store, 1)
    bench.script.gate.clear()
    bench.engine.start()
    await bench.until(lambda: bench.engine.under_way)
    await bench.engine.stop(0.01)
    await bench.idle()
    assert bench.commits == 0


async def test_who_asked_for_a_check_that_stopping_ends_gets_nothing(sqlite_store: Store) -> None:
    bench = Bench(sqlite_store, 1)
    bench.script.gate.clear()
    asked = asyncio.create_task(bench.engine.check_now("source-0"))
    while not bench.script.begun:
        await asyncio.sleep(0)
    await bench.engine.stop(0.01)
    assert await asked is None


async def test_started_it_ticks_at_once_and_counts_what_it_did(sqlite_store: Store) -> None:
    async with Bench(sqlite_store, 1) as bench:
        await bench.until(lambda: bench.commits)
    shown = generate_latest(bench.metrics.registry).decode()
    assert 'feed_monitor_checks_total{kind="files",outcome="changed"} 1.0' in shown
    assert "feed_monitor_check_late_seconds_count 1.0" in shown


async def test_a_source_that_moved_for_good_is_said_once(sqlite_store: Store) -> None:
    moved = Moved("https://new.test/?token=s3cret", 5, now(), used=True)
    async with Bench(sqlite_store, 1) as bench:
        await bench.idle()
        bench.script.moved = moved
        with capture_logs() as logs:
            for _ in range(2):
                await bench.engine.check_now("source-0")
    (said,) = (entry for entry in logs if entry["event"] == "source_moved")
    assert (said["source"], said["moved_to"]) == ("source-0", "https://new.test/?token=***")
    assert "configuration" in said["hint"]
