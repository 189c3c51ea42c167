"""When a source is due again. Pure.

an interval, a little longer for some sources than for others; cron in the source's zone; or, with
`auto`, when something is likely
  ─▸ doubled by every failure in a row (rule C6)
  ─▸ never before what the server asked for (rule C3)
  ─▸ out of a quiet window: to its end, and a little longer for some than for others
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from monitor.config.durations import is_cron, is_interval, seconds
from monitor.config.quiet import quiet_until
from monitor.intake.rhythm import Rhythm, next_visit
from monitor.model.source import Source

DAY_SECONDS = 86_400.0

LONGEST_WISH_SECONDS = 7 * DAY_SECONDS
"""No server can send us away for longer (rule C3)."""

JITTER = 0.05
"""How much longer than asked an interval may be, so that equal intervals drift apart."""

MOST_JITTER_SECONDS = 60.0

QUIET_JITTER_SECONDS = 600.0
"""Over how long visits that a quiet window kept back are spread, if their interval is as long."""

_MOST_DOUBLINGS = 20
_CRON_REST_SECONDS = 60.0


def next_due(
    source: Source,
    now: datetime,
    *,
    rhythm: Mapping[str, Any] | None = None,
    failures: int = 0,
    retry_after_seconds: float | None = None,
    fresh_seconds: float | None = None,
    longest_rest_seconds: float = DAY_SECONDS,
) -> datetime:
    """When `source` is due after a check at `now`, in UTC.

    The first failure costs nothing, each further one in a row doubles the rest, up to
    `longest_rest_seconds`, or to the interval where that is longer. `retry_after_seconds` and
    `fresh_seconds` only ever raise the result. `rhythm` is what `auto` has learnt so far.
    """
    doublings = min(max(failures - 1, 0), _MOST_DOUBLINGS)
    if is_cron(source.every):
        due = _cron(source, now, doublings, longest_rest_seconds)
    else:
        interval = _interval_seconds(source, now, rhythm)
        rest = min(interval * 2.0**doublings, max(interval, longest_rest_seconds))
        due = now + timedelta(seconds=rest + _jitter(source, interval))
    wish = min(max(retry_after_seconds or 0.0, fresh_seconds or 0.0), LONGEST_WISH_SECONDS)
    return out_of_quiet(source, max(due, now + timedelta(seconds=wish)))


def out_of_quiet(source: Source, due: datetime) -> datetime:
    """`due` itself, or a moment soon after the end of the quiet window that it is in, in UTC."""
    end = quiet_until(due, source.quiet, source.timezone) if source.quiet else due
    if end <= due:
        return due.astimezone(UTC)
    spread = min(_least_interval_seconds(source.every), QUIET_JITTER_SECONDS)
    later = end + timedelta(seconds=spread * share(source.id))
    return later if quiet_until(later, source.quiet, source.timezone) == later else end


def share(source: str) -> float:
    """A number in [0, 1) that belongs to a source: the same on every machine."""
    return int.from_bytes(sha256(source.encode()).digest()[:6], "big") / 2**48


def _cron(source: Source, now: datetime, doublings: int, longest_rest_seconds: float) -> datetime:
    from monitor.config.cron import next_fire  # only for those that use it: it takes 80 ms

    rest = min(_CRON_REST_SECONDS * (2.0**doublings - 1), longest_rest_seconds)
    return next_fire(source.every, source.timezone, now + timedelta(seconds=rest))


def _interval_seconds(source: Source, now: datetime, rhythm: Mapping[str, Any] | None) -> float:
    if is_interval(source.every):
        return seconds(source.every)
    return (next_visit(Rhythm.of(rhythm), now, source.timezone) - now).total_seconds()


def _least_interval_seconds(every: str) -> float:
    return seconds(every) if is_interval(every) else QUIET_JITTER_SECONDS


def _jitter(source: Source, interval: float) -> float:
    return min(interval * JITTER, MOST_JITTER_SECONDS) * share(source.id)
