"""What a mark means: pure, by clocks that are given."""

from dataclasses import replace
from math import inf, nan

import pytest

from monitor.intake.visit.mark import (
    BLANK,
    CLOCK_SLACK_SECONDS,
    FIRST_PAUSE_SECONDS,
    LONGEST_BACKOFF_SECONDS,
    LONGEST_PAUSE_SECONDS,
    Mark,
    Moment,
    entered,
    forgiven,
    is_over,
    pause_left,
    refused,
    spacing_left,
)

NOW = Moment(monotonic=1000.0, wall=1.8e9)
SPACING = 30.0


def later(seconds: float, *, clock_set_by: float = 0.0) -> Moment:
    return Moment(NOW.monotonic + seconds, NOW.wall + seconds + clock_set_by)


def test_nothing_known_is_no_wait() -> None:
    assert spacing_left(BLANK, NOW, SPACING) == pause_left(BLANK, NOW) == 0
    assert is_over(BLANK, NOW)


def test_who_enters_keeps_the_next_away() -> None:
    mark = entered(BLANK, NOW, 5)
    assert spacing_left(mark, later(2), SPACING) == 3
    assert not is_over(mark, later(2))
    assert spacing_left(mark, later(5), SPACING) == 0
    assert is_over(mark, later(5))


def test_a_pause_lasts_as_long_as_the_host_says() -> None:
    mark = refused(BLANK, NOW, 600)
    assert [pause_left(mark, later(seconds)) for seconds in (0, 599, 600)] == [600, 1, 0]
    assert not is_over(mark, later(599))


def test_no_pause_is_longer_than_a_week() -> None:
    assert pause_left(refused(BLANK, NOW, 1e9), NOW) == LONGEST_PAUSE_SECONDS


def test_the_longer_of_two_pauses_stays() -> None:
    mark = refused(refused(BLANK, NOW, 600), NOW, 5)
    assert pause_left(mark, NOW) == 600
    assert pause_left(refused(mark, later(599), 60), later(599)) == 60


@pytest.mark.parametrize("said", [None, 0.0])
def test_refusals_in_a_row_pause_for_twice_as_long(said: float | None) -> None:
    mark, now, pauses = BLANK, NOW, []
    for _ in range(14):
        mark = refused(mark, now, said)
        pauses.append(pause_left(mark, now))
        now = Moment(now.monotonic, now.wall + pauses[-1])
    doubled = [FIRST_PAUSE_SECONDS * 2**n for n in range(14)]
    assert pauses == [min(seconds, LONGEST_BACKOFF_SECONDS) for seconds in doubled]
    assert pause_left(refused(forgiven(mark), now, said), now) == FIRST_PAUSE_SECONDS


def test_being_forgiven_ends_no_pause() -> None:
    assert pause_left(forgiven(refused(BLANK, NOW, 600)), NOW) == 600


@pytest.mark.parametrize("step", [-86_400.0, -3600.0, 10_800.0, 86_400.0])
def test_a_step_of_the_clock_makes_no_pause_longer(step: float) -> None:
    mark = refused(BLANK, NOW, 600)
    assert pause_left(mark, later(1, clock_set_by=step)) == 0


def test_a_small_step_back_leaves_a_pause_as_it_is() -> None:
    left = pause_left(refused(BLANK, NOW, 600), later(1, clock_set_by=-2))
    assert 600 < left < 600 + CLOCK_SLACK_SECONDS


@pytest.mark.parametrize("step", [-86_400.0, 86_400.0])
def test_spacing_knows_nothing_of_the_clock_on_the_wall(step: float) -> None:
    mark = entered(BLANK, NOW, 5)
    assert spacing_left(mark, later(2, clock_set_by=step), SPACING) == 3


def test_spacing_from_before_a_restart_of_the_machine_does_not_count() -> None:
    mark = entered(BLANK, Moment(monotonic=5e6, wall=NOW.wall), 5)
    assert spacing_left(mark, NOW, SPACING) == 0
    assert is_over(mark, NOW)


@pytest.mark.parametrize("damage", [nan, inf, -inf, 1e300, -1e300])
@pytest.mark.parametrize("field", ["free_at", "paused_until", "pause_seconds"])
def test_a_damaged_mark_holds_nobody_for_long(field: str, damage: float) -> None:
    sound = Mark(NOW.monotonic + 5, NOW.wall + 600, 600, 3)
    mark = replace(sound, **{field: damage})
    assert 0 <= spacing_left(mark, NOW, SPACING) <= SPACING
    assert 0 <= pause_left(mark, NOW) <= 600
    assert pause_left(refused(mark, NOW, 60), NOW) in (60, 600)


@pytest.mark.parametrize("refusals", [-1, 2**32 - 1])
def test_damaged_refusals_count_as_few_or_many(refusals: int) -> None:
    mark = refused(Mark(refusals=refusals), NOW, None)
    assert FIRST_PAUSE_SECONDS <= pause_left(mark, NOW) <= LONGEST_BACKOFF_SECONDS
