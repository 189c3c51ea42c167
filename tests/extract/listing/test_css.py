"""A group of records, as people would say it in CSS."""

from datetime import date

import pytest

from monitor.extract.listing.css import selector
from monitor.extract.listing.find import find
from monitor.extract.listing.model import Fields, GroupRule, Rule
from monitor.extract.selected import select_items
from tests.extract.listing.pages import TITLES, page, slug

URL = "https://house.example/press"


def rule(*path: str, **group: object) -> Rule:
    return Rule((GroupRule((path,), False, 0, Fields(), **group),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (("html", "body", "div.news", "ul", "li"), "div.news > ul > li"),
        (("html", "body", "div#main.wide", "li.entry"), "div#main.wide > li.entry"),
        (("html", "body", "table", "tbody", "tr", "td:2"), "table > tbody > tr > td"),
        (("html", "body", "div.md:w", "li"), r"div.md\:w > li"),
    ],
)
def test_the_way_is_told_from_the_nearest_name(path: tuple[str, ...], said: str) -> None:
    assert selector(rule(*path)) == said


def test_what_no_selector_can_say_is_not_said() -> None:
    assert selector(rule("html", "body", "table", turn=3)) is None
    assert selector(rule("html", "body", "ul", "li", part=1)) is None
    assert selector(Rule((), data=("items",))) is None


def test_the_selector_finds_the_records_again() -> None:
    entries = "".join(
        f'<li class="entry"><a href="{slug(n)}">{title}</a> <i>May {20 - n}, 2024</i></li>'
        for n, title in enumerate(TITLES)
    )
    body = page(f'<div class="news"><ul>{entries}</ul></div>')
    found = find(body, url=URL, charset=None, today=date(2024, 6, 2))
    assert found is not None
    select = selector(found.rule)
    assert select is not None
    again = select_items(
        body, url=URL, charset=None, rules={"select": select}, today=date(2024, 6, 2)
    )
    assert [item.title for item in again.items] == list(TITLES)
