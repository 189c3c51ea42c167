"""A backup, its check and its restore, in CPU. The floor is SQLite's own copy of the same store."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from tools.bench.measure import MEGABYTE, Run
from tools.bench.options import Options
from tools.bench.program import Program
from tools.bench.table import Rows, Table
from tools.bench.texts import COUNT, check, write_releases

BESIDE = "SQLite's copy"


def measure(options: Options) -> Iterator[Table]:
    """One table."""
    count = options.size(COUNT, 2_000)
    with TemporaryDirectory() as name:
        program = Program(Path(name))
        write_releases(program.folder / "many.txt", count)
        program.write([{"id": "many", "files": "many.txt"}])
        check(program, new=count)
        rows, file = Rows(), program.folder / "a.backup"
        least = _copied(program.folder)
        _add(rows, "backup, CPU with its start", program.call("backup", str(file)), least)
        rows.add("  the file", file.stat().st_size / MEGABYTE, "MB")
        _add(rows, "its check, CPU", program.call("restore", str(file), "--dry-run"), least)
        _add(rows, "restore, CPU with a check", program.call("restore", str(file)), least)
        yield Table(f"{count:,} releases as one file, and back", rows.all)


def _add(rows: Rows, what: str, done: Run, least: float) -> None:
    rows.add(what, done.cpu_seconds, "s", beside=BESIDE, ratio=done.cpu_seconds / least)
    rows.add("  resident memory at most", done.memory_bytes / MEGABYTE, "MB")


def _copied(folder: Path) -> float:
    """CPU for a copy that can be used on SQLite alone."""
    began = process_time()
    with (
        closing(sqlite3.connect(folder / "data" / "monitor.db")) as store,
        closing(sqlite3.connect(folder / "copy.db")) as copy,
    ):
        store.backup(copy)
    return process_time() - began
