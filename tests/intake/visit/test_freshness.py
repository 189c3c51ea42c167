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
    "older than it may be": ({"cache-control": "max-age=60", "age": "3600"}, None),
    "an age that is none": ({"cache-control": "max-age=600", "age": "-5"}, 600),
    "two ages": ({"cache-control": "max-age=600", "age": "200, 300"}, 400),
    "two max-ages": ({"cache-control": "max-age=600, max-age=900"}, 600),
    "a fraction": ({"cache-control": "max-age=1.5"}, None),
    "without a value": ({"cache-control": "max-age"}, None),
    "unreadable before Expires": (
        {"cache-control": "max-age=soon", "expires": "Mon, 23 Nov 2026 09:10:00 GMT"},
        None,
    ),
    "shared caches only, and Expires": (
        {"cache-control": "s-maxage=9999", "expires": "Mon, 23 Nov 2026 09:10:00 GMT"},
        600,
    ),
    "no-cache for one field": ({"cache-control": 'no-cache="Set-Cookie", max-age=600'}, 600),
    "within quotes": ({"cache-control": 'private="x, max-age=5", max-age=600'}, 600),
    "a quote without an end": ({"cache-control": 'x="a, max-age=600'}, None),
    "empty elements": ({"cache-control": ", ,max-age=600,"}, 600),
    "private": ({"cache-control": "private, max-age=600"}, 600),
    "an old directive of requests": ({"pragma": "no-cache", "cache-control": "max-age=600"}, 600),
    "two Expires": (
        {"expires": "Mon, 23 Nov 2026 09:10:00 GMT, Mon, 23 Nov 2026 10:10:00 GMT"},
        600,
    ),
    "Expires as RFC 850 has it": ({"expires": "Monday, 23-Nov-26 09:10:00 GMT"}, 600),
    "Expires as asctime has it": ({"expires": "Mon Nov 23 09:10:00 2026"}, 600),
    "Expires minus one": ({"expires": "-1"}, None),
    "Expires at the end of time": ({"expires": "Fri, 31 Dec 9999 23:59:59 GMT"}, WEEK),
    "Expires, and a date that is none": (
        {"expires": "Mon, 23 Nov 2026 09:10:00 GMT", "date": "yesterday"},
        600,
    ),
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
    "nothing": ({"retry-after": ""}, None),
    "negative": ({"retry-after": "-5"}, None),
    "zero": ({"retry-after": "0"}, 0),
    "seconds twice": ({"retry-after": "120, 300"}, 120),
    "as asctime has it": ({"retry-after": "Mon Nov 23 09:02:00 2026"}, 120),
    "beyond numbers": ({"retry-after": "9" * 400}, WEEK),
    "a fraction": ({"retry-after": "1.5"}, None),
    "other digits": ({"retry-after": "१२०"}, None),
    "no date at all": ({"retry-after": "Mon, 99 Nov 2026 09:02:00 GMT"}, None),
}


@pytest.mark.parametrize("character", [" ", "a", '"', ",", "=", "\\", "a "])
def test_a_hostile_header_costs_nothing(character: str) -> None:
    assert fresh_seconds({"cache-control": character * 60_000 + ",max-age=60"}, AT) in (60, None)


@pytest.mark.parametrize(("headers", "seconds"), RETRY.values(), ids=RETRY)
def test_retry_after_is_read_in_both_forms(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_seconds(headers, AT) == seconds
