"""Items by hand: CSS with attributes, XPath, and what is said when something does not match."""

from datetime import date

import pytest

from monitor.extract.selected import Expression, Unmatched, select_items

URL = "https://office.test/news/"
TODAY = date(2025, 3, 20)
PAGE = b"""<html><body><nav><a href=/>Home</a></nav><div class=list>
<div class=entry><h3><a href=a>First  title</a></h3><b>03/04/2025</b><p>Said one.</p></div>
<div class=entry><h3><a href=/b>Second title</a></h3><b>02/14/2025</b><p>Said two.</p></div>
<div class=entry><h3>Third, without a link</h3></div></div></body></html>"""


def select(**rules: str):  # type: ignore[no-untyped-def]
    return select_items(PAGE, url=URL, charset=None, rules=rules, today=TODAY)


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param(
            {"select": ".entry", "title": "h3", "url": "h3 a@href", "date": "b", "text": "p"},
            id="css",
        ),
        pytest.param(
            {
                "select": "//div[@class='entry']",
                "title": "./h3//text()",
                "url": ".//a/@href",
                "date": ".//b",
                "text": ".//p/text()",
            },
            id="xpath",
        ),
    ],
)
def test_every_key_counts_from_its_record(rules: dict[str, str]) -> None:
    first, second, third = select(**rules)
    assert (first.title, first.url, first.summary) == ("First title", f"{URL}a", "Said one.")
    assert second.url == "https://office.test/b"
    assert (third.url, third.published, third.summary) == (None, None, "")


def test_the_order_of_day_and_month_is_that_of_the_whole_page() -> None:
    days = [item.published for item in select(select=".entry", date="b")]
    assert [day and day.value for day in days] == ["2025-03-04", "2025-02-14", None]


def test_without_more_it_is_the_heading_and_the_first_link() -> None:
    first = select(select=".entry")[0]
    assert (first.title, first.url) == ("First title", f"{URL}a")


@pytest.mark.parametrize(
    ("rules", "named", "nearest"),
    [
        pytest.param({"select": ".list .item"}, "select: .list .item", "`.list`", id="record"),
        pytest.param({"select": "div.item"}, "items.select", "`div`", id="class"),
        pytest.param(
            {"select": ".entry", "date": "time b@title"}, "items.date", "`b@title`", id="key"
        ),
    ],
)
def test_what_finds_nothing_is_named_with_the_nearest(
    rules: dict[str, str], named: str, nearest: str
) -> None:
    with pytest.raises(Unmatched, match=named) as stopped:
        select(**rules)
    assert nearest in (stopped.value.hint or "")
    assert stopped.value.kind == "selector"


@pytest.mark.parametrize("written", ["div[", "//div[", "h3 >"])
def test_what_is_no_expression_is_refused(written: str) -> None:
    with pytest.raises(Exception):  # noqa: B017 - two libraries, each with its own
        Expression.read(written)


def test_a_year_that_is_missing_is_concluded_and_said_to_be() -> None:
    body = b"<ul><li>One <i>5 December</i></ul>"
    (item,) = select_items(
        body, url=URL, charset=None, rules={"select": "li", "date": "i", "title": "i"}, today=TODAY
    )
    assert item.published is not None
    assert (item.published.value, item.published.inferred) == ("2024-12-05", True)
