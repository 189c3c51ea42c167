"""A release's own page: what it declares, what it shows, and what templates do to both."""

from datetime import date

import pytest

from monitor.extract.article.page import MOST_TAGS, ArticleTooLarge, NoArticle
from monitor.extract.article.read import read_article
from monitor.model.published import Precision, Published

URL = "https://office.test/news/harbour"
TODAY = date(2025, 3, 20)
STORY = "".join(
    f"<p>The harbour in the north was opened by the minister on day {n}, in front of many people "
    "who had come from all over the country to see the ships go out.</p>"
    for n in range(1, 6)
)
MENU = "<nav><ul><li><a href=/>Home</a></li><li><a href=/news>News</a></li></ul></nav>"


def page(head: str = "", body: str = STORY, title: str = "The harbour is open") -> bytes:
    return (
        f"<!doctype html><html><head><title>{title} | The Office</title>{head}</head><body>{MENU}"
        f"<main><article><h1>{title}</h1>{body}</article></main><footer>Imprint</footer>"
        "</body></html>"
    ).encode()


def read(body: bytes, charset: str | None = None):  # type: ignore[no-untyped-def]
    return read_article(body, url=URL, charset=charset, today=TODAY)


def test_the_text_is_the_articles_and_not_the_menus() -> None:
    found = read(page())
    assert found.title == "The harbour is open"
    assert found.text.count("The harbour in the north") == 5
    assert "\n\n" in found.text
    assert "Imprint" not in found.text


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(
            '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", '
            '"datePublished": "2025-03-12T09:00:00+01:00", "author": [{"name": "A. Writer"}]}]}'
            "</script>",
            Published("2025-03-12T09:00:00+01:00", Precision.INSTANT),
            id="json-ld",
        ),
        pytest.param(
            '<meta property="article:published_time" content="2025-03-11T08:00:00">',
            Published("2025-03-11"),
            id="meta without a zone is a day",
        ),
        pytest.param(
            '<meta name="date" content="2031-01-01">'
            '<meta name="dcterms.created" content="2025-03-10">',
            Published("2025-03-10"),
            id="a day to come is not believed",
        ),
    ],
)
def test_declared_dates_go_first(head: str, expected: Published) -> None:
    assert read(page(head)).published == expected


def test_a_declared_author_is_named() -> None:
    head = '<meta name="author" content="A. Writer">'
    assert read(page(head)).author == "A. Writer"
    assert read(page('<meta name="author" content="https://x.test/a">')).author is None


def test_broken_data_beside_the_page_breaks_nothing() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
    assert read(page(head)).title == "The harbour is open"


def test_markup_is_safe_and_its_links_absolute() -> None:
    found = read(page(body=STORY + '<p>See <a href="/x" onclick="steal()">the plan</a> now.</p>'))
    assert 'href="https://office.test/x"' in found.html
    assert "onclick" not in found.html


def test_a_template_that_ends_the_page_too_early_hides_nothing() -> None:
    body = b"<html><head><title>x</title></head></html>" + page()
    assert "The harbour in the north" in read(body).text


def test_utf_8_is_utf_8_whatever_the_template_declares() -> None:
    body = page(title="Gr\u00f6\u00dfe \u2013 der Hafen im Norden ist offen")
    assert read(body, "gb2312").title == "Gr\u00f6\u00dfe \u2013 der Hafen im Norden ist offen"


def test_mojibake_is_mended() -> None:
    body = page(body=STORY.replace("people", "people\u00e2\u0080\u0099s children"))
    assert "people\u2019s children" in read(body).text.replace("'", "\u2019")


def test_a_page_that_says_nothing_is_no_article() -> None:
    with pytest.raises(NoArticle):
        read(b"<html><body><script>start()</script><div id=root></div></body></html>")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param("Copyright 2019", None, id="a year alone is no day"),
        pytest.param("Published 1 January 2019", Published("2019-01-01"), id="the day is said"),
    ],
)
def test_no_day_is_made_of_a_year(said: str, expected: Published | None) -> None:
    body = page().replace(b"Imprint", said.encode())
    assert read(body).published == expected


@pytest.mark.parametrize(
    ("image", "expected"),
    [("/i.png", "https://office.test/i.png"), ("javascript:alert(1)", None)],
)
def test_an_image_is_a_safe_whole_address(image: str, expected: str | None) -> None:
    assert read(page(f'<meta property="og:image" content="{image}">')).image == expected


def test_links_count_from_the_pages_own_base() -> None:
    head = '<base href="https://files.test/2025/">'
    found = read(page(head, STORY + '<p>See <a href="plan">the whole plan</a> of it.</p>'))
    assert 'href="https://files.test/2025/plan"' in found.html


def test_a_page_of_too_many_tags_is_not_taken_apart() -> None:
    with pytest.raises(ArticleTooLarge):
        read(b"<html><body>" + b"<p>" * (MOST_TAGS + 1))


def test_the_few_words_above_a_heading_are_not_its_beginning() -> None:
    body = (
        b"<html><head><meta property=og:title content='Council opens the new bridge'></head><body>"
        b"<h1><span>Traffic: </span>Council opens the new bridge</h1>"
        + b"<p>It was opened by the mayor on a windy morning, and many came to see it.</p>"
        * 5
    )
    found = read_article(body, url="https://house.example/1", charset=None, today=date(2031, 5, 6))
    assert found.title == "Council opens the new bridge"


def test_what_nobody_sees_is_in_neither_title_nor_text() -> None:
    body = (
        "<html><body><h1>Paläs\xadtinenser legt Ver\xadfassungs\xadbeschwerde ein</h1>"
        + "<p>Die Ver\u200bfassungs\xadbeschwerde wurde am Morgen einge\xadlegt, sagte er.</p>" * 5
    ).encode()
    found = read_article(body, url="https://house.example/1", charset=None, today=date(2031, 5, 6))
    assert found.title == "Palästinenser legt Verfassungsbeschwerde ein"
    assert "Die Verfassungsbeschwerde wurde am Morgen eingelegt" in found.text
