"""Atom 1.0 as it leaves, and each fault of feedgen that is worked around."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import feedparser
from lxml import etree

from feeds import atom
from feeds.model import Enclosure, Feed, Link, Origin
from tests.feeds.build import DAY, LATER, TEXT, entry, feed

NAMESPACES = {"a": "http://www.w3.org/2005/Atom", "fh": "http://purl.org/syndication/history/1.0"}


def _document(document: Feed) -> etree._Element:
    return etree.fromstring(atom.write(document))


def _entry(**fields: Any) -> etree._Element:
    (element,) = _document(feed(entry(**fields))).findall("a:entry", NAMESPACES)
    return element


def _texts(parent: etree._Element, path: str) -> list[str | None]:
    return [element.text for element in parent.iterfind(path, NAMESPACES)]


def _links(parent: etree._Element) -> list[dict[str, str]]:
    return [dict(link.attrib) for link in parent.findall("a:link", NAMESPACES)]


def test_a_reader_finds_what_was_written() -> None:
    document = feed(entry(author="Ann", tags=("security",), title="A & <b>"))
    parsed = feedparser.parse(BytesIO(atom.write(document)))
    (one,) = parsed.entries
    assert not parsed.bozo
    assert (one.id, one.link, one.title) == (entry().id, entry().url, "A & <b>")
    assert (one.published, one.author) == ("2024-12-10T00:00:00+03:00", "Ann")
    assert [tag.term for tag in one.tags] == ["security"]


def test_a_document_has_what_atom_requires() -> None:
    document = _document(feed(title="Press & more", language="en"))
    assert _texts(document, "a:id") == ["urn:uuid:6ba7b811-9dad-11d1-80b4-00c04fd430c8"]
    assert _texts(document, "a:title") == ["Press & more"]
    assert _texts(document, "a:author/a:name") == ["Press & more"]
    assert _texts(document, "a:generator") == ["feed-monitor"]
    assert document.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_dates_are_those_of_the_feed_and_the_entry_not_now() -> None:
    document = _document(feed(entry(updated=DAY + timedelta(hours=1))))
    assert _texts(document, "a:updated") == ["2024-12-12T09:30:00+00:00"]
    assert _texts(document, "a:entry/a:updated") == ["2024-12-10T01:00:00+03:00"]
    assert _texts(document, "a:entry/a:published") == ["2024-12-10T00:00:00+03:00"]


def test_an_entry_without_a_publication_date_has_none() -> None:
    assert _texts(_entry(published=None, updated=LATER), "a:published") == []


def test_entry_links_keep_relation_type_and_title() -> None:
    via = Link("https://example.org/1.pdf", "via", "application/pdf", "The original")
    assert _links(_entry(links=(via,))) == [
        {"href": "https://example.org/news/1", "rel": "alternate"},
        {"href": via.href, "rel": "via", "type": "application/pdf", "title": "The original"},
    ]


def test_every_enclosure_survives_with_type_and_length() -> None:
    files = (
        Enclosure("https://example.org/a.pdf", "application/pdf", 1200),
        Enclosure("https://example.org/b.mp3", "audio/mpeg"),
    )
    assert _links(_entry(url=None, enclosures=files)) == [
        {"href": files[0].url, "rel": "enclosure", "type": "application/pdf", "length": "1200"},
        {"href": files[1].url, "rel": "enclosure", "type": "audio/mpeg"},
    ]


def test_there_is_one_alternate_link_for_each_type() -> None:
    others = (
        Link("https://example.org/2", "alternate"),
        Link("https://example.org/1.pdf", "alternate", "application/pdf"),
        Link("https://example.org/2.pdf", "alternate", "application/pdf"),
    )
    hrefs = [link["href"] for link in _links(_entry(links=others))]
    assert hrefs == ["https://example.org/news/1", "https://example.org/1.pdf"]


def test_the_feed_names_itself_its_page_its_hubs_and_its_archives() -> None:
    document = _document(
        feed(
            hubs=("https://hub.example/",),
            prev_archive="https://feeds.example/1.atom",
            next_archive="https://feeds.example/3.atom",
            archive=True,
        )
    )
    assert [(link["rel"], link["href"]) for link in _links(document)] == [
        ("self", "https://feeds.example/feeds/all"),
        ("alternate", "https://feeds.example/"),
        ("hub", "https://hub.example/"),
        ("prev-archive", "https://feeds.example/1.atom"),
        ("next-archive", "https://feeds.example/3.atom"),
    ]
    assert document.find("fh:archive", NAMESPACES) is not None


def test_the_full_text_is_content_and_the_summary_a_shorter_one() -> None:
    element = _entry()
    (content,) = element.findall("a:content", NAMESPACES)
    (summary,) = _texts(element, "a:summary")
    assert content.get("type") == "html"
    assert content.text is not None
    assert content.text.startswith("<p>On 10 December")
    assert summary is not None
    assert summary != TEXT
    assert len(summary) < len(TEXT)


def test_a_control_character_costs_nothing_but_itself() -> None:
    document = feed(entry(id="urn:x-1:1", title="Be\x00ll", author="A\x1f"), entry(id="urn:x-1:2"))
    assert _texts(_document(document), "a:entry/a:title") == ["Bell", entry().title]


def test_a_naive_date_costs_nothing() -> None:
    assert _texts(_entry(published=None, updated=datetime(2024, 1, 1)), "a:updated") == [
        "2024-01-01T00:00:00+00:00"
    ]


def test_script_addresses_never_leave() -> None:
    script = "javascript:alert(1)"
    hostile = entry(
        url=script,
        html=f'<a href="{script}">x</a><img src="{script}">',
        links=(Link(script, "via"),),
        enclosures=(Enclosure(script),),
        origin=Origin("Other", script),
    )
    assert b"javascript:" not in atom.write(feed(hostile, home=script, links=(Link(script),)))


def test_what_was_concluded_is_said_and_is_no_tag() -> None:
    entry = _entry(note="The year was concluded")
    assert entry.findtext("{urn:feed-monitor}note") == "The year was concluded"
    assert entry.findall("a:category", NAMESPACES) == []


def test_an_entry_from_another_feed_says_so() -> None:
    source = _entry(origin=Origin("Other", "https://o.example/feed", None, LATER)).find(
        "a:source", NAMESPACES
    )
    assert source is not None
    assert _texts(source, "a:id") == ["https://o.example/feed"]
    assert _texts(source, "a:title") == ["Other"]
    assert _texts(source, "a:updated") == ["2024-12-12T09:30:00+00:00"]
    assert _links(source) == [{"href": "https://o.example/feed", "rel": "self"}]
