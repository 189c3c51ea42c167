"""Subscription lists, out and in."""

import pytest
from lxml import etree

from feeds import opml
from feeds.model import FeedError
from feeds.opml import Outline

LIST = (
    Outline("All & more", "https://feeds.example/all.rss", "https://feeds.example/", ("a", "b c")),
    Outline("Łódź", "https://feeds.example/lodz.rss"),
)


def test_a_list_reads_back_the_same() -> None:
    assert opml.read(opml.write("Feeds", LIST)) == LIST


def test_the_same_list_gives_the_same_bytes() -> None:
    assert opml.write("Feeds", LIST) == opml.write("Feeds", LIST)


def test_readers_find_the_attributes_that_they_look_for() -> None:
    root = etree.fromstring(opml.write("Feeds", LIST))
    outline = root.find("body/outline")
    assert outline is not None
    assert root.get("version") == "2.0"
    assert root.findtext("head/title") == "Feeds"
    assert dict(outline.attrib) == {
        "type": "rss",
        "text": "All & more",
        "title": "All & more",
        "xmlUrl": "https://feeds.example/all.rss",
        "htmlUrl": "https://feeds.example/",
        "category": "a,b c",
    }


def test_what_cannot_be_said_costs_nothing_else() -> None:
    hostile = (
        Outline("x", "javascript:alert(1)"),
        Outline("\x00", "https://e.example/1", "javascript:alert(1)", ("a,b", "\x00")),
    )
    assert opml.read(opml.write("T\x00", hostile)) == (
        Outline("https://e.example/1", "https://e.example/1", None, ("a b",)),
    )


def test_folders_become_tags() -> None:
    body = b"""<opml version="1.1"><body>
      <outline text="News"><outline title="Local" text="x">
        <outline text="One" xmlurl="https://e.example/1" category="/x, y"/></outline>
        <outline text="Two" xmlUrl="https://e.example/2"/>
        <outline text="Again" xmlUrl="https://e.example/1"/></outline>
      <outline text="Three" XMLURL="https://e.example/3"><outline text="no feed"/></outline>
    </body></opml>"""
    assert opml.read(body) == (
        Outline("One", "https://e.example/1", None, ("News", "Local", "/x", "y")),
        Outline("Two", "https://e.example/2", None, ("News",)),
        Outline("Three", "https://e.example/3"),
    )


def test_a_broken_list_gives_what_stands_before_the_break() -> None:
    body = b'<opml><body><outline text="A & B" xmlUrl="https://e.example/1"/><outline'
    assert [each.feed_url for each in opml.read(body)] == ["https://e.example/1"]


def test_entities_open_no_files() -> None:
    body = (
        b'<!DOCTYPE opml [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        b'<opml><body><outline text="x" xmlUrl="https://e.example/1">&f;</outline></body></opml>'
    )
    assert opml.read(body) == (Outline("x", "https://e.example/1"),)


@pytest.mark.parametrize("body", [b"", b"no markup", b"<html><body/></html>", b"\x00\xff"])
def test_what_is_no_list_says_so(body: bytes) -> None:
    with pytest.raises(FeedError, match="no OPML"):
        opml.read(body)
