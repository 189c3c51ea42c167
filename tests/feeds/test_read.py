"""Bytes to Feed: every format, every state, and nothing opened on the way."""

import builtins
import socket
from base64 import b64encode
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds import atom, rss
from feeds.dates import UNDATED
from feeds.model import Enclosure, FeedError, Link, Origin
from feeds.read import read
from feeds.repair import repaired
from tests.feeds.build import LATER, entry, feed

URL = "https://example.org/news/feed.xml"
XHTML = "http://www.w3.org/1999/xhtml"

# What feedparser calls the members of its results.
PARSER_MEMBERS = (
    *("links", "content", "tags", "authors", "media_content", "source", "link", "id", "title"),
    *("title_detail", "summary", "summary_detail", "updated_parsed", "published_parsed"),
)


def _rss(items: str, channel: str = "", encoding: str = "utf-8") -> bytes:
    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
    )
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0" {spaces}><channel>'
        f"<title>News</title><link>/</link>{channel}{items}</channel></rss>"
    ).encode(encoding)


def _atom(entries: str, feed: str = "") -> bytes:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x-1:f</id>{feed}{entries}</feed>'
    ).encode()


@pytest.mark.parametrize("module", [rss, atom], ids=["rss", "atom"])
def test_what_is_written_reads_back(module: object) -> None:
    whole = repaired(
        feed(
            entry(
                author="Ann",
                tags=("a", "b"),
                updated=LATER,
                links=(Link("https://example.org/x.pdf", "related", "application/pdf"),),
                enclosures=(Enclosure("https://example.org/a", "audio/mpeg", 5),),
                origin=Origin("Other", "https://o.example/feed"),
                note="The year was concluded",
            ),
            entry(id="urn:x-1:2", title="Second"),
            hubs=("https://hub.example/",),
            prev_archive="https://feeds.example/1",
            description="All of them",
            author="The office",
            language="en",
        )
    )
    back = read(module.write(whole))
    for name in ("title", "url", "home", "updated", "description", "author", "language", "hubs"):
        assert getattr(back, name) == getattr(whole, name)
    assert back.prev_archive == whole.prev_archive
    one, written = back.entries[0], whole.entries[0]
    for name in ("id", "title", "published", "updated", "url", "html", "text", "summary", "tags"):
        assert getattr(one, name) == getattr(written, name)
    assert (one.author, one.note) == (written.author, written.note)
    assert (one.links, one.enclosures) == (written.links, written.enclosures)
    assert one.origin is not None
    assert (one.origin.title, one.origin.url) == ("Other", "https://o.example/feed")


def test_ttl_is_read_in_seconds() -> None:
    assert read(_rss("", "<ttl>15</ttl>")).ttl_seconds == 900
    assert read(_rss("", "<ttl>soon</ttl>")).ttl_seconds is None
    assert read(_rss("", f"<ttl>{'9' * 5_000}</ttl>")).ttl_seconds is None


def test_neither_a_file_nor_the_network_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "feed.xml"
    secret.write_bytes(_rss("<item><title>secret</title></item>"))

    def refuse(*names: object, **_: object) -> None:
        pytest.fail(f"{names} was opened")

    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for body in (str(secret).encode(), b"http://127.0.0.1:1/feed.xml", b"file://" + bytes(secret)):
        with pytest.raises(FeedError):
            read(body, url=URL)


def test_entities_reach_neither_files_nor_great_lengths() -> None:
    levels = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    doctype = f'<!DOCTYPE rss [<!ENTITY e0 "lol"><!ENTITY f SYSTEM "/etc/passwd">{levels}]>'
    body = f"{doctype}<rss><channel><item><title>x &f; &e9;</title></item></channel></rss>"
    (one,) = read(body.encode()).entries
    assert len(one.title) < 100
    assert "root:" not in one.title


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"\xef\xbb\xbf \n", "empty", id="blank"),
        pytest.param(b"<!DOCTYPE html><html><p>Log in", "HTML page", id="page"),
        pytest.param(b"<!-- a --><!-- b -->\n<HTML lang=en>", "HTML page", id="page-with-comments"),
        pytest.param(b"<!---->" * 5_000, "no feed", id="comments-only"),
        pytest.param(b"<sitemap><url/></sitemap>", "no element of one", id="other-xml"),
        pytest.param(b"\x00\x01\x02\xff\xfe" * 50, "no feed", id="binary"),
        pytest.param(_rss("")[:60], "no feed", id="breaks-off-before-an-entry"),
    ],
)
def test_what_is_no_feed_says_so(body: bytes, message: str) -> None:
    with pytest.raises(FeedError, match=message):
        read(body, url=URL)


def test_a_feed_without_entries_is_a_feed() -> None:
    empty = read(_rss(""))
    assert (empty.title, empty.entries, empty.updated) == ("News", (), UNDATED)


def test_an_ill_formed_feed_keeps_its_entries() -> None:
    body = _rss("<item><title>A & B</title></item><item><guid>2</guid>")[:-16]
    assert [each.id for each in read(body).entries] == ["", "2"]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param(_rss("<item><title>Łódź é</title></item>"), None, id="utf-8"),
        pytest.param(b"\xef\xbb\xbf" + _rss("<item><title>Łódź é</title></item>"), None, id="bom"),
        pytest.param(
            b"\xef\xbb\xbf" + _rss("<item><title>Łódź é</title></item>"),
            "text/xml; charset=iso-8859-1",
            id="bom-before-header",
        ),
        pytest.param(_rss("<item><title>Łódź é</title></item>", "", "utf-16"), None, id="utf-16"),
        pytest.param(
            _rss("<item><title>Łódź é</title></item>", "", "iso-8859-2"), None, id="declared"
        ),
        pytest.param(
            _rss("<item><title>Łódź é</title></item>", "", "iso-8859-2").replace(
                b' encoding="iso-8859-2"', b""
            ),
            'application/rss+xml; charset="ISO-8859-2"',
            id="header",
        ),
        pytest.param(
            _rss("<item><title>Łódź é</title></item>"), "text/xml", id="header-without-charset"
        ),
        pytest.param(
            _rss("<item><title>Łódź é</title></item>"), "text/html; charset=none", id="no-charset"
        ),
    ],
)
def test_the_charset_is_found(body: bytes, content_type: str | None) -> None:
    (one,) = read(body, content_type=content_type).entries
    assert one.title == "Łódź é"


def test_a_few_broken_bytes_leave_the_rest_readable() -> None:
    body = _rss("<item><title>Łódź ?</title></item>").replace(b"?<", b"\xff\x07<")
    (one,) = read(body).entries
    assert one.title == "Łódź \ufffd"


def test_a_control_character_does_not_make_a_feed_ill_formed() -> None:
    items = "<item><title>A\x0bB</title><link>/1?a=1&amp;b=2</link></item>"
    (one,) = read(_rss(items), url=URL).entries
    assert (one.title, one.url) == ("AB", "https://example.org/1?a=1&b=2")


@pytest.mark.parametrize(
    ("item", "identity", "url"),
    [
        pytest.param("<guid>https://e.example/1</guid>", *(["https://e.example/1"] * 2), id="url"),
        pytest.param("<guid>post-1</guid>", "post-1", None, id="no-url"),
        pytest.param(
            "<guid>post-1</guid><link>/1</link>", "post-1", "https://example.org/1", id="with-link"
        ),
        pytest.param(
            '<guid isPermaLink="false">https://e.example/1</guid>',
            "https://e.example/1",
            None,
            id="no-permalink",
        ),
        pytest.param("<link>1</link>", "", "https://example.org/news/1", id="none"),
        pytest.param("<link>javascript:alert(1)</link>", "", None, id="unsafe"),
    ],
)
def test_an_id_is_as_published_whatever_the_feeds_address(
    item: str, identity: str, url: str | None
) -> None:
    (one,) = read(_rss(f"<item><title>x</title>{item}</item>"), url=URL).entries
    assert (one.id, one.url) == (identity, url)


@pytest.mark.parametrize(
    ("item", "published", "updated"),
    [
        pytest.param(
            "<pubDate>Tue, 10 Dec 2024 00:30:00 +0300</pubDate>",
            "2024-12-10T00:30:00+03:00",
            "2024-12-10T00:30:00+03:00",
            id="rfc822",
        ),
        pytest.param(
            "<dc:date>2024-12-10</dc:date>",
            "2024-12-10T00:00:00+00:00",
            "2024-12-10T00:00:00+00:00",
            id="dublin-core",
        ),
        pytest.param("<pubDate>soon</pubDate>", None, UNDATED.isoformat(), id="unreadable"),
        pytest.param("", None, UNDATED.isoformat(), id="none"),
    ],
)
def test_dates_keep_their_offset(item: str, published: str | None, updated: str) -> None:
    (one,) = read(_rss(f"<item><title>x</title>{item}</item>")).entries
    assert (one.published.isoformat() if one.published else None) == published
    assert one.updated.isoformat() == updated


def test_an_edited_atom_entry_has_both_dates() -> None:
    edit = "<updated>2024-12-12T09:30:00Z</updated>"
    dates = f"<published>2024-12-10T09:00:00+01:00</published>{edit}"
    both, edited = read(
        _atom(f"<entry><id>1</id>{dates}</entry><entry><id>2</id>{edit}</entry>")
    ).entries
    assert both.published is not None
    assert both.published.isoformat() == "2024-12-10T09:00:00+01:00"
    assert both.updated == LATER
    assert edited.published == edited.updated == LATER


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("<title>A &amp; B</title>", "A & B", id="text"),
        pytest.param(
            '<title type="html">A &amp;amp; &lt;b&gt;B&lt;/b&gt;</title>', "A & B", id="html"
        ),
        pytest.param("<title>1 &lt; 2 &lt;b&gt;</title>", "1 < 2 <b>", id="text-with-angles"),
        pytest.param(
            f'<title type="xhtml"><h:p xmlns:h="{XHTML}">A <h:b>B</h:b></h:p></title>',
            "A B",
            id="xhtml",
        ),
        pytest.param("<title>\n A\n  B </title>", "A B", id="white-space"),
        pytest.param("", "", id="none"),
    ],
)
def test_titles_are_plain_text_on_one_line(title: str, expected: str) -> None:
    (one,) = read(_atom(f"<entry><id>1</id>{title}</entry>")).entries
    assert one.title == expected


def test_content_is_cleaned_and_its_links_made_absolute() -> None:
    markup = '<a href="2">x</a><img src="/i.png" onerror="y"><script>z</script>'
    item = f"<item><link>/a/1</link><description><![CDATA[{markup}]]></description></item>"
    (one,) = read(_rss(item), url=URL).entries
    assert one.html == (
        '<a href="https://example.org/a/2" rel="noopener noreferrer">x</a>'
        '<img src="https://example.org/i.png">'
    )
    assert (one.text, one.summary) == ("x", None)


def test_xml_base_goes_before_the_address_of_the_feed() -> None:
    content = (
        '<content type="html" xml:base="https://b.example/">&lt;a href="c"&gt;x&lt;/a&gt;</content>'
    )
    body = _atom(f'<entry xml:base="/a/"><id>1</id><link href="p"/>{content}</entry>')
    (one,) = read(body, url=URL).entries
    assert one.url == "https://example.org/a/p"
    assert one.html is not None
    assert 'href="https://b.example/c"' in one.html


def test_the_fullest_content_is_taken_and_the_summary_kept_apart() -> None:
    item = (
        "<item><description>Short &amp;amp; sweet</description>"
        "<content:encoded>&lt;p&gt;All of it&lt;/p&gt;</content:encoded></item>"
    )
    (one,) = read(_rss(item)).entries
    assert (one.html, one.text, one.summary) == ("<p>All of it</p>", "All of it", "Short & sweet")


def test_plain_content_stays_plain() -> None:
    (one,) = read(_atom("<entry><id>1</id><content>1 &lt; 2 &amp; 3</content></entry>")).entries
    assert (one.html, one.text) == (None, "1 < 2 & 3")


def test_every_enclosure_is_found_once() -> None:
    item = (
        '<item><enclosure url="/a.mp3" type="audio/mpeg" length="12"/>'
        '<media:content url="/b.mp4" type="video/mp4" fileSize="7"/><media:content url="/a.mp3"/>'
        '<enclosure url="javascript:x" length="1"/><enclosure url="c" length="a lot"/></item>'
    )
    (one,) = read(_rss(item), url=URL).entries
    assert one.enclosures == (
        Enclosure("https://example.org/a.mp3", "audio/mpeg", 12),
        Enclosure("https://example.org/news/c"),
        Enclosure("https://example.org/b.mp4", "video/mp4", 7),
    )


def test_the_credentials_of_the_address_stay_out() -> None:
    item = '<item><link>/1</link><description>&lt;a href="2"&gt;x&lt;/a&gt;</description></item>'
    whole = read(_rss(item), url="https://user:secret@example.org/feed")
    assert "secret" not in repr(whole)
    assert whole.home == "https://example.org/"


def test_rdf_is_read() -> None:
    body = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        b' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://e.example/">'
        b"<title>R</title></channel>"
        b'<item rdf:about="https://e.example/1"><title>One</title><link>https://e.example/1</link>'
        b"<dc:date>2024-12-12T09:30:00Z</dc:date></item></rdf:RDF>"
    )
    (one,) = read(body).entries
    assert (one.id, one.url, one.published) == (*(["https://e.example/1"] * 2), LATER)


def test_what_a_parser_stumbles_over_is_a_feed_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise AssertionError("we should not get here!")

    monkeypatch.setattr("feedparser.parse", stumble)
    with pytest.raises(FeedError, match="AssertionError"):
        read(_rss(""))


@pytest.mark.parametrize("name", PARSER_MEMBERS)
@pytest.mark.parametrize("attributes", ["", ' type="text/html" href="x"'], ids=["bare", "with"])
def test_an_element_may_be_named_like_a_member_of_the_parser(name: str, attributes: str) -> None:
    item = f"<item><guid>1</guid><{name}{attributes}>x</{name}><guid>1</guid></item>"
    assert len(read(_rss(item)).entries) == 1


@settings(database=None, deadline=None, max_examples=50)
@given(
    st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.sampled_from(b"<>&\"'/;]!-\x00\xff x")),
        max_size=8,
    )
)
def test_damaged_feeds_are_read_or_refused(damages: list[tuple[float, int]]) -> None:
    whole = bytearray(rss.write(feed(entry(), entry(id="urn:x-1:2", tags=("a",)))))
    for place, byte in damages:
        whole[int(place * len(whole))] = byte
    with suppress(FeedError):
        assert read(bytes(whole), url=URL).url


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'<Channel xmlns="http://purl.org/net/rss1.1#"><title>x</title></Channel>',
                     id="RSS 1.1"),
        pytest.param(b"<!-- x --><CHANNEL><TITLE>x</TITLE></CHANNEL>", id="CDF"),
        pytest.param(b"<rss version='2.0'><channel><title>caf&eacute;</title></channel></rss>\n",
                     id="an entity that XML does not know"),
    ],
)  # fmt: skip
def test_whole_and_empty_it_is_a_feed(body: bytes) -> None:
    assert read(body).entries == ()


def test_a_content_is_no_summary_of_itself() -> None:
    markup = "&lt;img src=&quot;http://x.test/i&quot; onclick=&quot;javascript:run()&quot;&gt;"
    feed = read(
        f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>t</title>'
        f'<content type="html">{markup}</content></entry></feed>'.encode()
    )
    (entry,) = feed.entries
    assert entry.summary is None
    assert entry.html == '<img src="http://x.test/i">'


def _packed(text: str | bytes) -> str:
    return b64encode(text if isinstance(text, bytes) else text.encode()).decode()


@pytest.mark.parametrize(
    ("kind", "value", "html", "text"),
    [
        ("application/x", _packed("<p>Wört <script>x</script></p>"), "<p>Wört </p>", "Wört"),
        ("application/json", _packed('{"a": "words"}'), None, '{"a": "words"}'),
        ("text/markdown", "# Head &lt;b&gt;", None, "# Head <b>"),
        ("image/png", _packed(bytes(range(256))), None, "Summary"),
        ("application/pdf", _packed(b"%PDF-1.4 \xff\xfe\xfd and more"), None, "Summary"),
    ],
)  # fmt: skip
def test_content_of_another_type_is_read_where_it_is_text(
    kind: str, value: str, html: str | None, text: str
) -> None:
    body = f'<entry><content type="{kind}">{value}</content><summary>Summary</summary></entry>'
    (found,) = read(_atom(body)).entries
    assert (found.html, found.text) == (html, text)


def test_itunes_says_what_nothing_else_does() -> None:
    items = (
        "<item><itunes:title>Head</itunes:title><itunes:subtitle>Sub</itunes:subtitle></item>"
        "<item><title>T</title><itunes:subtitle>Sub</itunes:subtitle>"
        "<itunes:summary>All of it</itunes:summary></item>"
    )
    space = ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    body = _rss(items).replace(b"<rss", b"<rss" + space.encode(), 1)
    assert [(e.title, e.text) for e in read(body).entries] == [("Head", "Sub"), ("T", "All of it")]
