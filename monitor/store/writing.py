"""The rows that a commit writes: releases, their revisions, and what happened to them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from monitor.model.change import Change, ChangeKind, Check
from monitor.model.release import Release
from monitor.store import counting
from monitor.store.batches import in_batches
from monitor.store.schema import changes, releases, revisions, sources
from monitor.store.specs import from_failure, from_spec

Kept = Mapping[str, Row[Any]]
"""By release id, what is kept of it: `sequence`, `revision` and `places`."""

_FLAGS = {ChangeKind.WITHDRAWN: True, ChangeKind.RETURNED: False}


def brings_text(release: Release, kept: Kept) -> bool:
    """Whether a release is new, or comes with a revision that is not kept yet."""
    row = kept.get(release.id)
    return row is None or release.revision > row.revision


def write_releases(
    connection: Connection, check: Check, kept: Kept, sequences: Mapping[str, int]
) -> None:
    """New releases whole; of kept ones what a new revision says, or only where they stand."""
    recorded = Counter(change.release for change in check.changes)
    for batch in in_batches(check.releases):
        old = [release for release in batch if release.id in kept]
        revised = [release for release in old if brings_text(release, kept)]
        moved = [release for release in old if not brings_text(release, kept)]
        _insert(
            connection,
            [
                _row(release, sequences[release.id], recorded[release.id])
                for release in batch
                if release.id not in kept
            ],
        )
        _update(connection, [_said(each) | _standing(each, kept) for each in revised])
        _update(connection, [_standing(each, kept) for each in moved])
    _record(connection, [each for each in check.changes if each.release in kept], kept)


def write_revisions(
    connection: Connection,
    brought: Sequence[Release],
    hashes: Sequence[bytes],
    sequences: Mapping[str, int],
) -> None:
    """One row for each text that was brought, in the order of `hashes`."""
    for batch in in_batches(zip(brought, hashes, strict=True)):
        rows = [
            {
                "release": sequences[release.id],
                "number": release.revision,
                "title": release.document.title,
                "content_hash": release.content_hash,
                "text": text,
                "seen_at": release.seen_at or release.changed_at,
            }
            for release, text in batch
        ]
        connection.execute(insert(revisions), rows)


def write_changes(
    connection: Connection, check: Check, first: int, sequences: Mapping[str, int]
) -> None:
    """Every change under its number. One that nobody is to hear of counts as routed."""
    tells_baseline = _tells_baseline(connection, check)
    for batch in in_batches(enumerate(check.changes, first)):
        rows = [
            _change_row(
                sequence,
                change,
                release=sequences[change.release] if change.release else None,
                told=change.held is None and (tells_baseline or not change.baseline),
            )
            for sequence, change in batch
        ]
        connection.execute(insert(changes), rows)


def note(connection: Connection, change: Change) -> int:
    """See Store.note."""
    sequence = counting.take(connection, changes=1, releases=0)
    row = _change_row(sequence, change, release=None, told=True)
    connection.execute(insert(changes), [row])
    return sequence


def _row(release: Release, sequence: int, recorded: int) -> dict[str, Any]:
    return {
        **_said(release),
        "story": release.story,
        "sequence": sequence,
        "id": release.id,
        "source": release.source,
        "key": release.key,
        "url": release.document.url,
        "published": release.published.value,
        "precision": release.published.precision.value,
        "inferred": release.published.inferred,
        "first_seen_at": release.first_seen_at,
        "changed_at": release.changed_at,
        "withdrawn": release.withdrawn,
        "places": dict(release.places),
        "changes": recorded,
        "told_revision": release.told_revision,
    }


def _said(release: Release) -> dict[str, Any]:
    """What a revision changes in the row of its release: its story was told already."""
    document = release.document
    return {
        "title": document.title,
        "author": document.author,
        "enclosures": [asdict(enclosure) for enclosure in document.enclosures] or None,
        "content_hash": release.content_hash,
        "revision": release.revision,
        "trimmed_at": None,
    }


def _standing(release: Release, kept: Kept) -> dict[str, Any]:
    """What moves without a revision. A row without a URL leaves the one that is kept."""
    row = kept[release.id]
    return {
        "of": row.sequence,
        "new_url": release.document.url,
        "changed_at": release.changed_at,
        "withdrawn": release.withdrawn,
        "told_revision": release.told_revision,
        "places": _in_first_seen_order(row.places, release.places),
    }


def _in_first_seen_order(before: Mapping[str, int], now: Mapping[str, int]) -> dict[str, int]:
    """The place that a release was first seen at stays the first."""
    order = [place for place in before if place in now]
    order += [place for place in now if place not in before]
    return {place: now[place] for place in order}


def _insert(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(insert(releases), rows)


def _update(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    values: dict[str, Any] = {
        name: bindparam(name) for name in rows[0] if name not in ("of", "new_url")
    }
    values["url"] = func.coalesce(bindparam("new_url", type_=releases.c.url.type), releases.c.url)
    query = update(releases).where(releases.c.sequence == bindparam("of")).values(values)
    connection.execute(query, rows)


def _record(connection: Connection, told: Sequence[Change], kept: Kept) -> None:
    """Count the changes of kept releases; the last withdrawal or return is what holds."""
    counts = Counter(change.release for change in told)
    flags = {change.release: _FLAGS[change.kind] for change in told if change.kind in _FLAGS}
    rows = [
        {"of": kept[release].sequence, "more": count, "flag": flags.get(release)}
        for release, count in counts.items()
        if release
    ]
    flag = bindparam("flag", type_=releases.c.withdrawn.type)
    query = (
        update(releases)
        .where(releases.c.sequence == bindparam("of"))
        .values(
            changes=releases.c.changes + bindparam("more"),
            withdrawn=func.coalesce(flag, releases.c.withdrawn),
        )
    )
    for batch in in_batches(rows):
        connection.execute(query, batch)


def _change_row(
    sequence: int, change: Change, *, release: int | None, told: bool
) -> dict[str, Any]:
    return {
        "sequence": sequence,
        "id": change.id,
        "kind": change.kind.value,
        "source": change.source,
        "release": release,
        "at": change.at,
        "revision": change.revision,
        "previous": change.previous,
        "baseline": change.baseline,
        "told": told,
        "held": change.held,
        "routed": not told,
        "added_words": change.added_words,
        "removed_words": change.removed_words,
        "failure": from_failure(change.failure),
        "note": change.note,
    }


def _tells_baseline(connection: Connection, check: Check) -> bool:
    if check.history or not any(change.baseline for change in check.changes):
        return False
    query = select(sources.c.spec).where(sources.c.id == check.source)
    return from_spec(connection.execute(query).scalar_one()).tell_baseline
