"""Releases of an answer where JSON paths say that they are."""

import copy
from datetime import date
from typing import Any

import pytest

from monitor.extract.api.paths import Unmatched, compiled, nearest, select_records
from tests.extract.api import shapes

TODAY = date(2025, 3, 21)
VALUE = {
    "results": [
        {"type": "press", "head": "One of <b>two</b>", "links": {"html": "/1"}, "n": 7,
         "on": 1742464800, "blocks": [{"text": "<p>First.</p>"}, {"text": "Second."}]},
        {"type": "video", "head": "A film"},
        {"type": "press", "head": "Two", "links": {"html": "/2"}, "n": 8, "blocks": []},
    ]
}  # fmt: skip


def selected(**rules: str) -> list[Any]:
    found = select_records(VALUE, url="https://site.test/api", rules=rules, today=TODAY).items
    return [(r.title, r.url, r.guid, r.published and r.published.value, r.text) for r in found]


def test_each_key_counts_from_its_record() -> None:
    assert selected(
        select="$.results[?@.type == 'press']", title="head", url="links.html", id="$.n",
        date="on", text="blocks[*].text",
    ) == [
        ("One of two", "https://site.test/1", "7", "2025-03-20T10:00:00+00:00",
         "First.\n\nSecond."),
        ("Two", "https://site.test/2", "8", None, ""),
    ]  # fmt: skip


def test_what_is_left_out_is_not_looked_for() -> None:
    assert [title for title, *_ in selected(select="$.results[*]", text="head")] == [
        "One of two", "A film", "Two",
    ]  # fmt: skip
    assert {url for _, url, *_ in selected(select="$.results[*]", title="head")} == {None}


@pytest.mark.parametrize(
    ("rules", "key", "near"),
    [
        ({"select": "$.result[*]"}, "select", "$.results[*]"),
        ({"select": "$.data.items[*]"}, "select", None),
        ({"select": "$.results[*].items[*]"}, "select", "$.results[*].blocks[*]"),
        ({"select": "$.results[*]", "title": "haed"}, "title", "$.head"),
        ({"select": "$.results[*]", "url": "links.htm"}, "url", "$.links.html"),
    ],
)
def test_what_finds_nothing_names_itself_and_the_nearest(
    rules: dict[str, str], key: str, near: str | None
) -> None:
    with pytest.raises(Unmatched) as stopped:
        selected(**rules)
    assert f"items.{key}: {rules[key]}" in stopped.value.message
    hint = stopped.value.hint or ""
    assert (f"`{near}` would match" in hint) if near else ("would match" not in hint)


@pytest.mark.parametrize("path", ["$.a[", "$.a[?@.b =~ /x/]", "a b", "$$", ""])
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(ValueError):
        compiled(path)


def test_a_value_nested_too_deep_is_no_match() -> None:
    value: Any = []
    for _ in range(500):
        value = [value]
    assert nearest("$..title", value) is None
    with pytest.raises(Unmatched):
        select_records(value, url="https://s.test/", rules={"select": "$..x"}, today=TODAY)


def test_found_paths_can_be_written_as_items() -> None:
    rules = {"select": "$.data.site.posts.edges[*]", "title": "$.node.headline"}
    found = select_records(shapes.graphql(), url="https://s.test/", rules=rules, today=TODAY).items
    assert [record.title for record in found] == shapes.HEADS


def chosen(**rules: Any) -> Any:
    value = copy.deepcopy(VALUE)
    return select_records(value, url="https://site.test/api", rules=rules, today=TODAY)


def test_values_are_taken_out_and_records_chosen_by_their_lines() -> None:
    found = chosen(
        select="$.results[*]", title="head", text="$", keep=('^type: "press"',), drop=("^n: 8",),
        strip=("$.blocks[0,1]", "$['on','on']", "$.nowhere"),
    )  # fmt: skip
    assert found.records == 3
    (one,) = found.items
    assert (
        one.text == 'blocks: []\nhead: "One of <b>two</b>"\nlinks.html: "/1"\nn: 7\ntype: "press"'
    )


def test_a_link_may_be_made_of_what_is_said_by_who_says_so() -> None:
    pick = {"select": "n", "match": r"\d+", "template": r"/topic/\g<0>"}
    found = chosen(select="$.results[?@.n]", title="head", url=pick).items
    assert [record.url for record in found] == [
        "https://site.test/topic/7",
        "https://site.test/topic/8",
    ]
    with pytest.raises(Unmatched, match="match: x"):
        chosen(select="$.results[*]", title={"select": "head", "match": "xx"})
