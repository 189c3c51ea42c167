"""RSS 2.0 and Atom documents, taken apart strictly: nothing is mended on the way."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from feeds.rules.paper import Broken, Item, Paper, lacking

_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"
_WEB = ("http://", "https://")


def rss(body: bytes) -> Paper:
    """An RSS document. Raises ValueError where it is not well-formed."""
    root = _root(body)
    channel = root.find("channel")
    if root.tag != "rss" or channel is None:
        raise ValueError("its root is not rss with a channel")
    items = channel.findall("item")
    needed = {name: _text(channel, name) for name in ("title", "link", "description")}
    return Paper(
        own=(*lacking("P9", needed), *(b for item in items for b in _item_rules(item))),
        self_url=_led(channel, "self"),
        updated=_text(channel, "lastBuildDate"),
        links=(_text(channel, "link") or "", *_hrefs(channel)),
        items=tuple(map(_item, items)),
        archive=channel.find(_ARCHIVE) is not None,
        current=_led(channel, "current"),
    )


def atom(body: bytes) -> Paper:
    """An Atom document. Raises ValueError where it is not well-formed."""
    root = _root(body)
    if root.tag != f"{_ATOM}feed":
        raise ValueError("its root is no Atom feed")
    entries = root.findall(f"{_ATOM}entry")
    return Paper(
        own=(*_atom_lacks(root), *(b for entry in entries for b in _entry_rules(root, entry))),
        self_url=_led(root, "self"),
        updated=_text(root, f"{_ATOM}updated"),
        links=tuple(_hrefs(root)),
        items=tuple(map(_entry, entries)),
        archive=root.find(_ARCHIVE) is not None,
        current=_led(root, "current"),
    )


def _root(body: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"it is not well-formed: {error}") from error


def _item(item: etree._Element) -> Item:
    enclosed = [each.get("url", "") for each in item.findall("enclosure")]
    return Item(
        id=_text(item, "guid"),
        title=_text(item, "title") or "",
        published=_text(item, "pubDate"),
        html=_text(item, _CONTENT),
        summary=_text(item, "description"),
        links=tuple(filter(None, (_text(item, "link"), *_hrefs(item), *enclosed))),
    )


def _item_rules(item: etree._Element) -> Iterator[Broken]:
    guid, enclosures = item.find("guid"), item.findall("enclosure")
    name = f"entry {_text(item, 'guid')}"
    is_link = guid is not None and guid.get("isPermaLink", "true") == "true"
    if is_link and not (_text(item, "guid") or "").startswith(_WEB):
        yield Broken("P3", f"{name}: a guid that is no address says isPermaLink")
    if len(enclosures) > 1:
        yield Broken("P15", f"{name}: {len(enclosures)} enclosures")
    if any(not each.get(key) for each in enclosures for key in ("url", "type", "length")):
        yield Broken("P15", f"{name}: an enclosure without url, type or length")


def _entry(entry: etree._Element) -> Item:
    content = entry.find(f"{_ATOM}content")
    title = entry.find(f"{_ATOM}title")
    return Item(
        id=_text(entry, f"{_ATOM}id"),
        title=_text(entry, f"{_ATOM}title") or "",
        title_is_markup=title is not None and title.get("type", "text") != "text",
        published=_text(entry, f"{_ATOM}published"),
        updated=_text(entry, f"{_ATOM}updated"),
        html=content.text if content is not None else None,
        summary=_text(entry, f"{_ATOM}summary"),
        links=tuple(_hrefs(entry)),
    )


def _atom_lacks(root: etree._Element) -> Iterator[Broken]:
    names = ("id", "title", "updated")
    yield from lacking("P9", {name: _text(root, f"{_ATOM}{name}") for name in names})


def _entry_rules(root: etree._Element, entry: etree._Element) -> Iterator[Broken]:
    name = f"entry {_text(entry, f'{_ATOM}id')}"
    said = {each: _text(entry, f"{_ATOM}{each}") for each in ("title", "updated")}
    author = entry.find(f"{_ATOM}author")
    needed = {**said, "author": author is not None or root.find(f"{_ATOM}author") is not None}
    yield from (Broken(b.rule, f"{name}: {b.message}") for b in lacking("P9", needed))
    links = (x for x in entry.findall(f"{_ATOM}link") if x.get("rel", "alternate") == "alternate")
    twice = Counter((link.get("type"), link.get("hreflang")) for link in links)
    if any(count > 1 for count in twice.values()):
        yield Broken("P16", f"{name}: two alternate links of one type")


def _led(parent: etree._Element, relation: str) -> str | None:
    """Where the document's link of this relation leads."""
    links = parent.findall(f"{_ATOM}link")
    return next((link.get("href") for link in links if link.get("rel") == relation), None)


def _hrefs(parent: etree._Element) -> Iterator[str]:
    return (link.get("href", "") for link in parent.findall(f"{_ATOM}link"))


def _text(parent: etree._Element, name: str) -> str | None:
    found = parent.find(name)
    return found.text if found is not None else None
