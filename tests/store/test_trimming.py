"""A history held to its limits: nothing in use goes, and nothing is new a second time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.errors import StaleCheck, UsageError
from monitor.model.change import ChangeKind
from monitor.model.release import Known
from monitor.store.store import Store
from tests.store.kept import NOW, change, check, delivery, keep, release, source, state_of

LATER = NOW + timedelta(days=10)


def watch(store: Store, **history: float) -> None:
    store.sync_sources([source("one", history=history), source("two")], NOW)


def revise(store: Store, number: int, text: str) -> int:
    said = release("a", text, revision=number, at=NOW + timedelta(minutes=number))
    what = change(ChangeKind.REVISED, said, n=number, previous=number - 1)
    (sequence,) = store.commit(check(state_of(store), [said], [what]))
    return sequence


def known(store: Store) -> dict[str, Known]:
    return {one.id: one for one in store.known("one")}


def off_the_list(store: Store, *names: str) -> None:
    rows = [release(name, places={}) for name in names]
    store.commit(check(state_of(store), rows))


def test_b_going_back_to_an_earlier_text_keeps_it_and_both_steps(store: Store) -> None:
    watch(store, versions=2)
    store.route(keep(store, release("a", "A")), [])
    store.route([revise(store, 2, "B"), revise(store, 3, "A")], [])
    assert store.trim(LATER).versions == 0
    assert [row.text for row in store.revisions("a")] == ["A", "B", "A"]
    store.route([revise(store, 4, "C")], [])
    assert store.trim(LATER).versions == 1
    assert [(row.number, row.text) for row in store.revisions("a")] == [
        (1, "A"),
        (3, "A"),
        (4, "C"),
    ]
    newest = store.release("a")
    assert newest is not None
    assert newest.text == "C"


def test_what_is_still_to_be_told_stays(store: Store) -> None:
    watch(store, versions=1)
    store.route(keep(store, release("a", "A")), [])
    first, second = revise(store, 2, "B"), revise(store, 3, "C")
    store.route([first], [delivery(first)])
    assert store.trim(LATER).versions == 0
    store.route([second], [])
    assert store.trim(LATER).versions == 0, "1 and 2 are in a message that was not sent yet"
    assert len(store.revisions("a")) == 3


def hold(store: Store, number: int) -> int:
    said = release("a", f"Text {number}.", revision=number)
    row = replace(said, told_revision=1, seen_at=NOW + timedelta(minutes=number))
    what = change(ChangeKind.REVISED, said, n=number, previous=number - 1, held="small")
    (sequence,) = store.commit(check(state_of(store), [row], [what]))
    return sequence


def test_of_what_is_held_for_long_the_last_can_be_told_and_no_other(store: Store) -> None:
    watch(store, versions=1)
    store.route(keep(store, release("a", "A")), [])
    sequences = [hold(store, number) for number in range(2, 6)]
    assert store.trim(NOW + timedelta(days=29)).versions == 0
    assert store.trim(NOW + timedelta(days=31)).versions == 2
    assert [row.number for row in store.revisions("a")] == [1, 4, 5]
    for older in sequences[:-1]:
        with pytest.raises(UsageError, match=f"what change {older} said is kept no more"):
            store.tell([older, sequences[-1]])
    assert store.tell(sequences[-1:]) == 1
    store.route(sequences[-1:], [])
    assert store.trim(NOW + timedelta(days=31)).versions == 2, "nothing is held any more"


def test_a_release_that_went_is_known_and_shown_no_more(store: Store) -> None:
    watch(store, releases=1)
    store.route(keep(store, release("a"), release("b"), release("c")), [])
    off_the_list(store, "a", "b")
    stale = state_of(store)
    assert store.trim(LATER).releases == 2
    assert [row.id for row in store.releases()] == ["c"]
    assert [row.id for row in store.releases(texts=True)] == ["c"]
    assert store.release("a") is None
    assert {name: one.trimmed for name, one in known(store).items()} == {
        "a": True, "b": True, "c": False,
    }  # fmt: skip
    row = store.source("one")
    assert row is not None
    assert row.releases == 1
    assert store.trim(LATER).releases == 0
    with pytest.raises(StaleCheck):
        store.commit(check(stale))
    assert {row.title for row in store.changes()} == {"Title of a", "Title of b", "Title of c"}


def test_what_comes_again_is_whole_again(store: Store) -> None:
    watch(store, releases=1)
    store.route(keep(store, release("a"), release("b")), [])
    off_the_list(store, "a")
    store.trim(LATER)
    again = replace(release("a", revision=2), first_seen_at=NOW)
    store.commit(check(state_of(store), [again]))
    assert sorted(row.id for row in store.releases(texts=True)) == ["a", "b"]
    assert not known(store)["a"].trimmed
    row = store.source("one")
    assert row is not None
    assert row.releases == 2


def test_a_text_that_another_source_says_too_stays(store: Store) -> None:
    watch(store, releases=1)
    store.route(keep(store, release("a", "Same.", title="T"), release("b")), [])
    keep(store, release("c", "Same.", title="T", of="two"))
    off_the_list(store, "a")
    store.trim(LATER)
    kept = store.release("c")
    assert kept is not None
    assert kept.text == "Same."


def test_sources_without_limits_are_not_looked_at(store: Store) -> None:
    store.sync_sources([source("one")], NOW)
    store.route(keep(store, release("a", "A")), [])
    revise(store, 2, "B")
    assert store.trim(LATER).versions == 0
