"""Digests: changes gathered for a target, told as one delivery.

    change ─gather─▸ the digest that its target has open ─lease─▸ closed: what it tells of stands

A digest is a delivery from its first change on, and becomes due like any other: it has no clock of
its own that a crash could stop. Whoever leases it first closes it; what comes later begins the next
one. Who gathers and who leases hold the target's row meanwhile: nothing gets into a closed one.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from monitor.model.delivery import DIGEST, Delivery, DeliveryState, DigestItem
from monitor.store import changes as kept_changes
from monitor.store.batches import in_batches
from monitor.store.deliveries import row_of
from monitor.store.schema import STILL_OPEN, changes, deliveries, digests, gathered, targets
from monitor.store.views import DigestRow


def gather(connection: Connection, items: Sequence[DigestItem]) -> int:
    """Put each item into its target's open digest, or begin one; how many were new."""
    by_target = attrgetter("target")
    added = 0
    for target, its in groupby(sorted(items, key=by_target), by_target):
        _hold(connection, target)
        new = _not_gathered(connection, target, list(its))
        if new:
            digest = _open(connection, target) or _begun(connection, new[0])
            rows = [{"target": target, "sequence": item.sequence, "digest": digest} for item in new]
            connection.execute(gathered.insert(), rows)
        added += len(new)
    return added


def close(connection: Connection, ids: Iterable[str], now: datetime) -> None:
    """From now on these gather nothing more. One that is closed stays as it was."""
    for batch in in_batches(ids):
        open_ones = update(digests).where(digests.c.digest.in_(batch), STILL_OPEN)
        connection.execute(open_ones.values(until_at=now))


def plan(connection: Connection, due: Mapping[str, datetime], now: datetime) -> None:
    """Have open digests due at these instants, by target; what is due already stays due."""
    for target, at in sorted(due.items()):
        waiting = (
            update(deliveries)
            .where(deliveries.c.id.in_(_open_of(target)), deliveries.c.ready_at > now)
            .values(next_at=at, ready_at=at, owed_at=at)
        )
        connection.execute(waiting)


def read(connection: Connection, digest: str, limit: int) -> DigestRow | None:
    """A digest with its newest `limit` changes, None where nothing of it is kept."""
    row = connection.execute(select(digests).where(digests.c.digest == digest)).one_or_none()
    ours = gathered.c.digest == digest
    total = connection.scalar(select(func.count()).where(ours)) or 0
    if row is None or not total:
        return None
    newest = select(gathered.c.sequence).where(ours).order_by(gathered.c.sequence.desc())
    found = kept_changes.numbered(connection, connection.scalars(newest.limit(limit)).all())
    told_of = tuple(found[sequence] for sequence in sorted(found))
    return DigestRow(row.since_at, row.until_at, total, told_of)


def forget(connection: Connection, source: str) -> None:
    """Take a source's changes out of every digest. One that told of nothing else goes too."""
    theirs = select(changes.c.sequence).where(changes.c.source == source)
    connection.execute(delete(gathered).where(gathered.c.sequence.in_(theirs)))
    empty = select(digests.c.digest).where(digests.c.digest.not_in(select(gathered.c.digest)))
    gone = connection.scalars(empty).all()
    _erase(connection, digests.c.digest.in_(gone))
    connection.execute(delete(deliveries).where(deliveries.c.id.in_(gone)))
    first = select(func.min(gathered.c.sequence)).where(gathered.c.digest == deliveries.c.id)
    named_after = deliveries.c.sequence.in_(theirs)
    connection.execute(
        update(deliveries)
        .where(deliveries.c.kind == DIGEST, named_after)
        .values(sequence=first.scalar_subquery())
    )


def prune(connection: Connection, before: datetime) -> None:
    """Drop what digests that were settled before an instant told of."""
    settled = select(deliveries.c.id).where(
        deliveries.c.kind == DIGEST, deliveries.c.settled_at < before
    )
    _erase(connection, digests.c.digest.in_(settled))


def _hold(connection: Connection, target: str) -> None:
    connection.execute(select(targets).where(targets.c.target == target).with_for_update())


def _not_gathered(connection: Connection, target: str, items: list[DigestItem]) -> list[DigestItem]:
    """Items that are in no digest yet, by sequence."""
    numbers = [item.sequence for item in items]
    query = select(gathered.c.sequence).where(
        gathered.c.target == target, gathered.c.sequence.in_(numbers)
    )
    known = set(connection.scalars(query))
    return sorted(
        (item for item in items if item.sequence not in known), key=attrgetter("sequence")
    )


def _open_of(target: str) -> ColumnElement[str]:
    return select(digests.c.digest).where(digests.c.target == target, STILL_OPEN).scalar_subquery()


def _open(connection: Connection, target: str) -> str | None:
    return connection.scalar(select(_open_of(target)))


def _begun(connection: Connection, first: DigestItem) -> str:
    """A new digest: owed at once, due when its target's schedule says so."""
    owed = Delivery(
        id=first.id,
        sequence=first.sequence,
        target=first.target,
        state=DeliveryState.OWED,
        attempts=0,
        next_at=first.due_at,
        kind=DIGEST,
    )
    connection.execute(deliveries.insert().values(row_of(owed)))
    connection.execute(
        digests.insert().values(
            digest=first.id, target=first.target, since_at=_since(connection, first)
        )
    )
    return first.id


def _since(connection: Connection, first: DigestItem) -> datetime:
    """When the last digest was closed; where none is kept, when the first change was made."""
    last = select(func.max(digests.c.until_at)).where(digests.c.target == first.target)
    made = select(changes.c.at).where(changes.c.sequence == first.sequence)
    since: datetime | None = connection.scalar(last) or connection.scalar(made)
    assert since is not None, "what is gathered is kept"
    return since


def _erase(connection: Connection, which: ColumnElement[bool]) -> None:
    ids = select(digests.c.digest).where(which)
    connection.execute(delete(gathered).where(gathered.c.digest.in_(ids)))
    connection.execute(delete(digests).where(which))
