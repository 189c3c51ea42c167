"""Targets as the store knows them: by name, switched on or off."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select

from monitor.store.schema import targets
from monitor.store.upsert import insert_into
from monitor.store.views import TargetState


def know(connection: Connection, names: Iterable[str]) -> None:
    """Have a row for each name; a new one is active."""
    rows = [{"target": name, "active": True} for name in sorted(names)]
    if rows:
        connection.execute(insert_into(connection, targets).on_conflict_do_nothing(), rows)


def every(connection: Connection) -> list[TargetState]:
    rows = connection.execute(select(targets).order_by(targets.c.target))
    return [TargetState(**row._mapping) for row in rows]


def switch(
    connection: Connection, target: str, *, active: bool, reason: str | None, now: datetime
) -> None:
    values = {"active": active, "reason": reason, "changed_at": now}
    query = insert_into(connection, targets).values(target=target, **values)
    connection.execute(query.on_conflict_do_update(index_elements=[targets.c.target], set_=values))
