from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.config.cron import next_fire, trigger

BERLIN = ZoneInfo("Europe/Berlin")
SATURDAY_NOON = datetime(2026, 11, 21, 12, 0, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("expression", "weekday"),
    [
        ("0 9 * * 0", "Sun"),
        ("0 9 * * 7", "Sun"),
        ("0 9 * * 1", "Mon"),
        ("0 9 * * mon", "Mon"),
        ("0 9 * * MON", "Mon"),
        ("0 9 * * 3-5", "Wed"),
        ("0 9 * * 2,4", "Tue"),
        ("0 9 * * */3", "Sun"),
        ("0 9 * * 4/3", "Thu"),
        ("0 9 * * 6", "Sat"),
    ],
)
def test_weekdays_count_as_in_crontab(expression: str, weekday: str) -> None:
    fire = trigger(expression, "Europe/Berlin").get_next_fire_time(None, SATURDAY_NOON)
    assert fire.strftime("%a %H:%M") == f"{weekday} 09:00"


def test_the_hour_is_that_of_the_time_zone() -> None:
    fire = trigger("0 9 * * *", "America/New_York").get_next_fire_time(None, SATURDAY_NOON)
    assert fire.astimezone(BERLIN).hour == 15


@pytest.mark.parametrize(
    "expression",
    ["", "* * * *", "60 * * * *", "0 9 * * 8", "0 9 * * 5-3", "0 9 30 2 *", "0 9 * * 1-5/0"],
)
def test_what_never_comes_or_is_no_cron_is_refused(expression: str) -> None:
    with pytest.raises(ValueError):
        trigger(expression, "UTC")


def fires(expression: str, zone: str, after: str, count: int) -> list[str]:
    """The next times in UTC after a UTC instant."""
    at, found = datetime.fromisoformat(after).replace(tzinfo=UTC), []
    for _ in range(count):
        at = next_fire(expression, zone, at)
        found.append(at.strftime("%d %H:%M"))
    return found


@pytest.mark.parametrize(
    ("expression", "zone", "after", "expected"),
    [
        pytest.param(
            "30 2 * * *", "Europe/Berlin", "2026-03-27T12:00", ["28 01:30", "29 01:30", "30 00:30"],
            id="spring: an hour that does not come is taken by the offset before",
        ),
        pytest.param(
            "0 2,3 * * *", "Europe/Berlin", "2026-03-28T12:00", ["29 01:00", "30 00:00"],
            id="spring: two times that fall together are one",
        ),
        pytest.param(
            "0 * * * *", "Europe/Berlin", "2026-03-29T00:00", ["29 01:00", "29 02:00"],
            id="spring: every hour goes on",
        ),
        pytest.param(
            "30 2 * * *", "Europe/Berlin", "2026-10-24T12:00", ["25 00:30", "26 01:30"],
            id="autumn: an hour that comes twice counts once",
        ),
        pytest.param(
            "*/30 * * * *", "Europe/Berlin", "2026-10-25T00:15",
            ["25 00:30", "25 01:00", "25 01:30", "25 02:00"],
            id="autumn: every half an hour goes on",
        ),
        pytest.param(
            "30 1 * * sun", "America/New_York", "2026-10-31T12:00", ["01 05:30", "08 06:30"],
            id="autumn in New York",
        ),
        pytest.param(
            "0 0 * * *", "Africa/Cairo", "2026-04-22T12:00", ["22 22:00", "23 22:00", "24 21:00"],
            id="spring: a midnight that does not come loses no day",
        ),
        pytest.param(
            "30 0 * * *", "America/Santiago", "2026-09-05T12:00", ["06 04:30", "07 03:30"],
            id="spring in Santiago",
        ),
        pytest.param(
            "45 1 * * *", "Australia/Lord_Howe", "2026-04-04T10:00", ["04 14:45", "05 15:15"],
            id="autumn by half an hour",
        ),
        pytest.param("0 9 * * *", "UTC", "2026-10-25T09:00", ["26 09:00"], id="it is over"),
    ],
)  # fmt: skip
def test_on_the_days_when_clocks_change(
    expression: str, zone: str, after: str, expected: list[str]
) -> None:
    assert fires(expression, zone, after, len(expected)) == expected


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Africa/Cairo", "America/Santiago", "UTC"])
def test_once_a_day_is_once_a_day_all_year(zone: str) -> None:
    for expression in ("0 0 * * *", "30 2 * * *"):
        at, dates = datetime(2026, 1, 1, 12, tzinfo=UTC), set()
        for _ in range(364):
            at = next_fire(expression, zone, at)
            dates.add(at.astimezone(ZoneInfo(zone)).date())
        assert len(dates) == 364
