"""`sources`, `pause`, `resume`, `forget`: what is watched, and whether."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import typer

from monitor import clock, shapes
from monitor.commands import output
from monitor.commands.session import session
from monitor.errors import UsageError
from monitor.store.views import SourceRow


def show(config: Path, sources: Sequence[str], *, as_json: bool) -> int:
    """List the sources, in the order of the configuration."""
    with session(config) as opened:
        rows = opened.rows(sources)
    if as_json:
        output.document([shapes.source(row) for row in rows])
        return 0
    now = clock.now()
    columns = ("SOURCE", "KIND", "STATE", "#RELEASES", "CHECKED", "CHANGED", "NEXT", "PLACE")
    output.table(columns, (_row(row, now) for row in rows), "no sources: add one to config.yaml")
    for row in rows:
        if row.state.failure:
            output.remark(f"{row.source.id}: {row.state.failure.message}")
    return 0


def pause(config: Path, sources: Sequence[str], *, paused: bool) -> int:
    """Visit these no more, or again."""
    with session(config) as opened:
        for row in opened.rows(sources):
            opened.store.pause(row.source.id, paused)
            output.line(f"{row.source.id}: {'paused' if paused else 'resumed, due now'}")
    return 0


def forget(config: Path, source: str, *, sure: bool) -> int:
    """Erase what is kept of one source, after asking."""
    with session(config) as opened:
        count = output.counted(opened.kept(source).releases, "release")
        if not sure and not _agreed(f"Erase {source} with {count} and all its history?"):
            output.remark("nothing was erased")
            return 1
        gone = opened.store.forget(source)
        stays = any(known.id == source for known in opened.settings.sources)
    after = "; it begins again with its next check" if stays else ""
    output.line(f"{source}: {output.counted(gone, 'release')} erased{after}")
    return 0


def _agreed(question: str) -> bool:
    if not sys.stdin.isatty():
        raise UsageError("nobody is there to be asked", hint="say it with --yes")
    return typer.confirm(question, err=True)


def _row(row: SourceRow, now: datetime) -> Sequence[object]:
    state = row.state
    return (
        row.source.id,
        row.source.kind,
        shapes.standing(state),
        row.releases,
        output.ago(state.last_checked_at, now),
        output.ago(state.last_changed_at, now),
        "—" if state.paused else _next(state.next_due_at, now),
        row.source.place,
    )


def _next(due_at: datetime | None, now: datetime) -> str:
    return "now" if due_at is None or due_at <= now else output.ago(due_at, now)
