"""Times, dates and numbers in words."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.model.published import Precision, Published
from monitor.web.phrases import ago, count, date_words, exact, until

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=0), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=60), "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=25), "1 day ago"),
        (timedelta(days=30), "30 days ago"),
        (timedelta(days=31), "23 October 2026"),
    ],
)
def test_the_past_is_rough_until_it_is_a_day(passed: timedelta, words: str) -> None:
    assert ago(NOW - passed, NOW) == words


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(seconds=-5), "now"),
        (timedelta(seconds=5), "in under a minute"),
        (timedelta(minutes=2), "in 2 minutes"),
        (timedelta(hours=30), "in 1 day"),
        (timedelta(days=40), "2 January 2027"),
    ],
)
def test_the_future_likewise(left: timedelta, words: str) -> None:
    assert until(NOW + left, NOW) == words


def test_what_never_was_and_what_will_not_be() -> None:
    assert (ago(None, NOW), until(None, NOW)) == ("never", "not planned")


@pytest.mark.parametrize(
    ("number", "noun", "words"),
    [
        (0, "source", "0 sources"),
        (1, "delivery", "1 delivery"),
        (2, "delivery", "2 deliveries"),
        (2, "day", "2 days"),
        (12345, "release", "12,345 releases"),
    ],
)
def test_numbers_agree_with_their_noun(number: int, noun: str, words: str) -> None:
    assert count(number, noun) == words


def test_an_exact_time_is_in_utc() -> None:
    assert exact(datetime.fromisoformat("2026-11-23T01:30:05+02:00")) == (
        "22 November 2026, 23:30:05 UTC"
    )


@pytest.mark.parametrize(
    ("published", "words"),
    [
        (Published("2024", Precision.YEAR), "2024"),
        (Published("2024-12", Precision.MONTH), "December 2024"),
        (Published("2024-12-10"), "10 December 2024"),
        (Published("2024-12-10T23:30:00-05:00", Precision.INSTANT), "10 December 2024"),
    ],
)
def test_a_date_is_said_as_precisely_as_it_was_given(published: Published, words: str) -> None:
    assert date_words(published) == words
