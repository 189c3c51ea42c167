"""A date beside a heading, in languages that htmldate does not read; and dates that are not its."""

from datetime import date

import pytest

from monitor.extract.article.dates import published
from monitor.extract.article.page import take_apart
from monitor.extract.article.written import beside_heading

TODAY = date(2024, 9, 1)


def found(markup: str) -> str | None:
    day = beside_heading(take_apart(f"<html><body>{markup}".encode(), "utf-8").tree, TODAY)
    return day.value if day else None


@pytest.mark.parametrize(
    "markup",
    [
        "<h1>Title</h1><p>2024. gada 3. augusts</p><p>Text.",
        "<h1>Title</h1><div><span>ศุกร์</span> <b>3 ส.ค. 67</b></div>",
        "<p>۱۳ مرداد ۱۴۰۳</p><h1>Title</h1><p>Text.",
        "<nav>1 мая 2024</nav><h1>Title</h1><!-- 1 May 2024 --><time>2024年8月3日</time>",
        "<h1>Title</h1><p>Atnaujinta 2024 m. liepos 1 d.</p><p>2024 m. rugpjūčio 3 d.</p>",
    ],
)
def test_a_date_beside_the_heading(markup: str) -> None:
    assert found(markup) == "2024-08-03"


@pytest.mark.parametrize(
    "markup",
    [
        "<p>2024年8月3日</p>",
        "<h1>Title</h1><p>The council met on 3 August 2024 and went home again in time.</p>",
        "<h1>Title</h1><p>03/08/2024</p>",
        "<h1>Title</h1><p>August 2024</p>",
        "<h1>Title</h1><p>3. elokuuta 2030</p>",
        "<h1>Title</h1>" + "<p>Text</p>" * 40 + "<p>2024年8月3日</p>",
        "<h1>Title</h1><footer>2024年8月3日</footer>",
        "<h1>Title</h1>" + "<div>" * 3000 + "text",
    ],
)
def test_what_is_no_date_of_the_page(markup: str) -> None:
    assert found(markup) is None


def test_it_is_asked_when_nothing_else_tells() -> None:
    markup = "<h1>Title of the page</h1><p>2024. gada 3. augusts</p><p>Some text.</p>"
    page = take_apart(f"<html><body>{markup}".encode(), "utf-8")
    day = published(page, "https://x.test/a", TODAY)
    assert day is not None
    assert day.value == "2024-08-03"
