"""Make the kept sources those of the configuration: only what differs is written."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, func, insert, select, text, update

from monitor.model.source import STOPPED_FROM, Source
from monitor.store import counting
from monitor.store.batches import in_batches
from monitor.store.schema import source_tags, sources, states
from monitor.store.specs import changes_schedule, fetched_differently, to_spec

_FORGOTTEN: dict[str, Any] = {
    "validators": None,
    "raw_hash": None,
    "text_hash": None,
    "memo": None,
    "moved": None,
    "next_due_at": None,
}


def sync(
    connection: Connection, wanted: Collection[Source], now: datetime, digest: str | None
) -> None:
    """See Store.sync_sources. Checks under way are fenced off where what they visit changed."""
    _one_at_a_time(connection)
    written = 0
    for batch in in_batches(enumerate(wanted)):
        kept = _kept(connection, [source.id for _, source in batch])
        written += _add(connection, [pair for pair in batch if pair[1].id not in kept])
        written += _change(connection, [pair for pair in batch if pair[1].id in kept], kept)
    written += _remove(connection, wanted, now)
    if written:
        counting.touch(connection)
    counting.keep_sources_digest(connection, digest)


def _one_at_a_time(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('feed-monitor sources'))"))


def _kept(connection: Connection, ids: Sequence[str]) -> Mapping[str, RowMapping]:
    query = select(sources).where(sources.c.id.in_(ids))
    return {row["id"]: row for row in connection.execute(query).mappings()}


def _row(position: int, source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "position": position,
        "spec": to_spec(source),
        "private": source.private,
        "removed_at": None,
    }


def _add(connection: Connection, batch: Sequence[tuple[int, Source]]) -> int:
    if not batch:
        return 0
    connection.execute(insert(sources), [_row(*pair) for pair in batch])
    connection.execute(insert(states), [_first_state(source) for _, source in batch])
    _tag(connection, [source for _, source in batch])
    return len(batch)


def _first_state(source: Source) -> dict[str, Any]:
    return {
        "source": source.id,
        "version": 0,
        "next_due_at": None,
        "paused": False,
        "removed": False,
        "failures": 0,
        "releases": 0,
    }


def _tag(connection: Connection, batch: Sequence[Source]) -> None:
    tags = [{"source": source.id, "tag": tag} for source in batch for tag in set(source.tags)]
    if tags:
        connection.execute(insert(source_tags), tags)


def _change(
    connection: Connection,
    batch: Sequence[tuple[int, Source]],
    kept: Mapping[str, RowMapping],
) -> int:
    rows = [_row(*pair) for pair in batch]
    differing = [row for row in rows if row != kept[row["id"]]]
    if not differing:
        return 0
    _write(connection, differing)
    _take_up(connection, differing, kept)
    ids = [row["id"] for row in differing if row["spec"] != kept[row["id"]]["spec"]]
    if ids:
        connection.execute(delete(source_tags).where(source_tags.c.source.in_(ids)))
        _tag(connection, [source for _, source in batch if source.id in set(ids)])
    return len(differing)


def _write(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    values: dict[str, Any] = {
        name: bindparam(name) for name in ("position", "spec", "private", "removed_at")
    }
    query = update(sources).where(sources.c.id == bindparam("source_id")).values(values)
    connection.execute(query, [{**row, "source_id": row["id"]} for row in rows])


def _take_up(
    connection: Connection, rows: Sequence[Mapping[str, Any]], kept: Mapping[str, RowMapping]
) -> None:
    """What a changed or returned source does with its state. `version` fences checks under way."""
    back = [row["id"] for row in rows if kept[row["id"]]["removed_at"] is not None]
    elsewhere, sooner = [], []
    for row in rows:
        before = kept[row["id"]]["spec"]
        if before != row["spec"] and fetched_differently(before, row["spec"]):
            elsewhere.append(row["id"])
        elif before != row["spec"] and changes_schedule(before, row["spec"]):
            sooner.append(row["id"])
    _set_states(connection, back, {"removed": False})
    _resume(connection, back)
    _set_states(connection, elsewhere, {**_FORGOTTEN, "version": states.c.version + 1})
    _set_states(connection, sooner, {"next_due_at": None})


def _resume(connection: Connection, ids: Sequence[str]) -> None:
    """Who gives back a source that was visited no more wants to know how it stands."""
    stopped = states.c.next_due_at >= STOPPED_FROM
    for batch in in_batches(ids):
        which = (states.c.source.in_(batch), stopped)
        connection.execute(update(states).where(*which).values(next_due_at=None))


def _remove(connection: Connection, wanted: Collection[Source], now: datetime) -> int:
    """All that is wanted is there by now: where nothing else is, nothing is to be removed."""
    kept = sources.c.removed_at.is_(None)
    if connection.scalar(select(func.count()).where(kept)) == len(wanted):
        return 0
    ids = {source.id for source in wanted}
    present = connection.scalars(select(sources.c.id).where(kept))
    gone = [source for source in present if source not in ids]
    for batch in in_batches(gone):
        query = update(sources).where(sources.c.id.in_(batch)).values(removed_at=now)
        connection.execute(query)
    _set_states(connection, gone, {"removed": True, "version": states.c.version + 1})
    return len(gone)


def _set_states(connection: Connection, ids: Sequence[str], values: Mapping[str, Any]) -> None:
    for batch in in_batches(ids):
        connection.execute(update(states).where(states.c.source.in_(batch)).values(values))
