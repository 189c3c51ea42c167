"""When a source is due again."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from monitor.config.quiet import quiet_until
from monitor.intake.rhythm import LATEST_SECONDS, SOONEST_SECONDS, Rhythm, observe
from monitor.intake.schedule import DAY_SECONDS, next_due, out_of_quiet, share
from monitor.model.source import Source

NOW = datetime(2024, 12, 20, 10, 0, tzinfo=UTC)


def source(every: str, name: str = "csto", **values: Any) -> Source:
    return Source(name, "feed", "https://example.org/feed", name, every=every, **values)


def after(every: str, **more: Any) -> float:
    """Seconds until `every` comes round, jitter included."""
    due = next_due(source(every), NOW, **more)
    assert due.tzinfo is UTC
    return (due - NOW).total_seconds()


@pytest.mark.parametrize(
    ("every", "seconds"), [("2s", 2), ("15m", 900), ("1h", 3600), ("1d", 86_400)]
)
def test_an_interval_is_kept_within_its_jitter(every: str, seconds: float) -> None:
    assert seconds <= after(every) <= seconds + min(seconds * 0.05, 60)


@pytest.mark.parametrize("every", ["1h", "auto"])
def test_equal_intervals_drift_apart_the_same_way_every_time(every: str) -> None:
    some = [source(every, f"source-{n}") for n in range(50)]
    dues = [next_due(each, NOW) for each in some]
    assert len(set(dues)) == 50
    assert dues == [next_due(each, NOW) for each in some]


@pytest.mark.parametrize(
    ("failures", "times"), [(0, 1), (1, 1), (2, 2), (3, 4), (5, 16), (6, 24), (500, 24)]
)
@pytest.mark.parametrize("every", ["1h", "auto"])
def test_failures_double_the_rest_up_to_a_day(every: str, failures: int, times: int) -> None:
    assert after(every, failures=failures) == pytest.approx(times * 3600, abs=180)


def test_a_kind_may_keep_its_rests_short() -> None:
    assert after("2s", failures=30, longest_rest_seconds=10) < 11


def test_an_interval_of_more_than_a_day_is_not_shortened_by_failures() -> None:
    assert after("3d", failures=9) >= 3 * DAY_SECONDS


@pytest.mark.parametrize("every", ["1h", "auto"])
@pytest.mark.parametrize("wish", ["retry_after_seconds", "fresh_seconds"])
def test_a_servers_wish_only_ever_raises_and_never_above_seven_days(wish: str, every: str) -> None:
    assert after(every, **{wish: 60}) < 3800
    assert after(every, **{wish: 7200}) == 7200
    assert after(every, **{wish: 1e9}) == 7 * DAY_SECONDS


def test_a_servers_wish_raises_cron_too() -> None:
    assert after("* * * * *", retry_after_seconds=3600) == 3600


@pytest.mark.parametrize(
    ("every", "timezone", "now", "due"),
    [
        pytest.param("0 9 * * mon-fri", "UTC", "2024-12-20T09:00", "2024-12-23T09:00", id="names"),
        pytest.param("0 9 * * 1", "UTC", "2024-12-20T09:00", "2024-12-23T09:00", id="1 is Monday"),
        pytest.param("*/15 * * * *", "UTC", "2024-12-20T10:00", "2024-12-20T10:15", id="sharp"),
        pytest.param(
            "30 2 * * *", "Europe/Berlin", "2025-03-29T12:00", "2025-03-30T01:30", id="skipped hour"
        ),
        pytest.param(
            "0 9 * * *", "Europe/Berlin", "2025-03-29T12:00", "2025-03-30T07:00", id="summer time"
        ),
    ],
)
def test_cron_in_the_sources_time_zone(every: str, timezone: str, now: str, due: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    expected = datetime.fromisoformat(due).replace(tzinfo=UTC)
    assert next_due(source(every, timezone=timezone), moment) == expected


def test_cron_rests_after_failures_too_and_comes_back() -> None:
    assert after("* * * * *", failures=1) == 60
    assert after("* * * * *", failures=4) == 480
    assert after("* * * * *", failures=40) <= DAY_SECONDS + 60
    assert after("* * * * *", failures=0) == 60


# ── auto ───────────────────────────────────────────────────────────────────────────────────


def test_auto_knows_nothing_at_first_and_looks_every_hour() -> None:
    assert 3600 <= after("auto") <= 3660


@pytest.mark.parametrize("a_visit", [0, 1, 50])
def test_auto_stays_within_its_limits(a_visit: int) -> None:
    rhythm, at = Rhythm(), NOW
    for _ in range(400):
        since, at = at, at + timedelta(hours=6)
        rhythm = observe(rhythm, since, at, [(since, at)] * a_visit, "UTC")
        rest = after("auto", rhythm=rhythm.kept())
        assert SOONEST_SECONDS <= rest <= LATEST_SECONDS + 60


# ── quiet windows ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("every", ["1s", "15m", "1h", "auto", "*/5 * * * *", "0 23 * * *"])
def test_no_visit_is_due_in_a_quiet_window_and_what_falls_into_it_is_soon_after(every: str) -> None:
    windows, zone = ("22:00-06:00", "sun"), "Europe/Berlin"
    quiet = source(every, quiet=windows, timezone=zone)
    at = datetime(2026, 3, 26, 20, 30, tzinfo=UTC)
    for _ in range(60):
        due = next_due(quiet, at)
        assert quiet_until(due, windows, zone) == due
        plain = next_due(source(every, timezone=zone), at)
        if quiet_until(plain, windows, zone) == plain:
            assert due == plain
        else:
            assert timedelta(0) <= due - quiet_until(plain, windows, zone) <= timedelta(minutes=10)
        at = due + timedelta(minutes=47)


def test_those_that_a_window_kept_back_do_not_all_come_at_its_end() -> None:
    at = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    dues = [
        out_of_quiet(source("1h", f"source-{n}", quiet=("22:00-06:00",)), at) for n in range(200)
    ]
    begin = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    assert len(set(dues)) == 200
    assert begin <= min(dues) < begin + timedelta(minutes=1)
    assert begin + timedelta(minutes=9) < max(dues) < begin + timedelta(minutes=10)


def test_what_is_not_quiet_is_left_as_it_is() -> None:
    assert out_of_quiet(source("1h", quiet=("22:00-06:00",)), NOW) == NOW
    berlin = NOW.astimezone(ZoneInfo("Europe/Berlin"))
    assert out_of_quiet(source("1h"), berlin) == NOW


def test_between_two_windows_even_a_minute_is_used() -> None:
    at = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    due = out_of_quiet(source("1h", quiet=("22:00-06:00", "06:01-21:00")), at)
    assert timedelta(0) <= due - datetime(2026, 11, 24, 6, 0, tzinfo=UTC) < timedelta(minutes=1)


def test_a_servers_wish_that_ends_in_a_quiet_window_waits_for_its_end() -> None:
    due = next_due(source("1h", quiet=("12:00-14:00",)), NOW, retry_after_seconds=3 * 3600)
    assert NOW.replace(hour=14) <= due <= NOW.replace(hour=14, minute=10)


def test_a_share_is_a_sources_own() -> None:
    shares = [share(f"source-{n}") for n in range(1000)]
    assert 0 <= min(shares) < 0.01
    assert 0.99 < max(shares) < 1
    assert shares[7] == share("source-7")
