"""What somebody says about identity holds from then on, tells nothing, and can be taken back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.errors import StaleCheck, UsageError
from monitor.model.change import ChangeKind
from monitor.model.release import Alias, Known
from monitor.store.store import Store
from monitor.store.views import Selection
from tests.store.kept import NOW, change, check, keep, release, source, state_of

LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def watched(store: Store) -> None:
    store.sync_sources([source("one"), source("two")], NOW)
    keep(store, release("a", "First."), release("b", "Second."))
    keep(store, release("c", of="two"))
    store.route([1, 2, 3], [])


def revise(store: Store, number: int, *, places: Sequence[str] = ("a.txt",)) -> int:
    row = release("a", f"Text {number}.", revision=number, at=NOW + timedelta(minutes=number))
    row = replace(row, places=dict.fromkeys(places, 0))
    what = change(ChangeKind.REVISED, row, n=number, previous=number - 1)
    (sequence,) = store.commit(check(state_of(store), [row], [what]))
    return sequence


def known(store: Store) -> dict[str, Known]:
    return {one.id: one for one in store.known("one")}


def shown(store: Store) -> list[str]:
    return sorted(row.id for row in store.releases(withdrawn=False))


def test_merged_the_second_goes_by_no_name_and_is_published_no_more(store: Store) -> None:
    version = store.data_version()
    done = store.merge("a", "b", LATER)
    assert (done.number, done.kind, done.first, done.second) == (1, "merge", "a", "b")
    assert known(store).keys() == {"a"}
    assert known(store)["a"].merged == ("key of b",)
    assert shown(store) == ["a", "c"]
    assert store.unrouted(9) == []
    assert store.data_version() > version


def test_a_merge_undone_leaves_everything_as_it_was(store: Store) -> None:
    aliased = replace(release("b", "Second."), aliases=(Alias("other b", "why"),))
    store.commit(check(state_of(store), [aliased]))
    before, seen = known(store), shown(store)
    store.merge("a", "b", LATER)
    assert known(store)["a"].aliases == ("key of b", "other b")
    done = store.undo(None, LATER)
    assert (done.number, done.undone_at) == (1, LATER)
    assert known(store) == before
    assert shown(store) == seen
    assert [each.undone_at for each in store.corrections("b")] == [LATER]


def test_split_the_later_revisions_are_a_release_with_the_change_that_told_of_it(
    store: Store,
) -> None:
    first, second = revise(store, 2), revise(store, 3)
    total = len(store.releases())
    store.split("a", 2, ("d", "key of a #2"), LATER)
    assert [row.text for row in store.revisions("a")] == ["First."]
    assert [(row.number, row.text) for row in store.revisions("d")] == [
        (1, "Text 2."),
        (2, "Text 3."),
    ]
    old, new = store.release("a"), store.release("d")
    assert old is not None
    assert new is not None
    assert (old.revision, old.text, old.places, old.withdrawn) == (1, "First.", {}, False)
    assert (new.revision, new.text, new.sequence, new.published.inferred) == (
        2, "Text 3.", first, True,
    )  # fmt: skip
    told = {row.sequence: row for row in store.changes(kinds=[ChangeKind.NEW, ChangeKind.REVISED])}
    assert (told[first].kind, told[first].release, told[first].revision, told[first].previous) == (
        ChangeKind.NEW, "d", 1, None,
    )  # fmt: skip
    assert (told[second].release, told[second].revision, told[second].previous) == ("d", 2, 1)
    assert len(store.releases()) == total + 1
    row = store.source("one")
    assert row is not None
    assert row.releases == 3


def test_split_the_publishers_name_is_that_of_the_later_one(store: Store) -> None:
    revise(store, 2)
    store.split("a", 2, ("d", "key of a #2"), LATER)
    assert (known(store)["a"].named, known(store)["d"].aliases) == (False, ("key of a",))


def test_a_split_undone_leaves_everything_as_it_was(store: Store) -> None:
    revise(store, 2)
    revise(store, 3)
    before = known(store)
    told = store.changes()
    texts = [row.text for row in store.revisions("a")]
    store.split("a", 3, ("d", "key of a #2"), LATER)
    store.undo(None, LATER)
    assert known(store) == before
    assert store.changes() == told
    assert [row.text for row in store.revisions("a")] == texts


def stories(store: Store) -> dict[str, tuple[str, ...]]:
    """Where else each release stands."""
    rows = store.releases(Selection(include_private=True))
    return {row.id: row.also_at for row in rows if row.also_at}


def test_merged_releases_of_two_sources_are_one_story_until_it_is_undone(store: Store) -> None:
    keep(store, release("d", of="two", url="https://two.test/d"))
    before = stories(store)
    assert [store.merge("a", two, LATER).kind for two in ("c", "d")] == ["join", "join"]
    assert stories(store)["a"] == ("a.txt", "https://two.test/d")
    revise(store, 2)
    assert stories(store)["a"] == ("a.txt", "https://two.test/d"), (
        "a check does not decide it again"
    )
    with pytest.raises(UsageError, match="one story already"):
        store.merge("d", "a", LATER)
    assert [store.undo(None, LATER).kind for _ in "ab"] == ["join", "join"]
    assert stories(store) == before


def test_a_release_is_parted_from_its_story_until_it_is_undone(store: Store) -> None:
    keep(store, release("d", of="two", story="s", url="https://two.test/d"))
    keep(store, release("e", story="s", url="https://one.test/e"))
    assert stories(store) == {"d": ("https://one.test/e",), "e": ("https://two.test/d",)}
    assert store.part("d", LATER).kind == "part"
    assert stories(store) == {}
    store.undo(None, LATER)
    assert stories(store).keys() == {"d", "e"}


def test_what_was_built_upon_is_undone_last(store: Store) -> None:
    revise(store, 2)
    store.split("a", 2, ("d", "key of a #2"), LATER)
    store.merge("b", "d", LATER)
    with pytest.raises(UsageError, match="correction 2 builds on 1"):
        store.undo(1, LATER)
    assert store.undo(None, LATER).number == 2
    assert store.undo(None, LATER).number == 1
    with pytest.raises(UsageError, match="nothing to undo"):
        store.undo(None, LATER)


def test_what_makes_no_sense_is_refused_and_changes_nothing(store: Store) -> None:
    before = known(store)
    for first, second, why in (
        ("a", "a", "one release already"),
        ("a", "nobody", "no release nobody"),
    ):
        with pytest.raises(UsageError, match=why):
            store.merge(first, second, LATER)
    with pytest.raises(UsageError, match="cannot be split at revision 2"):
        store.split("a", 2, ("d", "k"), LATER)
    with pytest.raises(UsageError, match="no correction 7"):
        store.undo(7, LATER)
    with pytest.raises(UsageError, match="tells its story alone"):
        store.part("a", LATER)
    store.merge("a", "b", LATER)
    with pytest.raises(UsageError, match="merged with another"):
        store.merge("b", "a", LATER)
    store.undo(None, LATER)
    assert known(store) == before


def test_a_check_under_way_begins_again(store: Store) -> None:
    stale = state_of(store)
    store.merge("a", "b", LATER)
    with pytest.raises(StaleCheck):
        store.commit(check(stale))


def test_a_forgotten_source_has_no_corrections(store: Store) -> None:
    store.merge("a", "b", LATER)
    store.forget("one")
    assert store.corrections("a") == []
