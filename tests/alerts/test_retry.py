from datetime import UTC, datetime, timedelta

import pytest

from monitor.alerts.retry import asked_wait_seconds, next_attempt_at
from monitor.config.settings import RETRIES_SECONDS

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = 86_400.0


def wait_seconds(attempts: int, asked: float | None = None, message: str = "msg_1") -> float | None:
    at = next_attempt_at(message, attempts, RETRIES_SECONDS, NOW, asked)
    return at and (at - NOW).total_seconds()


@pytest.mark.parametrize("attempts", range(1, len(RETRIES_SECONDS)))
def test_the_wait_is_the_schedules_within_a_tenth(attempts: int) -> None:
    planned = RETRIES_SECONDS[attempts]
    wait = wait_seconds(attempts)
    assert wait is not None
    assert planned * 0.9 <= wait <= planned * 1.1


def test_after_the_last_attempt_there_is_none() -> None:
    assert wait_seconds(len(RETRIES_SECONDS)) is None
    assert wait_seconds(len(RETRIES_SECONDS), asked=60) is None


def test_messages_that_failed_together_do_not_come_again_together() -> None:
    waits = {wait_seconds(2, message=f"msg_{n}") for n in range(50)}
    assert len(waits) > 40


def test_a_restart_does_not_throw_the_dice_anew() -> None:
    assert wait_seconds(3) == wait_seconds(3)


def test_an_immediate_retry_is_immediate() -> None:
    assert next_attempt_at("msg_1", 1, (0, 0), NOW) == NOW


@pytest.mark.parametrize(
    ("attempts", "asked", "at_least", "at_most"),
    [
        pytest.param(1, 120, 120, 120, id="later than planned"),
        pytest.param(2, 10, 270, 330, id="sooner than planned changes nothing"),
        pytest.param(1, 10 * DAY, DAY, DAY, id="nobody is put off for more than a day"),
        pytest.param(1, float("inf"), DAY, DAY, id="not even by a number without end"),
        pytest.param(1, 0, 4.5, 5.5, id="zero"),
    ],
)
def test_a_receivers_wish_is_never_undercut(
    attempts: int, asked: float, at_least: float, at_most: float
) -> None:
    wait = wait_seconds(attempts, asked)
    assert wait is not None
    assert at_least <= wait <= at_most


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Mon, 23 Nov 2026 09:02:00 GMT", 120),
        ("Monday, 23-Nov-26 09:02:00 GMT", 120),
        ("Mon Nov 23 09:02:00 2026", 120),
        ("Mon, 23 Nov 2026 08:00:00 GMT", 0),
        ("Mon, 23 Nov 2026 10:02:00 +0100", 120),
        ("9" * 5000, float("inf")),
        ("-5", None),
        ("1.5", None),
        ("１２", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
    ids=lambda value: str(value)[:32],
)
def test_retry_after_is_read_in_all_its_forms(header: str | None, seconds: float | None) -> None:
    assert asked_wait_seconds(header, NOW) == seconds


def test_a_date_too_far_to_count_is_no_crash() -> None:
    wait = asked_wait_seconds("Fri, 31 Dec 9999 23:59:59 GMT", NOW)
    assert next_attempt_at("msg_1", 1, (0, 5), NOW, wait) == NOW + timedelta(days=1)
