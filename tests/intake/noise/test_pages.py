"""Pages with parts that change by themselves, visit by visit: what is told, and what is not."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from monitor.intake.sources.page import KIND
from monitor.model.change import Check
from monitor.model.source import Source
from monitor.model.visit import Part, Response
from tests.intake.memory import Remembered, kinds

PLACE = "https://x.test/terms"
BODY = (
    "<title>Terms</title><main><h1>Terms of the harbour</h1><p>{text}</p>"
    "<p>All of it is local.</p><p>{moving}</p>"
)
HOUR = 60


def watch(**options: str) -> Remembered:
    options = {"settle": "10m", "noise": "learn", **options}
    return Remembered(Source("terms", "page", PLACE, "Terms", every="5m", options=options), KIND)


@pytest.fixture
def kept() -> Remembered:
    return watch()


def see(kept: Remembered, moving: str, text: str = "Boats pay.", minutes: float = 5) -> Check:
    kept.now += timedelta(minutes=minutes - 5)  # `see` takes five minutes
    body = BODY.format(text=text, moving=moving)
    return kept.see(Response((Part(PLACE, body.encode()),), status=200))


def told(
    kept: Remembered, moving: Callable[[int], str], visits: int = 12, minutes: float = 5
) -> int:
    """How many edits are told while one part is as it is at each visit."""
    for number in range(visits):
        see(kept, moving(number), minutes=minutes)
    return len(kept.changes) - 1


MOVES = [
    pytest.param(lambda n: f"Updated {n + 2} hours ago by Ann", 1, id="time ago"),
    pytest.param(lambda n: f"vor {n + 2} Minuten geändert", 1, id="time ago, German"),
    pytest.param(lambda n: f"It is 14:{n + 10}:07 now", 2, id="clock"),
    pytest.param(lambda n: f"14:{n + 10}:07", 2, id="clock alone on its line"),
    pytest.param(
        lambda n: f"As of Fri, 27 Nov 2026 14:{n + 10}:07 GMT", 2, id="clock with its date"
    ),
    pytest.param(lambda n: f"Visitors today: {1040 + n * 7:,}", 2, id="visitors"),
    pytest.param(lambda n: f"Online now: {17 + n * (-1) ** n}", 2, id="visitors, up and down"),
    pytest.param(lambda n: f"{1040 + n * 7} boats so far", 3, id="a count that grows quickly"),
    pytest.param(lambda n: f"Build 3f9c{n:04}ab of it", 2, id="token"),
]


@pytest.mark.parametrize(("moving", "edits"), MOVES)
def test_what_moves_by_itself_is_learnt_and_told_no_more(
    kept: Remembered, moving: Callable[[int], str], edits: int
) -> None:
    assert told(kept, moving) == edits
    assert len(kept.state.noise) == 1


@pytest.mark.parametrize(("moving", "_edits"), MOVES)
def test_a_true_change_beside_it_is_told_without_it(
    kept: Remembered, moving: Callable[[int], str], _edits: int
) -> None:
    told(kept, moving)
    (change,) = see(kept, moving(12), text="Boats and ships pay.").changes
    assert (change.kind.value, change.added_words, change.removed_words) == ("revised", 2, 0)
    assert see(kept, moving(13), text="Boats and ships pay.").changes == ()


@pytest.mark.parametrize(("moving", "_edits"), MOVES)
def test_a_true_change_inside_it_is_told(
    kept: Remembered, moving: Callable[[int], str], _edits: int
) -> None:
    told(kept, moving)
    assert kinds(see(kept, moving(12) + " and closed")) == ["revised"]
    assert kinds(see(kept, "Closed for good.")) == ["revised"]


@pytest.mark.parametrize(
    ("moving", "minutes"),
    [
        pytest.param(lambda n: f"Price: {1200 + n} EUR for a boat", 5, id="price"),
        pytest.param(lambda n: f"Only € {1200 + n} for a boat", 5, id="price, its sign first"),
        pytest.param(lambda n: f"The index stands at {17250 + n}.33 points", 5, id="decimals"),
        pytest.param(lambda n: f"Turnout so far {n + 20} % of all", 5, id="share"),
        pytest.param(lambda n: f"The gale comes on {n + 10} December 2026", 5, id="date"),
        pytest.param(lambda n: f"{90 - n} seats are left for it", 5, id="what falls"),
        pytest.param(lambda n: f"{1040 + n * 7} people fell ill", 24 * HOUR, id="once a day"),
        pytest.param(lambda n: f"SHA-256 of it 3f9c{n:04}ab", 5, id="checksum"),
        pytest.param(lambda n: f"Open until {n + 10}:30 {'x' * n}", 5, id="other words with it"),
    ],
)
def test_what_people_want_to_hear_of_is_told_each_time(
    kept: Remembered, moving: Callable[[int], str], minutes: float
) -> None:
    assert told(kept, moving, minutes=minutes) == 11
    assert kept.state.noise == []


def test_a_time_that_does_not_go_with_the_clock_is_told(kept: Remembered) -> None:
    opens = ("11:30", "11:00", "12:15", "10:30", "11:45", "13:00")
    told_of = told(kept, lambda n: f"Orders from {opens[n]} on", visits=6, minutes=24 * HOUR)
    assert told_of == 5


def test_counts_in_many_places_are_a_table(kept: Remembered) -> None:
    rows = "<br>Confirmed: ".join
    told(kept, lambda n: rows(["", *(str(40 + n * place) for place in range(1, 5))]))
    assert kept.state.noise == []


def test_a_time_that_changes_now_and_then_is_told(kept: Remembered) -> None:
    assert told(kept, lambda n: f"Open until {10 + n // 3}:30 o'clock", visits=30) == 9


def test_where_it_is_not_wanted_nothing_is_learnt() -> None:
    assert told(watch(noise="off"), lambda n: f"Updated {n + 2} hours ago by Ann") == 11


def test_what_was_learnt_can_be_shown(kept: Remembered) -> None:
    told(kept, lambda n: f"Visitors today: {1040 + n * 7:,}")
    (track,) = kept.state.noise
    assert (track["label"], track["kind"]) == ("Visitors today: …", "count")
    assert track["since_at"] <= kept.now.isoformat()


def test_with_confirm_a_page_with_a_clock_is_not_doubted_for_ever() -> None:
    kept = watch(confirm="30s")
    told(kept, lambda n: f"It is 14:{n + 10}:07 now")
    see(kept, "It is 15:10:07 now", text="Boats and ships pay.")
    check = see(kept, "It is 15:11:07 now", text="Boats and ships pay.")
    assert kinds(check) == ["revised"]
    assert "doubted" not in check.next_state.memo


def test_a_visit_that_finds_only_that_is_unchanged_and_asks_for_nothing(kept: Remembered) -> None:
    told(kept, lambda n: f"It is 14:{n + 10}:07 now")
    asked: list[str] = []
    kept.known = lambda source: asked.append(source) or []  # type: ignore[method-assign, func-returns-value]
    assert see(kept, "It is 18:00:00 now").outcome.value == "unchanged"
    assert asked == []
