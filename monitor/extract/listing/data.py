"""Releases in the data beside a page: JSON-LD, and the state that its scripts start from.

Where the page itself has the list, these only support it. Where the page is filled in by scripts,
they are the list: an array of objects that each have a title, and an address or a date.
"""

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from monitor.extract.dates.stamps import attribute
from monitor.extract.listing.model import Broken, Found, Listing, Path, Rule
from monitor.extract.listing.titles import word_count
from monitor.extract.listing.tree import base
from monitor.extract.listing.words import BESIDE, FURNITURE, NAVIGATION, named
from monitor.model.published import Precision, Published

MOST_CHARACTERS = 4_000_000
_MOST_VALUES = 200_000
_LEAST = 3
_TITLES = ("headline", "title", "name", "heading", "subject", "label")
_LINKS = (
    "url",
    "link",
    "href",
    "permalink",
    "canonicalUrl",
    "path",
    "uri",
    "mainEntityOfPage",
    "@id",
)
_DATES = (
    "datePublished", "publishedAt", "published_at", "publishDate", "publicationDate", "pubDate",
    "published", "firstPublished", "releaseDate", "startDate", "dateCreated", "createdAt",
    "created_at", "date",
)  # fmt: skip
_TEXTS = ("description", "summary", "excerpt", "abstract", "teaser")
_ASSIGNED = re.compile(r"(?:=|\(|\bpush\()\s*(?=[\[{])")
_OTHERWISE = NAVIGATION | FURNITURE | BESIDE - {"archive"}
_STATE = re.compile(r"__\w+__|STATE|DATA|state|initial", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entries:
    """An array of objects that look like releases, and where in the data it stands."""

    path: Path
    items: tuple[Found, ...]
    confidence: float


def declared(tree: etree._Element) -> frozenset[str]:
    """The addresses that the page's JSON-LD names as its articles, events or list items."""
    found: set[str] = set()
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json" and script.text:
            for _, value in _walk(_loaded(script.text), ()):
                if isinstance(value, dict):
                    link = value.get("url") or value.get("item")
                    found |= {link} if isinstance(link, str) else set()
    return frozenset(found)


def entries(tree: etree._Element, url: str, today: date) -> Entries | None:
    """The best array of releases in the page's data; None where there is none."""
    found = list(_arrays(tree, url, today))
    return max(found, key=lambda e: (e.confidence, len(e.items)), default=None)


def by_rule(rule: Rule, tree: etree._Element, url: str, today: date) -> Listing | Broken:
    """The releases at the place of the data that a rule names."""
    for found in _arrays(tree, url, today):
        if found.path == rule.data:
            return listing(found)
    return Broken("the data that held the releases is not on the page", 0, rule.count)


def listing(found: Entries) -> Listing:
    """What was found in the data as a listing with its rule."""
    rule = Rule(
        (),
        data=found.path,
        count=len(found.items),
        linked=sum(item.url is not None for item in found.items) / len(found.items),
        dated=sum(item.published is not None for item in found.items) / len(found.items),
    )
    place = "/".join(found.path[1:])
    explain = (f"{len(found.items)} objects in the page's data ({found.path[0]}: {place})",)
    return Listing(found.items, found.confidence, explain, rule)


# ── reading ────────────────────────────────────────────────────────────────────────────────


def _arrays(tree: etree._Element, url: str, today: date) -> Iterator[Entries]:
    count = 0
    for script in tree.iter("script"):
        text = script.text or ""
        count += len(text)
        if count > MOST_CHARACTERS or not text:
            continue
        for name, value in _documents(script, text):
            for path, array in _walk(value, (name,)):
                if isinstance(array, list) and (found := _entries(path, array, tree, url, today)):
                    yield found


def _documents(script: etree._Element, text: str) -> Iterator[tuple[str, Any]]:
    kind = script.get("type") or ""
    if "json" in kind:
        yield script.get("id") or kind, _loaded(text)
    elif not kind or "javascript" in kind:
        head = _ASSIGNED.search(text[:400])
        if head and _STATE.search(text[: head.start()]):
            try:
                yield "script", json.JSONDecoder().raw_decode(text, head.end())[0]
            except (ValueError, RecursionError):
                return


def _loaded(text: str) -> Any:
    if len(text) > MOST_CHARACTERS:
        return None
    try:
        return json.loads(text.strip().removesuffix(";"))
    except (ValueError, RecursionError):
        return None


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Every array and object with the keys on the way to it; places in arrays are no keys."""
    waiting: deque[tuple[Path, Any]] = deque([(path, value)])
    seen = 0
    while waiting and seen < _MOST_VALUES:
        path, value = waiting.popleft()
        seen += 1
        yield path, value
        if isinstance(value, dict):
            waiting.extend(((*path, k), v) for k, v in value.items() if isinstance(v, dict | list))
        elif isinstance(value, list):
            waiting.extend((path, v) for v in value if isinstance(v, dict | list))


def _entries(
    path: Path, array: Sequence[Any], tree: etree._Element, url: str, today: date
) -> Entries | None:
    if any(named(name) & _OTHERWISE for name in path):
        return None
    objects = [_inner(value) for value in array if isinstance(value, dict)]
    if len(objects) < _LEAST:
        return None
    origin = base(tree, url)
    read = (_item(value, origin, today, place) for place, value in enumerate(objects))
    items = tuple(item for item in read if item)
    confidence = _confidence(items, len(objects))
    return Entries(path, items, confidence) if confidence else None


def _inner(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a wrapper (`{"item": {…}}`, `{"node": {…}}`) holds, else the object itself."""
    for name in ("item", "node", "attributes", "fields", "_source"):
        inner = value.get(name)
        if isinstance(inner, dict) and not any(isinstance(value.get(t), str) for t in _TITLES):
            return {**value, **inner}
    return value


def _item(value: Mapping[str, Any], origin: str, today: date, place: int) -> Found | None:
    title = _text(value, _TITLES)
    if not title:
        return None
    return Found(
        title[:300],
        _link(value, origin),
        _published(value, today),
        _text(value, _TEXTS)[:600],
        place,
    )


def _text(value: Mapping[str, Any], names: Sequence[str]) -> str:
    for name in names:
        said = value.get(name)
        if isinstance(said, dict):
            said = said.get("rendered") or said.get("text") or said.get("en")
        if isinstance(said, str) and (text := " ".join(re.sub(r"<[^>]*>", " ", said).split())):
            return text
    return ""


def _link(value: Mapping[str, Any], origin: str) -> str | None:
    for name in _LINKS:
        said = value.get(name)
        if isinstance(said, dict):
            said = said.get("@id") or said.get("url")
        if isinstance(said, str) and said.startswith(("http://", "https://", "/")):
            try:
                return urljoin(origin, said)
            except ValueError:
                continue
    return None


def _published(value: Mapping[str, Any], today: date) -> Published | None:
    for name in _DATES:
        said = value.get(name)
        read = attribute(str(said)) if isinstance(said, str | int) and said else None
        if read and read.year and read.day:
            day = date(read.year, read.month, read.day)
            if day > today + timedelta(days=1) and name != "startDate":
                return None
            if read.instant:
                return Published(read.instant, Precision.INSTANT)
            return Published.on(day)
    return None


def _confidence(items: Sequence[Found], total: int) -> float:
    """How much an array looks like releases: titles that are sentences, addresses, dates."""
    if len(items) < _LEAST or len(items) < 0.8 * total:
        return 0.0
    linked = sum(item.url is not None for item in items) / len(items)
    dated = sum(item.published is not None for item in items) / len(items)
    words = sorted(word_count(item.title) for item in items)[len(items) // 2]
    distinct = len({item.title for item in items}) / len(items)
    if words < 2 or distinct < 0.7 or max(linked, dated) < 0.8:
        return 0.0
    return round(min(0.95, 0.2 + 0.3 * linked + 0.35 * dated + 0.1 * min(1.0, words / 5)), 2)
