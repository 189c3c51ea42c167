"""Entries within entries are no entries of their feed."""

import pytest

from feeds.nested import without_nested
from feeds.read import read

OUTER = b"<rss><channel><item><title>A</title>%b<guid>a</guid></item><item><title>B</title></item>"
END = b"</channel></rss>"


@pytest.mark.parametrize(
    "inner",
    [
        b"<sx:conflicts><item><title>Old</title><item/></item></sx:conflicts>",
        b"<x><item a='>'/><item>1</item><item>2</item></x>",
        b"<source><x:entry>\n</x:entry></source>",
    ],
)
def test_they_are_cut_out(inner: bytes) -> None:
    feed = read(OUTER % inner + END)
    assert [entry.title for entry in feed.entries] == ["A", "B"]
    assert feed.entries[0].id == "a"


@pytest.mark.parametrize(
    "body",
    [
        OUTER % b"<description><![CDATA[<item> is an element; <item> too]]></description>" + END,
        OUTER % b"<!-- <item> --><item>" + END,
        b"<channel><item><title>A<item><title>B<item><title>C</channel>",
        b"</item></item><item></item>",
        b"<items><item></item><itemized><entrypoint></itemized></items>",
        "<rss><item><item/></item></rss>".encode("utf-16"),
    ],
)
def test_what_is_not_sure_is_left_alone(body: bytes) -> None:
    assert without_nested(body) == body


@pytest.mark.parametrize("piece", [b"<item ", b"<!--", b"<![CDATA[", b"<item a='", b'<item a="'])
def test_what_is_never_closed_is_looked_at_once(piece: bytes) -> None:
    body = piece * 100_000  # looked at anew from each beginning, it would take hours
    assert without_nested(body) == body
