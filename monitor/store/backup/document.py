"""The file of a backup: lines of JSON, compressed (zstd), that can be read without a schema.

    {"feed-monitor backup": 1, "revision": "0002", "made_at": "…", "rows": 300000}
    {"table": "sources", "columns": ["id", "position", …], "bytes": [], "rows": 3}
    ["csto", 0, …]                                     a row: null, numbers, booleans, text
    {"table": "texts", "columns": ["hash", …], "bytes": ["hash", "body"], "rows": 5}
    ["q83v…", 1, "eJxT…"]                              what is no text stands in base64
    {"end": "…"}                                       SHA-256 of every line before

A file that was cut off, damaged or written by another program is known as such before anything is
done with it.
"""

import json
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BufferedReader
from pathlib import Path
from typing import IO, Any, cast

from monitor.errors import StoreError
from monitor.store.batches import ROWS

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

FORMAT = 1
LEVEL = 1
"""100,000 releases: 114 MB in 2.5 s; at level 3 113 MB in 3.4 s, with gzip 119 MB in 6.8 s."""

_NAME = "feed-monitor backup"
_PIECE_BYTES = 256 * 1024


def _base64(value: bytes | memoryview) -> str:
    """What JSON has no word for."""
    return b64encode(value).decode()


_encoded = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_base64
).encode

Row = list[Any]


class NoBackup(StoreError):
    """A file is none of our backups, or is not whole."""

    kind = "no_backup"


@dataclass(frozen=True, slots=True)
class Head:
    """What a backup says of itself: the revision of its tables, when it was made, how many rows."""

    revision: str
    made_at: str
    rows: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table in a backup: its columns in the order of a row's values, which of them are bytes."""

    name: str
    columns: tuple[str, ...]
    bytes_in: tuple[str, ...]
    rows: int


class Writer:
    """Writes a backup: the head, each table with its rows, the end."""

    def __init__(self, file: IO[bytes], head: Head) -> None:
        self._file = zstd.open(file, "wb", level=LEVEL)
        self._digest = sha256()
        said = {"revision": head.revision, "made_at": head.made_at, "rows": head.rows}
        self._write(_encoded({_NAME: FORMAT, **said}) + "\n")

    def table(self, table: Table) -> None:
        """Begin a table; as many rows as it says must follow."""
        said = {"columns": table.columns, "bytes": table.bytes_in, "rows": table.rows}
        self._write(_encoded({"table": table.name, **said}) + "\n")

    def rows(self, rows: Iterable[Sequence[Any]]) -> None:
        """Some rows of the table that was begun last."""
        self._write("".join(_encoded(tuple(row)) + "\n" for row in rows))

    def end(self) -> None:
        """Say that this was all. What is written without it is no backup."""
        self._write(_encoded({"end": self._digest.hexdigest()}) + "\n")
        self._file.close()

    def _write(self, text: str) -> None:
        lines = text.encode()
        self._digest.update(lines)
        self._file.write(lines)


class Reader:
    """Reads a backup from its first byte. NoBackup, with the line, where it is none or damaged."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        file.seek(0)
        unpacked = cast("Any", zstd.open(file, "rb"))
        self._lines = BufferedReader(unpacked, _PIECE_BYTES)
        self._path = path
        self._number = 0
        self._digest = sha256()
        self.head = self._head()

    def batches(self) -> Iterator[tuple[Table, list[Row]]]:
        """The rows in the order of the file, up to a thousand of one table at a time.

        Once the last is given, every byte was as it was written, and none was missing.
        """
        read = 0
        before, said = self._object()
        while "table" in said:
            table = self._table(said)
            for start in range(0, table.rows, ROWS):
                yield table, [self._row(table) for _ in range(min(ROWS, table.rows - start))]
            read += table.rows
            before, said = self._object()
        if said.get("end") != before or read != self.head.rows or self._line(last=True):
            raise self._damaged("its parts do not belong together")

    def _head(self) -> Head:
        try:
            _, said = self._object()
        except NoBackup as error:
            raise self._other() from error
        if _NAME not in said:
            raise self._other()
        if said[_NAME] != FORMAT:
            hint = "Restore it with the version of feed-monitor that made it, or a later one."
            raise NoBackup("This backup is of a later kind.", where=str(self._path), hint=hint)
        match said:
            case {"revision": str(revision), "made_at": str(made_at), "rows": int(rows)}:
                return Head(revision, made_at, rows)
        raise self._damaged("its head lacks something")

    def _table(self, said: Mapping[str, Any]) -> Table:
        match said:
            case {"table": str(name), "columns": list(columns), "bytes": list(bytes_in),
                  "rows": int(rows)}:  # fmt: skip
                return Table(name, tuple(map(str, columns)), tuple(map(str, bytes_in)), rows)
        raise self._damaged("the head of a table lacks something")

    def _row(self, table: Table) -> Row:
        row = self._value(self._line())
        if not isinstance(row, list) or len(row) != len(table.columns):
            raise self._damaged(f"it is no row of `{table.name}`")
        for name in table.bytes_in:
            at = table.columns.index(name)
            row[at] = self._bytes(row[at])
        return row

    def _bytes(self, value: Any) -> bytes | None:
        try:
            return None if value is None else b64decode(value, validate=True)
        except (TypeError, ValueError) as error:
            raise self._damaged("what should be bytes is none") from error

    def _object(self) -> tuple[str, Mapping[str, Any]]:
        """A line that is no row; before it, the digest of all lines so far."""
        before = self._digest.hexdigest()
        value = self._value(self._line())
        if not isinstance(value, dict):
            raise self._damaged("a row stands where none is expected")
        return before, value

    def _value(self, line: bytes) -> Any:
        try:
            return json.loads(line)
        except (ValueError, RecursionError) as error:
            raise self._damaged("it cannot be read") from error

    def _line(self, *, last: bool = False) -> bytes:
        """The next line; `last`: it is to be the end of the file, which is empty."""
        try:
            line = self._lines.readline()
        except (zstd.ZstdError, EOFError, OSError) as error:
            raise self._cut(error) from error
        if not line.endswith(b"\n") and not last:
            raise self._cut(None)
        self._number += 1
        self._digest.update(line)
        return line

    def _cut(self, error: Exception | None) -> NoBackup:
        if isinstance(error, zstd.ZstdError):
            return self._damaged("it cannot be unpacked")
        return self._damaged("it ends too early")

    def _damaged(self, why: str) -> NoBackup:
        message = f"This backup is damaged, at line {self._number + 1}: {why}."
        hint = "Nothing was changed. Take another backup, or copy this one again."
        return NoBackup(message, where=str(self._path), hint=hint)

    def _other(self) -> NoBackup:
        hint = "Name a file that `feed-monitor backup` has written."
        return NoBackup("This is no backup of feed-monitor.", where=str(self._path), hint=hint)


def is_backup(path: Path) -> bool:
    """Whether a file begins as a backup does."""
    with path.open("rb") as file:
        try:
            return Reader(file, path).head is not None
        except NoBackup:
            return False
