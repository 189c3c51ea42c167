from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.config.cron import trigger

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
