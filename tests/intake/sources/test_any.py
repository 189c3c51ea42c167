"""An address, and what it is is found out; from then on it stays that."""

import gzip
import json
from datetime import date

import pytest

from monitor.intake.sources.any import learn, parse
from monitor.intake.sources.learnt import NoList, Redesigned
from monitor.model.source import Source
from monitor.model.visit import Part
from tests.extract.api import shapes
from tests.intake.sources.test_listing import ITEMS, MENU, PLACE, listed

TODAY = date(2025, 3, 20)
SOURCE = Source("office", "any", PLACE, "The office")
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>The feed</title>
<link>https://office.test/</link><description>d</description>
<item><title>One</title><link>https://office.test/1</link></item></channel></rss>"""
JSON_FEED = json.dumps({
    "title": "T" * 3000, "items": [{"id": "1", "content_text": "x"}],
    "version": "https://jsonfeed.org/version/1.1",
})  # fmt: skip
ABOUT = (
    f"<title>About</title>{MENU}<main><h1>About us</h1><p>{'We are an office. ' * 60}</p></main>"
)


def part(body: str) -> Part:
    return Part(PLACE, body.encode(), None)


@pytest.mark.parametrize(
    ("body", "kind", "count"),
    [
        pytest.param(FEED, "feed", 1, id="feed"),
        pytest.param(f"<html>{listed(ITEMS)}", "listing", 5, id="listing"),
        pytest.param(f"<html>{ABOUT}", "page", 1, id="page"),
        pytest.param(json.dumps(shapes.graphql()), "api", 5, id="JSON with a list"),
        pytest.param(json.dumps({"b": {"d": 1, "c": [2]}, "a": "x"}), "page", 1, id="JSON"),
        pytest.param(JSON_FEED, "feed", 1, id="JSON Feed"),
        pytest.param(JSON_FEED.replace("/", "\\/"), "feed", 1, id="JSON Feed, escaped"),
    ],
)
def test_it_is_read_as_what_it_is(body: str, kind: str, count: int) -> None:
    documents, finding = learn(SOURCE, part(body), TODAY, {})
    assert (finding.kind, len(documents)) == (kind, count)
    assert finding.memo["kind"] == kind
    assert f"`{kind}`" in finding.explain[0]
    assert parse(SOURCE, part(body), TODAY) == documents


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_what_is_packed_is_read_as_what_it_is(kind: str) -> None:
    body = {
        "feed": "<rss version='2.0'><channel><title>Blog</title><item><title>One</title>"
        "<guid>1</guid></item></channel></rss>",
        "sitemap": "<urlset><url><loc>https://x.test/a-page</loc></url></urlset>",
    }[kind]
    part = Part("https://x.test/it.xml.gz", gzip.compress(body.encode()), "application/x-gzip")
    documents, finding = learn(Source("it", "any", part.place, "It"), part, date(2024, 1, 1), {})
    assert (finding.kind, len(documents)) == (kind, 1)


def test_what_was_a_list_does_not_become_a_page() -> None:
    _, finding = learn(SOURCE, part(f"<html>{listed(ITEMS)}"), TODAY, {})
    with pytest.raises(NoList):
        learn(SOURCE, part(f"<html>{ABOUT}"), TODAY, {"kind": finding.kind})


def test_json_with_a_list_does_not_become_a_document() -> None:
    _, finding = learn(SOURCE, part(json.dumps(shapes.graphql())), TODAY, {})
    with pytest.raises(Redesigned):
        learn(SOURCE, part('{"error": "too many requests"}'), TODAY, finding.memo)


def test_titles_are_those_of_the_place() -> None:
    assert learn(SOURCE, part(FEED), TODAY, {})[1].title == "The feed"
    assert learn(SOURCE, part(f"<html>{ABOUT}"), TODAY, {})[1].title == "About"
