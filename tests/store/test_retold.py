"""A target hears a story once, whatever the places that tell it (conformance R)."""

from dataclasses import replace

import pytest

from monitor.model.change import ChangeKind
from monitor.model.delivery import DigestItem
from monitor.store.store import Store
from tests.store.kept import NOW, change, check, delivery, keep, release, source, state_of


@pytest.fixture(autouse=True)
def one_story_at_two_places(store: Store) -> None:
    store.sync_sources([source("a"), source("b")], NOW)
    keep(store, release("a1", of="a", story="s"))
    keep(store, release("b1", of="b", story="s"))
    keep(store, release("b2", of="b", story="t"))


def owe(store: Store, *sequences: int, target: str = "hook", once: bool = True) -> int:
    owed = [delivery(sequence, target) for sequence in sequences]
    return store.route(sequences, owed, once=[target] if once else [])


def told(store: Store, target: str = "hook") -> list[int | None]:
    return sorted(each.sequence or 0 for each in store.deliveries(target=target))


def revise(store: Store, name: str, of: str, text: str, revision: int) -> int:
    new = release(name, text, of=of, revision=revision)
    number = change(ChangeKind.REVISED, new, n=revision, previous=revision - 1)
    return store.commit(check(state_of(store, of), [new], [number]))[0]


def withdraw(store: Store, name: str, of: str) -> int:
    gone = release(name, of=of, places={}, withdrawn=True)
    return store.commit(
        check(state_of(store, of), [gone], [change(ChangeKind.WITHDRAWN, gone, n=9)])
    )[0]


def test_a_story_is_new_once_for_each_target(store: Store) -> None:
    assert owe(store, 1, 2, 3) == 2
    assert told(store) == [1, 3]
    assert owe(store, 1, 2, 3, target="chat", once=False) == 3


def test_the_second_place_is_known_in_a_later_routing_too(store: Store) -> None:
    assert [owe(store, 1), owe(store, 2), owe(store, 3)] == [1, 0, 1]
    assert not store.unrouted(10)


def test_a_target_that_heard_nothing_of_the_first_place_hears_of_the_second(store: Store) -> None:
    store.route([1], [])
    assert owe(store, 2) == 1


def test_the_same_words_are_no_second_revision(store: Store) -> None:
    owe(store, 1, 2)
    first = revise(store, "a1", "a", "Corrected.", 2)
    second = revise(store, "b1", "b", "Corrected.", 2)
    third = revise(store, "b1", "b", "Corrected once more.", 3)
    assert [owe(store, each) for each in (first, second, third)] == [1, 0, 1]


def test_an_edit_that_is_taken_back_is_told_at_its_own_place(store: Store) -> None:
    owe(store, 1)
    there = revise(store, "a1", "a", "Other words.", 2)
    back = revise(store, "a1", "a", "Some text.", 3)
    assert [owe(store, there), owe(store, back)] == [1, 1]


def test_a_story_is_withdrawn_when_its_last_place_is(store: Store) -> None:
    owe(store, 1, 2)
    assert owe(store, withdraw(store, "a1", "a")) == 0
    assert owe(store, withdraw(store, "b1", "b")) == 1


def test_both_places_withdrawn_before_anybody_routed_are_told_once(store: Store) -> None:
    owe(store, 1, 2)
    gone = [withdraw(store, "a1", "a"), withdraw(store, "b1", "b")]
    assert owe(store, *gone) == 1


def test_what_happened_to_a_source_is_nobodys_story(store: Store) -> None:
    failing = replace(change(ChangeKind.FAILING, of="a"), id="a/failing")
    (number,) = store.commit(check(state_of(store, "a"), [], [failing]))
    assert owe(store, number) == 1


def test_a_digest_tells_a_story_once_too(store: Store) -> None:
    items = [DigestItem(f"d{number}", number, "hook", NOW) for number in (1, 2, 3)]
    assert store.route([1], [], items[:1], once=["hook"]) == 1
    assert store.route([2, 3], [], items[1:], once=["hook"]) == 1
    digest = store.digest("d1", 10)
    assert digest is not None
    assert [row.sequence for row in digest.changes] == [1, 3]
