"""Lists in which not all records look alike, or that hold more than records; and pages without one.

Each is read twice, as a source is: found at the first visit, by its rule at the second.
"""

import pytest

from monitor.extract.listing.find import find
from monitor.extract.listing.model import SURE
from tests.extract.listing.pages import TITLES, page, slug
from tests.extract.listing.visits import DAYS, LINKS, TODAY, URL, days, items, links, titles

NEWS = list(TITLES)
SAYS = (
    "The council said on the day that it had taken note of what was written, and that more would"
    " follow in due time for all who had asked."
)


def heading(n: int, level: int = 3) -> str:
    return f'<h{level}><a href="{slug(n)}">{TITLES[n]}</a></h{level}>'


def day(n: int) -> str:
    return f"<span>{20 - n} May 2024</span>"


def test_news_and_videos_in_one_list() -> None:
    """They share a class, and nothing of what is in them stands at the same place."""

    def card(n: int) -> str:
        if n % 3 == 1:
            return (
                f'<div class="card card--video"><a href="{slug(n)}"><b>▶</b> 3:2{n}</a>'
                f'<div class="below">{heading(n)}{day(n)}</div></div>'
            )
        return f'<div class="card card--news">{heading(n)}<p>{SAYS}</p>{day(n)}</div>'

    found = items(page(f'<div class="cards">{"".join(map(card, range(len(NEWS))))}</div>'))
    assert (titles(found), links(found), days(found)) == (NEWS, LINKS, DAYS)


def test_a_large_one_two_middling_ones_and_lines() -> None:
    """What is newest stands above the list, each size in a box of its own."""
    large = f'<div class="hero"><a href="{slug(0)}"><img alt=""></a>{heading(0, 2)}{day(0)}</div>'
    middling = "".join(f'<div class="tile">{heading(n)}{day(n)}</div>' for n in (1, 2))
    lines = "".join(
        f'<li>{day(n)} <a href="{slug(n)}">{TITLES[n]}</a></li>' for n in range(3, len(NEWS))
    )
    found = items(page(f"{large}<div class=two>{middling}</div><ul class=rest>{lines}</ul>"))
    assert (titles(found), links(found), days(found)) == (NEWS, LINKS, DAYS)


def test_what_stands_above_the_list_without_a_date_is_no_release() -> None:
    banner = (
        f'<div class="hero"><h2><a href="{slug(0)}">Have your say on {TITLES[0]}</a></h2></div>'
    )
    lines = "".join(f"<li>{heading(n)}{day(n)}</li>" for n in range(1, len(NEWS)))
    assert titles(items(page(f"{banner}<ul>{lines}</ul>"))) == NEWS[1:]


def test_rows_of_three_in_three_sizes_with_an_advertisement_between() -> None:
    sizes = ("big", "mid", "small")

    def row(first: int) -> str:
        some = range(first, min(first + 3, len(NEWS)))
        cells = (
            f'<div class="story story--{sizes[n % 3]}">{heading(n)}{day(n)}</div>' for n in some
        )
        return f'<section><div class="wrap">{"".join(cells)}</div></section>'

    parted = '<section class="promo"><h2>Subscribe to our letter</h2><form><input></form></section>'
    found = items(page(row(0) + parted + row(3) + row(6)))
    assert (titles(found), links(found), days(found)) == (NEWS, LINKS, DAYS)


def test_one_date_spans_the_rows_of_its_day() -> None:
    """The rows under it have a column less: what is second in them is third in the first."""
    rows = "".join(
        "<tr>"
        + (f"<td rowspan={min(3, len(NEWS) - n)}>{20 - n} May 2024</td>" if n % 3 == 0 else "")
        + f'<td>2024/{n + 40}</td><td><a href="{slug(n)}">{title}</a></td></tr>'
        for n, title in enumerate(TITLES)
    )
    head = "<tr><th>Date<th>Number<th>Case</tr>"
    found = items(page(f"<table>{head}{rows}</table>"))
    assert (titles(found), links(found)) == (NEWS, LINKS)
    assert days(found) == [DAYS[n - n % 3] for n in range(len(NEWS))]


@pytest.mark.parametrize("span", ["0", "-1", "99999999", "two"])
def test_spans_that_lie(span: str) -> None:
    rows = "".join(
        f'<tr><td rowspan="{span}" colspan="{span}">{20 - n} May 2024</td>'
        f'<td><a href="{slug(n)}">{title}</a></td></tr>'
        for n, title in enumerate(TITLES)
    )
    found = items(page(f"<table>{rows}</table>"))
    assert (titles(found), days(found)) == (NEWS, DAYS)


def test_releases_of_a_program_with_what_is_new_in_each() -> None:
    """Their titles are numbers, their points look like titles, and a tag is not beside them."""
    sections = "".join(
        f'<section><h2 class="sr-only">v1.{9 - n}.0</h2><div><a href="/c/{n}ab">{n}abc12f</a>'
        f"<b>May {20 - n}, 2024</b></div>"
        f'<div><a href="/press/tag/v1.{9 - n}.0">v1.{9 - n}.0</a>'
        "<ul>"
        + "".join(
            f'<li>{TITLES[k]} by <a href="/u{k}">@u{k}</a>, <a href="/pull/{n}{k}">#{n}{k}</a></li>'
            for k in range(3 + n % 3)
        )
        + "</ul></div></section>"
        for n in range(7)
    )
    found = items(page(sections))
    assert titles(found) == [f"v1.{9 - n}.0" for n in range(7)]
    assert links(found) == [f"https://house.example/press/tag/v1.{9 - n}.0" for n in range(7)]
    assert days(found) == DAYS


def test_changes_under_headings_of_two_ranks() -> None:
    body = "".join(
        f"<h2>1.{9 - n}.0 - {DAYS[n]}</h2><h3>Added</h3><ul><li>{TITLES[n]}</li></ul>"
        f"<h3>Fixed</h3><ul><li>{SAYS}</li><li>{TITLES[n - 1]}</li></ul>"
        for n in range(7)
    )
    found = items(page(body))
    assert titles(found) == [f"1.{9 - n}.0 - {DAYS[n]}" for n in range(7)]
    assert days(found) == DAYS


def test_of_an_episode_its_page_and_not_its_recording() -> None:
    cards = "".join(
        f'<div class="episode">{heading(n)}{day(n)}<audio src="/a/{n}.mp3"></audio><p>{SAYS}</p>'
        f'<a href="/a/{n}.mp3" download>Download MP3</a><a href="/f/{n}.pdf">PDF version</a></div>'
        for n in range(len(NEWS))
    )
    assert links(items(page(cards))) == LINKS


def test_two_rows_take_turns_and_are_built_nearly_alike() -> None:
    """The second says who, when and how many; it is no record, though it links and dates."""
    rows = "".join(
        f'<tr class="thing"><td>{n + 1}.</td><td><a href="/vote/{n}">△</a></td>'
        f'<td><span><a href="{slug(n)}">{title}</a></span></td></tr>'
        f'<tr><td colspan=2></td><td><span>{n + 7} points</span> <a href="/user?id=u{n}">u{n}</a>'
        f' <a href="/item?id={n}">{13 + n} days ago</a></td></tr>'
        for n, title in enumerate(TITLES)
    )
    found = items(page(f"<table>{rows}</table>"))
    assert (titles(found), links(found), days(found)) == (NEWS, LINKS, DAYS)


def test_cards_are_the_cells_of_a_table() -> None:
    cells = [
        f'<td><img src="p.jpg"><br><b><a href="{slug(n)}">{title}</a></b><br><i>{day(n)}</i></td>'
        for n, title in enumerate(TITLES)
    ]
    rows = "".join(f"<tr>{''.join(cells[n : n + 3])}</tr>" for n in range(0, len(cells), 3))
    found = items(page(f"<table>{rows}</table>"))
    assert (titles(found), links(found), days(found)) == (NEWS, LINKS, DAYS)


def test_a_meeting_is_one_release_however_many_papers_it_has() -> None:
    """Two links with names that name nothing: the first is that of the meeting."""
    body = "".join(
        f'<p><strong>May {20 - n}, 2024</strong><br><a href="/docs/{n}-agenda.pdf">Agenda</a> | '
        f'<a href="/docs/{n}-minutes.pdf">Minutes</a></p>'
        for n in range(7)
    )
    found = items(page(body))
    assert links(found) == [f"https://house.example/docs/{n}-agenda.pdf" for n in range(7)]
    assert days(found) == DAYS


def test_days_that_are_numbers_under_their_month() -> None:
    body = "<h2>May 2024</h2>" + "".join(
        f'<p><b>{20 - n}</b> <a href="{slug(n)}">{title}</a></p>' for n, title in enumerate(TITLES)
    )
    assert days(items(page(body))) == DAYS


def test_a_large_day_over_a_small_month() -> None:
    """28 above 2024-05, as many pages in Chinese have it."""
    rows = "".join(
        f"<li><div><b>{20 - n}</b><span>2024-05</span></div>"
        f'<a href="{slug(n)}">市政府召开第{n + 3}次常务会议研究工作</a></li>'
        for n in range(7)
    )
    assert days(items(page(f"<ul>{rows}</ul>", language="zh"))) == DAYS


# ── no list ────────────────────────────────────────────────────────────────────────────────


def story(body: str, *, head: str = "") -> bytes:
    return page(body, head=head).replace(
        b"<h1>Press releases</h1>", f"<h1>{TITLES[0]} after years of work</h1>".encode()
    )


RELATED = "".join(f"<li>{heading(n)}{day(n)}</li>" for n in range(1, 7))
CITED = "".join(
    f'<p>{SAYS} In <a href="/wiki/t{n}">{TITLES[n]}</a> it was said on {20 - n} May 2024, as many'
    f" had foreseen, that things would stay as they are.</p>"
    for n in range(7)
)
ARTICLE = '<meta property="og:type" content="article">'


@pytest.mark.parametrize(
    ("body", "url"),
    [
        pytest.param(
            story(f"<p>{SAYS}</p><h2>Read next</h2><ul>{RELATED}</ul>", head=ARTICLE),
            "https://house.example/press/100-council-opens-the-new-bridge",
            id="an article with the newest ones below",
        ),
        pytest.param(story(CITED), URL, id="sentences with links and days in them"),
        pytest.param(
            page(
                "<table><tr><th>Date<th>Dollar<th>Pound</tr>"
                + "".join(f"<tr><td>{d}<td>1.0{n}<td>0.8{n}</tr>" for n, d in enumerate(DAYS))
                + "</table>"
            ).replace(b"Press releases", b"Rates"),
            "https://house.example/rates",
            id="a table of rates",
        ),
    ],
)
def test_no_list(body: bytes, url: str) -> None:
    found = find(body, url=url, charset=None, today=TODAY)
    assert found is None or found.confidence < SURE, found.explain


def test_it_says_that_the_page_looks_like_a_story() -> None:
    body = story(f"<p>{SAYS}</p><ul>{RELATED}</ul>", head=ARTICLE)
    found = find(body, url=URL + "/a-bridge-for-the-town", charset=None, today=TODAY)
    assert found is not None
    assert "but the page calls itself an article" in found.explain
    assert "but the page's own heading is a headline" in found.explain
    assert "but the page's own address names one story" in found.explain
