"""Quiet windows, on the wall clocks of several zones and on the days when clocks change."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.config.durations import Wrong
from monitor.config.quiet import quiet_until, some_time_left, window


def until(at: str, *windows: str, zone: str = "Europe/Berlin") -> str:
    """The end of the quiet at a UTC instant, in UTC."""
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return quiet_until(moment, windows, zone).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize(
    ("at", "windows", "end"),
    [
        pytest.param("2026-11-23T12:00", ["22:00-06:00"], "2026-11-23T12:00", id="outside"),
        pytest.param("2026-11-23T21:00", ["22:00-06:00"], "2026-11-24T05:00", id="begin is in"),
        pytest.param("2026-11-24T03:30", ["22:00-06:00"], "2026-11-24T05:00", id="after midnight"),
        pytest.param("2026-11-24T05:00", ["22:00-06:00"], "2026-11-24T05:00", id="end is not"),
        pytest.param("2026-11-28T10:00", ["sat,sun"], "2026-11-29T23:00", id="whole days"),
        pytest.param("2026-11-27T10:00", ["sat,sun"], "2026-11-27T10:00", id="another day"),
        pytest.param(
            "2026-11-28T02:00", ["mon-fri 22:00-06:00"], "2026-11-28T05:00", id="Friday's night"
        ),
        pytest.param(
            "2026-11-29T02:00", ["mon-fri 22:00-06:00"], "2026-11-29T02:00", id="Saturday's is not"
        ),
        pytest.param(
            "2026-11-29T22:30", ["sun 20:00-24:00", "00:00-02:00"], "2026-11-30T01:00", id="joined"
        ),
        pytest.param("2026-11-27T22:00", ["fri-mon"], "2026-11-30T23:00", id="round the week"),
    ],
)
def test_a_quiet_window_lasts_until_its_end(at: str, windows: list[str], end: str) -> None:
    assert until(at, *windows) == end


@pytest.mark.parametrize(
    ("zone", "at", "windows", "end"),
    [
        pytest.param(
            "Europe/Berlin",
            "2026-03-29T00:30",
            ["02:00-03:00"],
            "2026-03-29T00:30",
            id="spring: 02:00-03:00 does not come",
        ),
        pytest.param(
            "Europe/Berlin",
            "2026-03-29T01:00",
            ["02:00-03:00"],
            "2026-03-29T01:00",
            id="spring: the clock says 03:00",
        ),
        pytest.param(
            "Europe/Berlin",
            "2026-03-28T22:00",
            ["22:00-06:00"],
            "2026-03-29T04:00",
            id="spring: a short night",
        ),
        pytest.param(
            "Europe/Berlin",
            "2026-03-28T22:00",
            ["22:00-02:30"],
            "2026-03-29T01:30",
            id="spring: an end that does not come",
        ),
        pytest.param(
            "Europe/Berlin",
            "2026-10-25T00:15",
            ["02:00-03:00"],
            "2026-10-25T02:00",
            id="autumn: 02:00-03:00 comes twice",
        ),
        pytest.param(
            "Europe/Berlin",
            "2026-10-24T22:00",
            ["22:00-02:30"],
            "2026-10-25T00:30",
            id="autumn: the first end",
        ),
        pytest.param(
            "Europe/Berlin",
            "2026-10-25T01:10",
            ["22:00-02:30"],
            "2026-10-25T01:30",
            id="autumn: the second end",
        ),
        pytest.param(
            "America/New_York",
            "2026-11-01T03:00",
            ["22:00-06:00"],
            "2026-11-01T11:00",
            id="autumn in New York: a long night",
        ),
        pytest.param(
            "Australia/Lord_Howe",
            "2026-04-04T14:50",
            ["01:30-02:00"],
            "2026-04-04T15:30",
            id="autumn by half an hour",
        ),
        pytest.param(
            "Africa/Cairo",
            "2026-04-23T21:30",
            ["23:00-00:30"],
            "2026-04-23T22:30",
            id="spring at midnight",
        ),
        pytest.param(
            "Asia/Kolkata",
            "2026-11-23T16:30",
            ["22:00-06:00"],
            "2026-11-24T00:30",
            id="no change, half hours",
        ),
    ],
)
def test_on_the_days_when_clocks_change(zone: str, at: str, windows: list[str], end: str) -> None:
    assert until(at, *windows, zone=zone) == end


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Santiago", "Pacific/Chatham", "UTC"])
def test_the_end_is_never_quiet_and_nothing_before_it_is_free(zone: str) -> None:
    windows = ("22:00-06:00", "sat 11:11-13:00", "sun")
    at = datetime(2026, 3, 1, tzinfo=UTC)
    for _ in range(300):
        end = quiet_until(at, windows, zone)
        assert end >= at
        assert quiet_until(end, windows, zone) == end
        if end > at:
            just_before = end - timedelta(seconds=1)
            assert quiet_until(just_before, windows, zone) == end
        at += timedelta(hours=20, minutes=37)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no time of quiet"),
        ("at night", "no time of quiet"),
        ("night", "no weekday"),
        ("22-6", "no time of quiet"),
        ("22:00", "no time of quiet"),
        ("25:00-06:00", "no time of day"),
        ("22:60-06:00", "no time of day"),
        ("24:00-06:00", "no length"),
        ("08:00-08:00", "no length"),
        ("someday 22:00-06:00", "no weekday"),
        ("mon-tomorrow 22:00-06:00", "no weekday"),
    ],
)
def test_what_is_no_window_is_refused_with_what_would_be(text: str, message: str) -> None:
    with pytest.raises(Wrong, match=message) as caught:
        window(text)
    assert caught.value.hint


@pytest.mark.parametrize(
    "texts",
    [("00:00-24:00",), ("00:00-12:00", "12:00-00:00"), ("mon-fri", "sat,sun"), ("mon-sun",)],
)
def test_windows_that_leave_no_time_are_refused(texts: tuple[str, ...]) -> None:
    with pytest.raises(Wrong, match="leaves no time to look"):
        some_time_left(texts)


def test_a_minute_a_week_is_enough() -> None:
    windows = ("mon-sat", "sun 00:00-23:59")
    assert some_time_left(windows) == windows


def test_windows_are_tidied() -> None:
    assert window(" Sat, Sun  22:00 - 6:00") == "sat,sun 22:00-6:00"
