"""Lists of kinds that are in no corpus, on pages whose author does not wish to be read."""

from datetime import date

import pytest

from monitor.extract.listing.find import find
from monitor.extract.listing.model import SURE, Found, Listing
from monitor.model.published import Precision
from tests.extract.listing.pages import TITLES, page, slug

URL = "https://house.example/press"
TODAY = date(2024, 6, 2)


def listing(body: bytes, *, url: str = URL, today: date = TODAY) -> Listing:
    found = find(body, url=url, charset=None, today=today)
    assert found is not None
    assert found.confidence >= SURE, found.explain
    return found


def days(items: tuple[Found, ...]) -> list[str | None]:
    return [item.published.value[:10] if item.published else None for item in items]


def titles(items: tuple[Found, ...]) -> list[str]:
    return [item.title for item in items]


def test_cards_with_pictures_tags_teasers_and_sharing() -> None:
    """Each card links its picture, its title, two subjects, "read more" and two networks."""
    cards = "".join(
        f'<div class="card c-{n}"><a href="{slug(n)}"><img src="/i/{n}.jpg" alt=""></a>'
        f'<div><a class="topic" href="/tag/roads">Roads</a> <a class="topic" href="/tag/x">X</a>'
        f'<h3><a href="{slug(n)}">{title}</a></h3><p>And here some words that tease, {n} of them,'
        f" so that readers go on.</p><span>{28 - 3 * n} May 2024</span>"
        f'<a href="{slug(n)}">Read more</a><a href="https://facebook.com/sharer?u={n}">Share</a>'
        f"</div></div>"
        for n, title in enumerate(TITLES)
    )
    found = listing(page(f'<div class="grid">{cards}</div>'))
    assert titles(found.items) == list(TITLES)
    assert [item.url for item in found.items] == [
        "https://house.example" + slug(n) for n in range(len(TITLES))
    ]
    assert days(found.items) == [f"2024-05-{28 - 3 * n:02}" for n in range(len(TITLES))]
    assert found.items[0].summary.startswith("And here some words")


def test_lines_of_text_with_breaks_between_them() -> None:
    """No element is a record: date, line break, linked title, line break, office."""
    lines = "".join(
        f'2024-05-{20 - n} / No. {n + 40}<br><a href="/docs/{n}.pdf">{title}</a><br>'
        f"Office of the mayor<br><br>"
        for n, title in enumerate(TITLES)
    )
    found = listing(page(lines))
    assert titles(found.items) == list(TITLES)
    assert days(found.items) == [f"2024-05-{20 - n}" for n in range(len(TITLES))]


def test_records_without_any_link() -> None:
    """A change log: bold date, then what happened."""
    lines = "".join(
        f"<p><b>{28 - n}.05.2024:</b> {title}. It was decided by all.</p>"
        for n, title in enumerate(TITLES)
    )
    found = listing(page(lines, language="de"))
    assert len(found.items) == len(TITLES)
    assert all(item.url is None for item in found.items)
    assert days(found.items) == [f"2024-05-{28 - n}" for n in range(len(TITLES))]
    assert found.items[2].title.startswith(TITLES[2])


def test_a_date_heads_all_records_under_it() -> None:
    """The headings are dates; the lists under them hold several releases each."""
    body = "".join(
        f"<h3>{day} mai 2024</h3><ul>"
        + "".join(f'<li><a href="{slug(n)}">{TITLES[n]}</a></li>' for n in numbers)
        + "</ul>"
        for day, numbers in ((28, (0, 1, 2)), (21, (3,)), (14, (4, 5, 6)))
    )
    found = listing(page(body, language="fr"))
    assert titles(found.items) == list(TITLES)
    assert days(found.items) == ["2024-05-28"] * 3 + ["2024-05-21"] + ["2024-05-14"] * 3


def test_a_definition_list_in_japanese() -> None:
    body = "<dl>" + "".join(
        f"<dt>令和6年5月{20 - n}日</dt>"
        f'<dd><a href="/n/{n}.html">新しい橋を開通します第{n}号</a></dd>'
        for n in range(6)
    )
    found = listing(page(body + "</dl>", language="ja"))
    assert days(found.items) == [f"2024-05-{20 - n}" for n in range(6)]
    assert found.items[3].title == "新しい橋を開通します第3号"


def test_a_table_whose_columns_say_what_they_are() -> None:
    """Two dates a row; the title is not linked; the link is called PDF; a row has no link."""
    rows = "".join(
        f"<tr><td>{n + 1:02}/04/2024</td><td>{26 - n}/05/2024</td><td>{title}</td>"
        f"<td>{'' if n == 2 else f'<a href=/d/{n}.pdf>PDF</a>'}</td></tr>"
        for n, title in enumerate(TITLES)
    )
    body = (
        "<table><tr><th>Argued</th><th>Decided</th><th>Case name</th><th>File</th></tr>"
        f"{rows}</table>"
    )
    found = listing(page(body))
    assert titles(found.items) == list(TITLES)
    assert days(found.items) == [f"2024-05-{26 - n}" for n in range(len(TITLES))]
    assert [item.url for item in found.items][1:3] == ["https://house.example/d/1.pdf", None]


def test_rows_of_two_kinds_with_a_description_under_each() -> None:
    body = "<table>" + "".join(
        f'<tr class="{"odd" if n % 2 else "even"}"><td><a href="/d/{n}.pdf">No. {n}-24</a></td>'
        f"<td>{title}</td><td>Filed: May {26 - n}, 2024</td></tr>"
        f'<tr><td colspan="3">Whether the council may do so on a Monday.</td></tr>'
        for n, title in enumerate(TITLES)
    )
    found = listing(page(body + "</table>"))
    assert titles(found.items) == list(TITLES)
    assert days(found.items) == [f"2024-05-{26 - n}" for n in range(len(TITLES))]


def test_the_order_of_day_and_month_is_that_of_the_whole_page() -> None:
    """Only the last of seven dates cannot be read the other way round."""
    dates = ["05/04/2024", "04/04/2024", "03/04/2024", "02/04/2024", "01/04/2024", "28/03/2024"]
    body = "<ul>" + "".join(
        f'<li><a href="{slug(n)}">{TITLES[n]}</a> <em>{said}</em></li>'
        for n, said in enumerate(dates)
    )
    found = listing(page(body + "</ul>"))
    assert days(found.items)[0] == "2024-04-05"
    assert days(found.items)[-1] == "2024-03-28"


def test_days_counted_from_the_visit() -> None:
    said = ["hace 2 horas", "ayer, 14:30", "hace 3 días", "hace una semana", "hace 2 semanas"]
    body = "<ul>" + "".join(
        f'<li><a href="{slug(n)}">{TITLES[n]}</a><small>{ago}</small></li>'
        for n, ago in enumerate(said)
    )
    found = listing(page(body + "</ul>", language="es"))
    assert days(found.items) == [
        "2024-06-02",
        "2024-06-01",
        "2024-05-30",
        "2024-05-26",
        "2024-05-19",
    ]
    assert all(item.published and item.published.inferred for item in found.items)


def test_every_record_is_called_something_else() -> None:
    """Classes made up anew for each element, as by a style compiler that hates readers."""
    body = "<div>" + "".join(
        f'<div class="x{chr(97 + n)}q"><div class="y{chr(97 + n)}z"><a class="k{chr(98 + n)}"'
        f' href="{slug(n)}">{title}</a></div><div class="w{chr(99 + n)}">May {20 - n}, 2024</div>'
        f"</div>"
        for n, title in enumerate(TITLES)
    )
    found = listing(page(body + "</div>"))
    assert titles(found.items) == list(TITLES)
    assert days(found.items) == [f"2024-05-{20 - n}" for n in range(len(TITLES))]


def test_microformats_with_the_date_in_an_attribute() -> None:
    body = '<div class="h-feed">' + "".join(
        f'<div class="h-entry"><p class="p-summary">{title} and whatever else there is to be said'
        f' of it.</p><a class="u-url" href="/{n}"><time class="dt-published" '
        f'datetime="2024-05-{20 - n}T08:15:00+02:00">a while ago</time></a></div>'
        for n, title in enumerate(TITLES)
    )
    found = listing(page(body + "</div>"))
    assert [item.url for item in found.items] == [
        f"https://house.example/{n}" for n in range(len(TITLES))
    ]
    assert found.items[0].published is not None
    assert found.items[0].published.precision is Precision.INSTANT
    assert found.items[0].published.value == "2024-05-20T08:15:00+02:00"


def test_events_may_be_to_come_and_news_may_not() -> None:
    def body(heading: str) -> bytes:
        rows = "".join(
            f'<li><time datetime="2024-07-{10 + n}">July {10 + n}</time> <a href="{slug(n)}">'
            f"{TITLES[n]}</a></li>"
            for n in range(6)
        )
        return page(f"<h2>{heading}</h2><ul>{rows}</ul>")

    assert days(listing(body("Upcoming events")).items)[0] == "2024-07-10"
    assert days(listing(body("What we said")).items) == [None] * 6


def test_a_page_that_scripts_fill_in_is_read_from_its_state() -> None:
    objects = ",".join(
        f'{{"node":{{"id":{n},"title":{{"rendered":"{title}"}},"path":"{slug(n)}",'
        f'"publishedAt":"2024-05-{20 - n}T00:00:00Z"}}}}'
        for n, title in enumerate(TITLES)
    )
    body = (
        '<html><body><div id="app"></div><script>window.__STATE__ = {"feed": {"edges": ['
        f"{objects}]}}}};</script></body></html>"
    ).encode()
    found = listing(body)
    assert titles(found.items) == list(TITLES)
    assert found.items[1].url == "https://house.example" + slug(1)
    assert days(found.items)[:2] == ["2024-05-20", "2024-05-19"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(page(""), id="furniture alone"),
        pytest.param(
            page(
                "<article><h2>Council opens the new bridge</h2>"
                + "<p>The council opened the bridge on 5 May 2024. Many people came, and the mayor"
                " spoke for longer than it takes to cross it on foot and back again.</p>"
                * 12
                + "</article>"
            ),
            id="an article",
        ),
        pytest.param(
            page(
                "<form><label>Name <input name=u></label><label>Password <input type=password>"
                "</label><button>Log in</button></form>"
            ),
            id="a login page",
        ),
        pytest.param(
            page(
                "<h2>Archive</h2><ul>"
                + "".join(f'<li><a href="/press/{y}">{y}</a></li>' for y in range(2005, 2024))
                + "</ul>"
            ),
            id="years alone",
        ),
        pytest.param(b"", id="nothing"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", id="a picture"),
    ],
)
def test_no_list(body: bytes) -> None:
    found = find(body, url=URL, charset=None, today=TODAY)
    assert found is None or found.confidence < SURE, found.items


def test_it_says_why_and_what_else() -> None:
    body = "<ul>" + "".join(
        f'<li><a href="{slug(n)}">{title}</a> <i>May {20 - n}, 2024</i></li>'
        for n, title in enumerate(TITLES)
    )
    found = listing(page(body + "</ul>"))
    assert found.title == "Press releases"
    assert "7 records: list items" in found.explain
    assert any("100% a date" in line for line in found.explain)
    assert all(other.confidence <= found.confidence for other in found.alternatives)


def test_a_page_may_leave_out_its_head_and_body() -> None:
    rows = "".join(
        f"<article><h3><a href=/n/{n}>{title}</a></h3><time>2025-03-{n:02}</time></article>"
        for n, title in enumerate(
            ["The harbour is open again", "A budget was agreed on", "Roads close in the north"], 7
        )
    )
    page = f"<html><title>Office</title><nav><a href=/>Home</a></nav><main>{rows}</main></html>"
    found = find(page.encode(), url="https://o.test/", charset=None, today=date(2025, 4, 1))
    assert found is not None
    assert [item.url for item in found.items] == [f"https://o.test/n/{n}" for n in (7, 8, 9)]


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("en", "{}/04/2024", ("2024-03-04", True)),
        ("en", "{}/04/2024 <i>(25/03/2024: corrected)</i>", ("2024-04-03", False)),
        ("en", '<time datetime="2024-04-0{0}">{0}/04/2024</time>', ("2024-04-03", False)),
        ("de", "{}.04.2024", ("2024-04-03", False)),
    ],
)
def test_an_order_that_was_concluded_is_said_to_be(
    language: str, body: str, expected: tuple[str, bool]
) -> None:
    rows = "".join(
        f'<li><a href="{slug(n)}">{TITLES[n]}</a> {body.format(day)}</li>'
        for n, day in enumerate((3, 2, 1))
    )
    found = listing(page(f"<ul>{rows}</ul>", language=language))
    first = found.items[0].published
    assert first is not None
    assert (first.value, first.inferred) == expected


def test_a_few_words_are_a_summary_where_they_are_text() -> None:
    """ "Vienna, 12 December" in a paragraph is; an office, an author, a count are not."""

    def cards(text: str) -> bytes:
        return page(
            "".join(
                f'<article><h3><a href="{slug(n)}">{title}</a></h3><i>{20 - n} May 2024</i>{text}'
                "</article>"
                for n, title in enumerate(TITLES)
            )
        )

    for text in ("<p>Vienna, 12 December</p>", "<span class=teaser>Vienna, 12 December</span>"):
        assert listing(cards(text)).items[0].summary == "Vienna, 12 December"
    for label in (
        "<span>Office of roads</span>",
        "<p class=byline>By Ann Clerk</p>",
        "<p>12 comments</p>",
        "<p>3 hours ago</p>",
        "<p><a href=/x>More of it</a></p>",
    ):
        assert listing(cards(label)).items[0].summary == "", label


def test_an_address_with_backslashes_is_read_as_browsers_do() -> None:
    rows = "".join(
        rf'<li><a href="\press\{n}-of-{n}.pdf?a=\b">{title}</a> {20 - n} May 2024</li>'
        for n, title in enumerate(TITLES)
    )
    found = listing(page(f"<ul>{rows}</ul>"))
    assert found.items[0].url == "https://house.example/press/0-of-0.pdf?a=\\b"
