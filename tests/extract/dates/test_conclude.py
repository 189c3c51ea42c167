from datetime import date

import pytest

from monitor.extract.dates.conclude import Claim, published
from monitor.extract.dates.lines import date_line
from monitor.model.published import Precision, Published

TODAY = date(2026, 11, 23)


def claims(*lines: str) -> list[Claim]:
    """Date lines to claims; `~` stands for a release that names no date."""
    return [Claim(None) if line == "~" else Claim(date_line(line)) for line in lines]


def values(*lines: str, today: date = TODAY, english: bool = True) -> list[str | None]:
    days = published(claims(*lines), today, english=english)
    return [day.value if day else None for day in days]


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        pytest.param(
            ["13.05.2024", "04.03.2024"], ["2024-05-13", "2024-03-04"], id="dots, 13th day"
        ),
        pytest.param(
            ["05.13.2024", "04.03.2024"], ["2024-05-13", "2024-04-03"], id="dots, 13 second"
        ),
        pytest.param(
            ["05/13/2024", "04/03/2024"], ["2024-05-13", "2024-04-03"], id="slashes, 13 second"
        ),
        pytest.param(
            ["13/05/2024", "04/03/2024"], ["2024-05-13", "2024-03-04"], id="slashes, 13 first"
        ),
        pytest.param(["04.03.2024"], ["2024-03-04"], id="dots alone: the day first"),
        pytest.param(
            ["04/03/2024"], ["2024-04-03"], id="slashes alone in English: the month first"
        ),
        pytest.param(
            ["05.04.2024", "04/13/2024"], ["2024-04-05", "2024-04-13"], id="each sign for itself"
        ),
        pytest.param(
            ["03/04/2024", "12/11/2026"], ["2024-04-03", "2026-11-12"], id="never to come"
        ),
    ],
)
def test_numbers_take_the_order_that_the_file_gives_away(lines: list[str], days: list[str]) -> None:
    assert values(*lines) == days


def test_slashes_put_the_day_first_in_other_languages() -> None:
    assert values("04/03/2024", english=False) == ["2024-03-04"]


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        pytest.param(
            ["20 December", "11 December 2024"], ["2024-12-20", "2024-12-11"], id="newest first"
        ),
        pytest.param(
            ["11 December 2024", "3 January"], ["2024-12-11", "2024-01-03"], id="and older below"
        ),
        pytest.param(
            ["3 January", "20 December 2024", "1 May 2024"],
            ["2025-01-03", "2024-12-20", "2024-05-01"],
            id="over new year",
        ),
        pytest.param(
            ["1 May 2024", "20 December 2024", "3 January"],
            ["2024-05-01", "2024-12-20", "2025-01-03"],
            id="oldest first",
        ),
        pytest.param(
            ["8 June 2024", "2 May", "9 March 2023", "1 March 2023"],
            ["2024-06-08", "2024-05-02", "2023-03-09", "2023-03-01"],
            id="between two",
        ),
        pytest.param(
            ["20 December", "11 November"],
            ["2025-12-20", "2025-11-11"],
            id="nothing but today, newest first",
        ),
        pytest.param(
            ["5 January", "20 December", "3 November"],
            ["2026-01-05", "2025-12-20", "2025-11-03"],
            id="going back over new year",
        ),
        pytest.param(
            ["3 November", "20 December", "5 January", "7 January"],
            ["2025-11-03", "2025-12-20", "2026-01-05", "2026-01-07"],
            id="going on over new year",
        ),
        pytest.param(["Tuesday, 10 December"], ["2024-12-10"], id="the weekday fits"),
        pytest.param(["Wednesday, 10 December"], ["2025-12-10"], id="another weekday"),
        pytest.param(["29 February"], ["2024-02-29"], id="leap day"),
        pytest.param(["24 November"], ["2026-11-24"], id="tomorrow somewhere"),
        pytest.param(["25 November"], ["2025-11-25"], id="never to come"),
        pytest.param(
            ["20 December", "~", "11 December 2024"],
            ["2024-12-20", None, "2024-12-11"],
            id="over an undated one",
        ),
    ],
)
def test_an_unsaid_year_is_concluded(lines: list[str], days: list[str | None]) -> None:
    assert values(*lines) == days


def test_a_concluded_year_is_marked_as_inferred() -> None:
    days = published(claims("20 December", "11 December 2024"), TODAY, english=True)
    assert days == [
        Published("2024-12-20", inferred=True),
        Published("2024-12-11", inferred=False),
    ]


@pytest.mark.parametrize(
    ("plan", "today", "day"),
    [
        pytest.param(2026, date(2026, 11, 23), "2025-12-11", id="the year before the plan's"),
        pytest.param(2026, date(2024, 12, 21), "2024-12-11", id="but never to come"),
        pytest.param(2035, date(2026, 11, 23), "2024-12-11", id="a far plan tells nothing"),
        pytest.param(2018, date(2026, 11, 23), "2024-12-11", id="nor does the past"),
    ],
)
def test_a_plan_for_a_later_year_speaks_for_the_year_before(
    plan: int, today: date, day: str
) -> None:
    file = [Claim(date_line("11 December"), (plan,)), Claim(date_line("10 December 2024"))]
    days = published(file, today, english=True)
    assert days[0] is not None
    assert days[0].value == day


def test_a_plan_does_not_break_the_order_of_the_file() -> None:
    file = [
        Claim(date_line("1 March 2025")),
        Claim(date_line("11 December"), (2027,)),
        Claim(date_line("10 December 2024")),
    ]
    days = published(file, TODAY, english=True)
    assert [day.value if day else None for day in days] == [
        "2025-03-01",
        "2024-12-11",
        "2024-12-10",
    ]


def test_a_date_to_come_and_the_day_of_an_edit_are_no_dates_of_publication() -> None:
    assert values("1 May 2031", "Updated: 1 May 2024") == [None, None]


def test_precision_is_what_was_said() -> None:
    days = published(claims("May 2024", "2024-05-03T10:00:00Z", "3 May 2024"), TODAY, english=True)
    assert [(day.value, day.precision) for day in days if day] == [
        ("2024-05", Precision.MONTH),
        ("2024-05-03T10:00:00+00:00", Precision.INSTANT),
        ("2024-05-03", Precision.DAY),
    ]
