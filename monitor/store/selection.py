"""A Selection as SQL, and by which index its newest rows are found quickest.

Words are not SQL's business (whole words, case and accents folded, alike on both databases):
rows are read newest first, a batch at a time, and looked at here until enough are found. Such a
list costs what must be read until then; every other one costs what it gives.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, not_, or_, select

from monitor.store.batches import ROWS
from monitor.store.schema import releases, source_tags, sources, states
from monitor.store.texts import unpacked
from monitor.store.views import Selection

_FEW_SOURCES = 500
_FEW_RELEASES = 5000


def few_sources(connection: Connection, selection: Selection) -> list[str] | None:
    """The selection's sources where it is quicker to look into each; None where it is quicker
    to look through all rows, newest first, because many of them will do."""
    if not selection.sources and not selection.tags:
        return None
    query = select(states.c.source, states.c.releases).where(*_about(states.c.source, selection))
    rows = connection.execute(query.limit(_FEW_SOURCES + 1)).all()
    few = len(rows) <= _FEW_SOURCES and sum(row.releases for row in rows) <= _FEW_RELEASES
    return [row.source for row in rows] if few or len(rows) == 1 else None


def conditions(
    source: ColumnElement[str], selection: Selection, few: Sequence[str] | None
) -> list[ColumnElement[bool]]:
    """What a row must meet, given its `source` column and what `few_sources` said. The query
    joins `sources`."""
    if few is None:
        # Not a bare column: the index of each source would be read whole, then sorted.
        met = _about(source.concat(""), selection)
    else:
        met = [source == few[0] if len(few) == 1 else source.in_(few)]
    if not selection.include_private:
        met.append(not_(sources.c.private))
    return met


def first_of_story(selection: Selection, *, withdrawn: bool) -> ColumnElement[bool]:
    """No release of the selection says the same with a lower sequence. Private ones never join."""
    other, source = releases.alias(), sources.alias()
    first = (
        select(func.min(other.c.sequence))
        .join_from(other, source, other.c.source == source.c.id)
        .where(
            other.c.story == releases.c.story,
            not_(source.c.private),
            *_about(other.c.source.concat(""), selection),
        )
        .correlate(releases)
    )
    if not withdrawn:
        first = first.where(not_(other.c.withdrawn))
    return or_(
        releases.c.story.is_(None),
        sources.c.private,
        releases.c.sequence == first.scalar_subquery(),
    )


def newest(
    connection: Connection,
    query: Select[Any],
    sequence: ColumnElement[int],
    *,
    limit: int,
    matches: Callable[[str, str], bool] | None,
) -> list[int]:
    """The highest `limit` sequences of a query, falling, of rows whose `body` matches."""
    if matches is None:
        ordered = query.order_by(sequence.desc()).limit(limit)
        return [row.sequence for row in connection.execute(ordered)]
    found: list[int] = []
    for batch in _descending(connection, query, sequence):
        found += (row.sequence for row in batch if matches(*_said(row.body)))
        if len(found) >= limit:
            break
    return found[:limit]


def _descending(
    connection: Connection, query: Select[Any], sequence: ColumnElement[int]
) -> Iterator[Sequence[Row[Any]]]:
    query = query.order_by(sequence.desc()).limit(ROWS)
    batch = connection.execute(query).all()
    yield batch
    while len(batch) == ROWS:
        batch = connection.execute(query.where(sequence < batch[-1].sequence)).all()
        yield batch


def _said(body: bytes | None) -> tuple[str, str]:
    """Title and text in the body of a snapshot; a change of a source says nothing."""
    if body is None:
        return "", ""
    snapshot = unpacked(body)
    return snapshot.title, snapshot.text


def _about(source: ColumnElement[str], selection: Selection) -> list[ColumnElement[bool]]:
    met: list[ColumnElement[bool]] = []
    if selection.sources:
        met.append(source.in_(selection.sources))
    if selection.tags:
        tagged = select(source_tags.c.source).where(source_tags.c.tag.in_(selection.tags))
        met.append(source.in_(tagged))
    return met
