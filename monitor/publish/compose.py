"""Kept rows to feeds.Feed. Pure: the same rows give the same Feed, wherever and whenever (P23).

Ids derive from release, change and feed name, never from a sequence or an address of ours;
`public_url` appears in links alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from feeds.clean import safe_url
from feeds.model import Enclosure, Entry, Feed, Link, Origin
from monitor.model.change import ChangeKind
from monitor.model.published import Precision, Published
from monitor.publish.catalogue import Offer, path
from monitor.publish.document import ARCHIVE_MAX_AGE_SECONDS, MAX_AGE_SECONDS
from monitor.store.views import ChangeRow, ReleaseRow
from monitor.text import summary

NOTHING_YET_AT = datetime(2000, 1, 1, tzinfo=UTC)
"""What an empty feed says of its last change: an instant that is the same for everybody."""

_VERBS = {
    ChangeKind.NEW: "New",
    ChangeKind.REVISED: "Revised",
    ChangeKind.WITHDRAWN: "Withdrawn",
    ChangeKind.RETURNED: "Returned",
}
_KNOWN_TO = {
    Precision.MONTH: "Only the month of this date is known.",
    Precision.YEAR: "Only the year of this date is known.",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a document calls itself at home: `public_url` without a slash at its end."""

    public_url: str
    extension: str

    def of(self, offer: Offer, *, changes: bool = False, archive: int | None = None) -> str:
        """The document's own address, without a query (P10)."""
        at = path(offer.name, self.extension, changes=changes, archive=archive)
        return self.public_url + at

    def lead(self, offer: Offer, archive: int | None = None) -> str:
        """Where a reader of this feed finds another document of it: with the token that it
        showed for this one. `rel=self` goes without (P10)."""
        at = self.of(offer, archive=archive)
        return f"{at}?token={quote(offer.token, safe='')}" if offer.private and offer.token else at


def release_feed(
    offer: Offer,
    rows: Iterable[ReleaseRow],
    changed_at: datetime | None,
    address: Address,
    before: int | None = None,
) -> Feed:
    """The releases as they stand, newest first as the rows are (P7). `before` is the number of the
    archive document that goes on where they end (P19).

    `changed_at` is the instant of the newest change among what the feed covers, beyond its
    baseline (P6). So two monitors that took in the same baseline at different times publish the
    same bytes.
    """
    entries = tuple(release_entry(row, address.public_url) for row in rows)
    moments = [entry.updated for entry in entries] + ([changed_at] if changed_at else [])
    return Feed(
        id=feed_id(offer.name),
        title=offer.title,
        url=address.of(offer, changes=False),
        home=address.public_url + offer.home,
        updated=max(moments, default=NOTHING_YET_AT),
        description=offer.description,
        author=offer.title,
        ttl_seconds=MAX_AGE_SECONDS,
        entries=entries,
        prev_archive=None if before is None else address.lead(offer, before),
    )


def archive_feed(
    offer: Offer,
    rows: Iterable[ReleaseRow],
    number: int,
    before: int | None,
    address: Address,
    *,
    settled: bool = True,
) -> Feed:
    """One archive document (RFC 5005 §4). It names none that follows: so it can stay as it is,
    once it is `settled`."""
    entries = tuple(release_entry(row, address.public_url) for row in rows)
    current = release_feed(offer, (), None, address, before)
    return replace(
        current,
        url=address.of(offer, archive=number),
        updated=max((entry.updated for entry in entries), default=NOTHING_YET_AT),
        ttl_seconds=ARCHIVE_MAX_AGE_SECONDS if settled else MAX_AGE_SECONDS,
        entries=entries,
        current=address.lead(offer),
        archive=True,
    )


def change_feed(
    offer: Offer,
    rows: Iterable[ChangeRow],
    diffs: Mapping[str, str],
    changed_at: datetime | None,
    address: Address,
) -> Feed:
    """The same as edits, one entry a change. `diffs` gives each change's HTML by its id."""
    return Feed(
        id=feed_id(f"{offer.name}/changes"),
        title=f"{offer.title}: changes",
        url=address.of(offer, changes=True),
        home=address.public_url + offer.home,
        updated=changed_at or NOTHING_YET_AT,
        description="What became new, was edited, withdrawn or returned: one entry a change.",
        author=offer.title,
        ttl_seconds=MAX_AGE_SECONDS,
        entries=tuple(change_entry(row, diffs[row.id], address.public_url) for row in rows),
    )


def feed_id(name: str) -> str:
    """A feed's lasting id, the same in every format and at every address."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'feed-monitor:{name}')}"


def release_entry(row: ReleaseRow, public_url: str) -> Entry:
    """One release. `updated` stands at `published` until the first real edit that is told (P5)."""
    published = row.published.starts_at(row.source_timezone)
    edited = row.changed_at != row.first_seen_at
    return Entry(
        id=f"urn:uuid:{row.id}",
        title=row.title,
        updated=max(published, row.changed_at) if edited else published,
        published=published,
        url=safe_url(row.url) or f"{public_url}/releases/{row.id}",
        summary=_summary(row.text),
        html=row.html,
        text=row.text,
        author=row.author or row.source_title,
        tags=row.tags,
        links=_elsewhere(row),
        enclosures=_enclosures(row),
        origin=_origin(row),
        note=note(row.published),
    )


def note(published: Published) -> str | None:
    """What was concluded about a date rather than read, in plain words."""
    if not published.inferred:
        return _KNOWN_TO.get(published.precision)
    if published.first_seen:
        return "No date was given: this is when it was first seen."
    return "The year of this date was concluded, not read."


def change_entry(row: ChangeRow, diff: str, public_url: str) -> Entry:
    """One change, its diff inside; its page on this monitor is what it links to."""
    verb = _VERBS[row.kind]
    return Entry(
        id=f"urn:uuid:{row.id}",
        title=f"{verb}: {row.title}",
        updated=row.at,
        published=row.at,
        url=f"{public_url}/changes/{row.sequence}",
        summary=_extent(row),
        html=diff,
        author=row.source_title,
        tags=row.tags,
        links=_release_of(row),
    )


def _extent(row: ChangeRow) -> str:
    """A change in numbers, for lists that show no content."""
    if row.kind is ChangeKind.NEW or not (row.added_words or row.removed_words):
        return f"{_VERBS[row.kind]} at {row.source_title}."
    return (
        f"{_VERBS[row.kind]} at {row.source_title}: "
        f"{row.added_words} word{'' if row.added_words == 1 else 's'} added, "
        f"{row.removed_words} removed."
    )


def _summary(text: str) -> str | None:
    """The beginning, where the text goes on after it: never the content again (P14)."""
    start = summary(text)
    return None if start == " ".join(text.split()) else start


def _elsewhere(row: ReleaseRow) -> tuple[Link, ...]:
    """The other places of the same story, as far as they can be followed."""
    urls = dict.fromkeys(safe_url(place) for place in row.also_at)
    return tuple(Link(url, rel="related") for url in urls if url and url != row.url)


def _release_of(row: ChangeRow) -> tuple[Link, ...]:
    url = safe_url(row.url)
    return (Link(url, rel="via"),) if url else ()


def _enclosures(row: ReleaseRow) -> tuple[Enclosure, ...]:
    found = ((safe_url(str(file["url"])), file) for file in row.enclosures)
    return tuple(
        Enclosure(url, str(file.get("type", "")), int(str(file.get("length", 0))))
        for url, file in found
        if url
    )


def _origin(row: ReleaseRow) -> Origin | None:
    """The feed that this was taken from, where it was one (P20)."""
    place = safe_url(row.source_place)
    return Origin(row.source_title, place) if row.source_kind == "feed" and place else None
