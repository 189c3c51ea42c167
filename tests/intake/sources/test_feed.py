"""Entries of somebody's feed as documents."""

import gzip
import json
from datetime import date

import pytest

from feeds.model import FeedError
from monitor.errors import ExtractError
from monitor.intake.sources.feed import KIND, parse
from monitor.model.published import Precision, Published
from monitor.model.source import Source
from monitor.model.visit import Part

TODAY = date(2024, 12, 20)
SOURCE = Source("blog", "feed", "https://x.test/rss", "Blog")

RSS = """<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Blog</title><link>https://x.test/</link><description>d</description>
<item><guid isPermaLink="false">n-1</guid><title>Bridges &amp;amp; roads</title><link>/1</link>
<pubDate>Tue, 10 Dec 2024 09:00:00 +0100</pubDate><dc:creator>Ana</dc:creator>
<description>&lt;p onclick="x()"&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</description>
<enclosure url="/a.mp3" type="audio/mpeg" length="12"/></item>
<item><description>Only words, and neither date nor title.</description></item>
</channel></rss>"""


def test_entries_become_documents_in_the_order_of_the_feed() -> None:
    first, second = parse(SOURCE, Part(SOURCE.place, RSS.encode()), TODAY)
    assert (first.guid, first.title, first.url) == ("n-1", "Bridges & roads", "https://x.test/1")
    assert first.published == Published("2024-12-10T09:00:00+01:00", Precision.INSTANT)
    assert first.text == "One.\n\nTwo."
    assert "onclick" not in (first.html or "")
    assert first.author == "Ana"
    assert [(e.url, e.type, e.length) for e in first.enclosures] == [
        ("https://x.test/a.mp3", "audio/mpeg", 12)
    ]
    assert (second.position, second.guid, second.published) == (1, None, None)
    assert second.title == "Only words, and neither date nor title."


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<pubDate>Tue, 10 Dec 2024</pubDate>", Published("2024-12-10", Precision.DAY)),
        ("<dc:date>2024-12-10</dc:date>", Published("2024-12-10", Precision.DAY)),
        ("<dc:date>2024-12</dc:date>", Published("2024-12", Precision.MONTH)),
        ("<dc:date>2024</dc:date>", Published("2024", Precision.YEAR)),
    ],
)
def test_a_date_is_as_precise_as_the_feed_says_it(written: str, expected: Published) -> None:
    body = RSS.replace("<pubDate>Tue, 10 Dec 2024 09:00:00 +0100</pubDate>", written)
    first, _ = parse(SOURCE, Part(SOURCE.place, body.encode()), TODAY)
    assert first.published == expected


@pytest.mark.parametrize("name", ["date_published", "date_modified"])
def test_a_json_feed_may_say_the_day_alone(name: str) -> None:
    version = "https://jsonfeed.org/version/1.1"
    item = {"id": "1", "content_text": "Words.", name: "2024-12-10"}
    body = json.dumps({"version": version, "title": "Blog", "items": [item]})
    [one] = parse(SOURCE, Part(SOURCE.place, body.encode(), "application/feed+json"), TODAY)
    assert one.published == Published("2024-12-10", Precision.DAY)


def test_what_is_no_feed_says_so() -> None:
    with pytest.raises(FeedError):
        parse(SOURCE, Part(SOURCE.place, b"<html><body>Log in"), TODAY)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (RSS.encode(), "text/html; charset=utf-8"),
        (RSS.encode(), "text/plain"),
        (RSS.encode(), "application/octet-stream"),
        (RSS.encode("utf-16"), "text/html"),
        (RSS.encode("utf-16"), None),
        (RSS.encode("utf-16-le"), "text/html; charset=utf-8"),
        (("<?xml version='1.0' encoding='utf-16'?>" + RSS).encode("utf-16"), "text/xml"),
        (gzip.compress(RSS.encode()), "application/rss+xml"),
        (b"\xef\xbb\xbf\n" + RSS.encode(), "text/html"),
    ],
    ids=[
        "HTML",
        "text",
        "bytes",
        "UTF-16 as HTML",
        "UTF-16",
        "unmarked",
        "declared",
        "packed",
        "a mark and a line",
    ],
)
def test_a_feed_is_a_feed_whatever_its_header_says(body: bytes, content_type: str | None) -> None:
    first, _ = parse(SOURCE, Part(SOURCE.place, body, content_type), TODAY)
    assert (first.guid, first.title) == ("n-1", "Bridges & roads")


@pytest.mark.parametrize(
    ("body", "place", "kind"),
    [
        ("<html><title>Log in</title><input type=password>", SOURCE.place, "login"),
        ("<html><title>Just a moment...</title>", SOURCE.place, "wall"),
        ("<html><title>404 Not Found</title>", SOURCE.place, "missing"),
        ("<html><title>Example</title><p>Welcome.", "https://x.test/", "missing"),
    ],
)
def test_a_page_that_came_instead_says_why(body: str, place: str, kind: str) -> None:
    with pytest.raises(ExtractError) as stopped:
        parse(SOURCE, Part(place, body.encode()), TODAY)
    assert stopped.value.kind == kind


def test_absence_from_a_feed_means_nothing() -> None:
    assert not KIND.withdraws
