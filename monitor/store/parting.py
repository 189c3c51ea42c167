"""One release becomes two: from a revision on it is another one, and was all along.

The change that told of that revision becomes the NEW of the second release, under its number and
its id: who was told of it is told nothing again. The later revisions and changes go along, and so
do the names that the publisher uses now.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, case, delete, func, insert, select, update

from monitor.errors import UsageError
from monitor.model.change import ChangeKind
from monitor.model.published import Precision
from monitor.store import counting
from monitor.store.schema import aliases, changes, releases, revisions, states, story_keys

PARTED = "split by hand"


def part(
    connection: Connection, row: Row[Any], number: int, new: tuple[str, str], now: datetime
) -> tuple[Row[Any], dict[str, Any]]:
    """Part a release before revision `number`; the second one, and what joins them again.

    `new` are id and key of the second one. UsageError where there is no such revision.
    """
    told_of = _telling(connection, row, number)
    seen_at = _revision(connection, row, number).seen_at
    before = _revision(connection, row, number - 1)
    connection.execute(insert(releases), _second(row, told_of.sequence, new, number, seen_at))
    _move(connection, row.sequence, told_of.sequence, number, -number + 1)
    _told(connection, told_of.sequence, ChangeKind.NEW, None)
    names = _take_names(connection, row, told_of.sequence, seen_at, now)
    query = update(releases).where(releases.c.sequence == row.sequence)
    connection.execute(
        query.values(
            revision=number - 1,
            title=before.title,
            content_hash=before.content_hash,
            changed_at=before.seen_at,
            places={},
            withdrawn=False,
            told_revision=None,
        )
    )
    _count(connection, row.source, 1)
    second = connection.execute(select(releases).where(releases.c.id == new[0])).one()
    return second, {"from": number, "names": names}


def join_again(
    connection: Connection, row: Row[Any], second: Row[Any], detail: Mapping[str, Any]
) -> None:
    """What was one becomes one again. UsageError where the first has gone on by itself."""
    number = detail["from"]
    if row.revision != number - 1:
        raise UsageError(
            f"{row.id} was edited since it was split, so the two cannot be put together again",
            hint=f"make them one from now on: feed-monitor merge {row.id} {second.id}",
        )
    _move(connection, second.sequence, row.sequence, 1, number - 1)
    _told(connection, second.sequence, ChangeKind.REVISED, number - 1)
    back = update(aliases).where(aliases.c.release == second.sequence)
    connection.execute(back.values(release=row.sequence))
    own = (aliases.c.source == row.source) & (aliases.c.key == row.key)
    connection.execute(delete(aliases).where(own))
    query = update(releases).where(releases.c.sequence == row.sequence)
    connection.execute(
        query.values(
            revision=second.revision + number - 1,
            title=second.title,
            url=second.url,
            content_hash=second.content_hash,
            changed_at=second.changed_at,
            places=dict(second.places),
            withdrawn=second.withdrawn,
        )
    )
    connection.execute(delete(story_keys).where(story_keys.c.release == second.sequence))
    connection.execute(delete(releases).where(releases.c.sequence == second.sequence))
    _count(connection, row.source, -1)


def _telling(connection: Connection, row: Row[Any], number: int) -> Row[Any]:
    """The change that told of a revision."""
    query = select(changes).where(
        changes.c.release == row.sequence,
        changes.c.revision == number,
        changes.c.kind == ChangeKind.REVISED.value,
    )
    found = connection.execute(query).first() if number <= row.revision else None
    if found is None:
        raise UsageError(
            f"{row.id} cannot be split at revision {number}",
            hint=f"it has revisions 1 to {row.revision}; split it at one that follows another",
        )
    return found


def _revision(connection: Connection, row: Row[Any], number: int) -> Row[Any]:
    mine = (revisions.c.release == row.sequence) & (revisions.c.number == number)
    found = connection.execute(select(revisions).where(mine)).first()
    if found is None:
        raise UsageError(f"revision {number} of {row.id} is no longer kept")
    return found


def _second(
    row: Row[Any], sequence: int, new: tuple[str, str], number: int, seen_at: datetime
) -> dict[str, Any]:
    """The row of the second release: what is known of it, and dated by its first sight."""
    return {
        **row._mapping,
        "sequence": sequence,
        "id": new[0],
        "key": new[1],
        "revision": row.revision - number + 1,
        "first_seen_at": seen_at,
        "published": seen_at.isoformat(),
        "precision": Precision.INSTANT.value,
        "inferred": True,
        "told_revision": None,
        "story": None,
    }


def _move(connection: Connection, old: int, new: int, first: int, by: int) -> None:
    """Give another release the revisions from `first` on and what was told of them."""
    theirs = (revisions.c.release == old) & (revisions.c.number >= first)
    kept = connection.execute(select(revisions).where(theirs)).all()
    connection.execute(delete(revisions).where(theirs))
    rows = [{**row._mapping, "release": new, "number": row.number + by} for row in kept]
    connection.execute(insert(revisions), rows)
    told = (changes.c.release == old) & (changes.c.revision >= first)
    previous = changes.c.previous + by
    connection.execute(
        update(changes)
        .where(told)
        .values(
            release=new,
            revision=changes.c.revision + by,
            previous=case((previous < 1, None), else_=previous),
        )
    )


def _told(connection: Connection, sequence: int, kind: ChangeKind, previous: int | None) -> None:
    """What the change says that parts the two."""
    query = update(changes).where(changes.c.sequence == sequence)
    connection.execute(query.values(kind=kind.value, previous=previous))


def _take_names(
    connection: Connection, row: Row[Any], second: int, seen_at: datetime, now: datetime
) -> list[str]:
    """The names that the publisher gave since; the latest, where it gave none since."""
    query = select(aliases.c.key, aliases.c.at).where(aliases.c.release == row.sequence)
    known = sorted(connection.execute(query), key=lambda alias: (alias.at, alias.key))
    taken = [alias.key for alias in known if alias.at >= seen_at] or [a.key for a in known[-1:]]
    if taken:
        mine = (aliases.c.source == row.source) & aliases.c.key.in_(taken)
        connection.execute(update(aliases).where(mine).values(release=second))
        return taken
    own = {"source": row.source, "key": row.key, "release": second, "why": PARTED, "at": now}
    connection.execute(insert(aliases), own)
    return [row.key]


def _count(connection: Connection, source: str, by: int) -> None:
    counting.give_back(connection, changes=0, releases=-by)
    mine = update(states).where(states.c.source == source)
    connection.execute(mine.values(releases=func.coalesce(states.c.releases, 0) + by))
