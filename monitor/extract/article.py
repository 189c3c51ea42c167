"""A release's own page -> its text, title, date and author. Pure; the page is hostile.

    bytes ─decode─▸ markup ─▸ what the page declares (JSON-LD, meta, `<time>`): exact, and cheap
                            ─▸ what it shows: trafilatura's main text, htmldate's date, its headings

What is declared goes first for dates and authors, which a page says once; for the title what it
shows and what it declares must agree, since sites declare their own names there.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from feeds.clean import safe_html, web_url
from monitor.errors import ExtractError
from monitor.extract.decode import decode
from monitor.extract.listing.tree import base
from monitor.extract.markup import seen, tidy
from monitor.model.published import Precision, Published

MOST_CHARACTERS = 3_000_000
MOST_TAGS = 40_000
_MOST_DATA = 40
_MOST_DEPTH = 8
_LONGEST_TITLE = 300
_ALIKE = 0.6
_WORDS_OF_A_TITLE = 4

_ISO = re.compile(
    r"\s*(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?"
)
_FIRST_OF_JANUARY = re.compile(
    r"(?<!\d)0?1[./-]0?1(?!\d)|(?<!\d)0?1(?:st|er|º|\.)?\s(?:de\s)?jan"
    r"|jan\w{0,6}\.?\s0?1(?!\d)",
    re.IGNORECASE,
)
"""In digits, or in a language whose January begins so."""

_PARTS = re.compile(r"\s+[|–—·»:-]\s+|\s*[|»]\s*")

DATE_METAS = (
    "article:published_time", "og:published_time", "datepublished", "dcterms.created",
    "dcterms.date", "dc.date.issued", "dcterms.issued", "dc.date", "date", "pubdate",
    "publishdate", "publication_date", "sailthru.date", "parsely-pub-date",
    "cxenseparse:publishtime",
)  # fmt: skip
"""The names under which pages say when they were published, the surest first."""

AUTHOR_METAS = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author")


class NoArticle(ExtractError):
    """A page came, and there is no text of an article on it."""

    kind = "no_article"

    def __init__(self) -> None:
        super().__init__("there is no main text on this page", hint="what the list says is kept")


class ArticleTooLarge(ExtractError):
    """More markup than is taken apart: 300,000 `<p>` took 15 seconds."""

    kind = "too_large"

    def __init__(self) -> None:
        super().__init__("the page has too many tags to take apart", hint="its list is kept")


@dataclass(frozen=True, slots=True)
class Article:
    """`text` is plain, paragraphs apart by a blank line; `html` is sanitised, links absolute."""

    title: str
    text: str
    html: str
    published: Published | None
    author: str | None
    image: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page taken apart: its markup, its tree, what it declares."""

    markup: str
    tree: HtmlElement
    metas: Mapping[str, str]
    data: Sequence[Mapping[str, Any]]


def read_article(body: bytes, *, url: str, charset: str | None, today: date) -> Article:
    """Read the page that came from `url`. Raises ExtractError: no text, or no article (NoArticle).

    No date after `today`, but for a day in time zones that are ahead.
    """
    page = _page(body, charset)
    text = _text(page)
    if not text:
        raise NoArticle
    whole = base(page.tree, url)
    return Article(
        title_of(page),
        text,
        safe_html(_markup(page), base=whole),
        _published(page, url, today),
        _author(page),
        web_url(page.metas.get("og:image"), whole),
    )


def _page(body: bytes, charset: str | None) -> Page:
    markup = decode(body, charset=_charset(body, charset), markup=True)[:MOST_CHARACTERS]
    if markup.count("<") > MOST_TAGS:
        raise ArticleTooLarge
    markup = _mended(tidy(markup))
    try:
        tree = document_fromstring(markup)
    except (etree.LxmlError, ValueError) as error:
        raise NoArticle from error
    return Page(markup, tree, _metas(tree), tuple(_data(tree)))


def _charset(body: bytes, declared: str | None) -> str | None:
    """UTF-8 where the bytes are that, whatever a template declares: nothing else looks like it."""
    try:
        return declared if body.isascii() or not body.decode("utf-8") else "utf-8"
    except UnicodeDecodeError:
        return declared


def _mended(markup: str) -> str:
    """Without the mojibake that publishers paste: UTF-8 that was read as Latin-1 once."""
    from ftfy import TextFixerConfig, fix_encoding
    from ftfy.badness import is_bad

    if not is_bad(markup):
        return markup
    fit = TextFixerConfig(unescape_html=False)
    return "\n".join(
        fix_encoding(line, fit) if is_bad(line) else line for line in markup.split("\n")
    )


# ── what it shows ──────────────────────────────────────────────────────────────────────────


def _text(page: Page) -> str:
    from trafilatura import extract

    found = seen(extract(page.markup, include_comments=False, include_tables=True) or "")
    return re.sub(r"\n+", "\n\n", found.strip()) if found else _plain_text(page)


def _plain_text(page: Page) -> str:
    """The paragraphs of the page, where there is too little of them to tell an article by."""
    lines = (" ".join(str(tag.text_content()).split()) for tag in page.tree.iter("p", "pre"))
    return "\n\n".join(line for line in lines if line)


def _markup(page: Page) -> str:
    from trafilatura import extract

    found = extract(page.markup, output_format="html", include_links=True, include_comments=False)
    return found or ""


def title_of(page: Page) -> str:
    """The heading that agrees best with what the page declares as its title.

    Alone, the first heading is often the site's name, and `<title>` has it at one end.
    """
    declared = _declared_titles(page)
    names = [part for title in declared for part in (title, *_PARTS.split(title))]
    first = _headings(page, "h1")
    return (
        _without_kicker(_agreed(first, names), declared)
        or (first[0] if len(first) == 1 and len(first[0].split()) >= _WORDS_OF_A_TITLE else "")
        or _agreed(_headings(page, "h2"), names)
        or _without_site(declared, page)
        or next(iter(first), "")
    )


def _headings(page: Page, tag: str) -> list[str]:
    return [text for text in map(_line, page.tree.iter(tag)) if text][:12]


def _agreed(headings: Sequence[str], names: Sequence[str]) -> str:
    """The heading that is most like a declared name; empty where none is like any."""
    pairs = ((_likeness(heading, name), heading) for heading in headings for name in names)
    best, heading = max(pairs, default=(0.0, ""), key=lambda pair: pair[0])
    return heading if best >= _ALIKE else ""


def _without_kicker(heading: str, declared: Sequence[str]) -> str:
    """The heading without the few words above it, where its page declares it without them."""
    for name in declared:
        few = 0 < len(heading) - len(name) < len(heading) / 2
        if few and len(name.split()) >= _WORDS_OF_A_TITLE and heading.endswith(name):
            return name
    return heading


def _declared_titles(page: Page) -> list[str]:
    said = [str(data.get("headline") or "") for data in page.data]
    said += [page.metas.get(name, "") for name in ("og:title", "twitter:title", "dc.title")]
    said += [_line(tag) for tag in page.tree.findall(".//title")[:1]]
    tidy = (" ".join(text.split())[:_LONGEST_TITLE] for text in said)
    return list(dict.fromkeys(text for text in tidy if text))


def _likeness(heading: str, name: str) -> float:
    """How much of both is the same; long names weigh a little more than short ones."""
    if abs(len(heading) - len(name)) > max(len(heading), len(name)) * 0.5:
        return 0.0
    same = SequenceMatcher(None, heading.casefold(), name.casefold(), autojunk=False).ratio()
    return same + min(len(heading), 80) / 1000


def _without_site(declared: Sequence[str], page: Page) -> str:
    """The first declared title, less the site's own name at its end."""
    if not declared:
        return ""
    title, site = declared[0], page.metas.get("og:site_name", "")
    parts = [part for part in _PARTS.split(title) if part]
    if len(parts) > 1 and (parts[-1] == site or len(parts[-1]) < len(title) / 3):
        return title[: title.rindex(parts[-1])].rstrip(" |–—·»:-")
    return title


def _line(tag: HtmlElement) -> str:
    return " ".join(seen(str(tag.text_content())).split())[:_LONGEST_TITLE]


# ── what it declares ───────────────────────────────────────────────────────────────────────


def _metas(tree: HtmlElement) -> dict[str, str]:
    """`<meta>` by name, in small letters; the first of each."""
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
        if name and (content := (tag.get("content") or "").strip()):
            found.setdefault(name, content)
    return found


def _data(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """The articles that JSON-LD on the page describes (schema.org)."""
    for tag in tree.findall(".//script[@type='application/ld+json']")[:_MOST_DATA]:
        try:
            said = json.loads((tag.text or "").strip() or "null", strict=False)
        except (ValueError, RecursionError):
            continue
        yield from (data for data in _objects(said, 0) if _is_article(data))


def _objects(said: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _MOST_DEPTH:
        return
    if isinstance(said, list):
        for one in said[:_MOST_DATA]:
            yield from _objects(one, depth + 1)
    elif isinstance(said, dict):
        yield said
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(said.get(key), depth + 1)


def _is_article(data: Mapping[str, Any]) -> bool:
    kinds = data.get("@type") or ""
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(
        str(kind).endswith(("Article", "Posting", "Report", "PressRelease")) for kind in kinds
    )


def _author(page: Page) -> str | None:
    for data in page.data:
        if name := _name(data.get("author")):
            return name
    said = (page.metas.get(name, "") for name in AUTHOR_METAS)
    return next((name for name in said if name and "://" not in name), None)


def _name(said: Any) -> str | None:
    if isinstance(said, list):
        return ", ".join(filter(None, map(_name, said[:5]))) or None
    if isinstance(said, dict):
        said = said.get("name")
    return " ".join(said.split())[:_LONGEST_TITLE] if isinstance(said, str) and said else None


# ── when ───────────────────────────────────────────────────────────────────────────────────


def _published(page: Page, url: str, today: date) -> Published | None:
    for said in _dates(page):
        if (found := exact(said)) and _plausible(found, today):
            return found
    return _shown_date(page, url, today)


def _dates(page: Page) -> Iterator[str]:
    """What the page declares as its date, the surest first."""
    yield from (str(data.get("datePublished") or "") for data in page.data)
    yield from (page.metas.get(name, "") for name in DATE_METAS)
    for tag in page.tree.xpath("//time[@pubdate or @itemprop='datePublished']")[:3]:
        yield tag.get("datetime") or ""
    for tag in page.tree.xpath("//*[@itemprop='datePublished']")[:3]:
        yield tag.get("content") or tag.get("datetime") or ""
    times = page.tree.xpath("//article//time[@datetime]") or page.tree.xpath("//time[@datetime]")
    if len({tag.get("datetime")[:10] for tag in times}) == 1:
        yield times[0].get("datetime")


def exact(said: str) -> Published | None:
    """An ISO 8601 date as a page declares it; an instant where it says its zone."""
    match = _ISO.match(said)
    if match is None:
        return None
    day, clock, zone = match.groups()
    try:
        date.fromisoformat(day)
        if not clock or not zone:
            return Published(day)
        return Published(
            datetime.fromisoformat(f"{day}T{clock}{zone}").isoformat(), Precision.INSTANT
        )
    except ValueError:
        return None


def _plausible(found: Published, today: date) -> bool:
    return found.value[:4] >= "1990" and found.value[:10] <= (today + timedelta(1)).isoformat()


def _shown_date(page: Page, url: str, today: date) -> Published | None:
    from htmldate import find_date

    found = find_date(
        page.tree, url=url, original_date=True, max_date=(today + timedelta(1)).isoformat()
    )
    return Published(found) if found and not _year_alone(found, page.markup) else None


def _year_alone(found: str, markup: str) -> bool:
    """Whether this first of January is only how htmldate writes a year ("Copyright 2019")."""
    return found.endswith("-01-01") and not _FIRST_OF_JANUARY.search(markup)
