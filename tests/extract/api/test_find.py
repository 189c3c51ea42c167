"""Lists of releases in JSON answers of many shapes, and what is none."""

import json
from datetime import date
from typing import Any

import pytest

from monitor.extract.api.find import apply, find, likeliest
from monitor.extract.api.load import NotJson, load
from monitor.extract.api.model import Broken, Listing, Record, Rule
from tests.extract.api import shapes

TODAY = date(2025, 3, 21)
URL = "https://site.test/api/news"


def found(value: Any) -> Listing | None:
    return likeliest(find(value, url=URL, today=TODAY))


def third(value: Any) -> Record:
    listing = found(value)
    assert listing
    assert len(listing.items) in (5, 10)
    return listing.items[2]


NINE = "2025-03-18T09:"
TEN = "2025-03-18T10:00:00+00:00"
BRIDGE = shapes.HEADS[2]


@pytest.mark.parametrize(
    ("value", "title", "url", "guid", "published"),
    [
        pytest.param(shapes.wordpress(), f"{BRIDGE} – today", "https://site.test/news/item-2/",
                     "898", f"{NINE}15:00+00:00", id="WordPress"),
        pytest.param(shapes.github_releases(), "v1.2.0",
                     "https://code.test/o/p/releases/tag/v1.2.0", "4998", f"{NINE}30:00+00:00",
                     id="releases of code"),
        pytest.param(shapes.graphql(), BRIDGE, "https://site.test/n/2", None,
                     f"{NINE}00:00+02:00", id="edges and nodes"),
        pytest.param(shapes.json_api(), BRIDGE, "https://site.test/news/2", "3",
                     "2025-03-18T07:00:00+00:00", id="JSON:API"),
        pytest.param(shapes.algolia(), BRIDGE, "https://elsewhere2.test/story", "3998", TEN,
                     id="hits of Algolia"),
        pytest.param(shapes.elasticsearch(), BRIDGE, "https://site.test/doc/2", "k2", TEN,
                     id="hits of Elasticsearch, milliseconds"),
        pytest.param(shapes.discourse(), BRIDGE, None, "68", TEN, id="forum, no link"),
        pytest.param(shapes.guardian(), BRIDGE, "https://paper.test/world/2",
                     "world/2025/mar/2/slug", "2025-03-18T10:00:07+00:00", id="keys of words"),
        pytest.param(shapes.reddit(), BRIDGE, "https://site.test/r/x/comments/a2/", "a2", TEN,
                     id="children and data, seconds"),
        pytest.param(shapes.crossref(), BRIDGE, "https://doi.test/10.1/2", "10.1/2", "2025-03-18",
                     id="titles in lists, dates in parts"),
        pytest.param(shapes.by_id(), BRIDGE, "https://site.test/api/noticias/2.html", None,
                     "2025-03-18", id="an object as a list, Spanish, relative links"),
        pytest.param(shapes.sectioned(), f"{BRIDGE} 0", "https://site.test/s/0/2", None,
                     "2025-03-18", id="lists in a list"),
        pytest.param(shapes.blogger(), BRIDGE, "https://b.test/p/2.html", "tag:b,2",
                     "2025-03-18T10:00:00-07:00", id="Atom as JSON"),
        pytest.param(shapes.values_in_lists(), BRIDGE, "https://site.test/news/2", "11", TEN,
                     id="each value in a list"),
        pytest.param(shapes.advisories(), BRIDGE, None, "CVE-2025-211", "2025-03-18",
                     id="advisories, a wrapper of their own"),
        pytest.param(shapes.commits(), BRIDGE, "https://code.test/c/2", "abc2", TEN,
                     id="commits"),
        pytest.param(shapes.rich_texts(), BRIDGE, None, "c2", TEN, id="fields and sys"),
        pytest.param(shapes.mails(), BRIDGE, "https://p.test/2", None, TEN, id="RFC 2822"),
    ],
)  # fmt: skip
def test_the_list_is_found(
    value: Any, title: str, url: str | None, guid: str | None, published: str
) -> None:
    item = third(value)
    assert (item.title, item.url, item.guid) == (title, url, guid)
    assert item.published
    assert item.published.value == published


def test_texts_are_the_longest_that_are_said_and_clean() -> None:
    item = third(shapes.wordpress())
    assert item.text == shapes.BODY.strip()
    assert item.html == f"<p>{shapes.BODY}</p>"
    plain = third(shapes.github_releases())
    assert plain.html is None
    assert plain.text.startswith("## Changes\n\n- The office")


def test_a_text_in_blocks_is_read_and_a_message_is_title_and_text() -> None:
    assert third(shapes.rich_texts()).text == shapes.BODY.strip()
    message = third(shapes.commits())
    assert message.text == f"{BRIDGE}\n\n{shapes.BODY.strip()}"
    assert message.author == "dev"
    assert third(shapes.posts_without_titles()).title.startswith(f"{BRIDGE}. The office")


def test_what_has_no_title_is_called_by_its_text() -> None:
    item = third(shapes.statuses())
    assert item.title.startswith(f"{BRIDGE}. The office said so")
    assert item.url == "https://m.test/@o/108"


def test_the_order_of_keys_means_nothing() -> None:
    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(list(value))}
        return [turned(one) for one in value] if isinstance(value, list) else value

    for shape in (shapes.wordpress, shapes.graphql, shapes.json_api, shapes.blogger):
        assert found(turned(shape())) == found(shape())


def nested(turn: int) -> list[dict[str, Any]]:
    block = [("type", "p"), ("children", [{"text": shapes.BODY}])]
    return [
        {"id": n, "title": head, "date": "2025-03-01", "body": [dict(block[::turn])]}
        for n, head in enumerate(shapes.HEADS)
    ]


def test_a_text_in_pieces_reads_the_same_whatever_the_order_of_its_keys() -> None:
    one, other = third(nested(1)), third(nested(-1))
    assert "The office said so" in one.text
    assert one == other


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(shapes.table(), id="tags"),
        pytest.param([41, 42, 43, 44], id="numbers alone"),
        pytest.param({"error": {"code": 429, "message": "Too many requests, come again"}},
                     id="an error"),
        pytest.param({"results": []}, id="nothing"),
        pytest.param({"menu": [{"title": t, "url": f"/{t}"} for t in ("News", "About", "Help")]},
                     id="a menu"),
        pytest.param([{"id": n, "name": f"Some Person {n}", "url": f"/p/{n}", "avatar": "/a.png"}
                      for n in range(9)], id="people"),
        pytest.param([{"date": f"2025-03-{n:02}", "open": n, "close": n} for n in range(1, 9)],
                     id="a series of prices"),
        pytest.param({"temperature": 7, "place": "here"}, id="a value"),
        pytest.param("words", id="a text"),
    ],
)  # fmt: skip
def test_there_may_be_no_list(value: Any) -> None:
    assert found(value) is None


def test_a_script_is_no_link_and_a_day_to_come_is_no_date() -> None:
    value = [
        {"title": head, "url": f"/n/{n}" if n else "javascript:alert(1)",
         "published": "2031-01-01" if n == 1 else f"2025-03-{20 - n}"}
        for n, head in enumerate(shapes.HEADS)
    ]  # fmt: skip
    listing = found(value)
    assert listing
    assert [item.url for item in listing.items][:2] == [None, "https://site.test/n/1"]
    assert listing.items[1].published is None


def test_day_and_month_are_told_apart_over_all_records() -> None:
    value = [
        {"title": head, "url": f"/n/{n}", "date": f"03/0{n + 1}/2025" if n else "03/13/2025"}
        for n, head in enumerate(shapes.HEADS)
    ]
    assert third(value).published.value == "2025-03-03"  # type: ignore[union-attr] - it has one


def test_confidence_and_explanation_say_what_was_found() -> None:
    listing = found(shapes.discourse())
    assert listing
    assert 0.5 < listing.confidence < 0.9
    assert "`$.topic_list.topics[*]`" in listing.explain[0]
    assert "none was made up" in listing.explain[1]
    assert found(shapes.elasticsearch()).confidence > 0.9  # type: ignore[union-attr] - found


# ── the rule that was learnt ───────────────────────────────────────────────────────────────


def learnt(value: Any) -> Rule:
    listing = found(value)
    assert listing
    rule = Rule.from_dict(json.loads(json.dumps(listing.rule.as_dict())))
    assert rule == listing.rule
    return rule


@pytest.mark.parametrize("name", ["wordpress", "graphql", "json_api", "by_id", "blogger"])
def test_by_its_rule_the_same_is_read_again(name: str) -> None:
    value = getattr(shapes, name)()
    again = apply(learnt(value), value, url=URL, today=TODAY)
    assert isinstance(again, Listing)
    assert again.items == found(value).items  # type: ignore[union-attr] - found


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        pytest.param({"hits": []}, "is empty", id="empty"),
        pytest.param({"error": "no"}, "is not in the answer", id="an error"),
        pytest.param({"results": shapes.algolia()["hits"]}, "is not in the answer", id="moved"),
        pytest.param({"hits": [{"objectID": n} for n in range(5)]}, "lost their titles",
                     id="without titles"),
        pytest.param({"hits": [h | {"created_at": 0, "created_at_i": 0}
                               for h in shapes.algolia()["hits"]]},
                     "lost their dates", id="without dates"),
    ],
)  # fmt: skip
def test_a_changed_shape_is_noticed(value: Any, reason: str) -> None:
    broken = apply(learnt(shapes.algolia()), value, url=URL, today=TODAY)
    assert isinstance(broken, Broken)
    assert reason in broken.reason


def test_a_rule_of_another_version_is_learnt_anew() -> None:
    assert Rule.from_dict({**learnt(shapes.algolia()).as_dict(), "version": 0}) is None


# ── bytes ──────────────────────────────────────────────────────────────────────────────────


def test_guarded_and_in_lines_it_is_json_all_the_same() -> None:
    assert load(b")]}'\n[1]") == [1]
    assert load(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}
    assert load(b'{"a": 1}\n{"a": 2}\n') == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize("body", [b"<html>", b'{"a": 1', b"[" * 100_000, b"{}\n{", b"9" * 9_000])
def test_what_is_no_json_says_why(body: bytes) -> None:
    with pytest.raises(NotJson, match="this is no JSON"):
        load(body)


@pytest.mark.parametrize(
    "value",
    [
        [{"a": {"b": {"c": {"d": {"e": {"f": {"g": {"title": "x"}}}}}}}}] * 50,
        {
            str(n): {"title": f"a b c {n}", "url": f"/{n}", "date": "2025-01-01"}
            for n in range(9000)
        },
        [[[{"title": "one two three", "date": 99999999999999999999}]]] * 40,
        [{f"k{n}": f"value {n}" for n in range(3000)}] * 30,
        [{"title": "<" * 3000, "date": float("nan"), "url": "http://[", "text": "&#0;"}] * 5,
        [{"title": None, "date": True}, {"title": []}, 4, "x"],
    ],
)
def test_no_answer_breaks_it(value: Any) -> None:
    for listing in find(value, url=URL, today=TODAY):
        apply(listing.rule, value, url=URL, today=TODAY)
