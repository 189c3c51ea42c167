"""Sources as lists show them: in pages, behind one another, and by a word."""

import pytest

from monitor.errors import UsageError
from monitor.model.change import Outcome
from monitor.model.source import Failure
from monitor.store.store import Store
from monitor.store.verbs import sources as store_module
from monitor.store.views import SourceRow
from tests.store.kept import NOW, check, source, state_of


def ids(rows: list[SourceRow]) -> list[str]:
    return [row.source.id for row in rows]


def fail(store: Store, name: str) -> None:
    failure = Failure("http", "503")
    store.commit(check(state_of(store, name), outcome=Outcome.FAILED, failure=failure, failures=1))


def test_failing_sources_stand_before_the_others_on_every_page(store: Store) -> None:
    store.sync_sources([source(f"s{number}") for number in range(7)], NOW)
    fail(store, "s5")
    fail(store, "s2")
    pages = [ids(store.source_page(offset=offset, limit=3)) for offset in (0, 3, 6, 9)]
    assert pages == [["s2", "s5", "s0"], ["s1", "s3", "s4"], ["s6"], []]


def test_a_page_of_failing_sources_alone_has_no_other(store: Store) -> None:
    store.sync_sources([source(f"s{number}") for number in range(4)], NOW)
    for name in ("s1", "s2", "s3"):
        fail(store, name)
    assert ids(store.source_page(offset=1, limit=2)) == ["s2", "s3"]


def test_removed_sources_are_in_no_list(store: Store) -> None:
    store.sync_sources([source("one"), source("two")], NOW)
    fail(store, "one")
    store.sync_sources([source("two")], NOW)
    assert ids(store.source_page(offset=0, limit=9)) == ["two"]
    assert ids(list(store.each_source())) == ["two"]


@pytest.mark.parametrize(
    ("find", "found"),
    [
        ("press", ["press"]),
        ("PRESS", ["press"]),
        ("office", ["harbour"]),
        ("harbour.example", ["harbour"]),
        ("\u0141\u00f3d\u017a", ["city"]),
        ("wat", ["harbour"]),
        ('"quoted"', ["city"]),
        ("100%", ["city"]),
        ("a_b", ["city"]),
        ("a/b", ["press"]),
        ("%", ["city"]),
        ("_", ["city"]),
        ("back\\slash", ["press"]),
        ("nothing of it", []),
        ("title", []),
        ("files", []),
        ("token", []),
    ],
)
def test_a_word_is_looked_for_in_id_place_title_and_tags(
    store: Store, find: str, found: list[str]
) -> None:
    store.sync_sources(
        [
            source("press", place="a/b.txt", title="All of it, back\\slash"),
            source(
                "harbour",
                kind="page",
                place="https://harbour.example/",
                title="Office",
                tags=("water", "news"),
                headers={"X": "token"},
            ),
            source("city", place="c*", title='\u0141\u00f3d\u017a, "quoted", 100% a_b'),
        ],
        NOW,
    )
    assert ids(store.source_page(offset=0, limit=9, find=find)) == found
    assert ids(list(store.each_source(find=find))) == found


def test_every_source_comes_once_over_many_batches(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "ROWS", 3)
    names = [f"s{number}" for number in (5, 1, 4, 2, 3, 0, 6)]
    store.sync_sources([source(name) for name in names], NOW)
    assert ids(list(store.each_source())) == names
    assert ids(list(store.each_source(after="s4"))) == names[3:]
    assert ids(list(store.each_source(after="s6"))) == []


def test_behind_a_source_that_is_not_there_nothing_stands(store: Store) -> None:
    with pytest.raises(UsageError, match="no source 'nobody'"):
        list(store.each_source(after="nobody"))
