"""`make eval`, histories: places' snapshots are visited in turn by the real program.

    snapshot ─▸ a proxy on loopback, or a file ─check─▸ a store ─`changes`─▸ figures

The first ones by `feed-monitor check`, the later ones by its daemon, asked over the API to check:
one check a snapshot, with all that fetching, reading and keeping are. Every item that a snapshot
shows for the first time is to be announced once; what is announced and is no item is counted, and
apart from that what is so after the first visit, since that alone is told to people; so is what is
announced again. A document's revisions are counted beside the snapshots whose bytes changed.

Visits are moments apart here, and were hours or days apart. What reading a page costs is measured
beside that, in this process: at the first visit, and at the later ones by what was learnt.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any
from urllib.parse import unquote

from monitor.intake.kinds import KINDS
from monitor.intake.understand import understand
from monitor.model.source import Source
from monitor.model.visit import Part
from tools.bench.program import Program
from tools.snapshots import Snapshots

READ_AS = {".html": "listing", ".xml": "feed", ".md": "files"}
MEDIA_TYPES = {".html": "text/html", ".xml": "application/xml", ".md": "text/markdown"}
NOWHERE = "http://www.example.com/"
"""The address of a document whose own is not known."""

TODAY = datetime(2026, 1, 1, tzinfo=UTC)
SETTINGS = 'fetch: {{proxy: "{}", per_host: {{delay: 0s}}}}\ndefaults: {{every: 30d}}\n'
LONG_AGO = 1_700_000_000
"""When a file was written, so that nobody waits for it to stand still."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Series:
    """The snapshots of one place, and the source that watches it."""

    folder: Path
    source: Source
    paths: tuple[Path, ...]

    @classmethod
    def read(cls, folder: Path) -> "Series":
        """A folder with a manifest."""
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        paths = tuple(folder / snapshot["file"] for snapshot in manifest["snapshots"])
        kind = "page" if manifest["kind"] == "document" else READ_AS[paths[0].suffix]
        name = folder.name.replace("_", "-")
        place = manifest["url"].replace("https://", "http://")
        place = place if place.startswith("http") else NOWHERE
        place = f"{name}.md" if kind == "files" else place
        return cls(folder, Source(name, kind, place, name), paths)

    @property
    def changed_bytes(self) -> int:
        """How many snapshots are not what the one before was."""
        bodies = [b"", *(path.read_bytes() for path in self.paths)]
        return sum(before != after for before, after in pairwise(bodies))


@dataclass(frozen=True, slots=True)
class Told:
    """What a series came to. `wrong` counts announcements that are no item, `wrong_later` those
    after the first visit. `first_seconds` and `later_seconds` are of CPU, to read a page."""

    name: str
    visits: int
    failed: int
    expected: int
    announced: int
    right: int
    wrong: int
    wrong_later: int
    again: int
    revised: int
    held: int
    changed_bytes: int
    first_seconds: float = 0.0
    later_seconds: float = 0.0

    @property
    def recall(self) -> float:
        """Of the items that appeared, how many were announced."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def wrong_share(self) -> float:
        """Of what was announced, how much is no item."""
        return self.wrong / self.announced if self.announced else 0.0


def tables(histories: Path) -> Iterator[str]:
    """A line a series."""
    width = 24
    yield (
        f"{'histories, replayed':{width}} visits failed  items told recall  wrong later again"
        " revised held bytes  first   later"
    )
    for told in replay(sorted(path for path in histories.iterdir() if path.is_dir())):
        yield (
            f"{told.name:{width}} {told.visits:6} {told.failed:6} {told.expected:6} "
            f"{told.announced:4} {told.recall:6.3f} {told.wrong_share:6.3f} "
            f"{told.wrong_later:5} {told.again:5} {told.revised:7} {told.held:4} "
            f"{told.changed_bytes:5} {told.first_seconds * 1000:4.0f} ms "
            f"{told.later_seconds * 1000:4.0f} ms"
        )


def replay(folders: Sequence[Path]) -> Iterator[Told]:
    """Visit all snapshots of every series."""
    found = [Series.read(folder) for folder in folders]
    with TemporaryDirectory() as kept, Snapshots() as web:
        program = Program(Path(kept), SETTINGS.format(web.url))
        with program:
            program.write([_entry(series.source) for series in found], included=False)
            first = _first(program, web, found)
            program.start()
            for series in found:
                checks = [first[series.source.id], *_later(program, web, series)]
                costs = _costs(series.source, series.paths)
                yield counted(series, checks, _changes(program, series), *costs)


def _entry(source: Source) -> Row:
    return {"id": source.id, source.kind: source.place}


def _first(program: Program, web: Snapshots, found: Sequence[Series]) -> Mapping[str, Row]:
    """The outcome of the first visit to each, by a command."""
    for series in found:
        _show(program, web, series, 0)
    rows = json.loads(program.call("check", "--json", allowed=(0, 1)).output)
    return {row["source"]: row for row in rows}


def _later(program: Program, web: Snapshots, series: Series) -> Iterator[Row]:
    """The outcome of each later visit, by the daemon."""
    for number in range(1, len(series.paths)):
        _show(program, web, series, number)
        yield program.check_now(series.source.id)


def _changes(program: Program, series: Series) -> list[Row]:
    done = program.call("changes", "--source", series.source.id, "--limit", "1000000", "--json")
    rows: list[Row] = json.loads(done.output)
    return rows


def _show(program: Program, web: Snapshots, series: Series, number: int) -> None:
    body, ending = series.paths[number].read_bytes(), series.paths[number].suffix
    if series.source.kind != "files":
        return web.show(series.source.place, body, MEDIA_TYPES[ending])
    path = program.folder / series.source.place
    path.write_bytes(body)
    os.utime(path, (LONG_AGO + number, LONG_AGO + number))
    return None


def _costs(source: Source, paths: Sequence[Path]) -> tuple[float, float]:
    """Seconds of CPU to read the first snapshot, and on average a later one."""
    costs, memo = [], {}
    for path in paths:
        part = Part(source.place, path.read_bytes(), MEDIA_TYPES[path.suffix])
        started = process_time()
        read = understand(
            source, KINDS[source.kind], [part], TODAY, had_items=bool(costs), memo=memo
        )
        costs.append(process_time() - started)
        memo = dict(read.finding.memo) if read.finding else memo
    return costs[0], fmean(costs[1:] or [0.0])


def counted(
    series: Series,
    checks: Sequence[Row],
    changes: Sequence[Row],
    first_seconds: float = 0.0,
    later_seconds: float = 0.0,
) -> Told:
    """The figures."""
    answer = _answer(series.folder)
    new = [change for change in changes if change["kind"] == "new"]
    names = [_names(change["url"], change["title"]) for change in new]
    known = frozenset().union(*answer)
    strange = [known.isdisjoint(each) for each in names] if answer else [False] * len(new)
    announced = Counter(each[0] for each in names)
    told = {name for each in names for name in each}
    revised = [change for change in changes if change["kind"] == "revised"]
    return Told(
        series.folder.name,
        visits=len(checks),
        failed=sum(check["outcome"] == "failed" for check in checks),
        expected=len(answer),
        announced=len(new),
        right=sum(not told.isdisjoint(item) for item in answer),
        wrong=sum(strange),
        wrong_later=sum(w and not c["baseline"] for w, c in zip(strange, new, strict=True)),
        again=sum(count - 1 for count in announced.values()),
        revised=sum(change["held"] is None for change in revised),
        held=sum(change["held"] is not None for change in revised),
        changed_bytes=series.changed_bytes,
        first_seconds=first_seconds,
        later_seconds=later_seconds,
    )


def _answer(folder: Path) -> list[frozenset[str]]:
    """Every item that any snapshot shows, once: by its address, and all titles that it had."""
    answer = folder / "items.json"
    if not answer.exists():
        return []
    snapshots = json.loads(answer.read_text(encoding="utf-8"))["snapshots"]
    found: dict[str, set[str]] = {}
    for item in (item for snapshot in snapshots for item in snapshot["items"]):
        names = _names(item["url"], item["title"])
        found.setdefault(names[0], set()).update(names)
    return [frozenset(names) for names in found.values()]


def _names(url: str | None, title: str) -> tuple[str, ...]:
    """What an item may be known by: its address, if it has one, and the words of its title."""
    words = " ".join(re.findall(r"\w+", title.casefold()))
    address = re.sub(r"^https?://", "", unquote(url.strip())).rstrip("/") if url else ""
    return (address, words) if address else (words,)
