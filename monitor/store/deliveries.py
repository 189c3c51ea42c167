"""Deliveries as a record: listed, and owed again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, func, select, update

from monitor.errors import UsageError
from monitor.model.delivery import Delivery, DeliveryState
from monitor.store.batches import in_batches
from monitor.store.columns import EPOCH
from monitor.store.schema import changes, deliveries
from monitor.store.views import Debt


def newest_first(
    connection: Connection,
    *,
    target: str | None,
    since: int | None,
    limit: int,
    states: Sequence[str],
    sources: Sequence[str],
) -> list[Delivery]:
    query = select(deliveries).order_by(deliveries.c.sequence.desc(), deliveries.c.target.desc())
    if target is not None:
        query = query.where(deliveries.c.target == target)
    if since is not None:
        query = query.where(deliveries.c.sequence > since)
    if states:
        query = query.where(deliveries.c.state.in_(states))
    if sources:
        told = exists().where(
            changes.c.sequence == deliveries.c.sequence, changes.c.source.in_(sources)
        )
        query = query.where(told)
    return [delivery(row) for row in connection.execute(query.limit(limit))]


def debts(connection: Connection) -> list[Debt]:
    """What is not sent, by target and state: from the index of states, sent ones are not read."""
    unsent = (state.value for state in DeliveryState if state is not DeliveryState.SENT)
    columns = (deliveries.c.target, deliveries.c.state)
    query = (
        select(
            *columns, func.count().label("count"), func.min(deliveries.c.owed_at).label("oldest_at")
        )
        .where(deliveries.c.state.in_([*unsent]))
        .group_by(*columns)
        .order_by(*columns)
    )
    return [Debt(**row._mapping) for row in connection.execute(query)]


def replay(
    connection: Connection,
    now: datetime,
    *,
    ids: Sequence[str],
    sequences: tuple[int, int] | None,
    target: str | None,
) -> int:
    met: list[ColumnElement[bool]] = []
    if sequences is not None:
        met.append(deliveries.c.sequence.between(*sequences))
    if target is not None:
        met.append(deliveries.c.target == target)
    if not ids:
        if sequences is None:
            raise UsageError("Say which deliveries: by id, or by a range of sequences.")
        return _owe_again(connection, now, met)
    _refuse_unknown(connection, ids)
    return sum(
        _owe_again(connection, now, [*met, deliveries.c.id.in_(batch)]) for batch in in_batches(ids)
    )


def delivery(row: Row[Any]) -> Delivery:
    """The Delivery in a row."""
    return Delivery(
        id=row.id,
        sequence=row.sequence,
        target=row.target,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        next_at=row.next_at,
        last_error=row.last_error,
        lease=row.lease,
        kind=row.kind,
    )


def row_of(delivery: Delivery) -> dict[str, Any]:
    """The row of a Delivery that is new."""
    at = delivery.next_at or EPOCH
    return {
        "id": delivery.id,
        "sequence": delivery.sequence,
        "target": delivery.target,
        "kind": delivery.kind,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "next_at": at,
        "ready_at": at,
        "owed_at": at,
    }


def _owe_again(connection: Connection, now: datetime, met: Sequence[ColumnElement[bool]]) -> int:
    """A lease that somebody holds is lost: what it came to no longer counts."""
    query = (
        update(deliveries)
        .where(*met)
        .values(
            state=DeliveryState.OWED.value,
            attempts=0,
            next_at=now,
            ready_at=now,
            owed_at=now,
            settled_at=None,
            lease=None,
            holder=None,
            last_error=None,
        )
    )
    return connection.execute(query).rowcount


def _refuse_unknown(connection: Connection, ids: Sequence[str]) -> None:
    known: set[str] = set()
    for batch in in_batches(ids):
        known.update(connection.scalars(select(deliveries.c.id).where(deliveries.c.id.in_(batch))))
    unknown = [name for name in ids if name not in known]
    if unknown:
        hint = "`feed-monitor deliveries` lists those there are."
        raise UsageError(f"There is no delivery {unknown[0]!r}.", hint=hint)
