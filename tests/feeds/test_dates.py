"""Both notations of a moment, and the offset that it was written with (rule P4)."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import feedparser
import pytest

from feeds.dates import exact, from_feed, from_rfc3339, precision, rfc822, rfc3339

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("moment", "in_rss", "in_atom"),
    [
        pytest.param(
            datetime(2024, 12, 10, tzinfo=ZoneInfo("Europe/Moscow")),
            "Tue, 10 Dec 2024 00:00:00 +0300",
            "2024-12-10T00:00:00+03:00",
            id="midnight-keeps-its-day",
        ),
        pytest.param(
            datetime(2024, 7, 1, 9, 30, 15, 999_999, tzinfo=UTC),
            "Mon, 01 Jul 2024 09:30:15 +0000",
            "2024-07-01T09:30:15+00:00",
            id="whole-seconds",
        ),
        pytest.param(
            datetime(2024, 7, 1, 9, tzinfo=timezone(timedelta(hours=-9, minutes=-30))),
            "Mon, 01 Jul 2024 09:00:00 -0930",
            "2024-07-01T09:00:00-09:30",
            id="half-hours-west",
        ),
        pytest.param(
            datetime(2024, 7, 1, 9),
            "Mon, 01 Jul 2024 09:00:00 +0000",
            "2024-07-01T09:00:00+00:00",
            id="naive-is-utc",
        ),
        pytest.param(
            datetime(1930, 1, 1, tzinfo=AMSTERDAM),
            "Tue, 31 Dec 1929 23:40:28 +0000",
            "1929-12-31T23:40:28+00:00",
            id="offset-with-seconds",
        ),
        pytest.param(
            datetime(1, 1, 1, tzinfo=AMSTERDAM),
            "Mon, 01 Jan 0001 00:00:00 +0000",
            "0001-01-01T00:00:00+00:00",
            id="before-the-calendar",
        ),
    ],
)
def test_a_moment_is_written_with_its_own_offset(
    moment: datetime, in_rss: str, in_atom: str
) -> None:
    assert rfc822(moment) == in_rss
    assert rfc3339(moment) == in_atom
    assert datetime.fromisoformat(in_atom) == exact(moment)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("Tue, 10 Dec 2024 00:30:00 +0300", "2024-12-10T00:30:00+03:00", id="rfc822"),
        pytest.param("2024-12-10T00:30:00+03:00", "2024-12-10T00:30:00+03:00", id="rfc3339"),
        pytest.param("2024-12-10T00:30:00.123-0930", "2024-12-10T00:30:00-09:30", id="fraction"),
        pytest.param("Tue, 10 Dec 2024 23:00:00 EST", "2024-12-10T23:00:00-05:00", id="named"),
        pytest.param("Tue, 10 Dec 2024 23:00:00 GMT", "2024-12-10T23:00:00+00:00", id="gmt"),
        pytest.param("20241210T003000+0300", "2024-12-10T00:30:00+03:00", id="compact"),
        pytest.param("Tue, 10 Dec 2024 00:30 +03:00", "2024-12-10T00:30:00+03:00", id="colon"),
        pytest.param("2024-12-10", "2024-12-10T00:00:00+00:00", id="day"),
        pytest.param("2024-12-10T24:00:00Z", "2024-12-11T00:00:00+00:00", id="hour-24"),
    ],
)
def test_a_date_that_was_read_keeps_the_offset_it_was_written_with(
    written: str, expected: str
) -> None:
    instant = feedparser.datetimes._parse_date(written)
    moment = from_feed(written, instant)
    assert moment is not None
    assert moment.isoformat() == expected


@pytest.mark.parametrize("text", ["", "soon", "2024-13-01", "9" * 400, "2024-12-10T25:00:00Z"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert from_rfc3339(text) is None
    assert from_feed(text, None) is None


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2024-12-10", "day"),
        (" 2024-12-10\n", "day"),
        ("20241210", "day"),
        ("Tue, 10 Dec 2024", "day"),
        ("10 December 2024", "day"),
        ("2024-12", "month"),
        ("2024", "year"),
        ("2024-12-10T09:00Z", "instant"),
        ("2024-12-10T09Z", "instant"),
        ("20241210T0900", "instant"),
        ("20241210090000", "instant"),
        ("Tue, 10 Dec 2024 09:00 GMT", "instant"),
        ("Tue, 10 Dec 2024 9 : 00", "instant"),
    ],
)
def test_a_date_without_a_time_of_day_is_no_instant(written: str, said: str) -> None:
    assert precision(written) == said
