"""When a page was published: as it declares, else as it shows."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from monitor.extract.article.page import Page
from monitor.extract.article.written import beside_heading
from monitor.model.published import Precision, Published

_ISO = re.compile(
    r"\s*(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?"
)

_FIRST_OF_JANUARY = re.compile(
    r"(?<!\d)0?1[./-]0?1(?!\d)|(?<!\d)0?1(?:st|er|º|\.)?\s(?:de\s)?jan"
    r"|jan\w{0,6}\.?\s0?1(?!\d)",
    re.IGNORECASE,
)
"""In digits, or in a language whose January begins so."""

DATE_METAS = (
    "article:published_time", "og:published_time", "datepublished", "dcterms.created",
    "dcterms.date", "dc.date.issued", "dcterms.issued", "dc.date", "date", "pubdate",
    "publishdate", "publication_date", "sailthru.date", "parsely-pub-date",
    "cxenseparse:publishtime",
)  # fmt: skip
"""The names under which pages say when they were published, the surest first."""


def published(page: Page, url: str, today: date) -> Published | None:
    """The page's own date, the surest first; none after `today`, but for zones that are ahead."""
    for said in _dates(page):
        if (found := exact(said)) and _plausible(found, today):
            return found
    return _shown_date(page, url, today) or beside_heading(page.tree, today)


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
