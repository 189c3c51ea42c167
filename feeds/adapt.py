"""What feedparser found -> Feed: plain titles, clean markup, absolute links, dates with offsets.

feedparser is not told where the document came from: it would resolve ids too, and an id that
changes with the address of its feed is none. `xml:base` still counts, as it stands in the bytes.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from time import struct_time
from typing import Any
from urllib.parse import urljoin

from feeds.clean import one_line, plain, safe_html, safe_url, web_url, without_controls
from feeds.dates import UNDATED, from_feed, precision
from feeds.model import Enclosure, Entry, Feed, Link, Origin

Node = Any
"""feedparser's dictionaries: any member may be missing, and has whatever the feed said."""

_MARKUP = ("text/html", "application/xhtml+xml")
_TEXT = ("text/plain", *_MARKUP)
_TAG = re.compile(r"</?[a-zA-Z!]")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4}\s*)*[A-Za-z0-9+/]{2,3}={0,2}|(?:[A-Za-z0-9+/]{4}\s*)+")
_DIGITS = 15  # of a number that can be one
_INVENTED_TYPE = "text/html"  # feedparser says so of every link without a type
_DATES = ("published", "created", "updated")
"""Where an entry's date may stand, the best first."""
_OWN_FIELDS = frozenset({"self", "hub", "enclosure", "prev-archive", "next-archive", "current"})


def feed(parsed: Node, base: str) -> Feed:
    """What feedparser found, its relative links resolved against `base` (may be empty)."""
    head = parsed.feed
    base = base or _link(head, "self", "") or ""
    entries = tuple(_entry(each, base) for each in parsed.entries)
    links = tuple(_links(head, base))
    own = _link(head, "self", base) or base
    return Feed(
        id=_text(head, "id") or own,
        title=_plain(head, "title"),
        url=own,
        home=_page(head, base) or "",
        updated=_moment(head, "updated") or max((e.updated for e in entries), default=UNDATED),
        description=_plain(head, "subtitle"),
        author=_author(head),
        language=_text(head, "language") or None,
        ttl_seconds=_count(head, "ttl") * 60 or None,
        entries=entries,
        hubs=tuple(link.href for link in links if link.rel == "hub"),
        links=tuple(link for link in links if link.rel not in _OWN_FIELDS),
        prev_archive=_link(head, "prev-archive", base),
        next_archive=_link(head, "next-archive", base),
        current=_link(head, "current", base),
        archive="fh_archive" in head,
    )


def _entry(entry: Node, base: str) -> Entry:
    updated = _moment(entry, "updated")
    said = next((name for name in _DATES if _moment(entry, name)), None)
    published = _moment(entry, said) if said else None
    url = _page(entry, base)
    html, text = _content(entry, url or base)
    tags = (one_line(tag.term) for tag in _nodes(entry, "tags") if tag.get("term"))
    return Entry(
        id=_text(entry, "id"),
        title=_plain(entry, "title") or _plain(entry, "itunes_title"),
        updated=updated or published or UNDATED,
        published=published,
        precision=precision(_text(entry, said)) if said else "instant",
        url=url,
        summary=_summary(entry, text),
        html=html,
        text=text or None,
        author=_author(entry),
        tags=tuple(dict.fromkeys(tags)),
        links=tuple(
            link for link in _links(entry, base) if link.rel not in _OWN_FIELDS and link.href != url
        ),
        enclosures=_enclosures(entry, base),
        origin=_origin(entry.get("source"), base),
        note=_text(entry, "monitor_note") or None,
    )


def _content(entry: Node, base: str) -> tuple[str | None, str]:
    """The fullest content that the entry has, as clean markup (None: plain text) and as text."""
    given = filter(None, map(_readable, _nodes(entry, "content")))
    contents = [each for each in given if _text(each, "value")] or [_abstract(entry)]
    fullest = max(contents, key=lambda each: (each["type"] in _MARKUP, len(each["value"])))
    if fullest["type"] not in _MARKUP:
        return None, without_controls(fullest["value"]).strip()
    html = safe_html(fullest["value"], urljoin(base, fullest.get("base") or "")).strip()
    return html or None, plain(html)


def _readable(content: Node) -> Node | None:
    """A content as markup or as plain text; None where it is neither.

    Atom has other types in base64 (RFC 4287 section 4.1.3.3): what was text in it comes unpacked,
    and what is base64 still, a picture say, is nothing to be read.
    """
    said, value = str(content.get("type")), _text(content, "value")
    if said in _TEXT:
        return content
    if not said.startswith("text/") and _BASE64.fullmatch(value):
        return None
    markup = _TAG.search(value) and not said.startswith("text/")
    return {**content, "type": "text/html" if markup else "text/plain", "value": value}


def _abstract(entry: Node) -> Node:
    """What stands for the content where there is none: the summary, else iTunes' subtitle."""
    return _detail(entry, "summary" if _text(entry, "summary") else "subtitle")


def _summary(entry: Node, text: str) -> str | None:
    """The summary of an entry that has a content too, unless it is the same.

    Where the entry has none, feedparser gives its content for one, without a word on its type.
    """
    given = _nodes(entry, "content") and isinstance(entry.get("summary_detail"), dict)
    summary = _plain(entry, "summary") if given else ""
    return summary if summary != one_line(text) and summary else None


def _enclosures(entry: Node, base: str) -> tuple[Enclosure, ...]:
    """What is attached: `enclosure`, Atom's links of that kind, and Media RSS, each file once."""
    attached = [each for each in _nodes(entry, "links") if each.get("rel") == "enclosure"]
    first: dict[str, Enclosure] = {}
    for each in (*attached, *_nodes(entry, "media_content")):
        if url := web_url(each.get("href") or each.get("url"), base):
            size = _count(each, "length") or _count(each, "filesize")
            first.setdefault(url, Enclosure(url, _type(each) or Enclosure(url).type, size))
    return tuple(first.values())


def _origin(source: Node, base: str) -> Origin | None:
    """The feed that an entry says it was taken from (rule P20)."""
    if not isinstance(source, dict):
        return None
    url = _link(source, "self", base) or _page(source, base)
    if url is None:
        return None
    return Origin(
        _plain(source, "title"), url, _text(source, "id") or None, _moment(source, "updated")
    )


def _page(node: Node, base: str) -> str | None:
    """The page for people. A guid serves as one only where it is a whole URL."""
    link = _text(node, "link")
    if link == _text(node, "id") and node.get("guidislink"):
        base = ""
    return safe_url(link, base) or _link(node, "alternate", base) or web_url(node.get("href"), base)


def _links(node: Node, base: str) -> Iterator[Link]:
    """The links that lead somewhere safe."""
    for each in _nodes(node, "links"):
        if href := safe_url(each.get("href"), base):
            relation = each.get("rel") or "alternate"
            yield Link(href, relation, _type(each), one_line(_text(each, "title")) or None)


def _link(node: Node, relation: str, base: str) -> str | None:
    return next((link.href for link in _links(node, base) if link.rel == relation), None)


def _type(link: Node) -> str | None:
    said = link.get("type")
    return said if isinstance(said, str) and said != _INVENTED_TYPE else None


def _author(node: Node) -> str | None:
    """Names, or mail addresses where there is no name."""
    people = (each.get("name") or each.get("email") for each in _nodes(node, "authors"))
    names = dict.fromkeys(one_line(name) for name in people if name)
    return ", ".join(names) or _text(node, "author") or None


def _moment(node: Node, name: str) -> datetime | None:
    instant = _member(node, f"{name}_parsed")
    return from_feed(_text(node, name), instant if isinstance(instant, struct_time) else None)


def _plain(node: Node, name: str) -> str:
    """A text on one line, whatever kind of text it was said to be."""
    detail = _detail(node, name)
    return one_line(plain(detail["value"]) if detail["type"] in _MARKUP else detail["value"])


def _detail(node: Node, name: str) -> Node:
    """A text with its `type`, and its `base` where it has one."""
    detail = node.get(f"{name}_detail")
    whole = isinstance(detail, dict) and detail.get("type") and _text(detail, "value")
    return detail if whole else {"type": "text/plain", "value": _text(node, name)}


def _nodes(node: Node, name: str) -> list[Node]:
    """A list of dictionaries. A feed can have elements of feedparser's own names: `<links>`."""
    members = node.get(name)
    return [each for each in members if isinstance(each, dict)] if isinstance(members, list) else []


def _text(node: Node, name: str) -> str:
    value = _member(node, name)
    return without_controls(value).strip() if isinstance(value, str) else ""


def _count(node: Node, name: str) -> int:
    text = _text(node, name)
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else 0


def _member(node: Node, name: str) -> Any:
    """What stands there: asked for an edit that is missing, `get` gives the publication."""
    return node[name] if name in node else None  # noqa: SIM401
