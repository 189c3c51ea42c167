"""Deliveries: owed, leased, settled. Every claim is an UPDATE whose row count is looked at.

    owed ─lease─▸ under way ─settle─▸ sent
      ▴               ├─────────────▸ retrying ─lease─▸ …
      └──── replay ───┴─────────────▸ dead

`ready_at` is when a delivery may be taken: its next attempt, or the end of the lease that it is
under. So a lease that ran out needs no clearing up: the delivery is simply ready again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, bindparam, func, select, update

from monitor.model.delivery import (
    DIGEST,
    Answer,
    Dead,
    Delivery,
    DeliveryState,
    DigestItem,
    Retry,
    Sent,
)
from monitor.store import changes as kept_changes
from monitor.store import digests
from monitor.store import targets as kept_targets
from monitor.store.batches import in_batches
from monitor.store.deliveries import delivery as delivery_of
from monitor.store.deliveries import row_of
from monitor.store.retold import without_retold
from monitor.store.schema import LEASED, OPEN, changes, deliveries, targets
from monitor.store.upsert import insert_into
from monitor.store.views import Lease

_FREE: dict[str, Any] = {"lease": None, "holder": None}


def route(
    connection: Connection,
    sequences: Sequence[int],
    owed: Sequence[Delivery],
    items: Sequence[DigestItem],
    once: Collection[str] = (),
) -> int:
    owed = without_retold(connection, owed, once)
    items = without_retold(connection, items, once)
    kept_targets.know(connection, {*(one.target for one in owed), *(one.target for one in items)})
    new = insert_into(connection, deliveries).on_conflict_do_nothing().returning(deliveries.c.id)
    added = 0
    for batch in in_batches(owed):
        added += len(connection.scalars(new, [row_of(delivery) for delivery in batch]).all())
    added += digests.gather(connection, items)
    for numbers in in_batches(sequences):
        seen = update(changes).where(changes.c.sequence.in_(numbers)).values(routed=True)
        connection.execute(seen)
    return added


def lease(
    connection: Connection,
    now: datetime,
    *,
    limit: int,
    seconds: float,
    per_target: int | Mapping[str, int],
    holder: str,
) -> list[Lease]:
    ready: list[Row[Any]] = []
    for target, room in _targets_with_room(connection, now, per_target):
        ready += _ready(connection, now, target, min(room, limit))
    taken = sorted(ready, key=lambda row: (row.sequence or 0, row.target))[:limit]
    if not taken:
        return []
    tokens = {row.id: uuid4().hex for row in taken}
    _hold(connection, tokens, holder, now + timedelta(seconds=seconds))
    digests.close(connection, [row.id for row in taken if row.kind == DIGEST], now)
    told_of = kept_changes.numbered(connection, [row.sequence for row in taken if row.sequence])
    return [
        Lease(replace(delivery_of(row), lease=tokens[row.id]), told_of.get(row.sequence))
        for row in taken
    ]


def settle(
    connection: Connection,
    delivery: Delivery,
    answer: Answer,
    now: datetime,
    next_at: datetime | None,
) -> bool:
    if delivery.lease is None:
        return False
    written = connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery.id, deliveries.c.lease == delivery.lease)
        .values(
            **_FREE,
            **_outcome(answer, now, next_at),
            attempts=deliveries.c.attempts + 1,
        )
    )
    if not written.rowcount:
        return False
    if isinstance(answer, Dead) and answer.switch_off:
        kept_targets.switch(
            connection, delivery.target, active=False, reason=answer.reason, now=now
        )
    return True


def holders(connection: Connection) -> list[str]:
    """Who has taken a delivery and not settled it yet."""
    query = select(deliveries.c.holder).where(LEASED).distinct()
    return list(connection.scalars(query))


def free_leases(connection: Connection, of: Sequence[str]) -> int:
    held = LEASED & deliveries.c.holder.in_(of)
    query = update(deliveries).where(held).values(ready_at=deliveries.c.next_at, **_FREE)
    return connection.execute(query).rowcount


def next_delivery_at(connection: Connection) -> datetime | None:
    """An index answers for each target that is on: there are few of them."""
    rows = connection.execute(select(_soonest()).where(targets.c.active))
    return min((row.soonest for row in rows if row.soonest is not None), default=None)


def _targets_with_room(
    connection: Connection, now: datetime, per_target: int | Mapping[str, int]
) -> list[tuple[str, int]]:
    """Targets that are on and have something ready, and how many more each may take.

    Their rows are locked: two that lease at once count one after the other.
    """
    under_way = (
        select(func.count())
        .where(deliveries.c.target == targets.c.target, LEASED, deliveries.c.ready_at > now)
        .correlate(targets)
        .scalar_subquery()
        .label("under_way")
    )
    locked = select(targets.c.target).where(targets.c.active).order_by(targets.c.target)
    connection.execute(locked.with_for_update()).all()
    rows = connection.execute(
        select(targets.c.target, under_way, _soonest())
        .where(targets.c.active)
        .order_by(targets.c.target)
    )
    ready = (row for row in rows if row.soonest is not None and row.soonest <= now)
    room = ((row.target, _most(per_target, row.target) - row.under_way) for row in ready)
    return [(target, places) for target, places in room if places > 0]


def _most(per_target: int | Mapping[str, int], target: str) -> int:
    """How many a target may have under way. One that is not named is asked for one at a time."""
    return per_target if isinstance(per_target, int) else per_target.get(target, 1)


def _soonest() -> Any:
    return (
        select(func.min(deliveries.c.ready_at))
        .where(deliveries.c.target == targets.c.target, OPEN)
        .correlate(targets)
        .scalar_subquery()
        .label("soonest")
    )


def _ready(connection: Connection, now: datetime, target: str, limit: int) -> Sequence[Row[Any]]:
    query = (
        select(deliveries)
        .where(OPEN, deliveries.c.target == target, deliveries.c.ready_at <= now)
        .order_by(deliveries.c.sequence)
        .limit(limit)
    )
    return connection.execute(query).all()


def _hold(connection: Connection, tokens: dict[str, str], holder: str, until: datetime) -> None:
    query = (
        update(deliveries)
        .where(deliveries.c.id == bindparam("of"))
        .values(lease=bindparam("token"), holder=holder, ready_at=until)
    )
    connection.execute(query, [{"of": name, "token": token} for name, token in tokens.items()])


def _outcome(answer: Answer, now: datetime, next_at: datetime | None) -> dict[str, Any]:
    match answer:
        case Sent():
            return _settled(DeliveryState.SENT, None, now)
        case Retry(reason=reason) if next_at is not None:
            state = DeliveryState.RETRYING.value
            return {"state": state, "last_error": reason, "next_at": next_at, "ready_at": next_at}
        case Retry(reason=reason) | Dead(reason=reason):
            return _settled(DeliveryState.DEAD, reason, now)


def _settled(state: DeliveryState, error: str | None, now: datetime) -> dict[str, Any]:
    return {
        "state": state.value,
        "last_error": error,
        "next_at": None,
        "ready_at": None,
        "settled_at": now,
    }
