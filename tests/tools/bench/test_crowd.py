import pytest

from tools.bench.crowd import Due, lags, most_at_once, spacing, too_soon
from tools.bench.loopback import address
from tools.bench.town import Visit, health

WELL = next(n for n in range(10) if health(n) == "well")
BUSY = next(n for n in range(10) if health(n) == "busy")


def visit(host: int, page: int, began_at: float, ended_at: float = 0.0) -> Visit:
    return Visit(address(host), f"/p/{page}", began_at, ended_at)


def test_lag_is_from_due_to_the_first_request_on_hosts_that_are_well() -> None:
    due = [Due("a", WELL, 1, 10.0), Due("b", WELL, 2, 20.0), Due("c", BUSY, 3, 10.0)]
    visits = [visit(WELL, 1, 10.5), visit(WELL, 1, 99.0), visit(BUSY, 3, 50.0)]
    assert lags(due, visits) == [0.5, float("inf")]


def test_spacing_is_counted_at_each_host_alone() -> None:
    visits = [visit(WELL, 1, 1.0), visit(BUSY, 1, 1.1), visit(WELL, 2, 3.0), visit(WELL, 3, 3.5)]
    assert spacing(visits) == [0.5, 2.0]


@pytest.mark.parametrize(("second_ends", "most"), [(1.5, 2), (0.0, 3)])
def test_what_has_not_ended_is_still_under_way(second_ends: float, most: int) -> None:
    visits = [visit(WELL, 1, 0.0, 9.0), visit(WELL, 2, 1.0, second_ends), visit(WELL, 3, 2.0, 3.0)]
    assert most_at_once(visits) == most


def test_a_busy_host_is_left_alone_for_as_long_as_it_asked() -> None:
    refused = visit(BUSY, 1, 0.0, 0.0)
    assert too_soon([refused, visit(BUSY, 2, 29.0, 29.0)]) == 1
    assert too_soon([refused, visit(BUSY, 2, 31.0, 31.0)]) == 0
    assert too_soon([visit(WELL, 1, 0.0, 0.0), visit(WELL, 2, 1.0, 1.0)]) == 0
