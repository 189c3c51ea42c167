"""A check is kept whole or not at all."""

from dataclasses import replace

import pytest

from feeds.model import Enclosure
from monitor.errors import StaleCheck
from monitor.model.change import ChangeKind, Outcome
from monitor.model.published import Precision, Published
from monitor.model.source import Failure
from monitor.store.store import Store
from tests.store.kept import HOUR, NOW, change, check, keep, release, source, state_of

NEW, REVISED = ChangeKind.NEW, ChangeKind.REVISED
WITHDRAWN, RETURNED = ChangeKind.WITHDRAWN, ChangeKind.RETURNED


@pytest.fixture(autouse=True)
def watched(store: Store) -> None:
    store.sync_sources([source("one"), source("two"), source("loud", tell_baseline=True)], NOW)


def test_a_release_comes_back_as_it_was_committed(store: Store) -> None:
    given = release(
        "r",
        "Text\n\nwith “signs”, \N{GRINNING FACE}.",
        html="<p>Text</p>",
        url="https://example.org/r",
        author="Ünal",
        enclosures=(Enclosure("https://example.org/r.mp3", "audio/mpeg", 12),),
        places={"b.txt": 3, "a.txt": 1},
        story="story",
    )
    given = replace(given, published=Published("2026-11", Precision.MONTH, inferred=True))
    (sequence,) = keep(store, given)
    row = store.release("r")
    assert row is not None
    assert (row.sequence, row.source, row.key) == (sequence, "one", "key of r")
    assert (row.title, row.text, row.html) == (
        given.document.title,
        given.document.text,
        "<p>Text</p>",
    )
    assert (row.url, row.author, row.published) == (
        "https://example.org/r",
        "Ünal",
        given.published,
    )
    assert list(row.places.items()) == [("b.txt", 3), ("a.txt", 1)]
    assert row.enclosures == (
        {"url": "https://example.org/r.mp3", "type": "audio/mpeg", "length": 12},
    )
    assert (row.first_seen_at, row.changed_at, row.revision) == (NOW, NOW, 1)
    assert (row.content_hash, row.story, row.withdrawn) == (given.content_hash, "story", False)


def test_sequences_rise_without_gaps_over_all_sources(store: Store) -> None:
    first = keep(store, release("a"), release("b"))
    second = keep(store, release("c", of="two"))
    third = keep(store, release("d"))
    assert first + second + third == (1, 2, 3, 4)


def test_history_stands_behind_all_that_is_kept_and_is_told_to_nobody(store: Store) -> None:
    keep(store, release("a"), release("b", of="one"))
    for page in (["d", "c"], ["f", "e"]):
        older = [release(name, of="loud") for name in reversed(page)]
        told = [change(NEW, each, baseline=True) for each in older]
        given = replace(check(state_of(store, "loud"), older, told), history=True)
        store.commit(given)
    keep(store, release("z", of="two"))
    rows = store.releases(limit=10)
    assert [row.id for row in rows] == ["z", "b", "a", "d", "c", "f", "e"]
    changes = store.changes(limit=10)
    assert [row.sequence for row in changes] == [7, 6, 5, 4, 3, 2, 1]
    assert {row.told for row in changes if row.source == "loud"} == {False}
    assert store.revisions("e")[0].number == 1


def test_an_unchanged_check_keeps_nothing_but_the_state(store: Store) -> None:
    keep(store, release("r"))
    version, visits = store.data_version(), store.visits("one")
    state = state_of(store)
    assert store.commit(check(state, next_due_at=NOW + 5 * HOUR)) == ()
    assert state_of(store) == replace(state, version=2, next_due_at=NOW + 5 * HOUR)
    assert store.data_version() == version
    assert store.visits("one") == visits


def test_a_stale_check_keeps_nothing(store: Store) -> None:
    stale = state_of(store)
    keep(store, release("r"))
    before = state_of(store), store.data_version(), store.counts(NOW)
    other = release("other")
    with pytest.raises(StaleCheck):
        store.commit(check(stale, [other], [change(NEW, other)], failures=7))
    assert (state_of(store), store.data_version(), store.counts(NOW)) == before
    assert store.release("other") is None


def test_checks_that_end_together_are_each_kept_or_refused_for_themselves(store: Store) -> None:
    """A stale one among quiet ones, and one that brings a release, in whatever groups."""
    fresh = release("r", of="two")
    checks = [
        check(state_of(store, "one"), next_due_at=NOW + 5 * HOUR),
        check(state_of(store, "one"), next_due_at=NOW + 6 * HOUR),
        check(state_of(store, "two"), [fresh], [change(NEW, fresh)]),
        check(state_of(store, "loud"), next_due_at=NOW + 7 * HOUR),
    ]
    kept = [store.commit_later(each) for each in checks]
    assert [isinstance(each.exception(10), StaleCheck) for each in kept].count(True) == 1
    assert kept[2].result() == (1,)
    assert kept[3].result() == ()
    assert state_of(store, "one").version == 1
    assert state_of(store, "loud").next_due_at == NOW + 7 * HOUR
    assert store.release("r") is not None


def test_a_check_of_nobody_is_stale(store: Store) -> None:
    with pytest.raises(StaleCheck):
        store.commit(check(replace(state_of(store), source="nobody")))


def test_a_check_that_cannot_be_kept_leaves_no_trace(store: Store) -> None:
    before = state_of(store), store.counts(NOW)
    twice = change(NEW, release("r"))
    with pytest.raises(Exception, match=r"(?i)unique"):
        store.commit(check(state_of(store), [release("r")], [twice, twice]))
    assert (state_of(store), store.counts(NOW)) == before
    assert keep(store, release("r")) == (1,)


def test_a_revision_keeps_its_published_date_and_its_first_text(store: Store) -> None:
    keep(store, release("r", "Before.", story="s"))
    later = NOW + HOUR
    revised = release("r", "After.", revision=2, at=later, title="New title", story="other")
    revised = replace(revised, published=Published("2020-01-01"))
    store.commit(check(state_of(store), [revised], [change(REVISED, revised, n=1, previous=1)]))
    row = store.release("r")
    assert row is not None
    assert (row.title, row.text, row.revision, row.story) == ("New title", "After.", 2, "s")
    assert (row.published.value, row.first_seen_at, row.changed_at) == ("2026-11-20", NOW, later)
    assert row.sequence == 1
    texts = [(each.number, each.text, each.seen_at) for each in store.revisions("r")]
    assert texts == [(1, "Before.", NOW), (2, "After.", later)]
    second = store.revision("r", 2)
    assert second is not None
    assert second.title == "New title"
    assert store.revision("r", 3) is None


def test_a_release_that_only_moved_keeps_what_it_said(store: Store) -> None:
    keep(store, release("r", "Said.", author="A", url="https://example.org/r", story="s"))
    moved = release("r", "", title="", places={"b.txt": 4})
    store.commit(check(state_of(store), [moved]))
    row = store.release("r")
    assert row is not None
    assert (row.title, row.text, row.author, row.story) == ("Title of r", "Said.", "A", "s")
    assert (row.url, row.places) == ("https://example.org/r", {"b.txt": 4})
    assert len(store.revisions("r")) == 1


def test_the_place_that_a_release_was_first_seen_at_stays_the_first(store: Store) -> None:
    keep(store, release("r", places={"m.txt": 0}))
    store.commit(check(state_of(store), [release("r", places={"a.txt": 1, "m.txt": 2})]))
    row = store.release("r")
    assert row is not None
    assert list(row.places.items()) == [("m.txt", 2), ("a.txt", 1)]
    assert row.also_at == ("a.txt",)


def test_withdrawn_and_returned(store: Store) -> None:
    keep(store, release("r", "Said."))
    for n, (kind, withdrawn) in enumerate(((WITHDRAWN, True), (RETURNED, False)), start=1):
        row = release("r", "", withdrawn=withdrawn, places={} if withdrawn else {"a.txt": 0})
        store.commit(check(state_of(store), [row], [change(kind, row, n=n)]))
        kept = store.release("r")
        assert kept is not None
        assert (kept.withdrawn, kept.text, kept.revision) == (withdrawn, "Said.", 1)
        assert bool(store.releases(withdrawn=False)) is not withdrawn
    assert [row.kind for row in store.changes()] == [RETURNED, WITHDRAWN, NEW]


def test_what_is_known_is_what_decides(store: Store) -> None:
    keep(store, release("b", url="https://example.org/b"), release("a"))
    revised = release("a", "Other.", revision=2)
    store.commit(check(state_of(store), [revised], [change(REVISED, revised, n=1, previous=1)]))
    keep(store, release("elsewhere", of="two"))
    b, a = store.known("one")
    assert (b.id, b.key, b.url, b.revision, b.changes) == (
        "b",
        "key of b",
        "https://example.org/b",
        1,
        1,
    )
    assert (a.id, a.revision, a.changes, a.content_hash) == ("a", 2, 2, revised.content_hash)
    assert (a.published, a.places, a.withdrawn) == (Published("2026-11-20"), {"a.txt": 0}, False)
    assert store.texts(["a", "b", "nobody"]) == {
        "a": ("Title of a", "Other."),
        "b": ("Title of b", "Some text."),
    }


@pytest.mark.parametrize(("name", "told"), [("one", False), ("loud", True)])
def test_a_baseline_is_told_only_where_the_source_says_so(
    store: Store, name: str, told: bool
) -> None:
    keep(store, release("r", of=name), baseline=True)
    (row,) = store.changes()
    assert (row.baseline, row.told, row.held) == (True, told, None)
    assert bool(store.unrouted(10)) is told


def test_what_happens_to_a_source_is_a_change_without_a_release(store: Store) -> None:
    failure = Failure("http", "It answers 503.", status=503)
    broken = change(ChangeKind.FAILING, of="one", failure=failure)
    store.commit(check(state_of(store), changes=[broken], outcome=Outcome.FAILED, failure=failure))
    assert store.changes() == []
    (row,) = store.changes(kinds=[ChangeKind.FAILING])
    assert (row.release, row.title, row.url, row.published, row.content_hash) == (None,) * 5
    assert (row.failure, row.source_title) == (failure, "One")


def test_the_visit_log_tells_what_happened_newest_first(store: Store) -> None:
    keep(store, release("a"), release("b"))
    failure = Failure("http", "It answers 503.", "Wait.", status=503)
    failed = check(state_of(store), outcome=Outcome.FAILED, failure=failure)
    store.commit(replace(failed, status=503, elapsed_seconds=1.5))
    newest, oldest = store.visits("one")
    assert (newest["outcome"], newest["status"], newest["elapsed_seconds"]) == ("failed", 503, 1.5)
    assert (newest["failure"], newest["at"]) == (failure, NOW)
    assert (oldest["outcome"], oldest["new"], oldest["revised"]) == ("changed", 2, 0)


def test_the_visit_log_keeps_the_last_fifty(store: Store) -> None:
    for number in range(53):
        failed = check(state_of(store), outcome=Outcome.FAILED, failure=Failure("http", "503"))
        store.commit(replace(failed, status=number))
    assert [visit["status"] for visit in store.visits("one")] == list(range(52, 2, -1))
    assert store.visits("two") == []


def test_characters_that_a_database_cannot_hold_do_not_stop_a_check(store: Store) -> None:
    keep(store, release("r", "a\0b\ud800c", title="t\0\udfff", author="\0", url="https://e/\0"))
    row = store.release("r")
    assert row is not None
    assert row.text == "a\0b\ud800c"
    assert row.title == "t\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}"


def test_more_releases_than_one_statement_takes(store: Store) -> None:
    many = [release(f"r{number}", f"Text {number}.") for number in range(2100)]
    assert keep(store, *many) == tuple(range(1, 2101))
    assert len(store.known("one")) == 2100
    withdrawn = [replace(each, withdrawn=True, places={}) for each in many]
    told = [change(WITHDRAWN, each, n=1) for each in withdrawn]
    store.commit(check(state_of(store), withdrawn, told))
    assert store.releases(withdrawn=False) == []
    assert {known.changes for known in store.known("one")} == {2}
