"""`feed: https://example.org/atom.xml`: an RSS, RDF, Atom or JSON feed of somebody else.

A feed shows its newest entries and lets the others fall off its end, so that nothing follows from
the absence of its oldest ones; what is taken out of its middle was withdrawn. Feeds are made to
be fetched by programs: robots.txt is not asked.
"""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from feeds.model import Entry, FeedError
from monitor.config.web import web_url
from monitor.intake.sources.kind import SourceKind, Visit
from monitor.intake.sources.web import refuse_stand_in, visit
from monitor.model.published import Precision, Published
from monitor.model.release import Document
from monitor.model.source import Source, SourceState
from monitor.model.visit import Part
from monitor.text import summary

if TYPE_CHECKING:
    from monitor.intake.visit.visitor import Visitor


_LENGTHS = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}
"""Of an ISO date, as far as it is said."""


async def fetch(source: Source, state: SourceState, visitor: "Visitor") -> Visit:
    """Get the feed politely: conditionally, spaced with everything else from its host."""
    return await visit(source, state, visitor, robots=False)


def parse(source: Source, part: Part, today: date) -> tuple[Document, ...]:
    """The feed's entries, in its order, as `feeds.read` cleans them.

    Raises FeedError; ExtractError where a page came instead that says why.
    """
    del today
    from feeds.read import read
    from monitor.intake.visit.sniff import narrow, unpacked

    part = narrow(unpacked(part))
    try:
        feed = read(part.body, url=part.place, content_type=part.content_type)
    except FeedError:
        refuse_stand_in(source, part)
        raise
    return tuple(
        _document(entry, source.place, position) for position, entry in enumerate(feed.entries)
    )


def older(source: Source, part: Part, number: int) -> str | None:
    """The archive document before this one (RFC 5005), else the next page."""
    del source, number
    from feeds.read import read
    from monitor.extract.paging import of_header
    from monitor.intake.visit.sniff import narrow, unpacked

    part = narrow(unpacked(part))
    feed = read(part.body, url=part.place, content_type=part.content_type)
    after = next((link.href for link in feed.links if link.rel == "next"), None)
    return feed.prev_archive or after or of_header(part.link, part.place)


def _document(entry: Entry, place: str, position: int) -> Document:
    from feeds.clean import plain

    text = entry.text or (plain(entry.html) if entry.html else entry.summary or "")
    return Document(
        title=entry.title or summary(text, 120),
        text=text,
        place=place,
        position=position,
        html=entry.html,
        url=entry.url,
        guid=entry.id or None,
        published=_published(entry.published, Precision(entry.precision)),
        author=entry.author,
        enclosures=entry.enclosures,
    )


def _published(moment: datetime | None, precision: Precision) -> Published | None:
    """The date as the feed wrote it: an instant with its own offset, or as much as it says."""
    if moment is None:
        return None
    if length := _LENGTHS.get(precision):
        return Published(moment.isoformat()[:length], precision)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return Published(aware.isoformat(), Precision.INSTANT)


KIND = SourceKind(
    name="feed",
    place=web_url,
    keys="monitor.intake.keys.feed:FeedOptions",
    fetch=fetch,
    parse=parse,
    listed=True,
    older=older,
)
