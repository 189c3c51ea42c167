"""What each source repeats in release after release, kept so that it is learnt seldom."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, delete, select

from monitor.store.schema import templates
from monitor.store.upsert import insert_into
from monitor.stories.commons import Common, Template


def of(connection: Connection, sources: Collection[str]) -> Mapping[str, Common]:
    """By source; one that has shown none yet is left out."""
    rows = connection.execute(select(templates).where(templates.c.source.in_(sources)))
    return {row.source: Common(frozenset(row.words), frozenset(row.passages)) for row in rows}


def one(connection: Connection, source: str) -> Template | None:
    """One source's, with how many releases it was learnt from."""
    row = connection.execute(select(templates).where(templates.c.source == source)).first()
    if row is None:
        return None
    return Template(Common(frozenset(row.words), frozenset(row.passages)), row.learnt_from)


def keep(connection: Connection, source: str, template: Template) -> None:
    """In place of what was known. The order is fixed, so that equal ones are equal rows."""
    common = template.common
    values = {
        "learnt_from": template.learnt_from,
        "words": sorted(common.words),
        "passages": sorted(common.passages),
    }
    query = insert_into(connection, templates).values(source=source, **values)
    connection.execute(
        query.on_conflict_do_update(index_elements=[templates.c.source], set_=values)
    )


def forget(connection: Connection, source: str) -> None:
    """Drop what is known of a source."""
    connection.execute(delete(templates).where(templates.c.source == source))
