"""Pages to title, text and safe markup."""

import pytest

from monitor.errors import ExtractError
from monitor.extract import page as reading
from monitor.extract.page import page

URL = "https://x.test/dir/terms"


def text(html: str) -> str:
    return page(html.encode(), url=URL).text


@pytest.mark.parametrize(
    ("html", "said"),
    [
        pytest.param("<p>One.<p>Two.", "One.\n\nTwo.", id="paragraphs"),
        pytest.param("<p>One\n  and   <b>the</b> same.", "One and the same.", id="white space"),
        pytest.param("<p>One<br>two", "One\ntwo", id="line break"),
        pytest.param("<ul><li>One<li>Two</ul>", "- One\n- Two", id="list"),
        pytest.param(
            "<ul><li><p>One</p><li><p>Two</p></ul>", "- One\n\n- Two", id="list of blocks"
        ),
        pytest.param("<ul><li><li>One</ul>", "- One", id="empty item"),
        pytest.param(
            "<table><tr><th>Day<th>Rain<tr><td>Monday<td>3 mm</table>",
            "Day | Rain\nMonday | 3 mm",
            id="table",
        ),
        pytest.param(
            "<table><tr><td>a<td><td>c</table>", "a |  | c", id="an empty cell keeps its column"
        ),
        pytest.param(
            "<table><tr><td><p>One<p>Two<td><div>Three</div></table>",
            "One\n\nTwo\n\nThree",
            id="table for the layout",
        ),
        pytest.param("<pre>a\n  b</pre>", "a\nb", id="preformatted lines"),
        pytest.param("<div>One<div>Two</div>three</div>", "One\n\nTwo\n\nthree", id="loose text"),
        pytest.param("<p>a<!-- b -->c", "ac", id="comment"),
        pytest.param("<p>5 &lt; 7 &amp; more", "5 < 7 & more", id="references"),
        pytest.param("<p>a&#30;b&#31;c", "a b c", id="marks of ours in theirs"),
        pytest.param(
            "<p>a<script>b</script><style>c</style><noscript>d</noscript><template>e</template>"
            "<svg><text>f</text></svg><span hidden>g</span>",
            "a",
            id="what nobody sees",
        ),
        pytest.param('<?xml version="1.0"?><html><body><p>One</body></html>', "One", id="XHTML"),
        pytest.param("just words", "just words", id="no markup"),
        pytest.param("<div>" * 2000 + "deep", "deep", id="deeply nested"),
    ],
)
def test_text_reads_as_the_page_does(html: str, said: str) -> None:
    assert text(html) == said


HTML = """<html lang="de"><head><title> The
 terms </title></head><body><nav>Menu</nav><main><p>All of them.</p><p class=ad>Buy!</p>
<a href="more">more</a></main><aside>Beside</aside></body></html>"""


def selected(select: tuple[str, ...] = (), strip: tuple[str, ...] = ()) -> str:
    return page(HTML.encode(), url=URL, select=select, strip=strip).text


@pytest.mark.parametrize(
    ("select", "strip", "said"),
    [
        ((), ("nav", ".ad", "aside"), "All of them.\n\nmore"),
        (("main",), (), "All of them.\n\nBuy!\n\nmore"),
        (("main",), (".ad",), "All of them.\n\nmore"),
        (("aside", "nav"), (), "Menu\n\nBeside"),
        (("main", "main p"), (".absent",), "All of them.\n\nBuy!\n\nmore"),
    ],
    ids=["strip", "select", "both", "in the order of the page", "nothing twice"],
)
def test_parts_are_kept_and_dropped(
    select: tuple[str, ...], strip: tuple[str, ...], said: str
) -> None:
    assert selected(select, strip) == said


def test_each_selector_must_find_something() -> None:
    with pytest.raises(ExtractError, match=r"`\.gone`") as stopped:
        selected(("main", ".gone"))
    assert (stopped.value.kind, stopped.value.where) == ("selector", URL)
    assert stopped.value.hint


@pytest.mark.parametrize(
    "html",
    ["<main></main>", "<main><script>draw()</script></main>", "<main> \u200a </main>"],
    ids=["empty", "filled in by a script", "white space"],
)
def test_a_page_without_text_is_a_failure(html: str) -> None:
    with pytest.raises(ExtractError) as stopped:
        page(html.encode(), url=URL, select=("main",))
    assert stopped.value.kind == "empty"


def test_title_language_and_links() -> None:
    found = page(HTML.encode(), url=URL)
    assert (found.title, found.language) == ("The terms", "de")
    assert 'href="https://x.test/dir/more"' in found.html


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<h1>Head <i>line</i></h1>x", "Head line"),
        ("<title></title><h1>Head</h1>x", "Head"),
        ("<svg><title>Icon</title></svg><title>Page</title>x", "Page"),
        ("<p>x", ""),
    ],
)
def test_the_title_is_the_pages_own(html: str, title: str) -> None:
    assert page(html.encode(), url=URL).title == title


def test_links_count_from_the_pages_base() -> None:
    html = '<base href="/other/"><a href="x">x</a>'
    assert 'href="https://x.test/other/x"' in page(html.encode(), url=URL).html


def test_markup_is_harmless() -> None:
    html = '<p onclick="x()">a<img src=x onerror=y()><a href="javascript:z()">b</a>'
    found = page(html.encode(), url=URL).html
    assert "onclick" not in found
    assert "onerror" not in found
    assert "javascript" not in found


@pytest.mark.parametrize(
    ("charset", "body"),
    [
        pytest.param("windows-1251", "<p>Привет всем".encode("cp1251"), id="header"),
        pytest.param(
            None, '<meta charset="windows-1251"><p>Привет всем'.encode("cp1251"), id="meta"
        ),
        pytest.param(None, "<p>Привет всем".encode(), id="UTF-8 without a word"),
        pytest.param("ascii", "\ufeff<p>Привет всем".encode(), id="mark before header"),
    ],
)
def test_the_charset_is_mark_then_header_then_meta(charset: str | None, body: bytes) -> None:
    assert page(body, url=URL, charset=charset).text == "Привет всем"


@pytest.mark.parametrize("body", [b"", b"%PDF-1.4 \x00\x01", b"\x89PNG\r\n\x1a\n\x00"])
def test_what_is_no_text_is_refused(body: bytes) -> None:
    with pytest.raises(ExtractError):
        page(body, url=URL)


def test_what_the_parser_would_leave_out_is_a_failure() -> None:
    with pytest.raises(ExtractError, match="deep") as stopped:
        page(b"<div>" * 3000 + b"deeper than the parser goes", url=URL)
    assert stopped.value.kind == "too_large"


def test_too_much_markup_is_refused_before_it_is_taken_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "MOST_TAGS", 100)
    monkeypatch.setattr(reading, "_tree", lambda *_: pytest.fail("parsed"))
    with pytest.raises(ExtractError) as stopped:
        page(b"<p>" * 101, url=URL)
    assert stopped.value.kind == "too_large"
