"""Readings -> the items of a listing: in the order of the page, nothing twice."""

from collections.abc import Sequence

from monitor.extract.listing.model import Found
from monitor.extract.listing.outline import Outline
from monitor.extract.listing.read import Reading


def in_order(page: Outline, found: Sequence[Reading], heading: str) -> tuple[Found, ...]:
    """The items. A record without a title of its own has that of its list (`heading`), or the page.

    The same address comes once, unless it comes with another title in the same group of records
    (several decisions in one document).
    """
    items: list[Found] = []
    seen: set[tuple[str | None, str, str | None]] = set()
    by_url: dict[str, int] = {}
    name = heading or page.heading or page.title
    for reading in sorted(found, key=lambda r: r.record.start):
        title = reading.title or name
        url = reading.link.url if reading.link else None
        mark = (url, title, reading.published.value if reading.published else None)
        if not title or mark in seen or _repeated(reading, url, by_url):
            continue
        seen.add(mark)
        if url:
            by_url.setdefault(url, reading.group)
        items.append(Found(title, url, reading.published, reading.summary, len(items)))
    return tuple(items)


def _repeated(reading: Reading, url: str | None, by_url: dict[str, int]) -> bool:
    """Whether another group of records had this address already."""
    return url is not None and by_url.get(url, reading.group) != reading.group
