"""Sources and their states, as they are read and paused. `sync.py` makes them what they are."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, literal, select, tuple_, update

from monitor.errors import UsageError
from monitor.model.source import Source, SourceState
from monitor.store.batches import in_batches
from monitor.store.columns import EPOCH
from monitor.store.schema import WATCHED, sources, states
from monitor.store.specs import from_spec, to_failure, to_moved, to_validators
from monitor.store.views import DueSource, SourceRow

_BATCH = 500
_OF_STATE = {field.name for field in fields(SourceState)}


def one(connection: Connection, source: str) -> SourceRow | None:
    row = connection.execute(rows().where(sources.c.id == source)).first()
    return None if row is None else row_of(row)


def every(connection: Connection, *, removed: bool) -> list[SourceRow]:
    wanted = sources.c.removed_at.is_not(None) if removed else sources.c.removed_at.is_(None)
    query = rows().where(wanted).order_by(sources.c.position, sources.c.id)
    return [row_of(row) for row in connection.execute(query)]


def due(
    connection: Connection, now: datetime, limit: int, *, after: DueSource | None
) -> list[DueSource]:
    query = (
        select(sources.c.spec, states.c.next_due_at)
        .join_from(states, sources, states.c.source == sources.c.id)
        .where(WATCHED, states.c.next_due_at <= now)
        .order_by(states.c.next_due_at, states.c.source)
        .limit(limit)
    )
    if after is not None:
        here = tuple_(states.c.next_due_at, states.c.source)
        query = query.where(here > tuple_(_at(after.due_at), literal(after.source.id)))
    return [DueSource(from_spec(row.spec), row.next_due_at) for row in connection.execute(query)]


def watched(connection: Connection, ids: Iterable[str]) -> list[SourceRow]:
    return [
        row_of(row)
        for batch in in_batches(ids, _BATCH)
        for row in connection.execute(rows().where(WATCHED, sources.c.id.in_(batch)))
    ]


def _at(due_at: datetime | None) -> ColumnElement[Any]:
    return literal(due_at, type_=states.c.next_due_at.type)


def next_due_at(connection: Connection) -> datetime | None:
    query = select(states.c.next_due_at).where(WATCHED).order_by(states.c.next_due_at).limit(1)
    row = connection.execute(query).first()
    return None if row is None else row.next_due_at or EPOCH


def pause(connection: Connection, source: str, paused: bool) -> None:
    values: dict[str, Any] = {"paused": paused}
    if not paused:
        values["next_due_at"] = None
    written = connection.execute(update(states).where(states.c.source == source).values(values))
    if not written.rowcount:
        raise no_such(source)


def described(connection: Connection, ids: Iterable[str]) -> Mapping[str, Source]:
    """The configuration of some sources, by id."""
    found: dict[str, Source] = {}
    for batch in in_batches(sorted(set(ids)), _BATCH):
        query = select(sources.c.id, sources.c.spec).where(sources.c.id.in_(batch))
        found.update({row.id: from_spec(row.spec) for row in connection.execute(query)})
    return found


def no_such(source: str) -> UsageError:
    """What to raise where a source is named that is not there."""
    hint = "`feed-monitor sources` lists those there are."
    return UsageError(f"There is no source {source!r}.", hint=hint)


def rows() -> Select[Any]:
    """What `row_of` makes a SourceRow of."""
    kept = [column for column in states.c if column.name in _OF_STATE]
    query = select(sources.c.spec, sources.c.removed_at, states.c.releases, *kept)
    return query.join_from(states, sources, states.c.source == sources.c.id)


def row_of(row: Row[Any]) -> SourceRow:
    values = dict(row._mapping)
    spec, removed_at, releases = (values.pop(name) for name in ("spec", "removed_at", "releases"))
    return SourceRow(from_spec(spec), _state(values), releases, removed_at)


def _state(values: dict[str, Any]) -> SourceState:
    values["failure"] = to_failure(values["failure"])
    values["validators"] = to_validators(values["validators"])
    values["memo"] = values["memo"] or {}
    values["moved"] = to_moved(values["moved"])
    return SourceState(**values)
