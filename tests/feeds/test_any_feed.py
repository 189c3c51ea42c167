"""Whatever strangers put into a feed, it is written well-formed and read back with its ids."""

import json
from datetime import timedelta, timezone
from io import BytesIO

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from feeds.formats import FORMATS, Format
from feeds.model import Enclosure, Entry, Feed, Link, Origin
from feeds.read import read
from feeds.repair import repaired

HOSTILE = st.text(max_size=40) | st.text(
    alphabet="<>&;#x1\"'/:%[]]>{}\\ \t\r\n\x00\x0b\x85\ud800\ufffe\u202eé😀", max_size=40
)
ADDRESS = HOSTILE | HOSTILE.map("https://example.org/".__add__) | st.just("javascript:alert(1)")
ZONES = st.none() | st.timedeltas(timedelta(hours=-23), timedelta(hours=23)).map(timezone)
MOMENT = st.datetimes(timezones=ZONES)
LINKS = st.lists(
    st.builds(Link, ADDRESS, st.sampled_from(["via", "alternate", "self"]) | HOSTILE, HOSTILE),
    max_size=3,
).map(tuple)

ENTRY = st.builds(
    Entry,
    id=HOSTILE | HOSTILE.map("urn:x-test:".__add__) | HOSTILE.map("https://example.org/".__add__),
    title=HOSTILE,
    updated=MOMENT,
    published=st.none() | MOMENT,
    url=st.none() | ADDRESS,
    summary=st.none() | HOSTILE,
    html=st.none() | HOSTILE,
    text=st.none() | HOSTILE,
    author=st.none() | HOSTILE,
    tags=st.lists(HOSTILE, max_size=3).map(tuple),
    links=LINKS,
    enclosures=st.lists(st.builds(Enclosure, ADDRESS, HOSTILE, st.integers()), max_size=2).map(
        tuple
    ),
    origin=st.none() | st.builds(Origin, HOSTILE, ADDRESS, st.none() | HOSTILE, MOMENT),
    note=st.none() | HOSTILE,
)
FEED = st.builds(
    Feed,
    id=HOSTILE,
    title=HOSTILE,
    url=HOSTILE.map("https://feeds.example/".__add__),
    home=ADDRESS,
    updated=MOMENT,
    description=HOSTILE,
    author=st.none() | HOSTILE,
    language=st.none() | HOSTILE,
    ttl_seconds=st.none() | st.integers(),
    entries=st.lists(ENTRY, max_size=4).map(tuple),
    hubs=st.lists(ADDRESS, max_size=2).map(tuple),
    links=LINKS,
    prev_archive=st.none() | ADDRESS,
    archive=st.booleans(),
)


def _well_formed(document: bytes) -> None:
    if document.startswith(b"{"):
        json.loads(document)
        return
    etree.fromstring(document)
    assert not feedparser.parse(BytesIO(document)).bozo


@pytest.mark.parametrize("row", FORMATS.values(), ids=FORMATS)
@settings(database=None, deadline=None, max_examples=50)
@given(document=FEED)
def test_any_feed_is_written_well_formed_and_read_back_with_its_ids(
    row: Format, document: Feed
) -> None:
    written = row.write(document)
    _well_formed(written)
    assert [each.id for each in read(written).entries] == [
        each.id for each in repaired(document).entries
    ]


@settings(database=None, deadline=None, max_examples=50)
@given(document=FEED)
def test_repair_keeps_ids_unique_and_repaired_ones_as_they_are(document: Feed) -> None:
    ids = [each.id for each in repaired(document).entries]
    assert len(set(ids)) == len(ids)
    assert [each.id for each in repaired(repaired(document)).entries] == ids
