"""What goes to and fro is told from what was only edited twice."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from monitor.intake.flap import SOON_SECONDS, Flap, flapping
from monitor.model.release import Version

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = 24 * 60
MONTH = 30 * DAY


def history(stays: Iterable[tuple[str, float]]) -> list[Version]:
    """Versions by what they said and how many minutes they stood."""
    at, made = START, []
    for number, (said, minutes) in enumerate(stays, 1):
        made.append(Version(number, said, at))
        at += timedelta(minutes=minutes)
    return made


def flap(*stays: tuple[str, float], every_minutes: float = 60) -> Flap | None:
    return flapping(history(stays), every_seconds=every_minutes * 60, least_seconds=600)


@pytest.mark.parametrize(
    "stays",
    [
        pytest.param([("a", 1)], id="one text"),
        pytest.param([("a", 1), ("b", 1)], id="edited"),
        pytest.param([("a", 1), ("b", 1), ("c", 1)], id="edited twice"),
        pytest.param([("a", 1), ("b", MONTH), ("a", 1)], id="put back after a month"),
        pytest.param([("a", 1), ("b", 5), ("a", 5), ("c", 1)], id="something new"),
        pytest.param([("a", 1), ("b", 5), ("a", DAY * 5), ("b", 1)], id="the same trouble again"),
    ],
)
def test_what_is_not_back_soon_does_not_flap(stays: list[tuple[str, float]]) -> None:
    assert flap(*stays) is None


def test_what_is_back_soon_flaps_and_must_stand_twice_as_long() -> None:
    found = flap(("a", MONTH), ("b", 20), ("a", 1))
    assert found == Flap(returns=1, away_seconds=1200, texts=2, settles_seconds=2400)


def test_a_flap_of_seconds_must_stand_as_long_as_was_asked_for() -> None:
    found = flap(("a", MONTH), ("b", 0.1), ("a", 1))
    assert found is not None
    assert found.settles_seconds == 600


def test_the_more_it_turns_the_longer_it_must_stand() -> None:
    turns = [("ab"[n % 2], 20.0) for n in range(20)]
    needed = [found.settles_seconds for n in range(3, 20) if (found := flap(*turns[:n]))]
    assert needed == sorted(needed)
    assert needed[0] == 2400
    assert needed[-1] > 10 * 1200


def test_however_often_it_turned_a_day_is_enough() -> None:
    turns = [("ab"[n % 2], 300.0) for n in range(24)]
    found = flap(*turns)
    assert found is not None
    assert found.settles_seconds == DAY * 60


def test_how_long_it_stood_before_all_that_plays_no_part() -> None:
    assert flap(("a", MONTH), ("b", 20), ("a", 1)) == flap(("a", 1), ("b", 20), ("a", 1))


def test_three_texts_that_take_turns_are_three() -> None:
    found = flap(("a", 9), ("b", 9), ("c", 9), ("a", 9), ("b", 9))
    assert found is not None
    assert (found.returns, found.texts, found.away_seconds) == (2, 3, 18 * 60)


def test_a_new_text_in_between_does_not_end_it() -> None:
    found = flap(("a", 9), ("b", 9), ("a", 9), ("c", 9), ("a", 9))
    assert found is not None
    assert found.returns == 2


def test_what_stood_for_long_ends_it() -> None:
    found = flap(("a", 9), ("b", 9), ("a", 9), ("b", SOON_SECONDS), ("c", 5), ("b", 1))
    assert found is not None
    assert found.returns == 1


def test_where_visits_are_rare_soon_is_later() -> None:
    stays = (("a", DAY), ("b", DAY), ("a", DAY))
    assert flap(*stays) is None
    found = flap(*stays, every_minutes=DAY)
    assert found is not None
    assert found.settles_seconds == 2 * DAY * 60
