"""What stands before every writer: any Feed made one that every format can say.

An entry that cannot be written as it is costs neither the others nor itself: characters that
XML cannot hold are dropped, what is missing is made from what is there (rules P1, P8, P9, P12-P16).
The same Feed always gives the same repair.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from uuid import NAMESPACE_URL, uuid5

from feeds.clean import (
    escape_uri,
    one_line,
    paragraphs,
    plain,
    safe_html,
    safe_url,
    web_url,
    without_controls,
)
from feeds.dates import exact
from feeds.model import Enclosure, Entry, Feed, FeedError, Link, Origin

SUMMARY_LENGTH = 300
TITLE_LENGTH = 80

_URI = re.compile(r"https?://\S+|urn:[A-Za-z0-9][A-Za-z0-9-]{0,31}:\S+|tag:\S+")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+", re.ASCII)
_UNKNOWN_TYPE = "application/octet-stream"
_RELATION = re.compile(r"[a-z][a-z0-9.-]*|https?://[!-~]+")


def repaired(feed: Feed) -> Feed:
    """The Feed with every field in the form that the formats ask for.

    Afterwards every entry has a unique id, a title, safe `html`, and a `summary` only where it
    is a different, shorter text. FeedError when the feed's own `url` is no web address: there is
    nothing that it could call itself.
    """
    url = web_url(feed.url)
    if url is None:
        raise FeedError(f"a feed's own url must be http or https, not {feed.url!r}")
    own = url.partition("#")[0].partition("?")[0]
    title = one_line(feed.title) or own
    return replace(
        feed,
        id=_identifier(feed.id) or own,
        title=title,
        url=own,
        home=web_url(feed.home) or own,
        updated=exact(feed.updated),
        description=one_line(feed.description) or title,
        author=one_line(feed.author or "") or title,
        language=_matching(_LANGUAGE, feed.language),
        ttl_seconds=max(feed.ttl_seconds or 0, 0) or None,
        entries=_unique_ids(_entry(entry) for entry in feed.entries),
        hubs=_addresses(feed.hubs),
        links=_links(feed.links),
        prev_archive=web_url(feed.prev_archive),
        next_archive=web_url(feed.next_archive),
        current=web_url(feed.current),
    )


def _entry(entry: Entry) -> Entry:
    url = safe_url(entry.url)
    html, text = _content(entry, url)
    title = (
        one_line(entry.title) or _cut(one_line(entry.summary or text), TITLE_LENGTH) or "Untitled"
    )
    published = exact(entry.published) if entry.published else None
    updated = exact(entry.updated)
    return replace(
        entry,
        id=_entry_id(entry, url),
        title=title,
        updated=max(updated, published) if published else updated,
        published=published,
        url=url,
        summary=_summary(entry.summary, text),
        html=html or paragraphs(title),
        text=text or title,
        author=one_line(entry.author or "") or None,
        tags=tuple(dict.fromkeys(filter(None, map(one_line, entry.tags)))),
        links=_links(entry.links),
        enclosures=_enclosures(entry.enclosures),
        origin=_origin(entry.origin),
        note=one_line(entry.note or "") or None,
    )


def _content(entry: Entry, url: str | None) -> tuple[str, str]:
    """The full content, as safe markup and as plain text."""
    html = safe_html(entry.html or "", url).strip()
    if html:
        return html, plain(html)
    text = without_controls(entry.text or entry.summary or "").strip()
    return paragraphs(text), text


def _summary(given: str | None, text: str) -> str | None:
    """A shorter text than the content, and a different one (rule P14); None if there is none."""
    summary, full = one_line(given or ""), one_line(text)
    if summary and (not full or (summary != full and len(summary) < len(full))):
        return summary
    return _cut(full, min(SUMMARY_LENGTH, len(full) * 2 // 3)) or None


def _cut(text: str, limit: int) -> str:
    """The start of a one-line text, ended at a word; empty when it has no short one to end at.

    Scripts that put no spaces between words are ended anywhere.
    """
    if len(text) <= limit:
        return text
    start = text[:limit].rpartition(" ")[0].rstrip(" ,;:-–—")
    if len(start) < limit // 2 and limit >= TITLE_LENGTH:
        start = text[: limit - 1]
    return f"{start}…" if start else ""


def _entry_id(entry: Entry, url: str | None) -> str:
    """The entry's id as a URI; one that has none gets it from its link, else its title and date."""
    said = f"{without_controls(entry.title)}\n{entry.published or entry.updated}"
    return _identifier(entry.id) or url or f"urn:uuid:{uuid5(NAMESPACE_URL, said)}"


def _identifier(raw: str) -> str | None:
    """The id as a URI (RFC 4287 §4.2.6): one that is none becomes a UUID made from it."""
    text = without_controls(raw).strip()
    if not text:
        return None
    uri = escape_uri(text)
    return uri if _URI.fullmatch(uri) else f"urn:uuid:{uuid5(NAMESPACE_URL, text)}"


def _unique_ids(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries without those whose id an earlier one has (rule P1)."""
    first: dict[str, Entry] = {}
    for entry in entries:
        first.setdefault(entry.id, entry)
    return tuple(first.values())


def _links(links: Iterable[Link]) -> tuple[Link, ...]:
    """Those that lead somewhere safe; `self` and enclosures have fields of their own."""
    checked = (
        Link(href, link.rel, _matching(_MEDIA_TYPE, link.type), one_line(link.title or "") or None)
        for link in links
        if _RELATION.fullmatch(link.rel) and link.rel not in ("self", "enclosure")
        if (href := safe_url(link.href))
    )
    return tuple(dict.fromkeys(checked))


def _enclosures(enclosures: Iterable[Enclosure]) -> tuple[Enclosure, ...]:
    first: dict[str, Enclosure] = {}
    for each in enclosures:
        if url := web_url(each.url):
            media_type = _matching(_MEDIA_TYPE, each.type) or _UNKNOWN_TYPE
            first.setdefault(url, Enclosure(url, media_type, max(each.length, 0)))
    return tuple(first.values())


def _origin(origin: Origin | None) -> Origin | None:
    url = web_url(origin.url) if origin else None
    if origin is None or url is None:
        return None
    updated = exact(origin.updated) if origin.updated else None
    return Origin(one_line(origin.title) or url, url, _identifier(origin.id or "") or url, updated)


def _addresses(urls: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(web_url, urls))))


def _matching(pattern: re.Pattern[str], value: str | None) -> str | None:
    return value if value and pattern.fullmatch(value) else None
