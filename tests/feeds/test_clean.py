"""Markup and addresses of strangers (rules P8, P12, P13)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from feeds.clean import (
    WEB_SCHEMES,
    paragraphs,
    plain,
    safe_html,
    safe_url,
    without_controls,
)

BASE = "https://example.org/news/index.html"
INERT = {"href", "src", "rel", "alt"}


def _elements(markup: str) -> list[lxml_html.HtmlElement]:
    return list(lxml_html.fragment_fromstring(markup, create_parent="div").iterdescendants())


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param("<script>alert(1)</script>", id="script"),
        pytest.param("<img src=x onerror=alert(1)>", id="handler"),
        pytest.param("<a href='javascript:alert(1)'>x</a>", id="scheme"),
        pytest.param("<a href='JaVa\tScript:alert(1)'>x</a>", id="scheme-in-disguise"),
        pytest.param("<a href='&#1;javascript:alert(1)'>x</a>", id="scheme-behind-control"),
        pytest.param("<a href='java&#1;script:alert(1)'>x</a>", id="control-inside-scheme"),
        pytest.param("<a href='data:text/html,alert(1)'>x</a>", id="data"),
        pytest.param("<svg><a xlink:href='javascript:alert(1)'>x</a></svg>", id="svg"),
        pytest.param("<iframe srcdoc='alert(1)'></iframe>", id="iframe"),
        pytest.param("<style>@import 'alert(1)'</style>", id="style"),
        pytest.param("<scr\x00ipt>alert(1)</scr\x00ipt>", id="control-inside-tag"),
        pytest.param("<blockquote cite='javascript:alert(1)'>x</blockquote>", id="cite"),
        pytest.param("<p style='background:url(//x)' class=y id=z>x</p>", id="style-attribute"),
        pytest.param("<form action='javascript:alert(1)'><input></form>", id="form"),
    ],
)
@pytest.mark.parametrize("base", [None, BASE], ids=["no-base", "base"])
def test_nothing_that_acts_survives(hostile: str, base: str | None) -> None:
    elements = _elements(safe_html(hostile, base))
    assert not {element.tag for element in elements} & {"script", "style", "iframe", "form", "svg"}
    for element in elements:
        assert set(element.attrib) <= INERT
        for name in ("href", "src"):
            address = element.get(name, "https://")
            assert address.startswith(("https://", "http://", "mailto:"))


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        pytest.param("2", "https://example.org/news/2", id="relative"),
        pytest.param("/top", "https://example.org/top", id="path"),
        pytest.param("//other.example/x", "https://other.example/x", id="host"),
        pytest.param("#part", BASE + "#part", id="fragment"),
        pytest.param("http://a.example/", "http://a.example/", id="absolute"),
        pytest.param("mailto:press@example.org", "mailto:press@example.org", id="mail"),
    ],
)
def test_links_in_markup_become_absolute(href: str, expected: str) -> None:
    (link,) = _elements(safe_html(f'<a href="{href}">x</a>', BASE))
    assert link.get("href") == expected


def test_a_relative_link_without_a_base_is_dropped_and_its_text_kept() -> None:
    cleaned = safe_html('<a href="/x">read on</a>')
    assert "href" not in cleaned
    assert "read on" in cleaned


def test_the_password_of_the_base_stays_out_of_the_links() -> None:
    assert "secret" not in safe_html('<a href="/x">x</a>', "https://user:secret@example.org/")


def test_deep_nesting_is_cut_before_it_costs() -> None:
    cleaned = safe_html("<ul><li>" * 50_000 + "core")
    assert cleaned.count("<li>") < 256


@settings(database=None, deadline=None)
@given(st.text() | st.text(alphabet="<>&;#x1a='\"/ \x00\x01\ud800\x85", max_size=60))
def test_any_text_comes_out_stable_and_without_controls(markup: str) -> None:
    cleaned = safe_html(markup, BASE)
    assert without_controls(cleaned) == cleaned
    assert safe_html(cleaned, BASE) == cleaned


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("https://example.org/a", "https://example.org/a", id="as-it-is"),
        pytest.param(" HTTPS://Example.ORG/A ", "https://example.org/A", id="case-and-space"),
        pytest.param("2?q=1#f", "https://example.org/news/2?q=1#f", id="relative"),
        pytest.param("/a b/ä", "https://example.org/a%20b/%C3%A4", id="escaped"),
        pytest.param("/100%/%20", "https://example.org/100%25/%20", id="bare-percent"),
        pytest.param("https://bücher.example/", "https://xn--bcher-kva.example/", id="idna"),
        pytest.param("https://u:p@example.org/", "https://example.org/", id="no-password"),
        pytest.param("http://[::1]:8080/x", "http://[::1]:8080/x", id="ipv6"),
        pytest.param("java\nscript:alert(1)", None, id="script-with-newline"),
        pytest.param("\x01javascript:alert(1)", None, id="script-behind-control"),
        pytest.param("data:text/html,x", None, id="data"),
        pytest.param("file:///etc/passwd", None, id="file"),
        pytest.param("http://", None, id="no-host"),
        pytest.param("http://[::1", None, id="broken-ipv6"),
        pytest.param("http://example.org:99999/", None, id="no-such-port"),
        pytest.param("http://good.example\\@evil.example/", None, id="backslash-host"),
        pytest.param(f"http://{'ü' * 70}.example/", None, id="no-such-idna"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="none"),
    ],
)
def test_only_safe_absolute_addresses_come_out(url: str | None, expected: str | None) -> None:
    assert safe_url(url, BASE) == expected


@pytest.mark.parametrize("base", ["http://[", "https://user@example.org/a/b", ""])
@pytest.mark.parametrize("tail", ["", "/", "//a//b", "/a/../b?c=d&e", "/_x~y.html?p+q"])
def test_an_ordinary_address_stays_as_it_is(tail: str, base: str) -> None:
    assert safe_url(f"https://a_b.example.org{tail}", base) == f"https://a_b.example.org{tail}"


def test_a_mail_address_is_a_link_but_no_place_to_fetch() -> None:
    assert safe_url("mailto:press@example.org") == "mailto:press@example.org"
    assert safe_url("mailto:press@example.org", schemes=WEB_SCHEMES) is None


@settings(database=None, deadline=None)
@given(st.text(max_size=40), st.none() | st.text(max_size=40))
def test_an_address_that_passed_passes_unchanged(url: str, base: str | None) -> None:
    safe = safe_url(url, base)
    assert safe is None or (safe.isascii() and safe_url(safe) == safe)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<p>One\nline</p><p>Two</p>", "One line\n\nTwo", id="paragraphs"),
        pytest.param("a<br>b", "a\nb", id="line-break"),
        pytest.param("<h1>Title</h1>text", "Title\n\ntext", id="heading"),
        pytest.param("<ul><li>1</li><li>2</li></ul>end", "1\n2\n\nend", id="list"),
        pytest.param("<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc", id="table"),
        pytest.param("AT&amp;T &lt;b&gt;&nbsp;x", "AT&T <b> x", id="entities"),
        pytest.param("a <b>b</b><i>c</i>", "a bc", id="inline"),
        pytest.param("x<script>y</script><!-- z -->", "x", id="unseen"),
        pytest.param("a &#1; b", "a b", id="control-reference"),
        pytest.param("no markup", "no markup", id="text"),
        pytest.param("", "", id="empty"),
    ],
)
def test_markup_becomes_plain_text(markup: str, expected: str) -> None:
    assert plain(markup) == expected


def test_plain_text_becomes_escaped_paragraphs() -> None:
    text = "A & B <i>\nnext line\n\n \nSecond"
    assert paragraphs(text) == "<p>A &amp; B &lt;i&gt;<br>\nnext line</p>\n<p>Second</p>"
    assert plain(paragraphs(text)) == "A & B <i>\nnext line\n\nSecond"


def test_what_xml_cannot_hold_is_dropped_and_white_space_kept() -> None:
    assert (
        without_controls("a\x00\x0b\x1f\x7f\x85\ud800\uffffb\t\r\n\u2028é😀") == "ab\t\r\n\u2028é😀"
    )
