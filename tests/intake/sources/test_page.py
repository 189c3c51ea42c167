"""One page as one document."""

import gzip
from dataclasses import replace
from datetime import date

import pytest

from monitor.errors import ExtractError
from monitor.intake.sources.page import charset, learn, parse
from monitor.model.source import Source
from monitor.model.visit import Part

TODAY = date(2024, 12, 20)
MAIN = "<title>Größe</title><main>Süd</main>"
SOURCE = Source("terms", "page", "https://x.test/terms", "Our source", options={"select": ["main"]})


def part(body: str, content_type: str | None = None) -> Part:
    return Part("https://x.test/terms?moved", body.encode(), content_type)


def test_a_page_is_one_whole_document_at_its_place() -> None:
    (document,) = parse(
        SOURCE, part("<title>Terms</title><main>All <a href=x>of</a>.</main>"), TODAY
    )
    assert (document.title, document.text, document.whole) == ("Terms", "All of.", True)
    assert (document.place, document.url) == ("https://x.test/terms", "https://x.test/terms")
    assert document.published is None
    assert 'href="https://x.test/x"' in (document.html or "")


def test_a_page_without_a_title_goes_by_the_sources() -> None:
    (document,) = parse(SOURCE, part("<main>Text.</main>"), TODAY)
    assert document.title == "Our source"


def test_a_selector_that_finds_nothing_is_named() -> None:
    with pytest.raises(ExtractError, match="`main`") as stopped:
        parse(SOURCE, part("<div>Text.</div>"), TODAY)
    assert stopped.value.kind == "selector"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (MAIN.encode(), "text/xml"),
        (MAIN.encode(), "text/plain"),
        (MAIN.encode(), "application/pdf"),
        (b"<?xml version='1.0' encoding='utf-8'?>" + MAIN.encode(), "application/xhtml+xml"),
        (gzip.compress(MAIN.encode()), "text/html"),
        (MAIN.encode("utf-16-le"), None),
        (MAIN.encode("cp1252"), "text/html; charset=utf-8"),
    ],
    ids=["XML", "text", "PDF", "XHTML", "packed", "UTF-16", "a wrong charset"],
)
def test_a_page_is_a_page_whatever_its_header_says(body: bytes, content_type: str | None) -> None:
    (document,) = parse(SOURCE, Part(SOURCE.place, body, content_type), TODAY)
    assert (document.title, document.text) == ("Größe", "Süd")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.7", "not_a_page"),
        (b'{"main": 1}', "not_a_page"),
        (b"<title>Sign in</title><main><input type=password></main>", "login"),
        (b"<title>Page not found</title><main>Nothing.</main>", "missing"),
    ],
)
def test_what_is_not_the_page_is_told_before_any_selector(body: bytes, kind: str) -> None:
    with pytest.raises(ExtractError) as stopped:
        parse(SOURCE, Part(SOURCE.place, body, "text/html"), TODAY)
    assert stopped.value.kind == kind


def test_who_watches_a_login_page_says_so() -> None:
    source = replace(SOURCE, options={"accept": ["login"]})
    (document,) = parse(source, part("<title>Sign in</title><input type=password>Soon."), TODAY)
    assert document.title == "Sign in"


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (None, None),
        ("text/html", None),
        ("text/html; charset=utf-8", "utf-8"),
        ('text/html;version=5;charset="windows-1251"', "windows-1251"),
        ("text/html; charset=", None),
    ],
)
def test_the_header_names_the_charset(header: str | None, found: str | None) -> None:
    assert charset(header) == found


WHOLE = replace(SOURCE, options={})


def test_json_is_lines_whatever_the_order_of_its_keys() -> None:
    (one,) = parse(WHOLE, part('{"b": {"y": 1.10, "x": [2, null]}, "a": "t"}'), TODAY)
    (other,) = parse(WHOLE, part('{"a": "t",\n "b": {"x": [2, null], "y": 1.10}}'), TODAY)
    assert one == other
    assert one.text == 'a: "t"\nb.x[]: 2\nb.x[]: null\nb.y: 1.10'
    assert (one.title, one.whole) == ("Our source", True)


def test_json_does_not_take_the_place_of_a_page_nor_a_page_that_of_json() -> None:
    page = part("<title>Terms</title><p>What holds between us, in many words.")
    json = part('{"error": "too many requests"}')
    for first, second, kind in ((page, json, "not_a_page"), (json, page, "no_json")):
        _, finding = learn(WHOLE, first, TODAY, {})
        assert learn(WHOLE, first, TODAY, finding.memo)[1].memo == finding.memo
        with pytest.raises(ExtractError) as stopped:
            learn(WHOLE, second, TODAY, finding.memo)
        assert stopped.value.kind == kind


def test_parts_of_a_page_are_not_looked_for_in_json() -> None:
    with pytest.raises(ExtractError) as stopped:
        parse(SOURCE, part('{"main": 1}'), TODAY)
    assert stopped.value.kind == "not_a_page"
