"""What somebody said about stories, for ever: two sources tell one story, or a release its own.

A story is decided when a release is new, and not again; so what is written here holds.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from monitor.errors import UsageError
from monitor.store.schema import releases

JOIN, PART = "join", "part"
"""Kinds of corrections. Their detail has the story that each release told before."""


def join(connection: Connection, one: Row[Any], other: Row[Any]) -> Mapping[str, Any]:
    """Have the second release, and whoever tells its story, tell that of the first."""
    story = one.story or one.id
    if other.story == story:
        raise UsageError(f"{one.id} and {other.id} are one story already")
    tellers = releases.c.id == other.id
    if other.story:
        tellers |= releases.c.story == other.story
    return _retold(connection, tellers | (releases.c.id == one.id), story)


def part(connection: Connection, row: Row[Any]) -> Mapping[str, Any]:
    """Have a release tell a story of its own."""
    ours = select(func.count()).where(releases.c.story == row.story)
    if not row.story or connection.execute(ours).scalar_one() < 2:
        hint = "--from N parts its revisions from N on"
        raise UsageError(f"{row.id} tells its story alone", hint=hint)
    return _retold(connection, releases.c.id == row.id, None)


def restore(connection: Connection, detail: Mapping[str, Any]) -> None:
    """Give every release the story back that it told before, as far as it is kept."""
    for name, story in detail["stories"].items():
        connection.execute(update(releases).where(releases.c.id == name).values(story=story))


def _retold(connection: Connection, which: Any, story: str | None) -> Mapping[str, Any]:
    columns = releases.c.id, releases.c.story
    before = {row.id: row.story for row in connection.execute(select(*columns).where(which))}
    connection.execute(update(releases).where(which).values(story=story))
    return {"stories": before}
