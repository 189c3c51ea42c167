"""What no page may do to the finder: crash it, or hold it up."""

from datetime import date
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.extract.listing.find import find
from monitor.extract.listing.model import Broken, Listing
from monitor.extract.listing.rule import apply

URL = "https://house.example/press"
TODAY = date(2024, 6, 2)
HANG_SECONDS = 20.0
"""A bound against a hang, for slow machines too; all of these take about a second."""

TAGS = ["div", "ul", "li", "a href=/x/1", "a href='#'", "table", "tr", "td", "h2", "p", "br", "dl"]
TAGS += [
    "dt",
    "dd",
    "time datetime=2024-05-05",
    "nav",
    "article class='a b'",
    "span",
    "/div",
    "/ul",
]
WORDS = [
    "5 May 2024",
    "03/04/24",
    "vor 3 Tagen",
    "PDF",
    "Council opens the bridge",
    "<",
    "&amp;",
    "١٢",
]
SOUP = st.lists(
    st.one_of(st.sampled_from(TAGS).map("<{}>".format), st.sampled_from(WORDS)), max_size=120
).map("".join)


def visited_twice(body: bytes) -> Listing | None:
    found = find(body, url=URL, charset=None, today=TODAY)
    if found is not None:
        again = apply(found.rule, body, url=URL, charset=None, today=TODAY)
        assert isinstance(again, Listing | Broken)
    return found


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(body: bytes) -> None:
    visited_twice(body)


@settings(max_examples=60, deadline=None)
@given(SOUP)
def test_any_soup_of_tags(soup: str) -> None:
    found = visited_twice(soup.encode())
    if found is not None:
        assert 0.0 <= found.confidence <= 1.0
        assert [item.position for item in found.items] == list(range(len(found.items)))
        assert all(item.title for item in found.items)
        assert all(not i.url or i.url.startswith(("http://", "https://")) for i in found.items)


def test_what_was_read_once_is_read_again() -> None:
    body = b"<ul>" + b"".join(
        b"<li><a href=/n/%d>Council says the number %d</a> 2024-05-%02d" % (n, n, 28 - n)
        for n in range(9)
    )
    found = find(body, url=URL, charset=None, today=TODAY)
    assert found is not None
    again = apply(found.rule, body, url=URL, charset=None, today=TODAY)
    assert isinstance(again, Listing)
    assert again.items == found.items


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<div>" * 200_000 + b"x", id="nested"),
        pytest.param(b"<ul><li>" * 30_000, id="nested lists"),
        pytest.param(b"<table><tr><td>" * 20_000, id="nested tables"),
        pytest.param(b"<a href=/x/%d>link to it</a>" * 40_000, id="one link many times"),
        pytest.param(
            b"".join(b"<p><a href=/n/%d>News %d of 5 May</a>" % (n, n) for n in range(6_000)),
            id="many links",
        ),
        pytest.param(b"1 " * 500_000, id="numbers"),
        pytest.param(b"5 May " * 200_000, id="dates"),
        pytest.param(b"<b>5<i>" * 40_000, id="misnested"),
        pytest.param(b"<p class='" + b"a " * 100_000 + b"'>x", id="classes"),
        pytest.param(
            b"<script type=application/json>" + b"[" * 300_000 + b"</script>", id="deep data"
        ),
        pytest.param(
            b'<script type=application/json>{"a":[' + b'{"b":[]},' * 60_000 + b"0]}</script>",
            id="wide data",
        ),
    ],
)
def test_it_ends(body: bytes) -> None:
    started = process_time()
    visited_twice(body)
    assert process_time() - started < HANG_SECONDS
