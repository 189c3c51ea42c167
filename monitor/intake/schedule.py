"""When a source is due again. Pure.

an interval, a little longer for some sources than for others, or cron in the source's zone
  ─▸ doubled by every failure in a row (rule C6)
  ─▸ never before what the server asked for (rule C3)
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from monitor.config.durations import is_cron, seconds

DAY_SECONDS = 86_400.0

LONGEST_WISH_SECONDS = 7 * DAY_SECONDS
"""No server can send us away for longer (rule C3)."""

JITTER = 0.05
"""How much longer than asked an interval may be, so that equal intervals drift apart."""

MOST_JITTER_SECONDS = 60.0

_MOST_DOUBLINGS = 20
_CRON_REST_SECONDS = 60.0


def next_due(
    every: str,
    timezone: str,
    now: datetime,
    *,
    source: str,
    failures: int = 0,
    retry_after_seconds: float | None = None,
    fresh_seconds: float | None = None,
    longest_rest_seconds: float = DAY_SECONDS,
) -> datetime:
    """When `source` is due after a check at `now`, in UTC.

    `every` is a checked duration or cron expression. The first failure costs nothing, each
    further one in a row doubles the rest, up to `longest_rest_seconds`, or to the interval
    where that is longer. `retry_after_seconds` and `fresh_seconds` only ever raise the result.
    """
    doublings = min(max(failures - 1, 0), _MOST_DOUBLINGS)
    if is_cron(every):
        rest = min(_CRON_REST_SECONDS * (2.0**doublings - 1), longest_rest_seconds)
        due = _next_fire(every, timezone, now + timedelta(seconds=rest))
    else:
        interval = seconds(every)
        rest = min(interval * 2.0**doublings, max(interval, longest_rest_seconds))
        due = now + timedelta(seconds=rest + _jitter(source, interval))
    wish = min(max(retry_after_seconds or 0.0, fresh_seconds or 0.0), LONGEST_WISH_SECONDS)
    return max(due, now + timedelta(seconds=wish)).astimezone(UTC)


def _next_fire(every: str, timezone: str, after: datetime) -> datetime:
    from monitor.config.cron import trigger  # only for those that use it: it takes 80 ms

    # The instant itself is over: a check at 09:00:00 sharp is not due at 09:00:00 again.
    fire = trigger(every, timezone).get_next_fire_time(None, after + timedelta(microseconds=1))
    assert isinstance(fire, datetime), "a checked expression comes round again"
    return fire


def _jitter(source: str, interval: float) -> float:
    return min(interval * JITTER, MOST_JITTER_SECONDS) * _share(source)


def _share(source: str) -> float:
    """A number in [0, 1) that belongs to a source: the same on every machine."""
    return int.from_bytes(sha256(source.encode()).digest()[:6], "big") / 2**48
