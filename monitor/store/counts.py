"""Figures for probes and metrics, each from an index or a kept total."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from monitor.model import DeliveryState
from monitor.store.schema import FAILING, OPEN, PAUSED, WATCHED, counters, deliveries, states
from monitor.store.views import Counts


def counts(connection: Connection, now: datetime) -> Counts:
    totals = connection.execute(select(counters.c.releases, counters.c.changes)).one()
    watched, paused = _count(connection, WATCHED), _count(connection, PAUSED)
    return Counts(
        sources=watched + paused,
        failing=_count(connection, FAILING),
        paused=paused,
        releases=totals.releases,
        changes=totals.changes,
        owed=_count(connection, OPEN),
        oldest_owed_at=connection.scalar(select(func.min(deliveries.c.owed_at)).where(OPEN)),
        dead=_count(connection, deliveries.c.state == DeliveryState.DEAD.value),
        due=_count(connection, WATCHED, states.c.next_due_at <= now),
    )


def _count(connection: Connection, *met: ColumnElement[Any]) -> int:
    return connection.scalar(select(func.count()).where(*met)) or 0
