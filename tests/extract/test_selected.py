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
    return select_items(PAGE, url=URL, charset=None, rules=rules, today=TODAY).items


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
    ).items
    assert item.published is not None
    assert (item.published.value, item.published.inferred) == ("2024-12-05", True)


NOISY = b"""<ul>
<li><h3>One <em>new!</em> thing</h3><a href=/1>x</a><p>Issued 03/04/2025, page 9<i>ad</i>.</p></li>
<li><h3>Two</h3><a href=/2>x</a><p>Issued 02/14/2025, page 3.</p></li>
<li class=ad><h3>Buy this</h3><a href=/ad>x</a><p>Sponsored.</p></li></ul>"""


def chosen(**rules):  # type: ignore[no-untyped-def]
    rules = {"select": "li"} | rules
    return select_items(NOISY, url=URL, charset=None, rules=rules, today=TODAY)


def test_parts_of_records_are_taken_out_and_what_follows_them_stays() -> None:
    found = chosen(strip=("em", ".//i"), text="p").items
    assert found[0].title == "One thing"
    assert found[0].summary == "Issued 03/04/2025, page 9."


def test_records_are_chosen_before_they_are_read() -> None:
    kept = chosen(keep=("issued",), drop=("page 3",))
    assert ([item.title for item in kept.items], kept.records) == (["One new! thing"], 3)
    none = chosen(keep=("nothing says this",), date="p")
    assert (none.items, none.records) == ((), 3)


def test_a_part_of_what_is_said_counts() -> None:
    first, second, _ = chosen(
        date={"select": "p", "match": r"Issued (\S+),"},
        url={"match": r"/(\w+)$", "template": r"/news/\1.html"},
        title={"select": "h3", "match": "^\\w+"},
    ).items
    assert (first.title, first.url) == ("One", "https://office.test/news/1.html")
    assert second.published is not None
    assert second.published.value == "2025-02-14"


def test_a_pattern_that_matches_nowhere_is_named() -> None:
    with pytest.raises(Unmatched, match=r"items.title: \{select: h3, match: \[0-9\]\+\}"):
        chosen(title={"select": "h3", "match": "[0-9]+"})
