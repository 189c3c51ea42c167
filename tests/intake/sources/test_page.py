"""One page as one document."""

from datetime import date

import pytest

from monitor.errors import ExtractError
from monitor.intake.sources.page import charset, parse
from monitor.model import Part, Source

TODAY = date(2024, 12, 20)
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
