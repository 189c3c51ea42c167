"""What is held can be told after all: once, and then it is a change like any other."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.errors import UsageError
from monitor.model.change import ChangeKind
from monitor.model.release import Known
from monitor.store.store import Store
from tests.store.kept import NOW, change, check, delivery, keep, release, source, state_of

WHY = "it goes to and fro"
LATER = NOW + timedelta(hours=2)


@pytest.fixture(autouse=True)
def watched(store: Store) -> None:
    store.sync_sources([source("one")], NOW)
    store.route(keep(store, release("r", "First.")), [])


def revise(store: Store, number: int, *, held: str | None = WHY, told: int | None = 1) -> int:
    """One revision more of the release, held unless told otherwise; the sequence of its change."""
    said = release("r", f"Text {number}.", revision=number)
    at = LATER + timedelta(minutes=number)
    if held:
        row = replace(said, changed_at=NOW, seen_at=at, told_revision=told)
    else:
        row = replace(said, changed_at=at)
    what = change(ChangeKind.REVISED, said, n=number, previous=number - 1, held=held, at=at)
    (sequence,) = store.commit(check(state_of(store), [row], [what]))
    return sequence


def known(store: Store) -> Known:
    (one,) = store.known("one")
    return one


def test_a_held_revision_is_kept_and_its_release_is_no_younger(store: Store) -> None:
    revise(store, 2)
    (row,) = store.releases(texts=True)
    assert (row.text, row.revision, row.changed_at) == ("Text 2.", 2, NOW)
    assert [each.seen_at for each in store.revisions("r")] == [NOW, LATER + timedelta(minutes=2)]
    assert (known(store).revision, known(store).told_revision) == (2, 1)
    assert store.unrouted(9) == []


def test_told_it_waits_to_be_routed_once(store: Store) -> None:
    sequence, version = revise(store, 2), store.data_version()
    assert store.tell([sequence, sequence]) == 1
    (row,) = store.unrouted(9)
    assert (row.sequence, row.told, row.held) == (sequence, True, None)
    assert store.changes(held=True) == []
    assert store.route([sequence], [delivery(sequence)]) == 1
    assert store.unrouted(9) == []
    with pytest.raises(UsageError, match=f"nothing holds change {sequence} back"):
        store.tell([sequence])
    assert store.unrouted(9) == []
    assert (store.data_version() > version, store.tellings()) == (True, 1)


def test_told_its_release_was_edited_then(store: Store) -> None:
    store.tell([revise(store, 2)])
    (row,) = store.releases()
    assert row.changed_at == LATER + timedelta(minutes=2)
    assert known(store).told_revision is None


def test_an_older_one_told_later_leaves_the_newest_held(store: Store) -> None:
    second, third = revise(store, 2), revise(store, 3)
    store.tell([second])
    assert (known(store).revision, known(store).told_revision) == (3, 2)
    store.tell([third])
    assert known(store).told_revision is None


def test_one_told_after_a_later_one_was_changes_no_date(store: Store) -> None:
    second = revise(store, 2)
    revise(store, 3, held=None)
    store.tell([second])
    assert known(store).changed_at == LATER + timedelta(minutes=3)
    assert known(store).told_revision is None


@pytest.mark.parametrize(("more", "why"), [(99, "no change 99"), (1, "nothing holds change 1")])
def test_one_that_cannot_be_told_stops_all(store: Store, more: int, why: str) -> None:
    sequence = revise(store, 2)
    with pytest.raises(UsageError, match=why) as refused:
        store.tell([sequence, more])
    assert "nothing was told" in (refused.value.hint or "")
    assert [row.sequence for row in store.changes(held=True)] == [sequence]
    assert store.tellings() == 0


def test_told_by_two_at_once_it_is_told_by_one(store: Store) -> None:
    sequence = revise(store, 2)

    def tell(_: int) -> int:
        try:
            return store.tell([sequence])
        except UsageError:
            return 0

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(tell, range(8))) == 1
    assert store.tellings() == 1


def test_the_last_versions_are_read_and_the_one_that_was_told(store: Store) -> None:
    for number in range(2, 40):
        revise(store, number)
    versions = store.versions(["r", "nobody"])
    assert list(versions) == ["r"]
    assert [version.number for version in versions["r"]] == [1, *range(16, 40)]
    newest = versions["r"][-1]
    assert newest.content_hash == known(store).content_hash
    assert newest.seen_at == LATER + timedelta(minutes=39)


def test_what_people_know_is_read_where_a_later_text_is_held(store: Store) -> None:
    assert store.told_texts(["r"]) == {}
    revise(store, 2, held=None)
    revise(store, 3, told=2)
    revise(store, 4, told=2)
    assert store.told_texts(["r", "nobody"]) == {"r": ("Title of r", "Text 2.")}
