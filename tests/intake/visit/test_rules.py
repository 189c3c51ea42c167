"""What a robots.txt lets us do (RFC 9309 section 2.2)."""

import tracemalloc

import pytest

from monitor.intake.visit.rules import PARSED_BYTES, Rules, parse, said
from monitor.net.door import Reply

AGENT = "feed-monitor"
URL = "https://example.com/news/today?page=2"


def rules(text: str | bytes, status: int = 200) -> Rules:
    body = text.encode() if isinstance(text, str) else text
    reply = Reply(status, {}, body, "https://example.com/robots.txt")
    return parse(said(reply, AGENT), AGENT)


ALLOWED = {
    "nothing said": "",
    "others": "User-agent: otherbot\nDisallow: /",
    "others with a name like ours": "User-agent: feed\nUser-agent: monitor\nDisallow: /",
    "another path": "User-agent: *\nDisallow: /private",
    "the longer rule allows": "User-agent: *\nDisallow: /\nAllow: /news",
    "ours before everybody's": "User-agent: *\nDisallow: /\nUser-agent: feed-monitor\nAllow: /",
    "an empty rule": "User-agent: *\nDisallow:",
    "a rule before any name": "Disallow: /\nUser-agent: *\nAllow: /",
    "commented out": "User-agent: *\n#Disallow: /",
    "the end is not here": "User-agent: *\nDisallow: /*.pdf$",
    "a page that is no robots.txt": "<!doctype html><title>Not found</title>",
}

DISALLOWED = {
    "everybody": "User-agent: *\nDisallow: /",
    "us": "User-agent: feed-monitor\nDisallow: /",
    "us in capitals with a version": "User-Agent: FEED-Monitor/2.0\nDisallow: /",
    "us among names": "User-agent: a\nUser-agent: feed-monitor\nUser-agent: b\nDisallow: /",
    "our groups joined": "User-agent: feed-monitor\nAllow: /\n" * 2 + "Disallow: /news",
    "a pattern": "User-agent: *\nDisallow: /*page=",
    "line ends of all kinds": "User-agent: *\r\nSitemap: https://x/s\rDisallow: /news\r\n",
    "byte order mark": "\ufeffUser-agent: *\nDisallow: /",
}


@pytest.mark.parametrize("text", ALLOWED.values(), ids=ALLOWED)
def test_what_is_not_forbidden_is_allowed(text: str) -> None:
    assert rules(text).allow(URL)


@pytest.mark.parametrize("text", DISALLOWED.values(), ids=DISALLOWED)
def test_what_is_forbidden_to_us_or_everybody_is_not_visited(text: str) -> None:
    assert not rules(text).allow(URL)


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 410, 429, 451])
def test_without_rules_everything_is_allowed(status: int) -> None:
    assert rules("User-agent: *\nDisallow: /", status).allow(URL)


def test_bytes_that_are_no_text_cost_only_their_line() -> None:
    assert not rules(b"User-agent: *\nDisallow: /\xff\xfe\nDisallow: /news").allow(URL)


def test_what_stands_beyond_the_cap_does_not_count() -> None:
    start = "User-agent: *\n#".ljust(PARSED_BYTES - 1, "#") + "\n"
    assert rules(f"{start}Disallow: /news").allow(URL)
    assert not rules(f"User-agent: *\nDisallow: /news\n{start}").allow(URL)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("User-agent: *\nCrawl-delay: 5", 5),
        ("User-agent: *\nCrawl-delay: 0.5", 0.5),
        ("User-agent: *\nCrawl-delay: 86400", 86_400),
        ("User-agent: *\nCrawl-delay: -3", 0),
        ("User-agent: *\nCrawl-delay: nan", 0),
        ("User-agent: other\nCrawl-delay: 5", 0),
        ("", 0),
    ],
)
def test_crawl_delay_is_read(text: str, seconds: float) -> None:
    assert rules(text).delay_seconds == seconds


def test_names_times_rules_do_not_fill_the_memory() -> None:
    names = "\n".join(f"useragent: a{number}" for number in range(16_000))
    lines = "\n".join(f"allow:/{number}" for number in range(28_000))
    tracemalloc.start()
    try:
        assert rules(f"{names}\n{lines}").allow(URL)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()
