"""Older pages: what they bring, how far it is, and what a page that cannot be had means."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.intake.advance import Context
from monitor.intake.backfill import (
    MOST_TRIES,
    Standing,
    _moved_on,
    _unread,
    begun,
    history,
    pending,
)
from monitor.intake.canonical import canonical_url
from monitor.intake.kinds import KINDS
from monitor.intake.sources.kind import BACKFILL, Finding
from monitor.intake.understand import Understood
from monitor.model.published import Published
from monitor.model.release import Document, Known
from monitor.model.source import Failure, Source, SourceState
from monitor.model.visit import POSTPONED, Postponed

NOW = datetime(2025, 3, 20, 10, 0, tzinfo=UTC)
PLACE = "https://office.test/news"
SOURCE = Source("office", "listing", PLACE, "Office", options={"backfill": 3}, tell_baseline=True)
STATE = SourceState(
    "office", baseline_at=NOW, key_policy="url", next_due_at=NOW + timedelta(hours=1)
)


def context(memo: dict[str, object] | None = None) -> Context:
    return Context(SOURCE, KINDS["listing"], replace(STATE, memo=memo or {}), NOW)


def document(n: int, place: str = f"{PLACE}?page=2") -> Document:
    return Document(f"Title of number {n}", "", place, n, url=f"{PLACE}/{n}")


def understood(*numbers: int, older: str | None = None) -> Understood:
    documents = tuple(document(n) for n in numbers)
    return Understood(
        documents, frozenset({PLACE}), {}, Finding("listing", memo={"rule": 1}), older
    )


def known(n: int) -> Known:
    return Known(
        id=f"r{n}", key=canonical_url(f"{PLACE}/{n}"), content_hash="other", revision=2,
        title="Edited since",
        url=f"{PLACE}/{n}", published=Published("2025-01-01"), withdrawn=False, first_seen_at=NOW,
        changed_at=NOW, places={PLACE: 0}, changes=2,
    )  # fmt: skip


def test_only_what_is_not_known_is_history_and_told_to_nobody() -> None:
    found, _ = history(context(), understood(7, 6, 5), [known(7)])
    assert {one.document.url for one in found.releases} == {f"{PLACE}/5", f"{PLACE}/6"}
    assert all(change.baseline for change in found.changes)
    assert all(one.places == {} for one in found.releases)


def test_the_first_visit_notes_where_it_leads_on_and_later_ones_keep_that() -> None:
    first = begun(context(), understood(9, older=f"{PLACE}?page=2")).finding
    assert first
    assert first.memo["rule"] == 1
    standing = Standing.of(first.memo)
    assert standing
    assert (standing.after, standing.pages) == (f"{PLACE}?page=2", 1)
    moved = replace(standing, after=f"{PLACE}?page=3", pages=2)
    later = begun(context(moved.in_memo({})), understood(9)).finding
    assert later
    assert Standing.of(later.memo) == moved
    assert pending(SOURCE, replace(STATE, memo=later.memo))


def test_without_backfill_nothing_is_noted() -> None:
    plain = replace(context(), source=replace(SOURCE, options={}))
    assert begun(plain, understood(9, older="https://x.test/")) == understood(
        9, older="https://x.test/"
    )
    assert not pending(plain.source, replace(STATE, memo={BACKFILL: {"after": "x", "seen": []}}))


def test_a_page_that_fails_is_asked_for_again_a_few_times() -> None:
    standing = Standing("https://office.test/2", pages=1)
    failure = Failure("unreachable", "the host does not answer")
    for tries in range(1, MOST_TRIES):
        standing = _unread(standing, failure)
        assert (standing.after, standing.tries) == ("https://office.test/2", tries)
    ended = _unread(standing, failure)
    assert (ended.after, ended.why) == (None, "the host does not answer")


@pytest.mark.parametrize("kind", ["robots", "not_found"])
def test_what_is_refused_is_not_asked_for_again(kind: str) -> None:
    ended = _unread(Standing("https://office.test/2", pages=1), Failure(kind, "no"))
    assert (ended.after, ended.why) == (None, "no")


def test_a_host_that_wants_a_pause_costs_no_try() -> None:
    standing = Standing("https://office.test/2", pages=1)
    assert _unread(standing, Postponed(Failure(POSTPONED, "later"), 60.0)) == standing


def test_while_pages_are_left_it_goes_on_soon_and_the_source_stands_as_it_stood() -> None:
    check = _moved_on(context(), Standing("https://office.test/2", pages=2))
    assert check.next_state.next_due_at == NOW + timedelta(seconds=60)
    assert check.history
    ended = _moved_on(context(), Standing(None, pages=2))
    assert ended.next_state.next_due_at
    assert ended.next_state.next_due_at >= NOW + timedelta(hours=1)
    same = replace(ended.next_state, memo={}, next_due_at=STATE.next_due_at, version=0)
    assert same == STATE
