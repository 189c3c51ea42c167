"""The file of a backup: what was written is read; what is not whole is known as such."""

import io
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from monitor.store.backup.document import Head, NoBackup, Reader, Table, Writer, is_backup, zstd

HEAD = Head("0002", "2026-11-27T09:00:00+00:00", 2_503)
TABLES = (
    Table("names", ("id", "count", "ratio", "open", "gone"), (), 2_500),
    Table("none", ("id",), (), 0),
    Table("bodies", ("hash", "body"), ("hash", "body"), 3),
)


def rows(table: Table) -> Iterator[list[Any]]:
    for number in range(table.rows):
        name = f"№{number}\n“\u2028”"
        if table.bytes_in:
            yield [bytes([number, 255]), Random(number).randbytes(300) if number else None]
        else:
            yield [name, number - 1, number / 3, bool(number % 2), None]


def written(head: Head = HEAD, tables: tuple[Table, ...] = TABLES) -> bytes:
    file = io.BytesIO()
    writer = Writer(file, head)
    for table in tables:
        writer.table(table)
        writer.rows(rows(table))
    writer.end()
    return file.getvalue()


def read(body: bytes) -> dict[str, list[list[Any]]]:
    reader = Reader(io.BytesIO(body), Path("x.backup"))
    found: dict[str, list[list[Any]]] = {}
    for table, batch in reader.batches():
        assert 0 < len(batch) <= 1_000
        found.setdefault(table.name, []).extend(batch)
    return found


def test_what_was_written_is_read() -> None:
    assert read(written()) == {table.name: [*rows(table)] for table in TABLES if table.rows}
    assert Reader(io.BytesIO(written()), Path("x")).head == HEAD


def test_every_file_that_was_cut_off_is_known() -> None:
    whole = written()
    for length in {*range(0, len(whole), 97), len(whole) - 1}:
        with pytest.raises(NoBackup):
            read(whole[:length])


def test_a_byte_that_changed_is_known() -> None:
    lines = zstd.decompress(written())
    for at in range(0, len(lines), 1_009):
        changed = bytearray(lines)
        changed[at] ^= 1
        with pytest.raises(NoBackup):
            read(zstd.compress(bytes(changed)))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"store: sqlite:///x\n", id="text"),
        pytest.param(b"SQLite format 3\0" + bytes(100), id="an SQLite file"),
        pytest.param(zstd.compress(b"hello\n"), id="compressed text"),
        pytest.param(zstd.compress(b'{"id": "a"}\n'), id="other JSON"),
        pytest.param(zstd.compress(b"[1]\n"), id="a list"),
        pytest.param(zstd.compress(b"[" * 100_000 + b"\n"), id="nested deeply"),
    ],
)
def test_another_programs_file_is_no_backup(body: bytes, tmp_path: Path) -> None:
    with pytest.raises(NoBackup, match="This is no backup of feed-monitor"):
        read(body)
    path = tmp_path / "file"
    path.write_bytes(body)
    assert not is_backup(path)
    path.write_bytes(written())
    assert is_backup(path)


def test_a_later_kind_of_file_is_named_as_one() -> None:
    lines = zstd.decompress(written()).replace(b'backup":1', b'backup":2', 1)
    with pytest.raises(NoBackup, match="of a later kind"):
        read(zstd.compress(lines))


def test_rows_that_are_missing_or_too_many_are_known() -> None:
    lines = zstd.decompress(written()).splitlines(keepends=True)
    for wrong in (lines[:5] + lines[6:], lines[:5] + lines[4:], [*lines, b"\n"], lines[:-1]):
        with pytest.raises(NoBackup, match="damaged, at line"):
            read(zstd.compress(b"".join(wrong)))
