"""RSS 2.0 as it leaves, and each fault of feedgen that is worked around."""

import locale
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import feedparser
import pytest
from lxml import etree

from feeds import rss
from feeds.model import Enclosure, Entry, Feed, Link, Origin
from tests.feeds.build import DAY, LATER, TEXT, entry, feed

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fh": "http://purl.org/syndication/history/1.0",
}


def _channel(document: Feed) -> etree._Element:
    channel = etree.fromstring(rss.write(document)).find("channel")
    assert channel is not None
    return channel


def _item(**fields: Any) -> etree._Element:
    item = _channel(feed(entry(**fields))).find("item")
    assert item is not None
    return item


def _texts(parent: etree._Element, path: str) -> list[str | None]:
    return [element.text for element in parent.iterfind(path, NAMESPACES)]


def _parsed(*entries: Entry) -> Any:
    return feedparser.parse(BytesIO(rss.write(feed(*entries))))


def test_a_reader_finds_what_was_written() -> None:
    parsed = _parsed(entry(author="Ann", tags=("security", "minsk")))
    (item,) = parsed.entries
    assert not parsed.bozo
    assert (item.id, item.link, item.title) == (entry().id, entry().url, entry().title)
    assert item.published == "Tue, 10 Dec 2024 00:00:00 +0300"
    assert [tag.term for tag in item.tags] == ["security", "minsk"]
    assert item.author == "Ann"


def test_the_date_of_the_document_is_its_newest_change_not_now() -> None:
    assert _texts(_channel(feed()), "lastBuildDate") == ["Thu, 12 Dec 2024 09:30:00 +0000"]


def test_writing_never_touches_the_locale_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("the locale was touched")

    monkeypatch.setattr(locale, "setlocale", refuse)
    assert b"<pubDate>Tue, 10 Dec 2024" in rss.write(feed(entry()))


def test_the_channel_link_is_the_page_for_people_whatever_other_links_there_are() -> None:
    other = Link("https://feeds.example/feeds/all.atom", "alternate", "application/atom+xml")
    channel = _channel(feed(links=(other,), hubs=("https://hub.example/",)))
    assert _texts(channel, "link") == ["https://feeds.example/"]


def test_hubs_self_and_archives_are_announced() -> None:
    document = feed(
        hubs=("https://hub.example/", "https://hub2.example/"),
        prev_archive="https://feeds.example/feeds/all/archive/1.rss",
        current="https://feeds.example/feeds/all.rss",
        archive=True,
    )
    channel = _channel(document)
    links = [
        (each.get("rel"), each.get("href")) for each in channel.findall("atom:link", NAMESPACES)
    ]
    assert links == [
        ("self", "https://feeds.example/feeds/all"),
        ("hub", "https://hub.example/"),
        ("hub", "https://hub2.example/"),
        ("prev-archive", "https://feeds.example/feeds/all/archive/1.rss"),
        ("current", "https://feeds.example/feeds/all.rss"),
    ]
    assert channel.find("fh:archive", NAMESPACES) is not None


def test_title_ampersands_and_angles_are_hex_references() -> None:
    written = rss.write(feed(entry(title="AT&T <b> &lt; </title>"), title="R&D"))
    assert b"<title>AT&#x26;T &#x3C;b&gt; &#x26;lt; &#x3C;/title&gt;</title>" in written
    assert b"<title>R&#x26;D</title>" in written
    titles = [element.text for element in etree.fromstring(written).iter("title")]
    assert titles == ["R&D", "AT&T <b> &lt; </title>"]


def test_a_title_element_inside_content_is_left_alone() -> None:
    text = "<title>A & B</title>"
    assert "&lt;title&gt;A &amp; B&lt;/title&gt;" in (
        _texts(_item(text=text), "content:encoded")[0] or ""
    )


def test_the_full_text_is_content_and_the_description_another_shorter_plain_text() -> None:
    item = _item(text=f"{TEXT} A & B")
    (full,) = _texts(item, "content:encoded")
    (description,) = _texts(item, "description")
    assert full is not None
    assert description is not None
    assert full.startswith("<p>On 10 December")
    assert full.endswith("A &amp; B</p>")
    assert "<" not in description
    assert len(description) < len(full)


def test_a_description_reads_the_same_for_readers_that_take_it_for_markup() -> None:
    parsed = _parsed(entry(summary="A & B <i>"))
    assert parsed.entries[0].summary == "A &amp; B &lt;i&gt;"


def test_a_text_of_one_word_is_content_alone() -> None:
    item = _item(text="Cancelled")
    assert _texts(item, "content:encoded") == ["<p>Cancelled</p>"]
    assert _texts(item, "description") == []


def test_a_control_character_costs_nothing_but_itself() -> None:
    entries = [entry(id="urn:x-1:1", title="Be\x00ll", text="a\x0bb"), entry(id="urn:x-1:2")]
    parsed = _parsed(*entries)
    assert [each.title for each in parsed.entries] == ["Bell", entry().title]


def test_a_naive_date_costs_nothing() -> None:
    naive = datetime(2024, 12, 10, 9)
    assert _texts(_item(published=naive, updated=naive), "pubDate") == [
        "Tue, 10 Dec 2024 09:00:00 +0000"
    ]


def test_script_addresses_never_leave() -> None:
    script = "javascript:alert(1)"
    hostile = entry(
        url=script,
        html=f'<a href="{script}">x</a>',
        links=(Link(script, "via"),),
        enclosures=(Enclosure(script),),
        origin=Origin("Other", script),
    )
    assert b"javascript:" not in rss.write(feed(hostile, home=script, hubs=(script,)))


def test_of_several_enclosures_the_first_is_the_one() -> None:
    first = Enclosure("https://example.org/a.pdf", "application/pdf", 1200)
    item = _item(enclosures=(first, Enclosure("https://example.org/b.pdf")))
    (enclosure,) = item.findall("enclosure")
    assert dict(enclosure.attrib) == {"url": first.url, "type": first.type, "length": "1200"}


def test_an_enclosure_of_unknown_length_says_0() -> None:
    (enclosure,) = _item(enclosures=(Enclosure("https://example.org/a"),)).findall("enclosure")
    assert enclosure.get("length") == "0"


@pytest.mark.parametrize(
    ("guid", "permalink"),
    [("urn:uuid:0aa", "false"), ("https://example.org/news/1", "true"), ("post 17", "false")],
)
def test_a_guid_is_a_permalink_only_where_it_is_the_entry_page(guid: str, permalink: str) -> None:
    (element,) = _item(id=guid).findall("guid")
    assert element.get("isPermaLink") == permalink


def test_an_edit_is_said_beside_the_publication() -> None:
    item = _item(updated=DAY + timedelta(days=2))
    assert _texts(item, "pubDate") == ["Tue, 10 Dec 2024 00:00:00 +0300"]
    assert _texts(item, "atom:updated") == ["2024-12-12T00:00:00+03:00"]


def test_without_an_edit_only_the_publication_is_said() -> None:
    assert _texts(_item(), "atom:updated") == []


def test_an_entry_without_a_publication_date_has_its_edit_alone() -> None:
    item = _item(published=None, updated=LATER)
    assert _texts(item, "pubDate") == []
    assert _texts(item, "atom:updated") == ["2024-12-12T09:30:00+00:00"]


def test_what_was_concluded_is_said_and_is_no_tag() -> None:
    item = _item(note="The year was concluded")
    assert item.findtext("{urn:feed-monitor}note") == "The year was concluded"
    assert item.findall("category") == []


def test_an_entry_from_another_feed_says_so() -> None:
    (source,) = _item(origin=Origin("Other & Co", "https://o.example/feed")).findall("source")
    assert (source.text, source.get("url")) == ("Other & Co", "https://o.example/feed")


def test_other_links_of_an_item_keep_their_relation_and_type() -> None:
    item = _item(links=(Link("https://example.org/1.pdf", "related", "application/pdf", "PDF"),))
    (link,) = item.findall("atom:link", NAMESPACES)
    assert dict(link.attrib) == {
        "href": "https://example.org/1.pdf",
        "rel": "related",
        "type": "application/pdf",
        "title": "PDF",
    }


@pytest.mark.parametrize(("seconds", "minutes"), [(900, "15"), (901, "16"), (1, "1")])
def test_ttl_is_in_minutes_and_never_less_than_asked(seconds: int, minutes: str) -> None:
    assert _texts(_channel(feed(ttl_seconds=seconds)), "ttl") == [minutes]


def test_the_channel_says_its_language_description_and_maker() -> None:
    channel = _channel(feed(language="en-GB", description="All & everything", author="Ann"))
    assert _texts(channel, "language") == ["en-GB"]
    assert _texts(channel, "description") == ["All & everything"]
    assert _texts(channel, "generator") == ["feed-monitor"]
    assert _texts(channel, "dc:creator") == ["Ann"]
    assert _texts(_channel(feed(language="no such language")), "language") == []
