"""When a message that was not taken is sent again: pure arithmetic."""

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

JITTER = 0.1
"""How far a wait strays from the schedule, either way, so that failures do not march in step."""

LONGEST_WAIT_SECONDS = 86_400.0
"""What a receiver may ask for at most: nobody is put off for ever by one header."""


def next_attempt_at(
    message_id: str,
    attempts: int,
    schedule_seconds: Sequence[float],
    now: datetime,
    asked_seconds: float | None = None,
) -> datetime | None:
    """When to try again after `attempts` of them, or None where that was the last.

    `schedule_seconds[n]` is the wait before attempt n + 1. A receiver's own wish
    (`asked_seconds`, its Retry-After) is never undercut, up to a day.
    """
    if attempts >= len(schedule_seconds):
        return None
    wait = schedule_seconds[attempts] * (1 + JITTER * _stray(message_id, attempts))
    asked = min(asked_seconds or 0.0, LONGEST_WAIT_SECONDS)
    return now + timedelta(seconds=max(wait, asked))


def _stray(message_id: str, attempts: int) -> float:
    """Between -1 and 1, always the same for one attempt: a restart does not throw the dice anew."""
    digest = hashlib.sha256(f"{message_id} {attempts}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 0xFFFFFFFF * 2 - 1


def asked_wait_seconds(retry_after: str | None, now: datetime) -> float | None:
    """What a Retry-After header asks for (RFC 9110, section 10.2.3): seconds, or a date.

    None where there is none, or none that can be read; never below 0.
    """
    value = (retry_after or "").strip()
    if re.fullmatch(r"[0-9]+", value):
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())
