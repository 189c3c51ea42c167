"""A page that goes to and fro, visit by visit: held, then told once for what it comes to."""

from datetime import timedelta

import pytest

from monitor.intake.sources.page import KIND
from monitor.model.change import Change, Check
from monitor.model.source import Source
from monitor.model.visit import Part, Response
from tests.intake.memory import Remembered

PLACE = "https://x.test/terms"
TEXTS = {name: f"<title>Terms</title><main><p>Clause {name} stands." for name in "abcd"}


@pytest.fixture
def kept() -> Remembered:
    options = {"settle": "10m"}
    return Remembered(Source("terms", "page", PLACE, "Terms", every="1h", options=options), KIND)


def see(kept: Remembered, text: str, minutes: float = 5) -> Check:
    kept.now += timedelta(minutes=minutes - 5)  # `see` takes five minutes
    return kept.see(Response((Part(PLACE, TEXTS[text].encode()),), status=200))


def visits(kept: Remembered, texts: str) -> None:
    for text in texts:
        see(kept, text)


def steps(kept: Remembered) -> list[tuple[int | None, int | None]]:
    """From which revision to which people were told."""
    told = [change for change in kept.changes if not change.held and not change.baseline]
    return [(change.previous, change.revision) for change in told]


def held(kept: Remembered) -> list[Change]:
    return [change for change in kept.changes if change.held]


def test_the_return_is_held_and_named(kept: Remembered) -> None:
    visits(kept, "aaba")
    (change,) = held(kept)
    assert change.held == (
        "flapping: after 5 minutes it says again what it said before; "
        "what it comes to is told once it has stood for 10 minutes"
    )
    assert (change.previous, change.revision, change.added_words) == (2, 3, 1)
    assert steps(kept) == [(1, 2)]
    assert kept.state.waiting == change.held


def test_what_it_comes_to_is_told_once(kept: Remembered) -> None:
    visits(kept, "aaba")
    assert see(kept, "a").changes == ()
    (told,) = see(kept, "a").changes
    assert (told.previous, told.revision, told.held) == (2, 3, None)
    assert (told.added_words, told.removed_words) == (1, 1)
    assert kept.state.waiting is None
    visits(kept, "aaaaaa")
    assert steps(kept) == [(1, 2), (2, 3)]


def test_what_comes_to_what_people_know_is_not_told_again(kept: Remembered) -> None:
    visits(kept, "aabab")
    assert kept.state.waiting is None
    visits(kept, "b" * 50)
    assert steps(kept) == [(1, 2)]
    assert [change.revision for change in held(kept)] == [3, 4]
    assert "went to and fro 2 times between 2 texts" in (held(kept)[1].held or "")


def test_something_new_is_told_at_once_against_what_people_know(kept: Remembered) -> None:
    visits(kept, "aabac")
    assert steps(kept) == [(1, 2), (2, 4)]
    assert kept.state.waiting is None


def test_the_look_that_may_set_it_free_comes_by_itself_and_in_full(kept: Remembered) -> None:
    visits(kept, "aaba")
    state = kept.state
    assert (state.raw_hash, state.validators) == ("", None)
    assert see(kept, "a", minutes=1).changes == ()
    assert kept.state.next_due_at == kept.now + timedelta(minutes=9)
    see(kept, "a", minutes=6)
    assert kept.state.next_due_at == kept.now + timedelta(minutes=3)
    assert len(see(kept, "a", minutes=3).changes) == 1
    assert kept.state.raw_hash


def test_a_page_that_never_stands_still_tells_of_each_text_once(kept: Remembered) -> None:
    visits(kept, "a" + "babcabacba" * 10)
    assert steps(kept) == [(1, 2), (4, 5)], "revision 4 says what 2 said"
    assert len(held(kept)) > 80


def test_a_release_is_no_younger_for_what_is_held(kept: Remembered) -> None:
    visits(kept, "aab")
    (release,) = kept.releases.values()
    edited_at = release.changed_at
    visits(kept, "a")
    (release,) = kept.releases.values()
    assert (release.changed_at, release.told_revision) == (edited_at, 2)
    visits(kept, "aa")
    (release,) = kept.releases.values()
    assert (release.changed_at, release.told_revision) == (kept.now, None)


def test_whoever_wants_every_turn_has_it(kept: Remembered) -> None:
    kept.source_config = Source("terms", "page", PLACE, "Terms", options={"settle": "0s"})
    visits(kept, "aabab")
    assert steps(kept) == [(1, 2), (2, 3), (3, 4)]


def test_what_was_held_when_the_rule_went_is_told(kept: Remembered) -> None:
    visits(kept, "aaba")
    kept.source_config = Source("terms", "page", PLACE, "Terms", options={"settle": "0s"})
    visits(kept, "a")
    assert steps(kept) == [(1, 2), (2, 3)]
