"""Sitemaps: plain, of news, an index; and what is none."""

import pytest

from monitor.extract.sitemap import NoSitemap, read_sitemap, title_of

URL = "https://office.test/sitemap.xml"
NEWS = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://office.test/a</loc><news:news><news:publication><news:name>Office</news:name>
</news:publication><news:publication_date>2025-03-12T09:00:00+01:00</news:publication_date>
<news:title>The harbour is open</news:title></news:news></url>
<url><loc>https://office.test/2025/roads-are_closed.html</loc><lastmod>2025-03-01</lastmod></url>
<url><loc>javascript:alert(1)</loc></url></urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://office.test/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap>
<sitemap><loc>https://office.test/new.xml</loc><lastmod>2025-01-01</lastmod></sitemap>
</sitemapindex>"""
BOMB = b"""<!DOCTYPE u [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<urlset><url><loc>https://office.test/&b;</loc></url></urlset>"""


def test_a_news_sitemap_says_titles_and_dates() -> None:
    first, second = read_sitemap(NEWS, URL).entries
    assert (first.title, first.published) == ("The harbour is open", "2025-03-12T09:00:00+01:00")
    assert (second.title, second.published) == ("Roads are closed", None)
    assert second.changed == "2025-03-01"


def test_an_index_names_the_newest_first() -> None:
    found = read_sitemap(INDEX, URL)
    assert found.index
    assert [entry.url[-7:] for entry in found.entries] == ["new.xml", "old.xml"]


@pytest.mark.parametrize("body", [b"", b"<rss></rss>", b"<html><p>no", b"\x00\x01"])
def test_what_is_none_is_refused(body: bytes) -> None:
    with pytest.raises(NoSitemap):
        read_sitemap(body, URL)


def test_entities_are_not_filled_in() -> None:
    assert all("aaaa" not in entry.url for entry in read_sitemap(BOMB, URL).entries)


def test_titles_are_made_of_the_address() -> None:
    assert title_of("https://x.test/a/gr%C3%B6%C3%9Fe-zaehlt/") == "Gr\u00f6\u00dfe zaehlt"
    assert title_of("https://x.test/") == "https://x.test/"
