"""One story, several places: decided inside the transaction that keeps a release."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model.published import Published
from monitor.model.release import Release
from monitor.store.store import Store
from monitor.stories.commons import Common, Template, learn
from monitor.stories.model import Told
from monitor.stories.sketch import signature
from tests.store.kept import NOW, keep, release, source
from tests.stories.tales import grant, joint


@pytest.fixture(autouse=True)
def offices(store: Store) -> None:
    store.sync_sources([source("a"), source("b"), source("c")], NOW)


def telling(name: str, of: str, told: Told, **values: object) -> Release:
    """A new release that says what a tale says, with the keys of its story."""
    one = release(name, told.text, of=of, title=told.title, url=f"https://{of}.example/{name}")
    published = Published((told.day or NOW.date()).isoformat())
    return replace(
        one,
        published=published,
        story=f"words of {name}",
        story_keys=signature(told.said),
        **values,
    )


def stories(store: Store) -> dict[str, str | None]:
    return {row.id: row.story for row in store.releases()}


def test_a_joint_release_of_two_offices_is_one_story(store: Store) -> None:
    keep(store, telling("a1", "a", joint("Brindlemark")))
    keep(store, telling("b1", "b", joint("Ostwick", "We are glad of it, said Mayor Tollen.")))
    assert stories(store) == {"a1": "words of a1", "b1": "words of a1"}
    assert {row.id: row.also_at for row in store.releases()} == {
        "a1": ("https://b.example/b1",),
        "b1": ("https://a.example/a1",),
    }


def test_grants_from_one_template_are_stories_of_their_own(store: Store) -> None:
    keep(store, telling("a1", "a", grant("Elver", "4,000")))
    keep(store, telling("a2", "a", grant("Morrow", "9,500", "11")))
    keep(store, telling("b1", "b", grant("Sandle", "1,200", "2")))
    assert len(set(stories(store).values())) == 3


def test_both_of_one_check_may_tell_one_story(store: Store) -> None:
    told = joint("Brindlemark")
    keep(store, telling("a1", "a", told), telling("a2", "a", told))
    assert stories(store) == {"a1": "words of a1", "a2": "words of a1"}


def test_a_kept_release_without_a_story_begins_one(store: Store) -> None:
    keep(store, replace(telling("a1", "a", joint("Brindlemark")), story=None))
    keep(store, telling("b1", "b", joint("Ostwick")))
    assert stories(store) == {"a1": "a1", "b1": "a1"}


def test_a_weekly_notice_in_the_same_words_is_another_story_each_week(store: Store) -> None:
    week = timedelta(days=7)
    told = joint("Brindlemark")
    day = told.day
    assert day is not None
    keep(store, replace(telling("a1", "a", told), story="same words"))
    keep(store, replace(telling("a2", "a", replace(told, day=day + week)), story="same words"))
    assert stories(store) == {"a1": "same words", "a2": "a2"}


def test_what_was_first_seen_long_ago_waits_no_more(store: Store) -> None:
    old = telling("a1", "a", joint("Brindlemark"), first_seen_at=NOW - timedelta(days=40))
    keep(store, old)
    keep(store, telling("b1", "b", joint("Ostwick")))
    assert len(set(stories(store).values())) == 2


def test_the_same_words_are_one_story_however_old(store: Store) -> None:
    told = joint("Brindlemark")
    old = telling("a1", "a", told, first_seen_at=NOW - timedelta(days=400))
    keep(store, replace(old, story="same", story_keys=()))
    keep(store, replace(telling("b1", "b", told), story="same"))
    assert stories(store) == {"a1": "same", "b1": "same"}


def test_what_a_source_repeats_proves_nothing(store: Store) -> None:
    """A long frame around everything an office says is found out, and counts for no story."""
    frame = " ".join(f"frame{n} of{n} the{n} office{n}" for n in range(40))
    tales = [
        Told("a", f"Notice {n}", f"{frame} The gate {name} is shut.")
        for n, name in enumerate(("north", "south", "east", "west"))
    ]
    learnt = learn(tales)
    assert learnt.passages
    store.keep_template("a", Template(learnt, 4))
    store.keep_template("a", Template(learnt, 8))
    kept = store.template("a")
    assert kept == Template(learnt, 8)
    assert kept.outgrown(16)
    assert not kept.outgrown(15)
    keep(store, telling("a1", "a", tales[0]))
    keep(store, telling("b1", "b", tales[1]))
    assert len(set(stories(store).values())) == 2


def test_keys_are_dropped_with_their_source_and_after_a_month(store: Store) -> None:
    keep(store, telling("a1", "a", joint("Brindlemark")))
    store.keep_template("a", Template(Common(frozenset({"w"}), frozenset({1})), 3))
    assert store.forget("a") == 1
    assert store.template("a") is None
    keep(store, telling("b1", "b", joint("Ostwick")))
    assert stories(store) == {"b1": "words of b1"}
    keys = len(signature(joint("Ostwick").said))
    assert store.prune(NOW + timedelta(days=29), timedelta(days=30)) == 0
    assert store.prune(NOW + timedelta(days=31), timedelta(days=30)) == keys


def test_newest_first_is_what_a_source_is_learnt_from(store: Store) -> None:
    keep(store, release("a1", "One.", of="a"), release("a2", "Two.", of="a"))
    told = store.newest_told("a", 1)
    assert [(each.title, each.text, each.source) for each in told] == [("Title of a2", "Two.", "a")]
    assert [each.text for each in store.newest_told("a", 9)] == ["Two.", "One."]
