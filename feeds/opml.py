"""Subscription lists: OPML 2.0 (http://opml.org/spec2.opml), written and read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from feeds.clean import one_line, web_url
from feeds.model import FeedError

MEDIA_TYPE = "text/x-opml"


@dataclass(frozen=True, slots=True)
class Outline:
    """One subscription: its title, the feed's address, the page for people, and its tags."""

    title: str
    feed_url: str
    home: str | None = None
    tags: tuple[str, ...] = ()


def write(title: str, outlines: Iterable[Outline]) -> bytes:
    """The list as a document, without a date: the same list gives the same bytes."""
    return b"".join(lines(title, outlines))


def lines(title: str, outlines: Iterable[Outline]) -> Iterator[bytes]:
    """The same, line by line: a list may be longer than one would like to hold."""
    named = etree.Element("title")
    named.text = one_line(title)
    yield b"<?xml version='1.0' encoding='UTF-8'?>\n<opml version=\"2.0\">\n  <head>\n    "
    yield etree.tostring(named, encoding="utf-8") + b"\n  </head>\n  <body>\n"
    for outline in outlines:
        if feed_url := web_url(outline.feed_url):
            element = etree.Element("outline", _attributes(outline, feed_url))
            yield b"    " + etree.tostring(element, encoding="utf-8") + b"\n"
    yield b"  </body>\n</opml>\n"


def _attributes(outline: Outline, feed_url: str) -> dict[str, str]:
    title = one_line(outline.title) or feed_url
    said = {
        "type": "rss",  # whatever the format: that is what readers look for
        "text": title,
        "title": title,
        "xmlUrl": feed_url,
        "htmlUrl": web_url(outline.home),
        "category": ",".join(filter(None, (_tag(tag) for tag in outline.tags))),
    }
    return {name: value for name, value in said.items() if value}


def read(body: bytes) -> tuple[Outline, ...]:
    """The subscriptions in document order, each feed once.

    A folder's title is a tag of what it holds; outlines without a web address are passed over.
    FeedError when this is no OPML.
    """
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise FeedError(f"this is no OPML: {error}") from error
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise FeedError("this is no OPML: its root element is another")
    first: dict[str, Outline] = {}
    for outline in _subscriptions(root):
        first.setdefault(outline.feed_url, outline)
    return tuple(first.values())


def _subscriptions(root: etree._Element) -> Iterator[Outline]:
    folders: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end"), tag="outline"):
        if event == "end":
            folders.pop()
            continue
        said = {name.lower(): value for name, value in element.attrib.items()}
        feed_url = web_url(said.get("xmlurl"))
        title = one_line(said.get("title") or said.get("text") or "")
        if feed_url:
            tags = (*folders, *(one_line(tag) for tag in said.get("category", "").split(",")))
            kept = tuple(dict.fromkeys(filter(None, tags)))
            yield Outline(title or feed_url, feed_url, web_url(said.get("htmlurl")), kept)
        folders.append("" if feed_url else title)


def _tag(tag: str) -> str:
    """A tag as a category can hold it: commas part categories there."""
    return one_line(tag.replace(",", " "))
