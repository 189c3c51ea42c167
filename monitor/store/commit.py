"""Keep a check whole, in one transaction:

    fence ─▸ visit log ─▸ texts ─▸ numbers ─▸ releases ─▸ revisions ─▸ changes ─▸ stories

An unchanged check ends after the fence: one small row. Numbers are taken late, because who
takes them makes others wait until the commit.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from monitor.errors import StaleCheck
from monitor.model.change import ChangeKind, Check
from monitor.model.release import Release
from monitor.store import counting, joining, names, texts, visits, writing
from monitor.store.batches import in_batches
from monitor.store.schema import releases, states
from monitor.store.specs import from_failure, from_moved, from_validators

_OF_CHECK = (
    "version",
    "next_due_at",
    "last_checked_at",
    "last_success_at",
    "last_changed_at",
    "baseline_at",
    "failures",
    "failure",
    "validators",
    "raw_hash",
    "text_hash",
    "key_policy",
    "memo",
    "rhythm",
    "moved",
)
"""The columns that a check writes: never `paused`, which is the user's."""

_FENCED = (
    update(states)
    .where(states.c.source == bindparam("checked"), states.c.version == bindparam("base"))
    .values({name: bindparam(name) for name in _OF_CHECK})
)


def commit(connection: Connection, check: Check) -> tuple[int, ...]:
    """See Store.commit."""
    _fence(connection, check)
    visits.log(connection, check)
    if not check.releases and not check.changes:
        return ()
    kept = _kept(connection, check)
    brought = [each for each in check.releases if writing.brings_text(each, kept)]
    hashes = texts.keep(connection, [release.document for release in brought])
    revived = sum(_is_tombstone(kept, each) for each in brought)
    first = _number(connection, check, revived=revived)
    sequences = {name: row.sequence for name, row in kept.items()}
    sequences |= _arrivals(check, _behind(connection, check) if check.history else first)
    writing.write_releases(connection, check, kept, sequences)
    names.keep(connection, check.releases, sequences, check.next_state.last_checked_at)
    writing.write_revisions(connection, brought, hashes, sequences)
    writing.write_changes(connection, check, first, sequences)
    joining.join(connection, check.releases, sequences)
    return tuple(range(first, first + len(check.changes)))


def commit_many(connection: Connection, checks: Sequence[Check]) -> Sequence[tuple[int, ...]]:
    """See Store.commit_later. All of it fails where one does: then each is kept by itself."""
    quiet = [check for check in checks if is_quiet(check)]
    _fence_many(connection, quiet)
    return [() if is_quiet(check) else commit(connection, check) for check in checks]


def _fence_many(connection: Connection, checks: Sequence[Check]) -> None:
    """Write the next states of quiet checks in one statement."""
    rows = [_fenced_values(check) for check in checks]
    if rows and connection.execute(_FENCED, rows).rowcount != len(rows):
        raise StaleCheck("Somebody else checked this source meanwhile.", where=checks[0].source)


def is_quiet(check: Check) -> bool:
    """Whether all that a check leaves behind is the next state of its source."""
    return not (check.releases or check.changes or visits.worth_logging(check))


def _fence(connection: Connection, check: Check) -> None:
    """Write the next state where the version still is the one that the check began from."""
    if not connection.execute(_FENCED, _fenced_values(check)).rowcount:
        raise StaleCheck("Somebody else checked this source meanwhile.", where=check.source)


def _fenced_values(check: Check) -> dict[str, Any]:
    state = check.next_state
    return {
        "checked": check.source,
        "base": check.base_version,
        "version": check.base_version + 1,
        "next_due_at": state.next_due_at,
        "last_checked_at": state.last_checked_at,
        "last_success_at": state.last_success_at,
        "last_changed_at": state.last_changed_at,
        "baseline_at": state.baseline_at,
        "failures": state.failures,
        "failure": from_failure(state.failure),
        "validators": from_validators(state.validators),
        "raw_hash": state.raw_hash,
        "text_hash": state.text_hash,
        "key_policy": state.key_policy,
        "memo": dict(state.memo) or None,
        "moved": from_moved(state.moved),
        "rhythm": state.rhythm,
    }


def _kept(connection: Connection, check: Check) -> dict[str, Row[Any]]:
    """What is kept already of the releases that this check is about, by id."""
    ids = {release.id for release in check.releases}
    ids.update(change.release for change in check.changes if change.release)
    of = releases.c
    columns = (of.id, of.sequence, of.revision, of.places, of.trimmed_at)
    found: dict[str, Row[Any]] = {}
    for batch in in_batches(sorted(ids)):
        query = select(*columns).where(releases.c.id.in_(batch))
        found.update({row.id: row for row in connection.execute(query)})
    return found


def _is_tombstone(kept: Mapping[str, Row[Any]], release: Release) -> bool:
    return release.id in kept and kept[release.id].trimmed_at is not None


def _number(connection: Connection, check: Check, *, revived: int) -> int:
    arrivals = check.count(ChangeKind.NEW) + revived
    first = counting.take(connection, changes=len(check.changes), releases=arrivals)
    if arrivals:
        connection.execute(
            update(states)
            .where(states.c.source == check.source)
            .values(releases=states.c.releases + arrivals)
        )
    return first


def _behind(connection: Connection, check: Check) -> int:
    """The first of as many numbers as there are changes, below those of all releases."""
    return min(0, counting.lowest_sequence(connection)) - len(check.changes)


def _arrivals(check: Check, first: int) -> dict[str, int]:
    numbered = enumerate(check.changes, first)
    return {
        change.release: sequence
        for sequence, change in numbered
        if change.kind is ChangeKind.NEW and change.release
    }
