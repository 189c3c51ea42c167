"""A rule that was learnt: kept as JSON, quick, and never silently blind."""

import json
from datetime import date

from monitor.extract.listing.find import find
from monitor.extract.listing.model import Broken, Listing, Rule
from monitor.extract.listing.rule import apply
from tests.extract.listing.pages import TITLES, page, slug

URL = "https://house.example/press"
TODAY = date(2024, 6, 2)


def items(*numbers: int, tag: str = "li", kind: str = "entry") -> str:
    return "".join(
        f'<{tag} class="{kind}"><a href="{slug(n)}">{TITLES[n]}</a>'
        f" <i>May {20 - n}, 2024</i></{tag}>"
        for n in numbers
    )


def learnt(body: bytes) -> Rule:
    found = find(body, url=URL, charset=None, today=TODAY)
    assert found is not None
    kept = Rule.from_dict(json.loads(json.dumps(found.rule.as_dict())))
    assert kept == found.rule
    return kept


def visit(rule: Rule, body: bytes, today: date = TODAY) -> Listing | Broken:
    return apply(rule, body, url=URL, charset=None, today=today)


def titles(found: Listing | Broken) -> list[str]:
    assert isinstance(found, Listing), found
    return [item.title for item in found.items]


def test_a_new_release_is_found_by_the_rule() -> None:
    rule = learnt(page(f"<ul>{items(1, 2, 3, 4)}</ul>"))
    assert titles(visit(rule, page(f"<ul>{items(0, 1, 2, 3)}</ul>"))) == list(TITLES[:4])


def test_a_single_release_is_enough_on_later_visits() -> None:
    rule = learnt(page(f"<ul>{items(0, 1, 2, 3)}</ul>"))
    assert titles(visit(rule, page(f"<ul>{items(5)}</ul>"))) == [TITLES[5]]


def test_a_release_that_is_dressed_otherwise_belongs_to_the_list() -> None:
    rule = learnt(page(f"<ul>{items(1, 2, 3, 4)}</ul>"))
    body = page(f"<ul>{items(0, kind='promoted')}{items(1, 2, 3)}</ul>")
    assert titles(visit(rule, body)) == list(TITLES[:4])


def test_the_year_and_the_date_above_are_found_again() -> None:
    def body(*days: int) -> bytes:
        return page(
            "".join(
                f"<h2>{d} May 2024</h2><ul><li><a href='{slug(d % 7)}'>{TITLES[d % 7]}</a>"
                f"<li><a href='/press/x{d}-y'>Another of the same day {d}</a></ul>"
                for d in days
            )
        )

    found = visit(learnt(body(5, 4, 3)), body(6, 5, 4))
    assert isinstance(found, Listing)
    assert [i.published.value for i in found.items if i.published] == [
        f"2024-05-0{d}" for d in (6, 6, 5, 5, 4, 4)
    ]


def test_the_order_of_numbers_is_remembered() -> None:
    """The first visit shows 28/05; the next one only 03/06."""

    def body(*said: str) -> bytes:
        rows = "".join(
            f"<li><a href='{slug(n)}'>{TITLES[n]}</a> {day}</li>" for n, day in enumerate(said)
        )
        return page(f"<ul class=news>{rows}</ul>")

    rule = learnt(body("28/05/2024", "27/05/2024", "02/05/2024"))
    found = visit(rule, body("03/06/2024", "02/06/2024"), today=date(2024, 7, 1))
    assert isinstance(found, Listing)
    assert [i.published.value for i in found.items if i.published] == ["2024-06-03", "2024-06-02"]


def test_another_page_is_not_an_empty_list() -> None:
    rule = learnt(page(f"<ul>{items(0, 1, 2, 3)}</ul>"))
    for other in (page("<form><input type=password></form>"), b"<html>Access denied</html>", b""):
        assert isinstance(visit(rule, other), Broken)


def test_a_new_design_is_noticed() -> None:
    rule = learnt(page(f"<ul>{items(0, 1, 2, 3)}</ul>"))
    broken = visit(rule, page(f"<section>{items(0, 1, 2, 3, tag='div')}</section>"))
    assert isinstance(broken, Broken)
    assert broken.expected == 4


def test_records_that_lost_their_dates_are_noticed() -> None:
    rule = learnt(page(f"<ul>{items(0, 1, 2, 3)}</ul>"))
    bare = "".join(f'<li class="entry"><a href="{slug(n)}">{TITLES[n]}</a></li>' for n in range(4))
    assert visit(rule, page(f"<ul>{bare}</ul>")) == Broken(
        "most records have lost their dates", 4, 4
    )


def test_releases_in_a_new_part_of_the_page_are_noticed() -> None:
    """The old list still stands: by the rule alone nothing would ever be new again."""
    rule = learnt(page(f"<ul>{items(2, 3, 4, 5)}</ul>"))
    top = "".join(f'<p><a href="{slug(n)}">{TITLES[n]}</a></p>' for n in (0, 1, 6))
    broken = visit(rule, page(f'<div class="hero">{top}</div><ul>{items(2, 3, 4, 5)}</ul>'))
    assert isinstance(broken, Broken)
    assert broken.reason == "3 new links look like releases, and stand in none of the records"


def test_a_rule_of_another_version_is_learnt_anew() -> None:
    assert Rule.from_dict({"version": 0}) is None


def test_records_of_several_rows_are_read_again_though_a_row_stands_above_them() -> None:
    def body(*numbers: int, above: str = "") -> bytes:
        rows = "".join(
            f"<tr><td>{20 - n} May 2024</td></tr>"
            f"<tr><td><a href='{slug(n)}'>{TITLES[n]}</a></td></tr>"
            "<tr><td>What was said of it when it was told to all who had come.</td></tr>"
            for n in numbers
        )
        return page(f"<table>{above}{rows}</table>")

    rule = learnt(body(1, 2, 3, 4))
    assert rule.groups[0].turn == 3
    notice = "<tr><td colspan=2><b>Closed</b><hr>on Monday</td></tr>"
    found = visit(rule, body(0, 1, 2, 3, above=notice))
    assert titles(found) == list(TITLES[:4])
    assert isinstance(found, Listing)
    first = found.items[0].published
    assert first is not None
    assert first.value == "2024-05-20"


def test_of_several_plain_lists_the_same_one_is_read_again() -> None:
    def body(*numbers: int) -> bytes:
        tags = "".join(f"<li><a href='/t/{n}'>Tag {n}</a></li>" for n in range(30))
        plain = items(*numbers).replace(' class="entry"', "")
        return page(f"<ul>{tags}</ul><h2>News</h2><ul>{plain}</ul>")

    rule = learnt(body(1, 2, 3, 4))
    assert titles(visit(rule, body(0, 1, 2, 3))) == list(TITLES[:4])


def test_a_list_that_moved_behind_another_is_learnt_anew_and_never_mistaken() -> None:
    def body(*numbers: int, more: str = "") -> bytes:
        tags = "".join(f"<li><a href='/t/{n}'>Tag {n}</a></li>" for n in range(30))
        plain = items(*numbers).replace(' class="entry"', "")
        return page(f"{more}<ul>{tags}</ul><ul>{plain}</ul>")

    rule = learnt(body(0, 1, 2, 3))
    assert isinstance(visit(rule, body(0, 1, 2, 3, more="<ul><li>One<li>Two</ul>")), Broken)


def test_records_that_never_had_titles_of_their_own_are_read_again() -> None:
    """Each says "Agenda"; so all have the title of their list, and that is no fault."""

    def body(*days: int) -> bytes:
        rows = "".join(
            f'<tr><td>May {day}, 2024</td><td><a href="/a/{day}.pdf">Agenda</a></td></tr>'
            for day in days
        )
        return page(f"<h2>Meetings of the board</h2><table>{rows}</table>")

    found = visit(learnt(body(20, 13, 6, 2)), body(27, 20, 13, 6))
    assert titles(found) == ["Meetings of the board"] * 4
