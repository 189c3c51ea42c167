"""The seed text: short releases in one file, taken in, looked at again, once more after an edit.

The floor is what nobody can save: reading the file, compressing each release and inserting it
into a bare SQLite table, in one transaction.
"""

import json
import os
import random
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, time

from tools.bench.measure import MEGABYTE, Broken, Run, python, run
from tools.bench.options import Options
from tools.bench.pages import sentence
from tools.bench.program import Program
from tools.bench.table import Rows, Table

COUNT = 100_000
KINDS = ("new", "revised", "withdrawn", "returned")


@dataclass(frozen=True, slots=True)
class Floor:
    """The least that keeping the same releases can cost."""

    seconds: float
    bytes: int


def measure(options: Options) -> Iterator[Table]:
    """One table."""
    count = options.size(COUNT, 2_000)
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_releases(folder / "many.txt", count)
        program = Program(folder)
        program.write([{"id": "many", "files": "many.txt"}])
        rows = Rows()
        rows.add("--help", run(python("monitor", "--help")).wall_seconds, "s")
        _taken_in(rows, program, count)
        rows.add("second check, start-up included", check(program).wall_seconds, "s")
        edit_one(folder / "many.txt")
        edit = check(program, revised=1)
        rows.add("check after one edit", edit.wall_seconds, "s")
        rows.add("  resident memory at most", edit.memory_bytes / MEGABYTE, "MB")
        yield Table(f"{count:,} short releases in one text file", rows.all)


def _taken_in(rows: Rows, program: Program, count: int) -> None:
    first, least = check(program, new=count), floor(program.folder)
    size = sum(path.stat().st_size for path in (program.folder / "data").iterdir())
    bare = "read, compress, insert"
    seconds = first.wall_seconds
    rows.add("first check", seconds, "s", beside=bare, ratio=seconds / least.seconds)
    rows.add("  releases a second", count / seconds)
    rows.add("  resident memory at most", first.memory_bytes / MEGABYTE, "MB")
    rows.add("  store", size / MEGABYTE, "MB", beside=bare, ratio=size / least.bytes)


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
        title, text = sentence(chance, 7), sentence(chance, 30)
        yield f"{title} in {number}", newest - timedelta(days=number // 50), f"{text}."


def check(program: Program, **expected: int) -> Run:
    """`check --json` of the one file, which has to find just so many of each kind."""
    done = program.call("check", "--json")
    (outcome,) = json.loads(done.output)
    found = {kind: outcome[kind] for kind in KINDS if outcome[kind]}
    if found != expected:
        raise Broken(f"a check found {found} where it should find {expected}")
    return done


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
