"""Where else a release stands: other places in its source, then other sources that say the same."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, not_, select

from monitor.store.batches import in_batches
from monitor.store.schema import releases, sources


def also_at(connection: Connection, rows: Sequence[Row[Any]]) -> Mapping[int, tuple[str, ...]]:
    """By sequence, the places of each release but the one that it was first seen at.

    Then, by rising sequence, the URL or first place of every other release of its story. What is
    private is neither named nor told of others; what was withdrawn stands there no more.
    """
    told = _told_at(connection, {row.story for row in rows if row.story and not row.private})
    found = {}
    for row in rows:
        own = list(row.places)
        others = [] if row.private else told.get(row.story, [])
        elsewhere = [place for sequence, place in others if sequence != row.sequence]
        found[row.sequence] = tuple(dict.fromkeys(own[1:] + elsewhere))
    return found


def _told_at(
    connection: Connection, stories: set[str]
) -> Mapping[str | None, list[tuple[int, str]]]:
    told: dict[str | None, list[tuple[int, str]]] = defaultdict(list)
    columns = (releases.c.story, releases.c.sequence, releases.c.url, releases.c.places)
    for batch in in_batches(sorted(stories)):
        query = (
            select(*columns)
            .join_from(releases, sources, releases.c.source == sources.c.id)
            .where(releases.c.story.in_(batch), not_(sources.c.private), not_(releases.c.withdrawn))
            .order_by(releases.c.sequence)
        )
        for row in connection.execute(query):
            told[row.story].append((row.sequence, row.url or next(iter(row.places), "")))
    return told
