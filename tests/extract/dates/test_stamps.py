"""Dates of pages: numeric, written and relative, in thirteen languages and two calendars' words."""

from datetime import date

import pytest

from monitor.extract.dates.order import ordered, orders
from monitor.extract.dates.said import Said
from monitor.extract.dates.stamps import attribute, in_address, stamps, year_alone

TODAY = date(2024, 5, 20)


def said(text: str) -> list[tuple[int | None, int, int | None]]:
    return [(s.said.year, s.said.month, s.said.day) for s in stamps(text, TODAY)]


@pytest.mark.parametrize(
    "text",
    [
        "3 May 2024", "May 3, 2024", "Friday, May 3rd 2024", "3. Mai 2024", "Freitag, 3. Mai 2024",
        "3 mai 2024", "le vendredi 3 mai 2024", "3 de mayo de 2024", "3 maggio 2024",
        "3 de maio de 2024", "3 мая 2024 г.", "3 mei 2024", "3 maj 2024", "fredag 3 maj 2024",
        "3 maja 2024 r.", "٣ مايو ٢٠٢٤", "3 أيار 2024", "2024年5月3日", "2024年05月03日(金)",
        "令和6年5月3日", "2024-05-03", "2024/05/03", "2024.5.3", "03-May-2024", "3 May '24",
        "Filed: May 3, 2024", "2024-05-03 08:30",
    ],
)  # fmt: skip
def test_written(text: str) -> None:
    assert said(text) == [(2024, 5, 3)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("today, 08:30", 0), ("yesterday", 1), ("3 days ago", 3), ("a week ago", 7),
        ("heute, 18:00 Uhr", 0), ("vor 3 Tagen", 3), ("il y a 2 jours", 2), ("hace 3 horas", 0),
        ("ieri", 1), ("3 giorni fa", 3), ("há 2 dias", 2), ("2 дня назад", 2), ("вчера в 10:30", 1),
        ("2 dagen geleden", 2), ("för 2 dagar sedan", 2), ("2 dni temu", 2), ("منذ 2 أيام", 2),
        ("3天前", 3), ("昨天 10:30", 1), ("2週間前", 14),
    ],
)  # fmt: skip
def test_counted_from_the_visit(text: str, days: int) -> None:
    found = stamps(text, TODAY)
    assert [(s.said.year, s.said.month, s.said.day) for s in found] == [
        date.fromordinal(TODAY.toordinal() - days).timetuple()[:3]
    ]
    assert found[0].relative


@pytest.mark.parametrize(
    "text",
    [
        "Version 1.2.3", "No. 22-003", "10:30", "Opinions filed today", "10.1.1.2024.5",
        "31 Feb 2024", "Room 5, May Street", "99/99/2024", "+49 30 12 34 56", "$5/10/2024",
        "maybe 5", "2024", "Das Haus steht hier", "2023-24-25", "1234567890",
    ],
)  # fmt: skip
def test_no_date(text: str) -> None:
    assert said(text) == []


def test_what_is_not_said_is_not_invented() -> None:
    assert said("May 2024") == [(2024, 5, None)]
    assert said("3 May") == [(None, 5, 3)]
    assert said("Argued March 1, 2024 - Decided May 3, 2024") == [(2024, 3, 1), (2024, 5, 3)]


def test_other_dates_are_told_apart() -> None:
    argued, decided = stamps("Argued March 1, 2024 - Decided May 3, 2024", TODAY)
    assert (argued.aside, decided.aside) == (True, False)
    assert stamps("Updated: 3 May 2024", TODAY)[0].aside


def test_attributes() -> None:
    assert attribute("2024-05-03T08:30:00+02:00") == Said(
        0, 25, 2024, 5, 3, instant="2024-05-03T08:30:00+02:00"
    )
    midnight = attribute("2024-05-03T00:00:00-08:00")
    assert midnight is not None
    assert (midnight.day, midnight.instant) == (3, None)
    assert attribute("soon") is None


def test_addresses() -> None:
    for url in (
        "https://x/2024/05/03/a",
        "https://x/2024-05-03-a.html",
        "https://x/d/b20240503.pdf",
    ):
        found = in_address(url)
        assert found is not None
        assert (found.year, found.month, found.day) == (2024, 5, 3)
    assert in_address("https://x/news/12345678901234") is None


def test_years_of_headings() -> None:
    assert year_alone("2023") == 2023
    assert year_alone("Meetings of 2023") == 2023
    assert year_alone("In 2023 the council met nine times and decided much") is None


def order(*texts: str, default: bool = True) -> bool:
    saids = [stamp.said for text in texts for stamp in stamps(text, TODAY)]
    return orders(saids, TODAY, default=default)["/"]


def test_the_order_of_numbers() -> None:
    """Numbers over twelve; else days to come; else the steadier sequence; else the default."""
    assert order("03/04/2024", "05/13/2024", default=False)
    assert not order("03/04/2024", "13/05/2024")
    assert not order("12/04/2024", "02/03/2024")
    assert order(
        "05/04/2024", "05/03/2024", "05/02/2024", "04/12/2024", "04/11/2024", default=False
    )
    assert order("03/04/2024")
    assert not order("03/04/2024", default=False)


def test_numbers_are_read_the_other_way_where_there_is_no_such_day() -> None:
    said = stamps("25/12/2023", TODAY)[0].said
    assert (ordered(said, True).month, ordered(said, True).day) == (12, 25)
