"""What a target need not hear again, because another place of the same story told it (R).

new         heard of the story at any of its places
revised     heard these very words at another place
withdrawn   the story still stands at another place, or heard that it is gone
returned    it never was gone
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Row, Select, and_, func, not_, select

from monitor.model.change import ChangeKind
from monitor.store.batches import in_batches
from monitor.store.schema import changes, deliveries, gathered, releases, revisions

_STANDING = {ChangeKind.WITHDRAWN, ChangeKind.RETURNED}


@dataclass(slots=True)
class _Heard:
    """What one target heard of one story: of which releases, in which words (by their hash), and
    that it is gone."""

    releases: set[int] = field(default_factory=set)
    words: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    gone: bool = False

    def take(self, row: Row[Any]) -> None:
        kind = ChangeKind(row.kind)
        if kind in _STANDING:
            self.gone = kind is ChangeKind.WITHDRAWN
        self.releases.add(row.release)
        self.words[row.content_hash].add(row.release)


class Owed(Protocol):
    """A change that a target is to hear of, by itself or in a digest."""

    @property
    def sequence(self) -> int | None:
        """The change's number; None where it tells of none."""

    @property
    def target(self) -> str:
        """Who is to hear of it."""


Each = TypeVar("Each", bound=Owed)


def without_retold(
    connection: Connection, owed: Sequence[Each], once: Collection[str]
) -> list[Each]:
    """What is owed without what its target heard. `once`: targets that hear a story once.

    Rows of the stories are locked, so that two who route at once go one after the other.
    """
    asked = {each.sequence for each in owed if each.target in once and each.sequence}
    told = _shared(connection, asked)
    if not told:
        return list(owed)
    stories = {row.story for row in told.values()}
    standing = _standing(connection, stories)
    heard = _heard(connection, stories)
    kept = []
    for each in owed:
        row = told.get(each.sequence) if each.target in once else None
        if row is None:
            kept.append(each)
            continue
        known = heard[each.target, row.story]
        if not _retold(row, known, standing[row.story]):
            known.take(row)
            kept.append(each)
    return kept


def _retold(row: Row[Any], heard: _Heard, standing: set[int]) -> bool:
    kind = ChangeKind(row.kind)
    if kind in _STANDING:
        gone = kind is ChangeKind.WITHDRAWN and heard.gone
        return gone or bool(standing - {row.release})
    others = heard.releases if kind is ChangeKind.NEW else heard.words.get(row.content_hash, set())
    return bool(others - {row.release})


def _shared(connection: Connection, sequences: Iterable[int]) -> Mapping[int | None, Row[Any]]:
    """The changes of releases that are not the only ones to tell their story."""
    found: dict[int | None, Row[Any]] = {}
    for batch in in_batches(sorted(sequences)):
        query = _CHANGED.where(changes.c.sequence.in_(batch))
        found.update({row.sequence: row for row in connection.execute(query)})
    shared: set[str] = set()
    for stories in in_batches(sorted({row.story for row in found.values()})):
        several = (
            select(releases.c.story)
            .where(releases.c.story.in_(stories))
            .group_by(releases.c.story)
            .having(func.count() > 1)
        )
        shared.update(connection.scalars(several))
    return {sequence: row for sequence, row in found.items() if row.story in shared}


def _standing(connection: Connection, stories: Collection[str]) -> Mapping[str, set[int]]:
    """The releases of each story that are published where they came from."""
    found: dict[str, set[int]] = defaultdict(set)
    for batch in in_batches(sorted(stories)):
        query = (
            select(releases.c.story, releases.c.sequence)
            .where(releases.c.story.in_(batch), not_(releases.c.withdrawn))
            .order_by(releases.c.sequence)
            .with_for_update()
        )
        for row in connection.execute(query):
            found[row.story].add(row.sequence)
    return found


def _heard(
    connection: Connection, stories: Collection[str]
) -> defaultdict[tuple[str, str], _Heard]:
    """By target and story: what it was or is to be told, by itself or in a digest."""
    rows: list[Row[Any]] = []
    for batch in in_batches(sorted(stories)):
        for told in (deliveries, gathered):
            query = _CHANGED.add_columns(told.c.target).join(
                told, told.c.sequence == changes.c.sequence
            )
            rows += connection.execute(query.where(releases.c.story.in_(batch)))
    found: defaultdict[tuple[str, str], _Heard] = defaultdict(_Heard)
    for row in sorted(rows, key=attrgetter("sequence")):
        found[row.target, row.story].take(row)
    return found


_CHANGED: Select[Any] = (
    select(
        changes.c.sequence,
        changes.c.kind,
        changes.c.release,
        releases.c.story,
        revisions.c.content_hash,
    )
    .join_from(changes, releases, releases.c.sequence == changes.c.release)
    .outerjoin(
        revisions,
        and_(revisions.c.release == releases.c.sequence, revisions.c.number == changes.c.revision),
    )
    .where(releases.c.story.is_not(None))
)
