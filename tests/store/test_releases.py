"""Which releases a selection gives, and what each row tells."""

from collections.abc import Sequence

import pytest

from monitor.model.change import ChangeKind
from monitor.store.store import Store
from monitor.store.views import Selection
from tests.store.kept import NOW, change, check, keep, release, source, state_of

SAME = "The ministers met in Vienna and agreed on everything that they could agree on."


def ids(rows: Sequence[object]) -> list[str]:
    return [row.id for row in rows]


@pytest.fixture
def newsroom(store: Store) -> Store:
    """Three public sources and a private one, two releases each; `a2`, `b1`, `p2` are one story."""
    store.sync_sources(
        [
            source("a", tags=("security", "english")),
            source("b", tags=("security",), place="https://b.example/"),
            source("c", tags=("sport",)),
            source("p", tags=("security",), headers={"Cookie": "${C}"}),
        ],
        NOW,
    )
    keep(store, release("a1", "Exercise in the Alps.", of="a"))
    keep(store, release("a2", SAME, of="a", places={"x.txt": 0, "y.txt": 1}, story="s"))
    keep(store, release("b1", SAME, of="b", url="https://b.example/1", story="s"))
    keep(store, release("b2", "Müßige Übung am Abend.", of="b"))
    keep(store, release("c1", "Football.", of="c"), release("c2", "More football.", of="c"))
    keep(store, release("p1", "Hidden exercise.", of="p"), release("p2", SAME, of="p", story="s"))
    return store


CASES = [
    pytest.param(Selection(), "c2 c1 b2 b1 a2 a1", id="all that is public"),
    pytest.param(Selection(include_private=True), "p2 p1 c2 c1 b2 b1 a2 a1", id="private too"),
    pytest.param(Selection(sources=("a",)), "a2 a1", id="a source"),
    pytest.param(Selection(sources=("a", "c")), "c2 c1 a2 a1", id="either source"),
    pytest.param(Selection(sources=("nobody",)), "", id="no such source"),
    pytest.param(Selection(sources=("p",)), "", id="a private source"),
    pytest.param(Selection(tags=("security",)), "b2 b1 a2 a1", id="a tag"),
    pytest.param(Selection(tags=("english", "sport")), "c2 c1 a2 a1", id="either tag"),
    pytest.param(Selection(sources=("b",), tags=("security",)), "b2 b1", id="source and tag"),
    pytest.param(Selection(sources=("c",), tags=("security",)), "", id="source without the tag"),
    pytest.param(Selection(one_per_story=True), "c2 c1 b2 a2 a1", id="a story once"),
    pytest.param(
        Selection(sources=("b",), one_per_story=True), "b2 b1", id="first of those selected"
    ),
    pytest.param(
        Selection(one_per_story=True, include_private=True),
        "p2 p1 c2 c1 b2 a2 a1",
        id="a private release joins nothing",
    ),
    pytest.param(Selection(any_words=("exercise",)), "a1", id="a word, whatever its case"),
    pytest.param(Selection(any_words=("exercis",)), "", id="no part of a word"),
    pytest.param(Selection(any_words=("ubung am",)), "b2", id="a phrase without its accents"),
    pytest.param(Selection(any_words=("title of c1",)), "c1", id="in the title"),
    pytest.param(Selection(any_words=("football", "alps")), "c2 c1 a1", id="either word"),
    pytest.param(Selection(none_words=("football", "vienna")), "b2 a1", id="neither word"),
    pytest.param(
        Selection(any_words=("football",), none_words=("more",)), "c1", id="one but not the other"
    ),
]


@pytest.mark.parametrize(("selection", "expected"), CASES)
def test_a_selection_gives_its_releases_and_their_changes_newest_first(
    newsroom: Store, selection: Selection, expected: str
) -> None:
    assert ids(newsroom.releases(selection)) == expected.split()
    assert [row.release for row in newsroom.changes(selection)] == expected.split()


def test_the_newest_are_given_up_to_the_limit_and_above_since(newsroom: Store) -> None:
    newest = newsroom.releases(limit=2)
    assert ids(newest) == ["c2", "c1"]
    assert ids(newsroom.releases(since=newest[1].sequence)) == ["c2"]
    assert newsroom.releases(since=newest[0].sequence) == []
    assert newsroom.releases(limit=0) == []


def test_words_are_looked_for_as_far_back_as_it_takes(sqlite_store: Store) -> None:
    sqlite_store.sync_sources([source()], NOW)
    plain = [release(f"r{number}", f"Text {number}.") for number in range(2300)]
    keep(sqlite_store, release("first", "A needle."), *plain, release("last", "A needle."))
    needles = Selection(any_words=("needle",))
    assert ids(sqlite_store.releases(needles)) == ["last", "first"]
    assert ids(sqlite_store.releases(needles, limit=1)) == ["last"]


def test_texts_come_only_where_they_are_asked_for(newsroom: Store) -> None:
    (without,) = newsroom.releases(Selection(any_words=("alps",)))
    (with_text,) = newsroom.releases(Selection(any_words=("alps",)), texts=True)
    assert (without.text, with_text.text) == ("", "Exercise in the Alps.")


def test_a_row_tells_of_its_source(newsroom: Store) -> None:
    row = newsroom.release("b1")
    assert row is not None
    told = (row.source_title, row.source_place, row.source_kind, row.source_timezone, row.tags)
    assert told == ("B", "https://b.example/", "files", "UTC", ("security",))


def test_other_places_of_its_source_come_first_then_other_sources(newsroom: Store) -> None:
    rows = {row.id: row.also_at for row in newsroom.releases(Selection(include_private=True))}
    assert rows["a2"] == ("y.txt", "https://b.example/1")
    assert rows["b1"] == ("x.txt",)
    assert rows["a1"] == ()
    assert rows["p2"] == ()


def test_a_withdrawn_release_stands_at_no_other_place(newsroom: Store) -> None:
    gone = release("b1", of="b", withdrawn=True, places={})
    told = change(ChangeKind.WITHDRAWN, gone, n=1)
    newsroom.commit(check(state_of(newsroom, "b"), [gone], [told]))
    row = newsroom.release("a2")
    assert row is not None
    assert row.also_at == ("y.txt",)


def test_a_story_whose_first_release_was_withdrawn_is_given_by_the_next(newsroom: Store) -> None:
    gone = release("a2", of="a", withdrawn=True, places={})
    told = change(ChangeKind.WITHDRAWN, gone, n=1)
    newsroom.commit(check(state_of(newsroom, "a"), [gone], [told]))
    once = Selection(one_per_story=True, tags=("security",))
    assert ids(newsroom.releases(once, withdrawn=False)) == ["b2", "b1", "a1"]
    assert ids(newsroom.releases(once, withdrawn=True)) == ["b2", "a2", "a1"]


def test_a_removed_source_leaves_its_releases_in_the_lists(newsroom: Store) -> None:
    newsroom.sync_sources([source("b")], NOW)
    assert "a1" in ids(newsroom.releases())
    assert ids(newsroom.releases(Selection(tags=("english",)))) == ["a2", "a1"]


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        pytest.param("0c1e-77", "0c1e-77", id="whole"),
        pytest.param("0c1e-77a", "0c1e-77ab", id="a prefix of one"),
        pytest.param("0d", "0d00", id="short"),
        pytest.param("0c1e", None, id="a prefix of two"),
        pytest.param("ff", None, id="of none"),
        pytest.param("0C1E-77AB", None, id="case matters"),
        pytest.param("%", None, id="no pattern"),
        pytest.param("", None, id="empty"),
    ],
)
def test_a_release_is_found_by_a_prefix_that_only_one_has(
    store: Store, prefix: str, expected: str | None
) -> None:
    store.sync_sources([source()], NOW)
    keep(store, *map(release, ("0c1e-77", "0c1e-77ab", "0d00")))
    row = store.release(prefix)
    assert (row and row.id) == expected


def test_many_sources_with_a_tag_are_read_by_sequence(store: Store) -> None:
    """More sources than are looked into one by one: the other way must give the same."""
    many = [source(f"s{number}", tags=("t",) if number % 2 else ()) for number in range(1100)]
    store.sync_sources(many, NOW)
    for number in (1, 2, 3):
        keep(store, release(f"r{number}", of=f"s{number}", story="s"))
    assert ids(store.releases(Selection(tags=("t",)))) == ["r3", "r1"]
    assert ids(store.releases(Selection(tags=("t",), one_per_story=True))) == ["r1"]
