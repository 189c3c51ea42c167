"""Ten and some more pages of kinds that are in no corpus, by authors who mean it badly.

Each is read twice, as a source is: found at the first visit, by its rule at the second.
"""

from time import process_time

import pytest

from tests.extract.listing.pages import TITLES, page, slug
from tests.extract.listing.visits import DAYS, HANG_SECONDS, LINKS, days, items, links, titles


def test_tables_within_tables_as_in_1999() -> None:
    """The page is a table, its menu is one, each record is one, a picture keeps the distance."""
    records = "".join(
        f'<TR><TD VALIGN=top><TABLE BORDER=0 CELLPADDING=2><TR><TD><IMG SRC="dot.gif" WIDTH=1>'
        f'<TD><FONT FACE=Arial SIZE=2><B><A HREF="{slug(n)}">{title}</A></B></FONT><TR><TD>'
        f'<TD><FONT SIZE=1 COLOR="#666666">May {20 - n}, 2024</FONT></TABLE>'
        for n, title in enumerate(TITLES)
    )
    menu = "".join(
        f'<TR><TD BGCOLOR=navy><FONT COLOR=white><A HREF="/{word}.htm">{word} of us</A></FONT>'
        for word in (
            "About",
            "Members",
            "Minutes",
            "Maps",
            "Contact",
            "Guestbook",
            "Links",
            "Search",
        )
    )
    body = (
        f"<HTML><BODY BGCOLOR=white><TABLE WIDTH=600><TR><TD><TABLE>{menu}</TABLE><TD><TABLE>"
        f"{records}</TABLE></TABLE><CENTER><FONT SIZE=1>Best viewed in 800 x 600. Last update:"
        " June 1, 2024</FONT></CENTER></BODY></HTML>"
    ).encode()
    found = items(body)
    assert (titles(found), links(found), days(found)) == (list(TITLES), LINKS, DAYS)


def test_a_record_is_four_rows_beside_each_other() -> None:
    """Date, title, teaser and a rule each have a row of their own, under one body of a table."""
    rows = "".join(
        f"<tr><td class=d>{20 - n} May 2024</td></tr>"
        f'<tr><td><a href="{slug(n)}">{title}</a></td></tr>'
        f"<tr><td>What was said of it when it was told to all who had come.</td></tr>"
        f"<tr><td><hr></td></tr>"
        for n, title in enumerate(TITLES)
    )
    found = items(page(f"<table><tbody>{rows}</tbody></table>"))
    assert (titles(found), links(found), days(found)) == (list(TITLES), LINKS, DAYS)


def test_arabic_from_right_to_left_with_two_calendars() -> None:
    """The day of the Hijra stands first, the civil one behind it, both in Arabic digits."""
    words = (
        "افتتاح الجسر الجديد فوق النهر",
        "تثبيت أسعار المياه لمدة عامين",
        "مئة شجرة لمدرسة الشمال",
    )
    words += ("عودة الحافلات الليلية في سبتمبر", "المكتبة تعير الأدوات أيضا", "زيادة ميزانية الطرق")
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    cards = "".join(
        f'<div class="khabar"><span dir="rtl">\u200f{str(12 - n).translate(arabic)} ذو القعدة '
        f"{'1445'.translate(arabic)} هـ الموافق {str(20 - n).translate(arabic)} مايو "
        f'{"2024".translate(arabic)} م</span><h4><a href="/ar/n/{n}">{title}</a></h4></div>'
        for n, title in enumerate(words)
    )
    found = items(page(cards, language="ar"))
    assert titles(found) == list(words)
    assert days(found) == [f"2024-05-{20 - n}" for n in range(len(words))]


def test_the_date_is_a_picture() -> None:
    """Day and month are drawn; only what stands in for the picture says them."""
    cards = "".join(
        f'<div class="b"><img src="/cal/{n}.png" alt="{20 - n} May 2024"><div><a href="{slug(n)}">'
        f"{title}</a></div></div>"
        for n, title in enumerate(TITLES)
    )
    found = items(page(cards))
    assert (titles(found), links(found), days(found)) == (list(TITLES), LINKS, DAYS)


def test_an_endless_list_whose_first_item_sticks_and_comes_again() -> None:
    """What is pinned stands in the list once more; a spinner and a sentinel stand behind it."""

    def card(n: int, more: str = "") -> str:
        return (
            f'<article class="post{more}" id="p{n}"><a href="{slug(n)}"><h2>{TITLES[n]}</h2></a>'
            f'<time datetime="{DAYS[n]}">then</time></article>'
        )

    cards = card(3, " sticky pinned") + "".join(card(n) for n in range(len(TITLES)))
    body = (
        f'<div id="feed" data-next="/press?offset=7">{cards}<div class="post skeleton"></div>'
        '<div class="post skeleton"></div><div class="sentinel">Loading more posts …</div></div>'
    )
    found = items(page(body))
    assert sorted(links(found), key=str) == sorted(LINKS)
    assert dict(zip(links(found), days(found), strict=True)) == dict(zip(LINKS, DAYS, strict=True))


def test_of_three_links_the_first_shares() -> None:
    """Share, then save (with the record's own address in it), then the record; all with words."""
    cards = "".join(
        f'<section><a href="/share?of={n}">Share this story with friends</a>'
        f'<a href="/save?url=https://house.example{slug(n)}">Save this story for later</a>'
        f'<a href="{slug(n)}">{title}</a><span>{DAYS[n]}</span></section>'
        for n, title in enumerate(TITLES)
    )
    found = items(page(cards))
    assert (titles(found), links(found), days(found)) == (list(TITLES), LINKS, DAYS)


def test_definitions_with_two_meanings_each() -> None:
    """The term is the title, its first meaning the date and its second the text."""
    body = "".join(
        f'<dt><a href="{slug(n)}">{title}</a></dt><dd>{20 - n}.5.2024</dd>'
        f"<dd>Words that say a little more about it, and end.</dd>"
        for n, title in enumerate(TITLES)
    )
    found = items(page(f"<dl>{body}</dl>", language="de"))
    assert (titles(found), links(found), days(found)) == (list(TITLES), LINKS, DAYS)


def test_five_lists_and_the_tags_are_the_longest() -> None:
    """Sixty tags, twenty partners, twelve months, nine officials; the news are seven lines."""
    news = "".join(
        f'<li><a href="{slug(n)}">{title}</a>, {20 - n} May</li>' for n, title in enumerate(TITLES)
    )
    tags = "".join(
        f'<li><a href="/t/{n}">Subject number {n} of the city</a></li>' for n in range(60)
    )
    partners = "".join(
        f'<li><a href="https://p{n}.example/">Partner town {n}</a>' for n in range(20)
    )
    months = "".join(
        f'<li><a href="/press/2023/{n:02}">{n:02}/2023</a> (1{n})' for n in range(1, 13)
    )
    people = "".join(
        f'<li><a href="/who/{n}">Head of department {n}</a><p>since 201{n}' for n in range(9)
    )
    body = (
        f"<ul>{tags}</ul><h2>Partners</h2><ul>{partners}</ul><h2>Latest 2024</h2><ul>{news}</ul>"
        f"<h2>By month</h2><ul>{months}</ul><h2>Who is who</h2><ul>{people}</ul>"
    )
    found = items(page(body))
    assert (titles(found), links(found), days(found)) == (list(TITLES), LINKS, DAYS)


def test_records_that_fold() -> None:
    """Each is a <details>: no link at all, the text is inside, the date ends the summary."""
    body = "".join(
        f"<details id=r{n}><summary><strong>{title}</strong> <small>{DAYS[n]}</small></summary>"
        f"<p>The whole text of it, which is longer than its title, stands in here.</p></details>"
        for n, title in enumerate(TITLES)
    )
    found = items(page(body))
    assert (titles(found), days(found)) == (list(TITLES), DAYS)


def test_a_list_at_the_bottom_of_fifty_thousand_boxes() -> None:
    rows = "".join(
        f'<li><a href="{slug(n)}">{title}</a> <i>{DAYS[n]}</i></li>'
        for n, title in enumerate(TITLES)
    )
    body = b"<html><body><ul>" + rows.encode() + b"</ul>" + b"<div>" * 50_000
    started = process_time()
    found = items(body)
    assert (titles(found), days(found)) == (list(TITLES), DAYS)
    assert process_time() - started < HANG_SECONDS


def test_a_soup_of_attributes() -> None:
    """Forty attributes an element: quotes within quotes, titles, dates and addresses that lie."""
    junk = " ".join(f"data-x{n}='<a href=/no/{n}>1 January 19{n:02}</a>'" for n in range(10, 50))
    cards = "".join(
        f'<div {junk} title="Not the title {n}" aria-label="31 December 1999"><a {junk} '
        f'href="{slug(n)}" data-href="/not/{n}">{title}</a><b {junk}>May {20 - n}, 2024</b></div>'
        for n, title in enumerate(TITLES)
    )
    found = items(page(cards))
    assert (titles(found), links(found), days(found)) == (list(TITLES), LINKS, DAYS)


def with_what_nobody_sees() -> bytes:
    """Zero-width spaces, soft hyphens and marks of direction within titles and dates."""
    hidden = "e\u200b"
    rows = "".join(
        f'<li><a href="{slug(n)}">\u202e\u2066{title.replace("e", hidden, 2)}\u2069\u202c</a> '
        f"<i>\u200e{20 - n}\u200b May\u00ad \u200f2024\ufeff</i></li>"
        for n, title in enumerate(TITLES)
    )
    return page(f"<ul>{rows}</ul>")


def test_dates_with_characters_that_nobody_sees() -> None:
    found = items(with_what_nobody_sees())
    assert (links(found), days(found)) == (LINKS, DAYS)


def test_titles_with_characters_that_nobody_sees() -> None:
    assert titles(items(with_what_nobody_sees())) == list(TITLES)


def test_links_that_are_programs() -> None:
    """What opens a record is a script; its address stands nowhere, and none is made of it."""
    rows = "".join(
        f'<li><a href="javascript:open(\'{slug(n)}\')" onclick="steal()">{title}</a> '
        f"<i>{DAYS[n]}</i></li>"
        for n, title in enumerate(TITLES)
    )
    found = items(page(f"<ul>{rows}</ul>"))
    assert (titles(found), days(found)) == (list(TITLES), DAYS)
    assert links(found) == [None] * len(TITLES)


def test_microdata_that_lies() -> None:
    """Every record says, eight levels deep, that it is another one, of another day, elsewhere."""
    lie = "<div itemscope itemtype='https://schema.org/NewsArticle'>" * 8
    cards = "".join(
        f'<div class="c">{lie}<meta itemprop="headline" content="Buy our pills now">'
        f'<meta itemprop="datePublished" content="1970-01-01"><link itemprop="url" '
        f'href="https://pills.example/buy">{"</div>" * 8}<h3><a href="{slug(n)}">{title}</a></h3>'
        f"<p>{20 - n} May 2024</p></div>"
        for n, title in enumerate(TITLES)
    )
    found = items(page(cards))
    assert (titles(found), links(found), days(found)) == (list(TITLES), LINKS, DAYS)


@pytest.mark.parametrize("copies", [2, 40])
def test_the_same_list_again_for_small_screens(copies: int) -> None:
    """The list stands there for desks, for phones, and hidden: each release is one all the same."""
    rows = "".join(
        f'<li><a href="{slug(n)}">{title}</a> <i>{DAYS[n]}</i></li>'
        for n, title in enumerate(TITLES)
    )
    body = "".join(f'<div class="only-{n}" hidden><ul>{rows}</ul></div>' for n in range(copies))
    found = items(page(body))
    assert (titles(found), links(found), days(found)) == (list(TITLES), LINKS, DAYS)
