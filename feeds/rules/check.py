"""Bytes of a feed -> the rules that they break, by the numbers under which publishers know them.

P1 ids · P3 permalinks · P4 P5 P6 dates · P8 well-formed UTF-8 · P9 what must be there · P10 self
P11 plain titles · P12 absolute, safe addresses · P13 no script · P14 summary and text · P15 P16 one
enclosure, one alternate · P18 JSON Feed · P19 archives · P32 bounded
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from feeds.rules.jsonfeed import json_feed
from feeds.rules.markup import looked_at
from feeds.rules.paper import Broken, Item, Paper
from feeds.rules.xml import atom, rss

MOST_ENTRIES = 100
EARLIEST_YEAR = 1970
AHEAD = timedelta(days=366)
"""Publishers date ahead, for a press conference or by mistake; a year is no date of theirs."""

SCHEMES = frozenset({"http", "https", "mailto"})

_READERS: Mapping[str, Callable[[bytes], Paper]] = {"rss": rss, "atom": atom, "json": json_feed}
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"<[A-Za-z/!][^<>]*>")
_BAD_TITLE = re.compile(rb"<title>(?:[^<]*&(?:amp|lt);|\s*<!\[CDATA\[)")


def broken(
    body: bytes, form: str, *, url: str, now: datetime, archive: bool = False
) -> tuple[Broken, ...]:
    """Every rule that a document breaks, in the order in which it stands. `url` is its own address,
    `form` its format: rss, atom, json; `archive`: it is to be an archive document."""
    try:
        text = body.decode()
        paper = _READERS[form](body)
    except ValueError as error:
        return (Broken("P8", str(error)),)
    told = _archive(paper, archive=archive) if form != "json" else ()
    return (*_all(paper, text, body, form, url, now), *told)


def _all(
    paper: Paper, text: str, body: bytes, form: str, url: str, now: datetime
) -> Iterator[Broken]:
    if _CONTROLS.search(text):
        yield Broken("P8", "it holds control characters")
    yield from paper.own
    yield from _ids(paper)
    if paper.self_url != url:
        yield Broken("P10", f"it calls itself {paper.self_url}, and stands at {url}")
    if form == "rss" and _BAD_TITLE.search(body):
        yield Broken("P11", "a title holds &amp; or &lt;: only hex references mean the same to all")
    yield from _addresses("the feed", paper.links)
    yield from _dates(paper, _rfc822 if form == "rss" else _rfc3339, now)
    for item in paper.items:
        yield from _item(item, form)
    if len(paper.items) > MOST_ENTRIES:
        yield Broken("P32", f"it has {len(paper.items)} entries, above {MOST_ENTRIES}")


def _archive(paper: Paper, *, archive: bool) -> Iterator[Broken]:
    """JSON Feed has no words for it: there `next_url` is all that leads on."""
    if archive and not paper.archive:
        yield Broken("P19", "it does not say that it is an archive")
    if paper.archive and not archive:
        yield Broken("P19", "it says that it is an archive, and is the current document")
    if archive and not paper.current:
        yield Broken("P19", "it does not say where the current document is")


def _ids(paper: Paper) -> Iterator[Broken]:
    counts = Counter(item.id for item in paper.items)
    if missing := counts.pop(None, 0):
        yield Broken("P1", f"{missing} entries have no id")
    yield from (
        Broken("P1", f"the id {name} stands {n} times") for name, n in counts.items() if n > 1
    )


def _item(item: Item, form: str) -> Iterator[Broken]:
    if item.title_is_markup:
        yield Broken("P11", f"{item.name}: its title has markup in it")
    inside = looked_at(item.html or "")
    if inside.script or (form == "rss" and looked_at(item.summary or "").script):
        yield Broken("P13", f"{item.name}: there is a script in it")
    yield from _addresses(item.name, (*item.links, *inside.addresses))
    if item.html and item.summary and _plain(item.html) == _plain(item.summary):
        yield Broken("P14", f"{item.name}: summary and text are the same")


def _plain(html: str) -> str:
    return " ".join(_TAG.sub(" ", html).split())


def _addresses(name: str, urls: tuple[str, ...]) -> Iterator[Broken]:
    for url in urls:
        if not _absolute(url):
            yield Broken("P12", f"{name}: {url[:80]!r} is no absolute address of a safe kind")


def _absolute(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in SCHEMES and bool(parts.netloc or parts.scheme == "mailto")


def _dates(paper: Paper, read: Callable[[str], datetime], now: datetime) -> Iterator[Broken]:
    latest: list[datetime] = []
    for item in paper.items:
        published, updated = _date(item.published, read), _date(item.updated, read)
        for said, found in ((item.published, published), (item.updated, updated)):
            if said and not (found and found.year >= EARLIEST_YEAR and found <= now + AHEAD):
                yield Broken("P4", f"{item.name}: {said!r} is no plausible date with a zone")
        if published and updated and updated < published:
            yield Broken("P5", f"{item.name}: it was updated before it was published")
        latest += filter(None, (updated,))
    newest = _date(paper.updated, read)
    if paper.updated and newest is None:
        yield Broken("P4", f"{paper.updated!r} is no date with a zone")
    if newest and latest and newest < max(latest):
        yield Broken("P6", "the feed says that it is older than its newest entry")


def _date(said: str | None, read: Callable[[str], datetime]) -> datetime | None:
    try:
        found = read(said) if said else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _rfc822(said: str) -> datetime:
    return parsedate_to_datetime(said)


def _rfc3339(said: str) -> datetime:
    return datetime.fromisoformat(said)
