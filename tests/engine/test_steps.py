"""A clock that was moved is told from one that is slewed and from a machine that slept."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.engine.steps import Reading, Step, Steps, elapsed_seconds, step

NOW = datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


class Machine:
    """Two clocks: time passes on both, and somebody may set the one on the wall."""

    def __init__(self) -> None:
        self.wall = NOW
        self.elapsed = 1000.0
        self.steps = Steps(lambda: self.wall, lambda: self.elapsed)

    def passes(self, time: timedelta) -> None:
        self.wall += time
        self.elapsed += time.total_seconds()


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.mark.parametrize(
    "by", [-HOUR, 3 * HOUR, timedelta(days=1), timedelta(days=-1), timedelta(seconds=-3)]
)
def test_a_clock_that_was_moved(by: timedelta) -> None:
    before = Reading(NOW, 1000.0)
    after = Reading(NOW + SECOND + by, 1001.0)
    assert step(before, after) == Step(was_at=NOW + SECOND, by=by)


@pytest.mark.parametrize(
    ("wall", "elapsed"),
    [
        pytest.param(SECOND, 1.0, id="a second"),
        pytest.param(timedelta(seconds=1.9), 1.0, id="a clock that is slewed"),
        pytest.param(9 * HOUR, 9 * 3600.0, id="a night asleep, or a process that was stopped"),
    ],
)
def test_no_step(wall: timedelta, elapsed: float) -> None:
    assert step(Reading(NOW, 0.0), Reading(NOW + wall, elapsed)) is None


def test_summer_time_is_no_step(machine: Machine) -> None:
    """Instants are in UTC: a change of the offset moves no clock."""
    for _ in range(5):
        machine.passes(SECOND)
        assert machine.steps.look() is None


def test_a_step_is_seen_once_when_it_was_settled(machine: Machine) -> None:
    machine.wall -= HOUR
    assert machine.steps.look() == Step(NOW, -HOUR)
    machine.steps.settled()
    machine.passes(SECOND)
    assert machine.steps.look() is None


def test_a_step_that_could_not_be_followed_is_seen_again_with_what_came_since(
    machine: Machine,
) -> None:
    machine.wall += 3 * HOUR
    assert machine.steps.look() == Step(NOW, 3 * HOUR)
    machine.passes(SECOND)
    machine.wall -= HOUR
    assert machine.steps.look() == Step(NOW + SECOND, 2 * HOUR)


def test_what_happens_between_looking_and_settling_is_not_lost(machine: Machine) -> None:
    machine.wall += HOUR
    machine.steps.look()
    machine.wall += HOUR
    machine.steps.settled()
    assert machine.steps.look() == Step(NOW + HOUR, HOUR)


def test_a_step_makes_nothing_due_before_it_is_followed(machine: Machine) -> None:
    machine.passes(SECOND)
    machine.wall += 3 * HOUR
    assert machine.steps.now() == NOW + SECOND
    machine.steps.look()
    assert machine.steps.now() == NOW + SECOND
    machine.steps.settled()
    assert machine.steps.now() == NOW + SECOND + 3 * HOUR


def test_a_slow_drift_never_adds_up_to_a_step(machine: Machine) -> None:
    for _ in range(100):
        machine.passes(SECOND)
        machine.wall += timedelta(milliseconds=100)
        assert machine.steps.look() is None


def test_the_machines_own_clock_goes_on() -> None:
    assert 0 < elapsed_seconds() <= elapsed_seconds()
