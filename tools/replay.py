"""`make eval`, histories: a place's snapshots are visited in turn, as the program visits it.

    snapshot ─▸ a Part ─learn, identify, decide─▸ changes ══ a store ══

Every item that a snapshot shows for the first time is to be announced once; what is announced and
is no item is counted; so is what is announced again. A document's revisions are counted beside the
snapshots whose bytes changed. Nothing is fetched: the rest is the program itself.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any
from urllib.parse import unquote

from monitor.intake.advance import Context
from monitor.intake.conclude import conclude
from monitor.intake.kinds import KINDS
from monitor.model.change import ChangeKind, Check, Outcome
from monitor.model.source import Source
from monitor.model.visit import Part, Response
from monitor.store.store import Store

READ_AS = {".html": "listing", ".xml": "feed", ".md": "files"}
START = datetime(2026, 1, 1, tzinfo=UTC)
"""Snapshots are visited a day apart from here: their own times are often equal."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a series came to. `first_seconds` and `later_seconds` are of CPU, a visit."""

    name: str
    visits: int
    failed: int
    expected: int
    announced: int
    right: int
    again: int
    revised: int
    changed_bytes: int
    first_seconds: float
    later_seconds: float

    @property
    def recall(self) -> float:
        """Of the items that appeared, how many were announced."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def wrong(self) -> float:
        """Of what was announced, how much is no item."""
        return 1 - self.right / self.announced if self.announced and self.expected else 0.0


def tables(histories: Path) -> Iterator[str]:
    """A line a series."""
    width = 24
    yield (
        f"{'histories, replayed':{width}} visits failed  items told recall  wrong again revised"
        " bytes  first   later"
    )
    for folder in sorted(path for path in histories.iterdir() if path.is_dir()):
        told = replay(folder)
        yield (
            f"{told.name:{width}} {told.visits:6} {told.failed:6} {told.expected:6} "
            f"{told.announced:4} {told.recall:6.3f} {told.wrong:6.3f} {told.again:5} "
            f"{told.revised:7} {told.changed_bytes:5} {told.first_seconds * 1000:4.0f} ms "
            f"{told.later_seconds * 1000:4.0f} ms"
        )


def replay(folder: Path) -> Told:
    """Visit all snapshots of one series."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    with TemporaryDirectory() as kept:
        store = Store.open(f"sqlite:///{kept}/replay.db")
        try:
            return _visited(folder, manifest, store)
        finally:
            store.close()


def _visited(folder: Path, manifest: Mapping[str, Any], store: Store) -> Told:
    source = _source(folder, manifest)
    store.sync_sources([source], START)
    checks, costs, changed, last = [], [], 0, b""
    for number, snapshot in enumerate(manifest["snapshots"]):
        body = (folder / snapshot["file"]).read_bytes()
        changed += body != last
        last = body
        started = process_time()
        checks.append(_check(store, source, body, START + timedelta(days=number)))
        costs.append(process_time() - started)
    return _told(folder, store, checks, costs, changed)


def _source(folder: Path, manifest: Mapping[str, Any]) -> Source:
    ending = Path(manifest["snapshots"][0]["file"]).suffix
    kind = "page" if manifest["kind"] == "document" else READ_AS[ending]
    place = manifest["url"] if manifest["url"].startswith("http") else "https://page.invalid/"
    return Source(folder.name, kind, place, folder.name)


def _check(store: Store, source: Source, body: bytes, at: datetime) -> Check:
    """One visit, concluded as a check concludes it."""
    row = store.source(source.id)
    assert row is not None
    context = Context(source, KINDS[source.kind], row.state, at)
    response = Response((Part(source.place, body),), status=200)
    check = conclude(context, response, store, had_items=row.releases > 0)
    store.commit(check)
    return check


def _told(
    folder: Path, store: Store, checks: Sequence[Check], costs: Sequence[float], changed: int
) -> Told:
    changes = [change for check in checks for change in check.changes]
    new = [change.release for change in changes if change.kind is ChangeKind.NEW]
    rows = [row for release in new if release and (row := store.release(release))]
    announced = Counter(_names(row.url, row.title)[0] for row in rows)
    names = {name for row in rows for name in _names(row.url, row.title)}
    expected = _expected(folder)
    right = sum(not names.isdisjoint(item) for item in expected)
    return Told(
        folder.name,
        len(checks),
        sum(check.outcome is Outcome.FAILED for check in checks),
        len(expected),
        announced.total(),
        right,
        sum(count - 1 for count in announced.values()),
        sum(change.kind is ChangeKind.REVISED for change in changes),
        changed,
        costs[0],
        fmean(costs[1:]) if costs[1:] else 0.0,
    )


def _expected(folder: Path) -> set[tuple[str, ...]]:
    """Every item that any snapshot shows, once, by what it may be known."""
    answer = folder / "items.json"
    if not answer.exists():
        return set()
    snapshots = json.loads(answer.read_text(encoding="utf-8"))["snapshots"]
    items = [item for snapshot in snapshots for item in snapshot["items"]]
    by_first = {names[0]: names for item in items if (names := _names(item["url"], item["title"]))}
    return set(by_first.values())


def _names(url: str | None, title: str) -> tuple[str, ...]:
    """What an item may be known by: its address, if it has one, and the words of its title."""
    words = " ".join(re.findall(r"\w+", title.casefold()))
    return (unquote(url.strip()).rstrip("/"), words) if url else (words,)
