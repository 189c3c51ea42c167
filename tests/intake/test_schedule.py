"""When a source is due again."""

from datetime import UTC, datetime

import pytest

from monitor.intake.schedule import DAY_SECONDS, next_due

NOW = datetime(2024, 12, 20, 10, 0, tzinfo=UTC)


def after(every: str, **more: float) -> float:
    """Seconds until `every` comes round, jitter included."""
    due = next_due(every, "UTC", NOW, source="csto", **more)  # type: ignore[arg-type]
    assert due.tzinfo is UTC
    return (due - NOW).total_seconds()


@pytest.mark.parametrize(
    ("every", "seconds"), [("2s", 2), ("15m", 900), ("1h", 3600), ("1d", 86_400)]
)
def test_an_interval_is_kept_within_its_jitter(every: str, seconds: float) -> None:
    assert seconds <= after(every) <= seconds + min(seconds * 0.05, 60)


def test_equal_intervals_drift_apart_the_same_way_every_time() -> None:
    dues = [next_due("1h", "UTC", NOW, source=f"source-{n}") for n in range(50)]
    assert len(set(dues)) == 50
    assert dues == [next_due("1h", "UTC", NOW, source=f"source-{n}") for n in range(50)]


@pytest.mark.parametrize(
    ("failures", "times"), [(0, 1), (1, 1), (2, 2), (3, 4), (5, 16), (6, 24), (500, 24)]
)
def test_failures_double_the_rest_up_to_a_day(failures: int, times: int) -> None:
    assert after("1h", failures=failures) == pytest.approx(times * 3600, abs=180)


def test_a_kind_may_keep_its_rests_short() -> None:
    assert after("2s", failures=30, longest_rest_seconds=10) < 11


def test_an_interval_of_more_than_a_day_is_not_shortened_by_failures() -> None:
    assert after("3d", failures=9) >= 3 * DAY_SECONDS


@pytest.mark.parametrize("wish", ["retry_after_seconds", "fresh_seconds"])
def test_a_servers_wish_only_ever_raises_and_never_above_seven_days(wish: str) -> None:
    assert after("1h", **{wish: 60}) < 3800
    assert after("1h", **{wish: 7200}) == 7200
    assert after("1h", **{wish: 1e9}) == 7 * DAY_SECONDS


@pytest.mark.parametrize(
    ("every", "timezone", "now", "due"),
    [
        pytest.param("0 9 * * mon-fri", "UTC", "2024-12-20T09:00", "2024-12-23T09:00", id="names"),
        pytest.param("0 9 * * 1", "UTC", "2024-12-20T09:00", "2024-12-23T09:00", id="1 is Monday"),
        pytest.param("*/15 * * * *", "UTC", "2024-12-20T10:00", "2024-12-20T10:15", id="sharp"),
        pytest.param(
            "30 2 * * *", "Europe/Berlin", "2025-03-29T12:00", "2025-03-31T00:30", id="skipped hour"
        ),
        pytest.param(
            "0 9 * * *", "Europe/Berlin", "2025-03-29T12:00", "2025-03-30T07:00", id="summer time"
        ),
    ],
)
def test_cron_in_the_sources_time_zone(every: str, timezone: str, now: str, due: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    expected = datetime.fromisoformat(due).replace(tzinfo=UTC)
    found = next_due(every, timezone, moment, source="csto")
    if every.startswith("30 2"):
        assert moment < found <= expected, "an hour that does not exist stops nothing"
    else:
        assert found == expected


def test_cron_rests_after_failures_too() -> None:
    assert after("* * * * *", failures=1) == 60
    assert after("* * * * *", failures=4) == 480
    assert after("* * * * *", failures=40) <= DAY_SECONDS + 60
