"""Changes tell what happened as it was then, in the order in which it happened."""

import pytest

from monitor.model.change import ChangeKind
from monitor.model.source import Failure
from monitor.store.store import Store
from monitor.store.views import Selection
from tests.store.kept import NOW, change, check, keep, release, source, state_of


@pytest.fixture(autouse=True)
def watched(store: Store) -> None:
    store.sync_sources([source("one", tags=("t",)), source("two", feed_token="x")], NOW)


def test_a_change_tells_of_the_revision_that_it_was(store: Store) -> None:
    keep(store, release("r", "Before.", title="Old title", url="https://example.org/r"))
    _revise(store, release("r", "After.", title="New title", revision=2), n=1)
    second, first = store.changes()
    assert (first.title, first.revision, first.previous) == ("Old title", 1, None)
    assert (second.title, second.revision, second.previous) == ("New title", 2, 1)
    assert (second.added_words, second.removed_words) == (3, 2)
    assert (second.url, second.release, second.kind) == (
        "https://example.org/r",
        "r",
        ChangeKind.REVISED,
    )
    assert first.content_hash != second.content_hash
    assert (first.sequence, second.sequence) == (1, 2)


def test_a_change_is_found_by_its_sequence(store: Store) -> None:
    (sequence,) = keep(store, release("r"))
    row = store.change(sequence)
    assert row is not None
    assert (row.id, row.source, row.tags, row.private) == ("r/0", "one", ("t",), False)
    assert store.change(sequence + 1) is None


def test_kinds_are_chosen(store: Store) -> None:
    keep(store, release("r"))
    _revise(store, release("r", "After.", revision=2), n=1)
    broken = change(ChangeKind.FAILING, failure=Failure("http", "503"))
    store.commit(check(state_of(store), changes=[broken]))
    assert [row.kind for row in store.changes()] == [ChangeKind.REVISED, ChangeKind.NEW]
    chosen = store.changes(kinds=[ChangeKind.FAILING, ChangeKind.NEW])
    assert [row.kind for row in chosen] == [ChangeKind.FAILING, ChangeKind.NEW]


def test_edits_are_found_behind_a_baseline(store: Store) -> None:
    keep(store, release("r"), release("s"), baseline=True)
    _revise(store, release("r", "After.", revision=2), n=1)
    keep(store, release("t"))
    for selection in (Selection(), Selection(sources=("one",))):
        rows = store.changes(selection, baseline=False)
        assert [(row.release, row.kind.value) for row in rows] == [("t", "new"), ("r", "revised")]
    assert len(store.changes()) == 4


def test_words_are_looked_for_in_the_revision_that_a_change_tells_of(store: Store) -> None:
    keep(store, release("r", "Before."))
    _revise(store, release("r", "After.", revision=2), n=1)
    found = [store.changes(Selection(any_words=(word,))) for word in ("before", "after")]
    assert [[row.revision for row in rows] for rows in found] == [[1], [2]]


def test_what_happens_to_a_source_says_no_words(store: Store) -> None:
    broken = change(ChangeKind.FAILING, failure=Failure("http", "503"))
    store.commit(check(state_of(store), changes=[broken]))
    kinds = [ChangeKind.FAILING]
    assert store.changes(Selection(any_words=("one",)), kinds=kinds) == []
    assert len(store.changes(Selection(none_words=("one",)), kinds=kinds)) == 1


def test_private_changes_are_shown_only_where_asked(store: Store) -> None:
    keep(store, release("r", of="two"))
    assert store.changes() == []
    (row,) = store.changes(Selection(include_private=True))
    assert row.private


def test_what_is_held_is_listed_with_its_reason_and_by_itself(store: Store) -> None:
    keep(store, release("r"))
    assert store.changes(held=True) == []
    _revise(store, release("r", "After.", revision=2), n=1, held="it goes to and fro")
    (row,) = store.changes(held=True)
    assert (row.held, row.told, row.revision) == ("it goes to and fro", False, 2)
    assert [row.held for row in store.changes()] == ["it goes to and fro", None]
    assert [row.revision for row in store.changes(held=False)] == [1]
    assert [row.revision for row in store.unrouted(9)] == [1]


def test_the_data_version_grows_with_what_feeds_show(store: Store) -> None:
    seen = [store.data_version()]
    keep(store, release("r"))
    seen.append(store.data_version())
    store.commit(check(state_of(store), [release("r", places={"b.txt": 0})]))
    seen.append(store.data_version())
    store.sync_sources([source("one", title="Other")], NOW)
    seen.append(store.data_version())
    store.forget("one")
    seen.append(store.data_version())
    assert seen == sorted(set(seen))


def _revise(store: Store, revised: object, n: int, held: str | None = None) -> None:
    told = change(
        ChangeKind.REVISED,
        revised,
        n=n,
        previous=1,
        added_words=3,
        removed_words=2,
        held=held,
    )
    store.commit(check(state_of(store), [revised], [told]))
