"""Feeds and entries for tests: what a test does not say is ordinary."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from feeds.model import Entry, Feed

MOSCOW = timezone(timedelta(hours=3))
DAY = datetime(2024, 12, 10, tzinfo=MOSCOW)
LATER = datetime(2024, 12, 12, 9, 30, tzinfo=UTC)

TEXT = (
    "On 10 December the Council met in Minsk and heard a report on the exercise.\n\n"
    "The members agreed on the next steps and thanked the hosts for their work."
)

_ENTRY = Entry(
    id="urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8",
    title="The Council met in Minsk",
    updated=DAY,
    published=DAY,
    url="https://example.org/news/1",
    text=TEXT,
)
_FEED = Feed(
    id="urn:uuid:6ba7b811-9dad-11d1-80b4-00c04fd430c8",
    title="Press releases",
    url="https://feeds.example/feeds/all",
    home="https://feeds.example/",
    updated=LATER,
)


def entry(**fields: Any) -> Entry:
    """An ordinary entry, with these fields instead."""
    return replace(_ENTRY, **fields)


def feed(*entries: Entry, **fields: Any) -> Feed:
    """An ordinary feed of these entries, with these fields instead."""
    return replace(_FEED, entries=entries, **fields)
