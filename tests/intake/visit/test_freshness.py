"""How long a server asks us to stay away (C3)."""

from datetime import UTC, datetime

import pytest

from monitor.intake.visit.freshness import fresh_seconds, retry_after_seconds

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WEEK = 7 * 86400

FRESH = {
    "silence": ({}, None),
    "max-age": ({"cache-control": "max-age=600"}, 600),
    "among others": ({"cache-control": "public, Max-Age = 600 , must-revalidate"}, 600),
    "quoted": ({"cache-control": 'max-age="600"'}, 600),
    "less its age": ({"cache-control": "max-age=600", "age": "200"}, 400),
    "over already": ({"cache-control": "max-age=600", "age": "700"}, None),
    "zero": ({"cache-control": "max-age=0"}, None),
    "no-cache": ({"cache-control": "max-age=600, no-cache"}, None),
    "no-store": ({"cache-control": "no-store"}, None),
    "unreadable": ({"cache-control": "max-age=soon"}, None),
    "negative": ({"cache-control": "max-age=-5"}, None),
    "of shared caches only": ({"cache-control": "s-maxage=600"}, None),
    "a year": ({"cache-control": "max-age=31536000"}, WEEK),
    "beyond numbers": ({"cache-control": f"max-age={'9' * 400}"}, WEEK),
    "Expires": ({"expires": "Mon, 23 Nov 2026 09:10:00 GMT"}, 600),
    "Expires by the server's clock": (
        {"expires": "Mon, 23 Nov 2026 12:10:00 GMT", "date": "Mon, 23 Nov 2026 12:00:00 GMT"},
        600,
    ),
    "Expires less its age": ({"expires": "Mon, 23 Nov 2026 09:10:00 GMT", "age": "60"}, 540),
    "Expires in the past": ({"expires": "Mon, 23 Nov 2020 09:10:00 GMT"}, None),
    "Expires at once": ({"expires": "0"}, None),
    "max-age before Expires": (
        {"cache-control": "max-age=0", "expires": "Mon, 23 Nov 2026 09:10:00 GMT"},
        None,
    ),
}


@pytest.mark.parametrize(("headers", "seconds"), FRESH.values(), ids=FRESH)
def test_only_a_wish_for_more_time_counts(headers: dict[str, str], seconds: float | None) -> None:
    assert fresh_seconds(headers, AT) == seconds


RETRY = {
    "absent": ({}, None),
    "seconds": ({"retry-after": "120"}, 120),
    "a date": ({"retry-after": "Mon, 23 Nov 2026 09:02:00 GMT"}, 120),
    "an old kind of date": ({"retry-after": "Monday, 23-Nov-26 09:02:00 GMT"}, 120),
    "a date without a zone": ({"retry-after": "Mon, 23 Nov 2026 09:02:00 -0000"}, 120),
    "a date by the server's clock": (
        {"retry-after": "Mon, 23 Nov 2026 12:02:00 GMT", "date": "Mon, 23 Nov 2026 12:00:00 GMT"},
        120,
    ),
    "a date that is over": ({"retry-after": "Mon, 23 Nov 2020 09:02:00 GMT"}, 0),
    "a year": ({"retry-after": "31536000"}, WEEK),
    "a word": ({"retry-after": "later"}, None),
    "a fraction": ({"retry-after": "1.5"}, None),
    "other digits": ({"retry-after": "१२०"}, None),
    "no date at all": ({"retry-after": "Mon, 99 Nov 2026 09:02:00 GMT"}, None),
}


@pytest.mark.parametrize(("headers", "seconds"), RETRY.values(), ids=RETRY)
def test_retry_after_is_read_in_both_forms(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_seconds(headers, AT) == seconds
