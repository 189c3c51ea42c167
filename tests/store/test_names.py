"""Other keys that releases go by are kept, in their order, and belong to one release each."""

from dataclasses import replace
from datetime import timedelta

from monitor.model.release import Alias, Release
from monitor.store.store import Store
from tests.store.kept import NOW, check, keep, release, source, state_of

WHY = "it says the same"


def named(store: Store, what: Release, *keys: str, after: int) -> None:
    aliases = tuple(Alias(key, WHY) for key in keys)
    at = NOW + timedelta(minutes=after)
    store.commit(
        check(state_of(store), [replace(what, aliases=aliases)], last_checked_at=at),
    )


def aliases_of(store: Store) -> dict[str, tuple[str, ...]]:
    return {known.id: known.aliases for known in store.known("one")}


def test_names_are_kept_the_latest_last(store: Store) -> None:
    store.sync_sources([source()], NOW)
    a, b = release("a"), release("b")
    keep(store, a, b)
    named(store, a, "z", after=1)
    named(store, a, "m", after=2)
    assert aliases_of(store) == {"a": ("z", "m"), "b": ()}


def test_a_name_belongs_to_the_one_that_was_called_so_last(store: Store) -> None:
    store.sync_sources([source()], NOW)
    a, b = release("a"), release("b")
    keep(store, a, b)
    named(store, a, "x", "y", after=1)
    named(store, b, "x", after=2)
    assert aliases_of(store) == {"a": ("y",), "b": ("x",)}


def test_the_same_name_at_two_sources_is_two_names(store: Store) -> None:
    store.sync_sources([source("one"), source("two")], NOW)
    a, other = release("a"), release("c", of="two")
    keep(store, a)
    keep(store, other)
    named(store, a, "x", after=1)
    again = replace(other, aliases=(Alias("x", WHY),))
    store.commit(check(state_of(store, "two"), [again]))
    assert aliases_of(store) == {"a": ("x",)}
    assert store.known("two")[0].aliases == ("x",)


def test_a_forgotten_source_has_no_names(store: Store) -> None:
    store.sync_sources([source()], NOW)
    a = release("a")
    keep(store, a)
    named(store, a, "x", after=1)
    store.forget("one")
    keep(store, a)
    assert aliases_of(store) == {"a": ()}
