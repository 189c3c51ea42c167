"""What is overdue at a start is spread at each host."""

import pytest

from monitor.engine.frontier import NOBODY
from monitor.engine.spread import Overdue, first_due, spread


def overdue(count: int, host: str, every: str = "1h") -> list[Overdue]:
    return [Overdue(f"{host}-{n}", host, every) for n in range(count)]


@pytest.mark.parametrize(
    ("every_seconds", "rank", "count", "expected"),
    [
        pytest.param(3600, 0, 1, 0, id="alone"),
        pytest.param(3600, 0, 1000, 0, id="the first"),
        pytest.param(3600, 999, 1000, 59.94, id="the last of many, within a minute"),
        pytest.param(10, 999, 1000, 9.99, id="within the interval"),
        pytest.param(3600, 5, 10, 0.5, id="a few need not take a minute"),
    ],
)
def test_they_lie_evenly(every_seconds: float, rank: int, count: int, expected: float) -> None:
    assert first_due(every_seconds, rank, count) == pytest.approx(expected)


def test_two_thousand_of_one_host_take_a_minute_and_each_its_own_moment() -> None:
    delays = spread(overdue(2000, "one.example"))
    assert len(set(delays.values())) == 2000
    assert min(delays.values()) == 0
    assert 59 < max(delays.values()) < 60


@pytest.mark.parametrize(("every", "most"), [("5s", 5), ("auto", 60), ("0 9 * * *", 60)])
def test_never_longer_than_the_interval(every: str, most: float) -> None:
    delays = spread(overdue(1000, "one.example", every))
    assert most * 0.98 < max(delays.values()) < most


def test_a_lone_source_and_files_go_at_once() -> None:
    lone = [Overdue(f"lone-{n}", f"{n}.example", "1h") for n in range(5)]
    delays = spread([*lone, *overdue(50, NOBODY)])
    assert len(delays) == 55
    assert set(delays.values()) == {0.0}


def test_the_order_is_the_same_at_every_start_and_not_that_of_the_configuration() -> None:
    some = overdue(50, "one.example")
    delays = spread(some)
    assert delays == spread(reversed(some))
    assert sorted(delays, key=delays.__getitem__) != [each.source for each in some]
