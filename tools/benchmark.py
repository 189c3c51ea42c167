"""`make bench`: how fast, each figure beside its floor, as ratios in one run.

    python -m tools.benchmark [COUNT]

The seed text: COUNT short releases (100,000 unless said) in one file, taken in by the real
program, looked at again, and once more after an edit of one release. The floor is what nobody
can save: reading the file, compressing each release and inserting it into a bare SQLite table,
in one transaction.
"""

import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter, time

COUNT = 100_000
WORDS = (
    "council members budget session agreed statement region observers programme report meeting "
    "delegation training exercise secretary general forum ministers adopted review partners "
    "cooperation security plan states joint support press centre opened signed hosted welcomed"
).split()
KINDS = ("new", "revised", "withdrawn", "returned")
CONFIG = "sources:\n  - {id: many, files: many.txt}\n"


@dataclass(frozen=True, slots=True)
class Run:
    """A process to its end: seconds of wall clock and CPU, most memory in bytes, what it said."""

    wall_seconds: float
    cpu_seconds: float
    memory_bytes: int
    output: str


@dataclass(frozen=True, slots=True)
class Runs:
    """What the program was asked to do, in this order."""

    help: Run
    first: Run
    second: Run
    edit: Run


@dataclass(frozen=True, slots=True)
class Floor:
    """The least that keeping the same releases can cost."""

    seconds: float
    bytes: int


def main(count: int) -> None:
    """Measure and print one table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config.yaml").write_text(CONFIG)
        write_releases(folder / "many.txt", count)
        help_run, first, second = call("--help"), check(folder, new=count), check(folder)
        store_bytes = sum(path.stat().st_size for path in (folder / "data").iterdir())
        edit_one(folder / "many.txt")
        runs = Runs(help_run, first, second, check(folder, revised=1))
        report(count, runs, store_bytes, floor(folder))


def write_releases(path: Path, count: int) -> None:
    """Short releases, each a title, a date line and a paragraph; the same at every run."""
    with path.open("w", encoding="utf-8") as file:
        for title, day, text in releases(random.Random(5), count):
            file.write(f"{title}\n{day:%d.%m.%Y}\n{text}\n\n")
    settle(path, seconds=3600)


def edit_one(path: Path) -> None:
    """Add a word to the release in the middle."""
    text = path.read_text(encoding="utf-8")
    end = text.index("\n\n", len(text) // 2)
    path.write_text(f"{text[:end]} Amended.{text[end:]}", encoding="utf-8")
    settle(path, seconds=60)


def settle(path: Path, *, seconds: int) -> None:
    """Make a file as old as that, so that no check waits for it to stand still."""
    os.utime(path, (time() - seconds, time() - seconds))


def releases(chance: random.Random, count: int) -> Iterator[tuple[str, date, str]]:
    """(title, day, text), newest first."""
    newest = date(2026, 1, 1)
    for number in range(count):
        title = " ".join(chance.choices(WORDS, k=7)).capitalize()
        text = " ".join(chance.choices(WORDS, k=30)).capitalize()
        yield f"{title} in {number}", newest - timedelta(days=number // 50), f"{text}."


def check(folder: Path, **expected: int) -> Run:
    """`feed-monitor check --json` in a folder, which has to find just so many of each kind."""
    run = call("check", "--json", "--config", str(folder / "config.yaml"))
    (outcome,) = json.loads(run.output)
    found = {kind: outcome[kind] for kind in KINDS if outcome[kind]}
    if found != expected:
        sys.exit(f"a check found {found} where it should find {expected}")
    return run


def call(*words: str) -> Run:
    """A command as a process of its own, measured from outside."""
    command = [sys.executable, "-m", "monitor", *words]
    began = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    cpu_seconds = usage.ru_utime + usage.ru_stime
    return Run(perf_counter() - began, cpu_seconds, usage.ru_maxrss * 1024, output)


def floor(folder: Path) -> Floor:
    """Read, compress, insert: nothing found, nothing compared."""
    began = perf_counter()
    blocks = (folder / "many.txt").read_text(encoding="utf-8").split("\n\n")
    path = folder / "floor.db"
    with sqlite3.connect(path) as bare:
        bare.execute("CREATE TABLE release (id INTEGER PRIMARY KEY, text BLOB)")
        rows = ((number, zlib.compress(block.encode())) for number, block in enumerate(blocks))
        bare.executemany("INSERT INTO release VALUES (?, ?)", rows)
    bare.close()
    return Floor(perf_counter() - began, path.stat().st_size)


def report(count: int, runs: Runs, size: int, least: Floor) -> None:
    """One line a figure: what, how much, how many times the floor."""
    first = runs.first
    rows = [
        ("--help", f"{runs.help.wall_seconds:.2f} s", ""),
        ("first check", f"{first.wall_seconds:.1f} s", f"{first.wall_seconds / least.seconds:.1f}"),
        ("  releases a second", f"{count / first.wall_seconds:,.0f}", ""),
        ("  resident memory", f"{first.memory_bytes / 1e6:.0f} MB", ""),
        ("  store", f"{size / 1e6:.0f} MB", f"{size / least.bytes:.1f}"),
        ("second check", f"{runs.second.wall_seconds:.2f} s", ""),
        ("one edit", f"{runs.edit.wall_seconds:.1f} s", ""),
        ("  resident memory", f"{runs.edit.memory_bytes / 1e6:.0f} MB", ""),
        ("floor", f"{least.seconds:.2f} s, {least.bytes / 1e6:.0f} MB", "1.0"),
    ]
    print(f"{count:,} short releases in one file{'times the floor':>28}")
    for what, figure, ratio in rows:
        print(f"  {what:24}{figure:>20}{ratio:>14}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
