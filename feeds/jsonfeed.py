"""JSON Feed 1.1, written and read (https://www.jsonfeed.org/version/1.1/, rule P18)."""

import json
from datetime import datetime
from typing import Any

from feeds import links
from feeds.clean import one_line, plain, safe_html, web_url, without_controls
from feeds.dates import UNDATED, from_rfc3339, precision, rfc3339
from feeds.model import Enclosure, Entry, Feed, FeedError, Link, Origin
from feeds.repair import repaired

MEDIA_TYPE = "application/feed+json"

_VERSION = "https://jsonfeed.org/version/1.1"
_VERSIONS = ("https://jsonfeed.org/version/", "http://jsonfeed.org/version/")
_OURS = "_feed_monitor"

Object = dict[str, Any]


def write(feed: Feed) -> bytes:
    """The document; the same Feed gives the same bytes. FeedError when it has no address.

    What JSON Feed has no words for stands in objects named `_feed_monitor`: the feed's
    `updated`, an item's `note`, its `source`, its other links.
    """
    feed = repaired(feed)
    document = _said(
        version=_VERSION,
        title=feed.title,
        home_page_url=feed.home,
        feed_url=feed.url,
        description=feed.description,
        next_url=feed.prev_archive,
        authors=_authors(feed.author),
        language=feed.language,
        hubs=[{"type": "WebSub", "url": hub} for hub in feed.hubs],
    )
    document[_OURS] = {"updated": rfc3339(feed.updated)}
    document["items"] = [_item(entry) for entry in feed.entries]
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _item(entry: Entry) -> Object:
    others = [links.attributes(each) for each in links.of_entry(entry) if each.href != entry.url]
    return _said(
        id=entry.id,
        url=entry.url,
        title=entry.title,
        content_html=entry.html,
        summary=entry.summary,
        date_published=rfc3339(entry.published) if entry.published else None,
        date_modified=rfc3339(entry.updated),
        authors=_authors(entry.author),
        tags=list(entry.tags),
        attachments=[_attachment(each) for each in entry.enclosures],
        **{_OURS: _said(note=entry.note, source=_source(entry.origin), links=others)},
    )


def _attachment(enclosure: Enclosure) -> Object:
    size = enclosure.length or None
    return _said(url=enclosure.url, mime_type=enclosure.type, size_in_bytes=size)


def _source(origin: Origin | None) -> Object | None:
    """Where the item was taken from (rule P20)."""
    if origin is None:
        return None
    updated = rfc3339(origin.updated) if origin.updated else None
    return _said(title=origin.title, url=origin.url, id=origin.id, updated=updated)


def _authors(name: str | None) -> list[Object]:
    return [{"name": name}] if name else []


def _said(**members: Any) -> Object:
    """The members that say something."""
    return {name: value for name, value in members.items() if value}


def read(body: bytes, *, url: str | None = None) -> Feed:
    """The document as a Feed. FeedError when it is no JSON, or no JSON Feed.

    Members of a wrong type are passed over; items that are no objects too.
    """
    document = _parsed(body)
    own = _url(document, "feed_url", url) or url or ""
    entries = tuple(_entry(item, own) for item in _objects(document, "items"))
    hubs = (_url(hub, "url", own) for hub in _objects(document, "hubs"))
    ours = _object(document, _OURS)
    return Feed(
        id=own,
        title=one_line(_text(document, "title")),
        url=own,
        home=_url(document, "home_page_url", own) or "",
        updated=_moment(ours, "updated") or max((e.updated for e in entries), default=UNDATED),
        description=one_line(_text(document, "description")),
        author=_author(document),
        language=_text(document, "language") or None,
        entries=entries,
        hubs=tuple(hub for hub in hubs if hub),
        prev_archive=_url(document, "next_url", own),
    )


def _parsed(body: bytes) -> Object:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FeedError(f"the JSON cannot be read: {error}") from error
    if not isinstance(document, dict) or not _text(document, "version").startswith(_VERSIONS):
        raise FeedError("this is JSON, but no JSON Feed: its version is not one of jsonfeed.org")
    if not isinstance(document.get("items"), list):
        raise FeedError("this JSON Feed has no list of items")
    return document


def _entry(item: Object, base: str) -> Entry:
    published, updated = _moment(item, "date_published"), _moment(item, "date_modified")
    url = _url(item, "url", base)
    html = safe_html(_text(item, "content_html"), url or base) or None
    ours = _object(item, _OURS)
    return Entry(
        id=_identifier(item),
        title=one_line(_text(item, "title")),
        updated=updated or published or UNDATED,
        published=published or updated,
        precision=precision(_text(item, "date_published" if published else "date_modified")),
        url=url,
        summary=one_line(_text(item, "summary")) or None,
        html=html,
        text=plain(html) if html else _text(item, "content_text") or None,
        author=_author(item),
        tags=_tags(item),
        links=_links(item, ours, base),
        enclosures=_enclosures(item, base),
        origin=_origin(_object(ours, "source")),
        note=_text(ours, "note") or None,
    )


def _identifier(item: Object) -> str:
    """The id; numbers are taken as the specification says, any other type as none."""
    value = item.get("id")
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if number else _text(item, "id")


def _tags(item: Object) -> tuple[str, ...]:
    texts = (one_line(tag) for tag in _list(item, "tags") if isinstance(tag, str))
    return tuple(dict.fromkeys(filter(None, texts)))


def _links(item: Object, ours: Object, base: str) -> tuple[Link, ...]:
    external = _url(item, "external_url", base)
    related = (Link(external, "related"),) if external else ()
    others = (
        Link(href, _text(each, "rel") or "related", _text(each, "type") or None)
        for each in _objects(ours, "links")
        if (href := _url(each, "href", base))
    )
    return (*related, *others)


def _enclosures(item: Object, base: str) -> tuple[Enclosure, ...]:
    return tuple(
        Enclosure(url, _text(each, "mime_type") or Enclosure(url).type, _size(each))
        for each in _objects(item, "attachments")
        if (url := _url(each, "url", base))
    )


def _size(attachment: Object) -> int:
    value = attachment.get("size_in_bytes")
    return max(value, 0) if isinstance(value, int) else 0


def _origin(source: Object) -> Origin | None:
    url = _url(source, "url", None)
    if url is None:
        return None
    updated = _moment(source, "updated")
    return Origin(_text(source, "title"), url, _text(source, "id") or None, updated)


def _author(node: Object) -> str | None:
    """The names of version 1.1's `authors`, or of version 1's `author`."""
    people = _objects(node, "authors") or [_object(node, "author")]
    return ", ".join(filter(None, (_text(person, "name") for person in people))) or None


def _moment(node: Object, name: str) -> datetime | None:
    return from_rfc3339(_text(node, name))


def _url(node: Object, name: str, base: str | None) -> str | None:
    return web_url(_text(node, name), base)


def _text(node: Object, name: str) -> str:
    value = node.get(name)
    return without_controls(value).strip() if isinstance(value, str) else ""


def _object(node: Object, name: str) -> Object:
    value = node.get(name)
    return value if isinstance(value, dict) else {}


def _list(node: Object, name: str) -> list[Any]:
    value = node.get(name)
    return value if isinstance(value, list) else []


def _objects(node: Object, name: str) -> list[Object]:
    return [each for each in _list(node, name) if isinstance(each, dict)]
