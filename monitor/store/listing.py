"""Sources as lists show them: some at a time, whatever their number, and those that match a word.

What a list costs is what it shows: the order comes from an index, and failing sources, which a
page shows first, from one of their own.
"""

import json
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    tuple_,
)

from monitor.store.schema import FAILING, source_tags, sources, states
from monitor.store.sources import no_such, row_of, rows
from monitor.store.views import SourceRow

_KEPT = sources.c.removed_at.is_(None)
_ORDER = (sources.c.position, sources.c.id)


def after(connection: Connection, source: str | None, limit: int, find: str) -> list[SourceRow]:
    """The next ones behind `source` in the configuration's order. UsageError if it is unknown."""
    query = _names(find).limit(limit)
    if source is not None:
        position = connection.scalar(select(sources.c.position).where(sources.c.id == source))
        if position is None:
            raise no_such(source)
        query = query.where(tuple_(*_ORDER) > tuple_(literal(position), literal(source)))
    return _rows(connection, query)


def page(connection: Connection, offset: int, limit: int, find: str) -> list[SourceRow]:
    """Those that fail, then the others, each in the configuration's order."""
    failing = sources.c.id.in_(select(states.c.source).where(FAILING))
    found = _rows(connection, _names(find).where(failing).offset(offset).limit(limit))
    if len(found) < limit:
        passed = _names(find).where(failing).order_by(None).subquery()
        before = connection.scalar(select(func.count()).select_from(passed)) or 0
        well = _names(find).where(not_(failing)).offset(max(0, offset - before))
        found += _rows(connection, well.limit(limit - len(found)))
    return found


def _names(find: str) -> Select[Any]:
    """The ids that a list is of, in order: asked for without states, so that the index of
    positions leads and nothing is sorted."""
    query = select(sources.c.id).where(_KEPT).order_by(*_ORDER)
    return query.where(_mentions(find)) if find else query


def _rows(connection: Connection, names: Select[Any]) -> list[SourceRow]:
    wanted = connection.scalars(names).all()
    found = {
        row.source.id: row
        for row in map(row_of, connection.execute(rows().where(sources.c.id.in_(wanted))))
    }
    return [found[name] for name in wanted]


def _mentions(find: str) -> ColumnElement[bool]:
    """Whether a source's id, place, title or one of its tags has this in it, in either case.

    Place and title stand in the spec, in this order and escaped as JSON: a value cannot be
    mistaken for the keys around it.
    """
    written = json.dumps(find)[1:-1]
    tagged = exists().where(
        source_tags.c.source == sources.c.id, source_tags.c.tag.icontains(find, autoescape=True)
    )
    return or_(
        sources.c.id.icontains(find, autoescape=True),
        sources.c.spec.ilike(f'%"place":"%{_plain(written)}%","title":"%', escape="/"),
        sources.c.spec.ilike(f'%"title":"%{_plain(written)}%","tags":[%', escape="/"),
        tagged,
    )


def _plain(text: str) -> str:
    """A text in which LIKE's own signs stand for themselves."""
    return text.replace("/", "//").replace("%", "/%").replace("_", "/_")
