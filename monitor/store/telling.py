"""Kept releases as the judgement on stories takes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Row, Select, and_, select

from monitor.model.published import Precision, Published
from monitor.store.schema import releases, revisions, texts
from monitor.store.texts import unpacked
from monitor.stories.model import Told

_TO_THE_DAY = (Precision.DAY, Precision.INSTANT)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A kept release that may tell the same story as a new one. `story`: the one that it tells."""

    sequence: int
    id: str
    story: str | None
    first_seen_at: datetime
    told: Told


def candidate_rows(connection: Connection, sequences: Sequence[int]) -> list[Candidate]:
    """These releases as they stand now; in no order."""
    if not sequences:
        return []
    rows = connection.execute(_SAID.where(releases.c.sequence.in_(sequences)))
    return [
        Candidate(row.sequence, row.id, row.story, row.first_seen_at, _told(row)) for row in rows
    ]


def newest_told(connection: Connection, source: str, limit: int) -> list[Told]:
    """What a source told last, newest first."""
    query = _SAID.where(releases.c.source == source)
    rows = connection.execute(query.order_by(releases.c.sequence.desc()).limit(limit))
    return [_told(row) for row in rows]


def day_of(published: Published) -> date | None:
    """The day of a date that is known to the day."""
    if published.precision not in _TO_THE_DAY:
        return None
    return date.fromisoformat(published.value[:10])


def _told(row: Row[tuple[object, ...]]) -> Told:
    said = unpacked(row.body)
    published = Published(row.published, Precision(row.precision), inferred=row.inferred)
    return Told(row.source, said.title, said.text, row.url or row.key, day_of(published))


_SAID: Select[tuple[object, ...]] = (
    select(
        releases.c.sequence,
        releases.c.id,
        releases.c.story,
        releases.c.source,
        releases.c.url,
        releases.c.key,
        releases.c.published,
        releases.c.precision,
        releases.c.inferred,
        releases.c.first_seen_at,
        texts.c.body,
    )
    .join_from(
        releases,
        revisions,
        and_(revisions.c.release == releases.c.sequence, revisions.c.number == releases.c.revision),
    )
    .join(texts, texts.c.hash == revisions.c.text)
)
