"""The visit log: the last visits of a source that were more than an unchanged one."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from monitor.model.change import ChangeKind, Check, Outcome
from monitor.store.schema import visits
from monitor.store.specs import from_failure, to_failure

KEPT = 50

_COUNTED = (ChangeKind.NEW, ChangeKind.REVISED, ChangeKind.WITHDRAWN, ChangeKind.RETURNED)
_QUIET = (Outcome.UNCHANGED, Outcome.NOT_MODIFIED)


def log(connection: Connection, check: Check) -> None:
    """Keep a check in the log, unless nothing happened in it; drop the oldest beyond KEPT."""
    if not worth_logging(check):
        return
    row = {
        "source": check.source,
        "version": check.base_version + 1,
        "at": check.next_state.last_checked_at,
        "outcome": check.outcome.value,
        "status": check.status,
        "elapsed_seconds": check.elapsed_seconds,
        "failure": from_failure(check.failure),
    }
    counts = {kind.value: check.count(kind) for kind in _COUNTED}
    connection.execute(insert(visits), {**row, **counts})
    _trim(connection, check.source)


def worth_logging(check: Check) -> bool:
    """Whether anything happened at a visit."""
    return bool(check.outcome not in _QUIET or check.changes or check.failure)


def of_source(connection: Connection, source: str) -> list[Mapping[str, object]]:
    query = (
        select(visits)
        .where(visits.c.source == source)
        .order_by(visits.c.version.desc())
        .limit(KEPT)
    )
    return [_visit(row) for row in connection.execute(query)]


def erase(connection: Connection, source: str) -> None:
    connection.execute(delete(visits).where(visits.c.source == source))


def _trim(connection: Connection, source: str) -> None:
    oldest_but_kept = (
        select(visits.c.version)
        .where(visits.c.source == source)
        .order_by(visits.c.version.desc())
        .limit(1)
        .offset(KEPT)
        .scalar_subquery()
    )
    connection.execute(
        delete(visits).where(visits.c.source == source, visits.c.version <= oldest_but_kept)
    )


def _visit(row: Row[Any]) -> Mapping[str, object]:
    visit = {name: value for name, value in row._mapping.items() if name != "version"}
    visit["failure"] = to_failure(visit["failure"])
    return visit
