"""The feeds that a page announces."""

import pytest

from feeds.discover import announced
from feeds.model import Link

BASE = "https://example.org/news/"
RSS = "application/rss+xml"


def _link(attributes: str) -> str:
    return f"<link {attributes}>"


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        pytest.param(
            f'rel="alternate" type="{RSS}" title=" All  news " href="feed.rss"',
            Link(f"{BASE}feed.rss", "alternate", RSS, "All news"),
            id="rss",
        ),
        pytest.param(
            'rel="ALTERNATE home" type="Application/Atom+XML; charset=utf-8" href="/a"',
            Link("https://example.org/a", "alternate", "application/atom+xml"),
            id="atom-in-capitals",
        ),
        pytest.param(
            'rel="alternate" type="application/feed+json" href="//cdn.example/f"',
            Link("https://cdn.example/f", "alternate", "application/feed+json"),
            id="json",
        ),
        pytest.param('rel="feed" href="f"', Link(f"{BASE}f", "alternate"), id="rel-feed"),
    ],
)
def test_a_feed_is_found(attributes: str, expected: Link) -> None:
    page = f"<html><head>{_link(attributes)}</head><body>x</body></html>"
    assert announced(page, BASE) == (expected,)
    assert announced(page.encode(), BASE) == (expected,)


@pytest.mark.parametrize(
    "attributes",
    [
        pytest.param('rel="alternate" hreflang="de" href="/de"', id="translation"),
        pytest.param('rel="alternate stylesheet" type="text/css" href="x.css"', id="style"),
        pytest.param(f'rel="alternate" type="{RSS}" href="javascript:alert(1)"', id="unsafe"),
        pytest.param(f'rel="alternate" type="{RSS}"', id="no-address"),
        pytest.param(f'rel="stylesheet" type="{RSS}" href="x"', id="other-relation"),
    ],
)
def test_what_is_no_feed_is_passed_over(attributes: str) -> None:
    assert announced(_link(attributes), BASE) == ()


def test_the_pages_own_base_counts_and_each_address_once() -> None:
    link = _link(f'rel=alternate type="{RSS}" href="f"')
    page = f'<base href="/other/"><title>x</title>{link}{link}'
    assert [each.href for each in announced(page, BASE)] == ["https://example.org/other/f"]


def test_a_title_is_read_in_the_charset_of_the_page() -> None:
    link = _link(f'rel=alternate type="{RSS}" href="f" title="Łódź"')
    latin = f'<meta charset="iso-8859-2">{link}'.encode("iso-8859-2")
    assert [each.title for each in announced(latin, BASE)] == ["Łódź"]
    assert [each.title for each in announced(link.encode(), BASE)] == ["Łódź"]


@pytest.mark.parametrize("page", [b"", "", b"\x00\xff\xfe", "<!-- x", "<?xml version='1.0'?>"])
def test_nothing_is_announced_by_nothing(page: bytes | str) -> None:
    assert announced(page, BASE) == ()
