"""What somebody said about identity, for ever: two releases are one, or one is two.

    merge    the second goes by its names no more: they are names of the first; of two sources, both
             tell one story from now on (monitor.store.retelling)
    split    the later revisions become a release of their own (monitor.store.parting)
    part     a release tells a story of its own
    undo     takes back what was said last, or what is named

Nothing is told anew by it. A check under way is fenced off: it would write what it knew before.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from monitor.errors import UsageError
from monitor.store import counting, parting, retelling
from monitor.store.retelling import JOIN, PART
from monitor.store.schema import aliases, corrections, releases, states
from monitor.store.views import CorrectionRow

MERGED = "merged by hand"
MERGE, SPLIT = "merge", "split"

_HINT = "ids are listed by: feed-monitor releases"


def merge(connection: Connection, first: str, second: str, now: datetime) -> CorrectionRow:
    """See Store.merge."""
    one, other = (release(connection, name) for name in (first, second))
    if one.id == other.id:
        raise UsageError(f"{one.id} is one release already")
    _refuse_merged(connection, one, other)
    if one.source != other.source:
        return _note(connection, JOIN, one, other, retelling.join(connection, one, other), now)
    kept = {"withdrawn": other.withdrawn, "places": dict(other.places)}
    names = _names(connection, other)
    _rename(connection, one, [other.key, *names], now)
    _stand(connection, other, withdrawn=True, places={})
    return _note(connection, MERGE, one, other, {**kept, "names": names}, now)


def split(
    connection: Connection, name: str, revision: int, new: tuple[str, str], now: datetime
) -> CorrectionRow:
    """See Store.split."""
    row = release(connection, name)
    _refuse_merged(connection, row)
    other, detail = parting.part(connection, row, revision, new, now)
    return _note(connection, SPLIT, row, other, detail, now)


def part(connection: Connection, name: str, now: datetime) -> CorrectionRow:
    """See Store.part."""
    row = release(connection, name)
    _refuse_merged(connection, row)
    return _note(connection, PART, row, row, retelling.part(connection, row), now)


def undo(connection: Connection, number: int | None, now: datetime) -> CorrectionRow:
    """See Store.undo."""
    standing = corrections.c.undone_at.is_(None)
    query = select(corrections).where(standing).order_by(corrections.c.number.desc())
    rows = connection.execute(query).all()
    row = next((row for row in rows if number in (None, row.number)), None)
    if row is None:
        what = "nothing to undo" if number is None else f"there is no correction {number} to undo"
        raise UsageError(what, hint="those of a release are shown by: feed-monitor explain RELEASE")
    _refuse_built_on(row, rows)
    one, other = (release(connection, name) for name in (row.first, row.second))
    if row.kind == MERGE:
        _part_again(connection, one, other, row.detail)
    elif row.kind in (JOIN, PART):
        retelling.restore(connection, row.detail)
    else:
        parting.join_again(connection, one, other, row.detail)
    connection.execute(
        update(corrections).where(corrections.c.number == row.number).values(undone_at=now)
    )
    _fence(connection, one.source)
    return _correction(row, undone_at=now)


def of_release(connection: Connection, name: str) -> list[CorrectionRow]:
    """What was said of a release, oldest first, taken back or not."""
    about = (corrections.c.first == name) | (corrections.c.second == name)
    query = select(corrections).where(about).order_by(corrections.c.number)
    return [_correction(row, undone_at=row.undone_at) for row in connection.execute(query)]


def merged_away(connection: Connection, source: str) -> set[str]:
    """The ids of the releases of a source that are another one by now."""
    query = select(corrections.c.second).where(
        corrections.c.source == source,
        corrections.c.kind == MERGE,
        corrections.c.undone_at.is_(None),
    )
    return set(connection.scalars(query))


def erase(connection: Connection, source: str) -> None:
    """Forget what was said of the releases of a source."""
    connection.execute(delete(corrections).where(corrections.c.source == source))


def release(connection: Connection, name: str) -> Row[Any]:
    """A release by its id. UsageError if there is none."""
    row = connection.execute(select(releases).where(releases.c.id == name)).first()
    if row is None:
        raise UsageError(f"there is no release {name}", hint=_HINT)
    return row


def _refuse_merged(connection: Connection, *rows: Row[Any]) -> None:
    for row in rows:
        if row.id in merged_away(connection, row.source):
            raise UsageError(
                f"{row.id} is merged with another release already",
                hint="`feed-monitor undo` takes that back",
            )


def _refuse_built_on(row: Row[Any], rows: Sequence[Row[Any]]) -> None:
    """What was said later of the same releases has to be taken back first."""
    ours = {row.first, row.second}
    for later in rows:
        if later.number > row.number and ours & {later.first, later.second}:
            hint = f"take that back first: feed-monitor undo {later.number}"
            raise UsageError(f"correction {later.number} builds on {row.number}", hint=hint)


def _names(connection: Connection, row: Row[Any]) -> list[str]:
    query = select(aliases.c.key).where(aliases.c.release == row.sequence)
    return sorted(connection.scalars(query))


def _rename(connection: Connection, row: Row[Any], keys: Sequence[str], at: datetime) -> None:
    """Make keys names of a release, whoever had them before."""
    mine = (aliases.c.source == row.source) & aliases.c.key.in_(keys)
    connection.execute(delete(aliases).where(mine))
    rows = [
        {"source": row.source, "key": key, "release": row.sequence, "why": MERGED, "at": at}
        for key in keys
    ]
    connection.execute(insert(aliases), rows)


def _part_again(
    connection: Connection, one: Row[Any], other: Row[Any], detail: Mapping[str, Any]
) -> None:
    """Give the second release back its names and its places."""
    mine = (aliases.c.source == one.source) & (aliases.c.release == one.sequence)
    back = update(aliases).where(mine, aliases.c.key.in_(detail["names"]))
    connection.execute(back.values(release=other.sequence, why="known before it was merged"))
    connection.execute(delete(aliases).where(mine, aliases.c.key == other.key))
    _stand(connection, other, withdrawn=detail["withdrawn"], places=detail["places"])


def _stand(
    connection: Connection, row: Row[Any], *, withdrawn: bool, places: Mapping[str, int]
) -> None:
    query = update(releases).where(releases.c.sequence == row.sequence)
    connection.execute(query.values(withdrawn=withdrawn, places=dict(places)))


def _note(
    connection: Connection,
    kind: str,
    one: Row[Any],
    other: Row[Any],
    detail: Mapping[str, Any],
    now: datetime,
) -> CorrectionRow:
    last = connection.scalar(select(func.max(corrections.c.number))) or 0
    row = {
        "number": last + 1,
        "source": one.source,
        "kind": kind,
        "first": one.id,
        "second": other.id,
        "detail": dict(detail),
        "at": now,
    }
    connection.execute(insert(corrections), row)
    _fence(connection, one.source)
    return CorrectionRow(last + 1, one.source, kind, one.id, other.id, now)


def _fence(connection: Connection, source: str) -> None:
    """Whoever checks this source now begins again, and what is published is made anew."""
    query = update(states).where(states.c.source == source)
    connection.execute(
        query.values(version=states.c.version + 1, text_hash="", raw_hash="", validators=None)
    )
    counting.touch(connection)


def _correction(row: Row[Any], *, undone_at: datetime | None) -> CorrectionRow:
    return CorrectionRow(row.number, row.source, row.kind, row.first, row.second, row.at, undone_at)
