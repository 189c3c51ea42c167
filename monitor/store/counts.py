"""Figures for probes and metrics, each from an index or a kept total."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, text

from monitor.model.delivery import DeliveryState
from monitor.store.schema import FAILING, OPEN, PAUSED, WATCHED, counters, deliveries, states
from monitor.store.views import Counts, SlowCounts

_SIZES = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
    "postgresql": "SELECT pg_database_size(current_database())",
}
"""How many bytes the store takes, by dialect."""


def counts(connection: Connection, now: datetime) -> Counts:
    totals = connection.execute(select(counters.c.releases, counters.c.changes)).one()
    oldest = connection.scalar(select(func.min(deliveries.c.owed_at)).where(OPEN))
    watched, paused = _count(connection, WATCHED), _count(connection, PAUSED)
    return Counts(
        sources=watched + paused,
        failing=_count(connection, FAILING),
        paused=paused,
        releases=totals.releases,
        changes=totals.changes,
        owed=_count(connection, OPEN),
        oldest_owed_at=oldest if oldest and oldest <= now else None,  # a digest waits for its hour
        dead=_count(connection, deliveries.c.state == DeliveryState.DEAD.value),
        due=_count(connection, WATCHED, states.c.next_due_at <= now),
    )


def slow_counts(connection: Connection) -> SlowCounts:
    figures = select(func.count(), func.count(states.c.last_success_at))
    well, ok = connection.execute(figures.where(WATCHED, states.c.failures == 0)).one()
    retrying = deliveries.c.state == DeliveryState.RETRYING.value
    return SlowCounts(
        ok=ok,
        new=well - ok,
        retrying=_count(connection, retrying),
        store_bytes=connection.scalar(text(_SIZES[connection.dialect.name])) or 0,
    )


def _count(connection: Connection, *met: ColumnElement[Any]) -> int:
    return connection.scalar(select(func.count()).where(*met)) or 0
