"""What was held is told after all: routed to targets like any other change, once.

Two who tell the same change at once: the UPDATE of one finds it held, that of the other does not.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, case, null, select, update

from monitor.errors import UsageError
from monitor.store import counting
from monitor.store.batches import in_batches
from monitor.store.schema import HELD, changes, releases, revisions


def tell(connection: Connection, sequences: Sequence[int]) -> int:
    """See Store.tell."""
    wanted = sorted(set(sequences))
    if gone := _without_text(connection, wanted):
        raise UsageError(
            f"what change {_listed(gone[:10])} said is kept no more: it was held for too long",
            hint="tell the last one that is held of its release; nothing was told",
        )
    told: list[Row[Any]] = []
    for batch in in_batches(wanted):
        query = update(changes).where(changes.c.sequence.in_(batch), HELD)
        free = query.values(held=None, told=True, routed=False)
        columns = (changes.c.sequence, changes.c.release, changes.c.revision, changes.c.at)
        told += connection.execute(free.returning(*columns)).all()
    if missing := sorted(set(wanted) - {row.sequence for row in told}):
        raise _refusal(connection, missing)
    _settle(connection, [row for row in told if row.release and row.revision])
    counting.count_telling(connection)
    return len(told)


def _without_text(connection: Connection, wanted: Sequence[int]) -> list[int]:
    """Those whose texts went with `history`: a change that shows nothing is never told."""
    gone: list[int] = []
    for number in (changes.c.revision, changes.c.previous):
        kept = select(revisions.c.number).where(
            revisions.c.release == changes.c.release, revisions.c.number == number
        )
        for batch in in_batches(wanted):
            query = select(changes.c.sequence).where(changes.c.sequence.in_(batch), HELD)
            gone += connection.scalars(query.where(number.is_not(None), ~kept.exists()))
    return sorted(set(gone))


def _settle(connection: Connection, told: Sequence[Row[Any]]) -> None:
    """A release is as old as its newest edit that was told, and holds nothing older than it."""
    revision: ColumnElement[int] = bindparam("told", type_=releases.c.revision.type)
    at: ColumnElement[datetime] = bindparam("told_at", type_=releases.c.changed_at.type)
    query = (
        update(releases)
        .where(releases.c.sequence == bindparam("of"))
        .values(
            changed_at=case((releases.c.changed_at < at, at), else_=releases.c.changed_at),
            told_revision=case(
                (releases.c.revision == revision, null()),
                (releases.c.told_revision < revision, revision),
                else_=releases.c.told_revision,
            ),
        )
    )
    for row in sorted(told, key=lambda row: (row.release, row.revision)):
        connection.execute(query, {"of": row.release, "told": row.revision, "told_at": row.at})


def _refusal(connection: Connection, missing: Sequence[int]) -> UsageError:
    """Why these cannot be told; the first ones by their numbers."""
    first = missing[:10]
    kept = set(connection.scalars(select(changes.c.sequence).where(changes.c.sequence.in_(first))))
    unknown = [number for number in first if number not in kept]
    hint = "what is held is listed by: feed-monitor changes --held; nothing was told"
    if unknown:
        return UsageError(f"there is no change {_listed(unknown)}", hint=hint)
    return UsageError(f"nothing holds change {_listed(first)} back", hint=hint)


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
