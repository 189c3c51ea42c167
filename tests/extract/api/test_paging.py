"""What the request for the next page is: an address, a cursor in its place, a number counted on."""

import json
from typing import Any

import pytest

from monitor.extract.api.asked import Asked, parameters_of
from monitor.extract.api.paging import Paging, older

URL = "https://office.test/news?page=3&q=a"
BARE = "https://office.test/news"
QUERY = {"query": "query N($first: Int, $after: String) { n }", "variables": {"first": 5}}
INFO = {"pageInfo": {"endCursor": "c5", "hasNextPage": True}}


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"next": "https://api.test/2"}, "https://api.test/2"),
        ({"links": {"next": {"href": "/2"}, "prev": "/0"}}, "https://office.test/2"),
        ({"_links": {"next": {"href": "?page=4"}}}, "https://office.test/news?page=4"),
        ({"link": [{"relation": "self", "url": "/x"}, {"relation": "next", "url": "/2"}]},
         "https://office.test/2"),
        ({"@odata.nextLink": "https://api.test/2"}, "https://api.test/2"),
        ({"meta": {"pagination": {"next_page_url": "/p2"}}}, "https://office.test/p2"),
        ({"meta": {"next_page": 4}}, "https://office.test/news?page=4&q=a"),
        ({"page": 3, "total_pages": 9}, "https://office.test/news?page=4&q=a"),
        ({"next": "/2", "has_more": True}, "https://office.test/2"),
        ({"next": "/2", "has_more": False}, None),
        ({"page": 9, "total_pages": 9}, None),
        ({"next": True}, None),
        ({"next": ""}, None),
        ({"next": URL}, None),
        ({"results": [{"next": "/of-a-record"}]}, None),
        ([1, 2], None),
        ("next", None),
    ],
)  # fmt: skip
def test_an_answer(value: Any, found: str | None) -> None:
    assert older(value, Asked(URL)) == found


@pytest.mark.parametrize(
    ("url", "value", "found"),
    [
        (BARE, {"next_page": 2}, f"{BARE}?page=2"),
        (BARE, {"page": 1, "totalPages": 4}, f"{BARE}?page=2"),
        (BARE, {"nextPageToken": "abc"}, f"{BARE}?pageToken=abc"),
        (BARE, {"meta": {"next_cursor": "a&b"}}, f"{BARE}?cursor=a%26b"),
        (BARE, {"data": {"after": "t3_x"}}, f"{BARE}?after=t3_x"),
        (BARE, {"cursor": "this page's own"}, None),
        (f"{BARE}?cursorMark=*", {"nextCursorMark": "Ao"}, f"{BARE}?cursorMark=Ao"),
        (f"{BARE}?cursorMark=Ao", {"nextCursorMark": "Ao"}, None),
        (f"{BARE}?q=&cursor=x", {"next": "y"}, f"{BARE}?q=&cursor=y"),
        (f"{BARE}?start=0", {"response": {"start": 0, "numFound": 50}, "rows": 20},
         f"{BARE}?start=20"),
        (f"{BARE}?limit=20&offset=20", {"offset": 20, "total": 50},
         f"{BARE}?limit=20&offset=40"),
        (BARE, {"offset": 0, "limit": 20, "total": 50}, f"{BARE}?offset=20"),
        (BARE, {"offset": 40, "limit": 20, "total": 50}, None),
        (BARE, {"next_cursor": "x" * 5000}, None),
    ],
)  # fmt: skip
def test_a_cursor_and_a_number_go_where_the_address_has_a_place(
    url: str, value: Any, found: str | None
) -> None:
    assert older(value, Asked(url)) == found


@pytest.mark.parametrize(
    ("post", "value", "found"),
    [
        ({**QUERY, "variables": {"after": None}}, INFO, {"variables.after": "c5"}),
        (QUERY, INFO, {"variables.after": "c5"}),
        ({"query": "{ n }"}, INFO, None),
        (QUERY, {"pageInfo": {"endCursor": "c5", "hasNextPage": False}}, None),
        ({"q": "x", "page": 1}, {"page": 1, "pages": 3}, {"page": 2}),
        ({"q": "x", "from": 0}, {"page": 1, "pages": 3}, None),
        ("q=a&page=1", {"page": 1, "pages": 3}, {"page": 2}),
    ],
)
def test_what_is_posted_has_its_places_too(post: Any, value: Any, found: Any) -> None:
    after = older(value, Asked(BARE, post))
    assert (parameters_of(after) if after else None) == found


def test_the_configuration_says_it() -> None:
    asked = Asked(f"{BARE}?skip=10")
    assert older({}, asked, Paging(into="skip", by=10)) == f"{BARE}?skip=20"
    assert older({}, Asked(BARE), Paging(into="page")) == f"{BARE}?page=2"
    assert older({}, Asked(BARE), Paging(into="o", by=20)) == f"{BARE}?o=20"
    where = Paging(into="c", next="$.m.c", more="$.m.more")
    assert older({"m": {"c": "x", "more": True}}, Asked(BARE), where) == f"{BARE}?c=x"
    assert older({"m": {"c": "x", "more": False}}, Asked(BARE), where) is None
    assert older({"m": {"more": True}}, Asked(BARE), where) is None
    assert older({"u": "/2"}, Asked(BARE), Paging(next="u")) == "https://office.test/2"


def test_nothing_of_what_was_posted_is_kept_with_the_next_page() -> None:
    after = Asked(BARE, {"key": "${SECRET}", "v": {"after": None}}).after("v.after", "c5")
    assert json.loads(after) == {"v.after": "c5"}
    assert Asked(BARE, {"v": {"k": 1}}).posting("v.after", "c5") == {"v": {"k": 1, "after": "c5"}}
    assert Asked(BARE, "key=${S}&c=1").posting("c", "a b") == "key=${S}&c=a+b"
