"""Rows to a Feed: ids, dates, notes and links, as the publisher rules want them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from feeds.model import Link, Origin
from monitor.model.change import ChangeKind
from monitor.model.published import Precision, Published
from monitor.publish.catalogue import Catalogue, Offer
from monitor.publish.compose import (
    NOTHING_YET_AT,
    Address,
    change_entry,
    change_feed,
    feed_id,
    release_entry,
    release_feed,
)
from tests.publish.rows import AT, PUBLIC, change, release, settings, source

LATER = AT + timedelta(hours=1)

ATOM = Address(PUBLIC, "atom")


def offer(name: str = "press") -> Offer:
    found = Catalogue(settings(source("press", title="Harbour office"))).find(name)
    assert found is not None
    return found


def entry(**different: Any) -> Any:
    return release_entry(release(**different), PUBLIC)


# ── identity (P1, P2) ──────────────────────────────────────────────────────────────────────


def test_ids_know_neither_address_nor_sequence() -> None:
    here = release_feed(offer(), [release()], AT, ATOM)
    there = release_feed(offer(), [release(sequence=9)], AT, Address("http://[::1]:9", "rss"))
    assert here.id == there.id == feed_id("press")
    assert here.entries[0].id == there.entries[0].id == f"urn:uuid:{release().id}"


def test_every_feed_has_an_id_of_its_own() -> None:
    feeds = [
        release_feed(offer(), [], AT, ATOM),
        change_feed(offer(), [], {}, AT, ATOM),
        release_feed(offer("all"), [], AT, ATOM),
    ]
    assert len({feed.id for feed in feeds}) == 3


def test_a_document_names_its_own_address_and_the_page_for_people() -> None:
    feed = release_feed(offer(), [], AT, ATOM)
    assert feed.url == f"{PUBLIC}/feeds/press.atom"
    assert feed.home == f"{PUBLIC}/sources/press"
    assert change_feed(offer(), [], {}, AT, ATOM).url == f"{PUBLIC}/feeds/press/changes.atom"


# ── dates (P4, P5, P6) ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("published", "timezone", "expected"),
    [
        pytest.param(
            Published("2024-12-10"), "Asia/Yerevan", "2024-12-10T00:00:00+04:00", id="a day"
        ),
        pytest.param(
            Published("2024-07-10"), "Europe/Berlin", "2024-07-10T00:00:00+02:00", id="in summer"
        ),
        pytest.param(
            Published("2024-12", Precision.MONTH), "UTC", "2024-12-01T00:00:00+00:00", id="a month"
        ),
        pytest.param(
            Published("2024-12-10T09:00:00+01:00", Precision.INSTANT),
            "Asia/Yerevan",
            "2024-12-10T09:00:00+01:00",
            id="an instant keeps its own offset",
        ),
    ],
)
def test_a_day_stays_its_day_in_the_zone_of_its_source(
    published: Published, timezone: str, expected: str
) -> None:
    made = entry(published=published, source_timezone=timezone)
    assert made.published.isoformat() == expected


def test_what_was_never_edited_was_updated_when_it_was_published() -> None:
    made = entry(changed_at=AT)
    assert made.updated == made.published == datetime(2024, 12, 10, tzinfo=UTC)


def test_an_edit_moves_updated_and_leaves_published() -> None:
    made = entry(revision=2, changed_at=LATER)
    assert (made.published, made.updated) == (datetime(2024, 12, 10, tzinfo=UTC), LATER)


def test_an_edit_that_is_held_moves_nothing() -> None:
    made = entry(revision=2, changed_at=AT, text="It opens on Friday.")
    assert made.updated == made.published
    assert made.text == "It opens on Friday."


def test_updated_is_never_before_published() -> None:
    made = entry(revision=2, published=Published("2027-01-01"), changed_at=LATER)
    assert made.updated == made.published


def test_a_feed_was_updated_when_the_newest_change_was_recorded() -> None:
    assert release_feed(offer(), [release()], LATER, ATOM).updated == LATER


def test_an_empty_feed_has_a_date_that_is_the_same_for_everybody() -> None:
    assert release_feed(offer(), [], None, ATOM).updated == NOTHING_YET_AT
    assert change_feed(offer(), [], {}, None, ATOM).updated == NOTHING_YET_AT


@pytest.mark.parametrize(
    ("published", "said"),
    [
        pytest.param(Published("2024-12-10"), None, id="a date that was read"),
        pytest.param(Published("2024-12-20", inferred=True), "year", id="a year concluded"),
        pytest.param(
            Published(AT.isoformat(), Precision.INSTANT, True), "first seen", id="no date (N, P)"
        ),
        pytest.param(Published("2024", Precision.YEAR), "Only the year", id="a year alone"),
        pytest.param(Published("2024-10", Precision.MONTH), "Only the month", id="a month alone"),
    ],
)
def test_what_was_concluded_is_said(published: Published, said: str | None) -> None:
    note = entry(published=published).note
    assert (note is None) if said is None else (said in note)


# ── content (P12, P14, P20) ────────────────────────────────────────────────────────────────


def test_a_short_text_has_no_summary_that_says_it_again() -> None:
    assert entry(text="The bridge opens\n\non Monday.").summary is None


def test_a_long_text_has_its_beginning_as_summary() -> None:
    text = "The bridge opens on Monday. " * 40
    summary = entry(text=text).summary
    assert summary is not None
    assert 100 < len(summary) < len(text)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("https://a.example/1", "https://a.example/1", id="its own page"),
        pytest.param(None, f"{PUBLIC}/releases/{release().id}", id="ours, where it has none"),
        pytest.param("javascript:alert(1)", f"{PUBLIC}/releases/{release().id}", id="ours, unsafe"),
        pytest.param("/1", f"{PUBLIC}/releases/{release().id}", id="ours, where it is relative"),
    ],
)
def test_an_entry_links_to_a_page_that_can_be_opened(url: str | None, expected: str) -> None:
    assert entry(url=url).url == expected


def test_the_other_places_of_a_story_are_links_where_they_can_be_followed() -> None:
    places = ("https://b.example/2", "seeds/more.txt", "https://b.example/2", "javascript:x")
    assert entry(also_at=places).links == (Link("https://b.example/2", rel="related"),)


def test_an_entry_from_another_feed_says_so() -> None:
    place = "https://blog.example/atom.xml"
    made = entry(source_kind="feed", source_place=place)
    assert made.origin == Origin("Harbour office", place)
    assert entry().origin is None


def test_an_enclosure_has_an_address_that_can_be_opened() -> None:
    files = (
        {"url": "https://a.example/a.pdf", "type": "application/pdf", "length": 7},
        {"url": "file:///etc/passwd", "type": "text/plain", "length": 1},
    )
    [only] = entry(enclosures=files).enclosures
    assert (only.url, only.type, only.length) == ("https://a.example/a.pdf", "application/pdf", 7)


# ── changes ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (ChangeKind.NEW, "New: The bridge opens"),
        (ChangeKind.REVISED, "Revised: The bridge opens"),
        (ChangeKind.WITHDRAWN, "Withdrawn: The bridge opens"),
        (ChangeKind.RETURNED, "Returned: The bridge opens"),
    ],
)
def test_a_change_says_what_befell_the_release(kind: ChangeKind, title: str) -> None:
    assert change_entry(change(kind=kind), "", PUBLIC).title == title


def test_a_change_is_an_entry_of_its_own_with_its_diff_inside() -> None:
    row = change()
    made = change_entry(row, "<p><ins>on Monday</ins></p>", PUBLIC)
    assert made.id == f"urn:uuid:{row.id}"
    assert made.url == f"{PUBLIC}/changes/{row.sequence}"
    assert made.html == "<p><ins>on Monday</ins></p>"
    assert (made.published, made.updated) == (AT, AT)
    assert made.summary == "Revised at Harbour office: 3 words added, 1 removed."
