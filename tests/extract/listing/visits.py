"""A page visited twice, as a source is: found at the first visit, by its rule at the second."""

from datetime import date

from monitor.extract.listing.find import find
from monitor.extract.listing.model import SURE, Found, Listing
from monitor.extract.listing.rule import apply
from tests.extract.listing.pages import TITLES, slug

URL = "https://house.example/press"
TODAY = date(2024, 6, 2)
HANG_SECONDS = 20.0
LINKS = ["https://house.example" + slug(n) for n in range(len(TITLES))]
DAYS = [f"2024-05-{20 - n}" for n in range(len(TITLES))]


def items(body: bytes, url: str = URL) -> tuple[Found, ...]:
    found = find(body, url=url, charset=None, today=TODAY)
    assert found is not None
    assert found.confidence >= SURE, found.explain
    again = apply(found.rule, body, url=url, charset=None, today=TODAY)
    assert isinstance(again, Listing)
    assert again.items == found.items
    return found.items


def days(found: tuple[Found, ...]) -> list[str | None]:
    return [item.published.value[:10] if item.published else None for item in found]


def titles(found: tuple[Found, ...]) -> list[str]:
    return [item.title for item in found]


def links(found: tuple[Found, ...]) -> list[str | None]:
    return [item.url for item in found]
