"""Permanent redirects are believed once many have said the same, and not for ever (C3)."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.intake.visit.moved import address, learnt, lost, moved_to
from monitor.model.source import Failure, Moved, Source, SourceState
from monitor.net.door import Reply

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
OLD, NEW = "https://old.test/news", "https://new.test/news"
SOURCE = Source("news", "page", OLD, "News")


def after(visits: int, hours: float) -> Moved | None:
    """What is known after so many visits, this far apart, that all led to the same place."""
    known: Moved | None = None
    for number in range(visits):
        known = learnt(known, NEW, OLD, AT + timedelta(hours=hours * number))
    return known


@pytest.mark.parametrize(
    ("visits", "hours", "used"),
    [(1, 1, False), (4, 24, False), (5, 17, False), (5, 18, True), (60, 1, False), (73, 1, True)],
    ids=["one", "four", "five in under three days", "five in three days", "many", "many for long"],
)
def test_many_visits_over_days_are_believed(visits: int, hours: float, used: bool) -> None:
    known = after(visits, hours)
    assert known
    assert (known.url, known.count, known.since_at) == (NEW, visits, AT)
    assert known.used is used
    assert address(SOURCE, SourceState("news", moved=known)) == (NEW if used else OLD)


def test_one_visit_without_the_redirect_begins_the_count_anew() -> None:
    known = after(60, 1)
    assert learnt(known, None, OLD, AT) is None
    other = learnt(known, "https://third.test/", OLD, AT)
    assert other == Moved("https://third.test/", 1, AT)


def test_what_is_believed_stays_until_it_leads_back() -> None:
    known = after(5, 24)
    assert learnt(known, None, OLD, AT) == known
    assert learnt(known, "https://third.test/", OLD, AT) == known
    assert learnt(known, OLD, OLD, AT) is None


@pytest.mark.parametrize(
    ("kind", "before", "expected"),
    [
        ("not_found", 1, False),
        ("not_found", 2, True),
        ("unreachable", 2, True),
        ("missing", 7, True),
        ("gone", 0, True),
        ("server_error", 9, False),
        ("wall", 9, False),
    ],
)
def test_an_address_that_is_not_there_any_more_is_given_up(
    kind: str, before: int, expected: bool
) -> None:
    state = SourceState("news", failures=before, moved=after(5, 24))
    assert lost(state, Failure(kind, "x")) is expected
    unused = SourceState("news", failures=before, moved=after(2, 24))
    assert not lost(unused, Failure(kind, "x"))


@pytest.mark.parametrize(
    ("asked", "hops", "came", "permanent", "expected"),
    [
        (OLD, (OLD,), NEW, True, NEW),
        (OLD, (OLD,), NEW, False, None),
        (OLD, (), OLD, False, None),
        ("http://old.test/", ("http://old.test/",), NEW, True, NEW),
        (OLD, (OLD,), "http://new.test/news", True, None),
        (OLD, (OLD, "http://between.test/"), NEW, True, None),
        ("http://a.test/", ("http://a.test/",), "http://b.test/", True, "http://b.test/"),
    ],
    ids=["for good", "for now", "not at all", "to https", "out of https", "in between", "no https"],
)
def test_only_a_permanent_way_that_stays_secure_counts(
    asked: str, hops: tuple[str, ...], came: str, permanent: bool, expected: str | None
) -> None:
    assert moved_to(Reply(200, {}, b"x", came, hops, permanent), asked) == expected
