"""Due times that change without a visit: with a clock that was moved, and out of a quiet window."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    bindparam,
    case,
    select,
    type_coerce,
    update,
)

from monitor.model.source import NEVER
from monitor.store.columns import EPOCH
from monitor.store.schema import OPEN, STILL_OPEN, deliveries, digests, sources, states
from monitor.store.specs import CRON_SPEC

_MICROSECOND = timedelta(microseconds=1)


def shift_due(connection: Connection, was_at: datetime, by: timedelta) -> int:
    """See Store.shift_due."""
    return _shift_sources(connection, was_at, by) + _shift_deliveries(connection, was_at, by)


def put_off(connection: Connection, until: Mapping[str, datetime]) -> None:
    """See Store.put_off."""
    later = (
        update(states)
        .where(states.c.source == bindparam("quiet"), states.c.next_due_at < bindparam("until"))
        .values(next_due_at=bindparam("until"))
    )
    if until:
        rows = [{"quiet": source, "until": at} for source, at in sorted(until.items())]
        connection.execute(later, rows)


def _shift_sources(connection: Connection, was_at: datetime, by: timedelta) -> int:
    """Due times, and what they were counted from: a second step is judged by it, and so is what
    `auto` learns. `version` stays: a check under way ends by the new clock and writes its own."""
    by_the_old_clock = states.c.last_checked_at <= was_at
    planned = states.c.next_due_at.between(EPOCH + _MICROSECOND, NEVER - _MICROSECOND)
    cron = select(sources.c.id).where(sources.c.spec.like(CRON_SPEC))
    due_at = case(
        (planned & states.c.source.not_in(cron), _moved(states.c.next_due_at, by)),
        else_=type_coerce(states.c.next_due_at, BigInteger),
    )
    seen = {name: _moved(states.c[name], by) for name in ("last_checked_at", "last_success_at")}
    moved = update(states).where(by_the_old_clock).values(next_due_at=due_at, **seen)
    return connection.execute(moved).rowcount


def _shift_deliveries(connection: Connection, was_at: datetime, by: timedelta) -> int:
    """Attempts and the ends of leases; digests stay at their wall time. What was owed by the new
    clock already would be hours late after a step forward: it is told by having been owed after
    half of the step."""
    times = {name: _moved(deliveries.c[name], by) for name in ("owed_at", "next_at", "ready_at")}
    gathering = select(digests.c.digest).where(STILL_OPEN)
    follows = OPEN & (deliveries.c.ready_at > EPOCH) & deliveries.c.id.not_in(gathering)
    moved = update(deliveries).where(follows).values(times)
    if by > timedelta(0):
        moved = moved.where(deliveries.c.owed_at <= was_at + by / 2)
    return connection.execute(moved).rowcount


def _moved(column: ColumnElement[Any], by: timedelta) -> ColumnElement[Any]:
    return type_coerce(column, BigInteger) + by // _MICROSECOND
