"""A crew does what waits, in turn, and a bug stops it loudly."""

import asyncio
from collections.abc import Sequence
from time import monotonic

import pytest

from monitor.engine.crew import Crew
from monitor.engine.frontier import Due, Frontier
from monitor.model.source import Source, SourceState
from monitor.store.views import SourceRow


def row(source: str) -> SourceRow:
    return SourceRow(Source(source, "page", "http://host/", source), SourceState(source), 0)


class Shift:
    """A crew whose work is to note what was begun; `gone` are those that load no row."""

    def __init__(self, *, seats: int = 2, hands: int = 9, gone: Sequence[str] = ()) -> None:
        self.begun: list[str] = []
        self.most = 0
        self.gone = gone
        self.error: Exception | None = None
        frontier = Frontier(lambda: seats, lambda _: 0.0)
        self.crew: Crew[bool] = Crew(frontier, self.load, self.work, lambda well: well, hands)

    async def load(self, dues: Sequence[Due]) -> list[SourceRow]:
        return [row(due.source) for due in dues if due.source not in self.gone]

    async def work(self, row: SourceRow, _due: Due | None) -> bool:
        self.begun.append(row.source.id)
        self.most = max(self.most, self.crew.under_way)
        await asyncio.sleep(0.001)
        if self.error:
            raise self.error
        return True


async def test_all_that_waits_is_done_with_so_many_hands() -> None:
    shift = Shift(seats=50, hands=3)
    names = [f"s{number}" for number in range(20)]
    shift.crew.add(Due(name, "host") for name in names)
    async with asyncio.timeout(10):
        await shift.crew.run(to_the_end=True)
    assert shift.begun == names
    assert shift.most == 3


async def test_what_is_gone_when_its_turn_comes_is_passed_over() -> None:
    shift = Shift(seats=1, gone=["s0", "s2"])
    shift.crew.add(Due(f"s{number}", "host") for number in range(4))
    async with asyncio.timeout(10):
        await shift.crew.run(to_the_end=True)
    assert shift.begun == ["s1", "s3"]


async def test_a_moment_to_come_is_waited_for() -> None:
    shift = Shift()
    began_at = monotonic()
    shift.crew.add([Due("later", "host", began_at + 0.1), Due("now", "host")])
    async with asyncio.timeout(10):
        await shift.crew.run(to_the_end=True)
    assert shift.begun == ["now", "later"]
    assert monotonic() - began_at >= 0.1


async def test_who_asks_for_a_check_joins_the_one_that_runs() -> None:
    shift = Shift()
    first = shift.crew.now(row("s"))
    assert shift.crew.now(row("s")) is first
    shift.crew.add([Due("s", "host")])
    assert await first
    assert shift.begun == ["s"]


async def test_a_bug_ends_the_run() -> None:
    shift = Shift()
    shift.error = ZeroDivisionError("a bug")
    shift.crew.add([Due("s", "host")])
    with pytest.raises(ZeroDivisionError):
        async with asyncio.timeout(10):
            await shift.crew.run(to_the_end=True)
