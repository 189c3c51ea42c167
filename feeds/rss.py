"""Feed -> RSS 2.0, through feedgen, with what feedgen loses or spoils put right.

What feedgen does well stays its own; the rest is added through its extension hooks, on the
elements that it has built, and by one pass over its bytes for the titles.
"""

import re
from html import escape

import feedgen.entry
import feedgen.feed
from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml.etree import SubElement, _Element

from feeds import links
from feeds.dates import rfc822, rfc3339
from feeds.model import GENERATOR, NAMESPACE, Entry, Feed, Link
from feeds.repair import repaired

MEDIA_TYPE = "application/rss+xml"

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_HISTORY = "http://purl.org/syndication/history/1.0"
_TITLE = re.compile(rb"<title>[^<]*</title>")

# feedgen sets the locale of the whole process around every date that it writes. Meanwhile other
# threads read and write files as ASCII, and two writers at once leave it so for ever.
feedgen.feed.formatRFC2822 = rfc822
feedgen.entry.formatRFC2822 = rfc822


def write(feed: Feed) -> bytes:
    """The document; the same Feed gives the same bytes. FeedError when it has no address."""
    feed = repaired(feed)
    generator = FeedGenerator()
    generator.register_extension("beyond", _Channel, _Item, atom=False)
    generator.beyond.feed = feed
    _describe(generator, feed)
    for entry in feed.entries:
        item = generator.add_entry(order="append")
        item.beyond.entry = entry
        _fill(item, entry)
    return _TITLE.sub(_with_hex_references, generator.rss_str(pretty=True))


def _describe(generator: FeedGenerator, feed: Feed) -> None:
    generator.title(feed.title)
    generator.link(href=feed.home)  # the only one: feedgen takes the last as the channel's
    generator.description(feed.description)
    generator.generator(GENERATOR)
    generator.updated(feed.updated)  # feedgen's own is the moment of rendering
    generator.language(feed.language)
    if feed.ttl_seconds:
        generator.ttl(-(-feed.ttl_seconds // 60))


def _fill(item: FeedEntry, entry: Entry) -> None:
    item.title(entry.title)
    item.guid(entry.id, permalink=entry.id == entry.url)
    item.published(entry.published)
    item.category([{"term": tag} for tag in entry.tags])
    if entry.url:
        item.link(href=entry.url)
    if entry.enclosures:  # one an item (rule P15); given several, feedgen keeps the last
        first = entry.enclosures[0]
        item.enclosure(first.url, first.length, first.type)
    if entry.origin:
        item.source(entry.origin.url, entry.origin.title)


class _Channel(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """What feedgen has no words for in a channel, or drops: `atom:link`, a name, the archive."""

    feed: Feed

    def extend_ns(self) -> dict[str, str]:
        history = {"fh": _HISTORY} if self.feed.archive else {}
        return {"dc": _DUBLIN_CORE, "monitor": NAMESPACE, **history}

    def extend_rss(self, rss: _Element) -> _Element:
        channel = rss[0]
        for link in links.of_feed(self.feed, MEDIA_TYPE):
            _link(channel, link, unless=self.feed.home)
        _name(channel, self.feed.author)
        if self.feed.archive:
            SubElement(channel, f"{{{_HISTORY}}}archive")
        return rss


class _Item(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """What feedgen has no words for in an item: summary *or* full text alone, names, edits."""

    entry: Entry

    def extend_rss(self, item: _Element) -> _Element:
        entry = self.entry
        if entry.summary:
            SubElement(item, "description").text = escape(entry.summary, quote=False)
        SubElement(item, f"{{{_CONTENT}}}encoded").text = entry.html
        _name(item, entry.author)
        if entry.updated != entry.published:
            SubElement(item, f"{{{_ATOM}}}updated").text = rfc3339(entry.updated)
        for link in links.of_entry(entry):
            _link(item, link, unless=entry.url)
        if entry.note:
            SubElement(item, f"{{{NAMESPACE}}}note").text = entry.note
        return item


def _link(parent: _Element, link: Link, *, unless: str | None) -> None:
    """An `atom:link`, `unless` it is the page that the plain `link` names already."""
    if link.rel != "alternate" or link.href != unless:
        SubElement(parent, f"{{{_ATOM}}}link", links.attributes(link))


def _name(parent: _Element, name: str | None) -> None:
    """Who wrote it, as `dc:creator`: RSS's own `author` is a mail address."""
    if name:
        SubElement(parent, f"{{{_DUBLIN_CORE}}}creator").text = name


def _with_hex_references(title: re.Match[bytes]) -> bytes:
    """Readers take a title for text or for markup; only these forms mean the same to both (P11)."""
    return title[0].replace(b"&amp;", b"&#x26;").replace(b"&lt;", b"&#x3C;")
