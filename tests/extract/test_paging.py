"""Where a header or a page leads on to older items; and what leads nowhere."""

import pytest

from monitor.extract.paging import of_header, of_page

URL = "https://office.test/news?page=3&q=a"


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ('<https://api.test/r?page=2>; rel="next"', "https://api.test/r?page=2"),
        ('</r?page=9>; rel="last", </r?page=2>; rel=next', "https://office.test/r?page=2"),
        ('</r>; title="a, b; rel=next"; rel="prev next"', "https://office.test/r"),
        ("<javascript:x>; rel=next", None),
        ('</r?page=9>; rel="last"', None),
        ("</r>; rel=nextlike", None),
        (None, None),
        ("<" * 5000, None),
    ],
)
def test_a_header(header: str | None, found: str | None) -> None:
    assert of_header(header, URL) == found


def followed(markup: str, number: int = 1) -> str | None:
    url = "https://office.test/news"
    return of_page(f"<html><body>{markup}".encode(), url, None, number)


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<link rel='prefetch next' href=/n/2>", "/n/2"),
        ("<a rel=next href=/n/2>whatever</a>", "/n/2"),
        ("<div class=nav-previous><a href=/page/2><span>←</span> Older posts</a></div>", "/page/2"),
        ("<a href=/a>About</a><a href='?p=2'>Weiter »</a>", "/news?p=2"),
        ("<a href='?p=2' aria-label='Next page'><svg></svg></a>", "/news?p=2"),
        ("<ul class=pagination><li><a href='#'>1</a><li><a href='?p=2'>&gt;</a></ul>", "/news?p=2"),
        ("<nav class=Pager><a class='pager-next' href='?p=2'>→</a></nav>", "/news?p=2"),
        ("<a href='?p=2'>下一页</a>", "/news?p=2"),
        ("<a href='?page=2'>2</a>", "/news?page=2"),
        ("<a href=/n/1>1</a><a href=/n/2>2</a><a href=/n/3>3</a>", "/n/2"),
    ],
)
def test_a_page_leads_on(markup: str, found: str) -> None:
    assert followed(markup) == f"https://office.test{found}"


def test_the_next_number_is_that_of_the_page() -> None:
    links = "".join(f"<a href='?page={n}'>{n}</a>" for n in (1, 2, 3, 4))
    assert followed(links, 3) == "https://office.test/news?page=4"
    assert followed(links, 4) is None


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<a href=/old>Previous</a>", id="it may lead back"),
        pytest.param("<a href=/s/2>»</a>", id="an arrow of something else"),
        pytest.param("<a class=next href=/slide>Our offices in pictures</a>", id="a slider"),
        pytest.param("<a href=#>Next</a><a href=/news#top>Older posts</a>", id="the page itself"),
        pytest.param("<a href=https://else.test/2>Next</a>", id="another host"),
        pytest.param("<a rel=next href='javascript:more()'>Next</a>", id="a script"),
        pytest.param("<a href=/2>2</a>", id="a number alone"),
        pytest.param("<a rel=next href='http://['>Next</a>", id="no address"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_page_may_lead_nowhere(markup: str) -> None:
    assert followed(markup) is None
