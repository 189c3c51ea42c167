"""Which number is the day: shown by the page, or concluded, and then it is said to be."""

from datetime import date

import pytest

from monitor.extract.dates.order import Order, ambiguous, customary, decided
from monitor.extract.dates.said import Said
from monitor.extract.dates.stamps import stamps

TODAY = date(2024, 6, 2)
ENGLISH, GERMAN = Order(month_first=True), Order(month_first=False, read=True)


def said(text: str) -> Said:
    return stamps(text, TODAY)[0].said


def order(*texts: str, usual: Order = ENGLISH, sign: str = "/") -> Order:
    return decided([said(text) for text in texts], TODAY, usual=usual)[sign]


def test_a_number_over_twelve_shows_it() -> None:
    assert order("03/04/2024", "25/03/2024") == Order(month_first=False, read=True)
    assert order("03/04/2024", "03/25/2024", usual=GERMAN) == Order(month_first=True, read=True)


def test_what_nothing_shows_is_concluded() -> None:
    assert order("03/04/2024", "02/03/2024") == ENGLISH
    assert order("12/04/2024", "02/03/2024") == Order(month_first=False)
    assert order("03.04.2024", sign=".") == Order(month_first=False)


def test_a_language_with_one_order_shows_it() -> None:
    assert order("03.04.2024", usual=GERMAN, sign=".") == GERMAN
    assert order("03/04/2024", usual=GERMAN) == GERMAN


def test_a_day_beside_it_shows_it() -> None:
    unsure = said("03/04/2024")
    for day, month_first in ((date(2024, 4, 3), False), (date(2024, 3, 4), True)):
        found = decided([unsure], TODAY, usual=ENGLISH, witnesses=[(unsure, day)])
        assert found["/"] == Order(month_first, read=True)
    other = decided([unsure], TODAY, usual=ENGLISH, witnesses=[(unsure, date(2024, 5, 7))])
    assert other["/"] == ENGLISH


def test_what_was_read_before_is_not_concluded_again() -> None:
    kept = {"/": Order(month_first=False, read=True)}
    assert decided([said("03/04/2024")], TODAY, usual=ENGLISH, kept=kept) == kept
    concluded = {"/": Order(month_first=True)}
    again = decided([said("12/04/2024")], TODAY, usual=ENGLISH, kept=concluded)
    assert again["/"] == Order(month_first=False)


@pytest.mark.parametrize(
    ("language", "host", "expected"),
    [
        ("en", "house.example", Order(month_first=True)),
        ("en-us", "house.example", Order(month_first=True)),
        ("en-gb", "house.example", Order(month_first=False)),
        ("en-sg", "house.example", Order(month_first=False)),
        ("en-us", "house.co.uk", Order(month_first=False)),
        ("en", "house.gov.sg:8080", Order(month_first=False)),
        ("en", "house.de", Order(month_first=False)),
        ("en", "house.io", Order(month_first=True)),
        ("fr-ca", "house.example", Order(month_first=False, read=True)),
        ("", "house.example", Order(month_first=False)),
    ],
)
def test_where_a_page_comes_from(language: str, host: str, expected: Order) -> None:
    assert customary(language, f"https://{host}/news", "") == expected


def test_only_two_days_of_one_date_are_a_doubt() -> None:
    assert ambiguous(said("03/04/2024"))
    assert not ambiguous(said("04/04/2024"))
    assert not ambiguous(said("13/04/2024"))
    assert not ambiguous(said("3 April 2024"))
