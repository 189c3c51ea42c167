"""`sources`, `pause`, `resume`, `forget`: what is watched, and whether."""

import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typer

from monitor import clock, shapes
from monitor.commands import output
from monitor.commands.session import session
from monitor.model.source import Moved, Source
from monitor.store.views import SourceRow


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of the list is wanted: of these sources those with a change above `since`, and
    of them the last `limit`; None: all."""

    sources: Sequence[str]
    since: int | None
    limit: int | None


def show(config: Path, window: Window, *, as_json: bool) -> int:
    """List the sources, in the order of the configuration."""
    with session(config) as opened:
        rows = opened.each_row(window.sources)
        if window.since is not None:
            changed = opened.store.changed_since(window.since)
            rows = (row for row in rows if row.source.id in changed)
        if window.limit is not None:
            rows = iter(deque(rows, maxlen=window.limit))
        if as_json:
            output.documents(map(shapes.source, rows))
        else:
            _tabulate(rows)
    return 0


def _tabulate(rows: Iterable[SourceRow]) -> None:
    """A table, and below it what there is to say of some of them."""
    now, remarks = clock.now(), list[str]()

    def shown(row: SourceRow) -> Sequence[object]:
        remarks.extend(_remarks(row))
        return _row(row, now)

    columns = ("SOURCE", "KIND", "STATE", "#RELEASES", "CHECKED", "CHANGED", "NEXT", "PLACE")
    output.table(columns, map(shown, rows), "no sources: add one to config.yaml")
    for remark in remarks:
        output.remark(remark)


def _remarks(row: SourceRow) -> Iterator[str]:
    if failure := row.state.failure:
        advice = f" ({failure.hint})" if failure.hint else ""
        yield f"{row.source.id}: {failure.message}{advice}"
    if row.state.moved and row.state.moved.used:
        yield _moved(row.source, row.state.moved)


def pause(config: Path, sources: Sequence[str], *, paused: bool) -> int:
    """Visit these no more, or again."""
    with session(config) as opened:
        for row in opened.rows(sources):
            opened.store.pause(row.source.id, paused)
            output.line(f"{row.source.id}: {'paused' if paused else 'resumed, due now'}")
    return 0


def forget(config: Path, source: str, *, sure: bool) -> int:
    """Erase what is kept of one source, after asking a person who is there to be asked."""
    with session(config) as opened:
        count = output.counted(opened.kept(source).releases, "release")
        asked = sys.stdin.isatty() and not sure
        if asked and not _agreed(f"Erase {source} with {count} and all its history?"):
            output.remark("nothing was erased")
            return 1
        gone = opened.store.forget(source)
        stays = opened.settings.sources.find(source) is not None
    after = "; it begins again with its next check" if stays else ""
    output.line(f"{source}: {output.counted(gone, 'release')} erased{after}")
    return 0


def _agreed(question: str) -> bool:
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
        "—" if state.paused or state.stopped else _next(state.next_due_at, now),
        row.source.place,
    )


def _moved(source: Source, moved: Moved) -> str:
    """Where a source is visited now, and what to do about it."""
    return f"{source.id}: moved for good, visited at {moved.url}: write that as its `{source.kind}`"


def _next(due_at: datetime | None, now: datetime) -> str:
    return "now" if due_at is None or due_at <= now else output.ago(due_at, now)
