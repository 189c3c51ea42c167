"""Feed -> Atom 1.0 (RFC 4287), through feedgen, with what feedgen loses put back.

feedgen builds the elements of text and dates; links, enclosures and `source` are added by its
extension hooks: of an entry's links feedgen writes the address alone.
"""

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml.etree import SubElement, _Element

from feeds import links
from feeds.dates import rfc3339
from feeds.model import GENERATOR, NAMESPACE, Enclosure, Entry, Feed, Origin
from feeds.repair import repaired

MEDIA_TYPE = "application/atom+xml"

_HISTORY = "http://purl.org/syndication/history/1.0"


def write(feed: Feed) -> bytes:
    """The document; the same Feed gives the same bytes. FeedError when it has no address."""
    feed = repaired(feed)
    generator = FeedGenerator()
    generator.register_extension("beyond", _Document, _Entry, rss=False)
    generator.beyond.feed = feed
    _describe(generator, feed)
    for entry in feed.entries:
        element = generator.add_entry(order="append")
        element.beyond.entry = entry
        _fill(element, entry)
    document: bytes = generator.atom_str(pretty=True)
    return document


def _describe(generator: FeedGenerator, feed: Feed) -> None:
    generator.id(feed.id)
    generator.title(feed.title)
    generator.subtitle(feed.description)
    generator.updated(feed.updated)  # feedgen's own is the moment of rendering
    generator.author(name=feed.author)
    generator.generator(GENERATOR)
    generator.language(feed.language)


def _fill(element: FeedEntry, entry: Entry) -> None:
    element.id(entry.id)
    element.title(entry.title)
    element.updated(entry.updated)
    element.published(entry.published)
    element.content(entry.html, type="html")
    element.summary(entry.summary)
    element.category([{"term": tag} for tag in entry.tags])
    if entry.author:
        element.author(name=entry.author)


# Names below are without a namespace: feedgen writes Atom's as a plain `xmlns` attribute.


class _Document(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """The feed's links, and whether it is an archive (RFC 5005 §4)."""

    feed: Feed

    def extend_ns(self) -> dict[str, str]:
        return {"monitor": NAMESPACE} | ({"fh": _HISTORY} if self.feed.archive else {})

    def extend_atom(self, document: _Element) -> _Element:
        for link in links.of_feed(self.feed, MEDIA_TYPE):
            SubElement(document, "link", links.attributes(link))
        if self.feed.archive:
            SubElement(document, f"{{{_HISTORY}}}archive")
        return document


class _Entry(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """An entry's links with all that they say, its enclosures, and where it was taken from."""

    entry: Entry

    def extend_atom(self, element: _Element) -> _Element:
        for link in links.of_entry(self.entry):
            SubElement(element, "link", links.attributes(link))
        for enclosure in self.entry.enclosures:
            _enclosure(element, enclosure)
        if self.entry.origin:
            _source(element, self.entry.origin)
        if self.entry.note:
            SubElement(element, f"{{{NAMESPACE}}}note").text = self.entry.note
        return element


def _enclosure(parent: _Element, enclosure: Enclosure) -> None:
    length = {"length": str(enclosure.length)} if enclosure.length else {}
    said = {"href": enclosure.url, "rel": "enclosure", "type": enclosure.type, **length}
    SubElement(parent, "link", said)


def _source(parent: _Element, origin: Origin) -> None:
    """Where the entry was taken from (RFC 4287 §4.2.11, rule P20)."""
    source = SubElement(parent, "source")
    SubElement(source, "id").text = origin.id
    SubElement(source, "title").text = origin.title
    SubElement(source, "link", {"href": origin.url, "rel": "self"})
    if origin.updated:
        SubElement(source, "updated").text = rfc3339(origin.updated)
