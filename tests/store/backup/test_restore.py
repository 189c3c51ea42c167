"""A backup of either database, put into either: the same rows, and nothing lost when it fails."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.engine import make_url

from monitor.errors import StoreBusy, StoreError, StoreFull, UsageError
from monitor.model.change import ChangeKind
from monitor.model.delivery import Retry
from monitor.store.backup.document import Head, NoBackup, Table, Writer, zstd
from monitor.store.backup.restore import restore, verify
from monitor.store.migrate import head
from monitor.store.schema import metadata
from monitor.store.store import Store
from tests.store.kept import NOW, change, check, delivery, keep, release, source, state_of
from tests.store.test_sqlite import no_file_larger_than

TEXT = "Some words — и другие слова.\N{SNOWMAN}\nA second line."


def nobody(done: int, total: int) -> None:
    assert 0 < done <= total


def fill(store: Store) -> None:
    """Something in as many tables as one can fill in a few lines."""
    store.sync_sources([source(tags=("a", "b")), source("two", title="Zwei ✓")], NOW)
    first, second, third = keep(store, *(release(name, f"{TEXT} {name}") for name in "abc"))
    store.route([first, second, third], [delivery(first), delivery(second), delivery(third)])
    (lease, *_) = store.lease(NOW, limit=2, seconds=60, per_target=1, holder="a daemon")
    store.settle(lease.delivery, Retry("500"), NOW, NOW + timedelta(minutes=1))
    edited = release("a", f"{TEXT} edited", revision=2)
    told = change(ChangeKind.REVISED, edited, n=1, added_words=1, removed_words=1)
    store.commit(check(state_of(store), [edited], [told], memo={"rule": ["\0", "é"]}))
    store.feed_modified_at("one.atom", "digest", NOW)
    store.pause("two", True)


def rows(store: Store) -> dict[str, list[Any]]:
    def every(connection: Connection) -> dict[str, list[Any]]:
        return {
            table.name: sorted(map(tuple, connection.execute(table.select())), key=repr)
            for table in metadata.sorted_tables
        }

    return store._database.read(every)


@pytest.fixture(params=["sqlite", "postgres"])
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Another store, with nothing in it and not even tables."""
    if request.param == "postgres":
        made: Callable[[], str] = request.getfixturevalue("new_postgres_database")
        return made()
    return f"sqlite:///{tmp_path / 'other' / 'monitor.db'}"


def backed_up(store: Store, tmp_path: Path) -> Path:
    path = tmp_path / "a.backup"
    store.backup(path, NOW, nobody)
    return path


def test_every_row_is_the_same_in_either_database(
    store: Store, other_url: str, tmp_path: Path
) -> None:
    fill(store)
    before = rows(store)
    path = backed_up(store, tmp_path)
    assert verify(path, nobody) == Head(head(), NOW.isoformat(), _size(before))
    assert restore(other_url, tmp_path, path, NOW, nobody) is None
    with closing(Store.open(other_url)) as other:
        assert rows(other) == before
        again = tmp_path / "again.backup"
        other.backup(again, NOW, nobody)
        assert again.read_bytes() == path.read_bytes()
        assert keep(other, release("new")) == (5,)


def _size(found: dict[str, list[Any]]) -> int:
    return sum(map(len, found.values())) - 1  # but for the row of the revision


def test_the_store_that_was_there_is_kept_aside(other_url: str, tmp_path: Path) -> None:
    with closing(Store.open(other_url)) as other:
        fill(other)
        before, path = rows(other), backed_up(other, tmp_path)
        keep(other, release("later"))
        after = rows(other)
    aside = restore(other_url, tmp_path, path, NOW, nobody)
    with closing(Store.open(other_url)) as restored:
        assert rows(restored) == before
    assert aside
    with closing(Store.open(_set_aside(other_url, aside))) as old:
        assert rows(old) == after
    assert restore(other_url, tmp_path, path, NOW + timedelta(seconds=1), nobody) != aside


def _set_aside(url: str, aside: str) -> str:
    if url.startswith("sqlite"):
        return f"sqlite:///{aside}"
    path = make_url(url).update_query_dict({"options": f"-csearch_path={aside}"})
    return path.render_as_string(hide_password=False)


@pytest.mark.parametrize("wrong", ["cut off", "changed", "newer"])
def test_what_is_not_whole_changes_nothing(other_url: str, tmp_path: Path, wrong: str) -> None:
    with closing(Store.open(other_url)) as other:
        fill(other)
        path = backed_up(other, tmp_path)
        before = rows(other)
    body = path.read_bytes()
    lines = zstd.decompress(body)
    if wrong == "newer":
        path.write_bytes(zstd.compress(lines.replace(f'"{head()}"'.encode(), b'"9999"', 1)))
        with pytest.raises(StoreError, match=r"written by a newer version: it is at revision 9999"):
            verify(path, nobody)
    else:
        broken = body[: len(body) // 2]
        broken = broken if wrong == "cut off" else zstd.compress(lines.replace(b"words", b"wordz"))
        path.write_bytes(broken)
        for act in (verify, lambda *a: restore(other_url, tmp_path, path, NOW, nobody)):
            with pytest.raises(NoBackup):
                act(path, nobody)
    with closing(Store.open(other_url)) as other:
        assert rows(other) == before


def test_nothing_is_restored_under_a_daemon(other_url: str, tmp_path: Path) -> None:
    with closing(Store.open(other_url)) as other:
        fill(other)
        path, before = backed_up(other, tmp_path), rows(other)
        presence = other.hold_daemon("host:1:abc")
        with pytest.raises(StoreBusy, match="A daemon runs"):
            restore(other_url, tmp_path, path, NOW, nobody)
        assert rows(other) == before
        presence.let_go()


def test_an_older_backup_is_brought_to_today(other_url: str, tmp_path: Path) -> None:
    path = tmp_path / "old.backup"
    columns = ("id", "position", "spec", "private", "removed_at")
    with path.open("wb") as file:
        writer = Writer(file, Head("0001", NOW.isoformat(), 1))
        writer.table(Table("sources", columns, (), 1))
        writer.rows([("old", 0, "{}", False, None)])
        writer.end()
    restore(other_url, tmp_path, path, NOW, nobody)
    with closing(Store.open(other_url)) as other:
        assert [row[0] for row in rows(other)["sources"]] == ["old"]
        assert rows(other)["visits"] == []


def test_tables_that_do_not_belong_to_the_revision_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd.backup"
    with path.open("wb") as file:
        writer = Writer(file, Head(head(), NOW.isoformat(), 1))
        writer.table(Table('sources" --', ("id",), (), 1))
        writer.rows([("x",)])
        writer.end()
    with pytest.raises(NoBackup, match="no `sources"):
        restore("sqlite:///new.db", tmp_path, path, NOW, nobody)
    assert not (tmp_path / "new.db").exists()


def test_other_programs_tables_are_left_alone(postgres_url: str, tmp_path: Path) -> None:
    with closing(Store.open(f"sqlite:///{tmp_path / 'a.db'}")) as store:
        fill(store)
        path = backed_up(store, tmp_path)
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (id int)"))
        connection.execute(text("INSERT INTO theirs VALUES (7)"))
    restore(postgres_url, tmp_path, path, NOW, nobody)
    restore(postgres_url, tmp_path, path, NOW, nobody)
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT id FROM theirs")) == 7
        schemas = inspect(connection).get_schema_names()
    engine.dispose()
    assert len([name for name in schemas if name.startswith("before_restore_")]) == 1


# ── SQLite's own ───────────────────────────────────────────────────────────────────────────


def test_a_damaged_store_is_moved_aside_with_its_log(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    with closing(Store.open(url)) as store:
        fill(store)
        path, before = backed_up(store, tmp_path), rows(store)
    (tmp_path / "monitor.db").write_bytes(b"no database at all" * 1_000)
    (tmp_path / "monitor.db-wal").write_bytes(b"nor a log")
    aside = restore(url, tmp_path, path, NOW, nobody)
    assert aside
    assert Path(aside).read_bytes().startswith(b"no database")
    assert Path(f"{aside}-wal").read_bytes() == b"nor a log"
    with closing(Store.open(url)) as store:
        assert rows(store) == before


def test_a_store_that_somebody_has_open_is_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    with closing(Store.open(url)) as store:
        fill(store)
        path, before = backed_up(store, tmp_path), rows(store)
        with pytest.raises(StoreBusy, match="in use"):
            restore(url, tmp_path, path, NOW, nobody)
        assert rows(store) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "a.backup",
        "monitor.db",
        "monitor.db.lock",
    ]


# ── the file ───────────────────────────────────────────────────────────────────────────────


def test_a_backup_is_replaced_and_anything_else_is_not(sqlite_store: Store, tmp_path: Path) -> None:
    fill(sqlite_store)
    path = tmp_path / "kept" / "a.backup"
    path.parent.mkdir()
    sqlite_store.backup(path, NOW, nobody)
    first = path.read_bytes()
    keep(sqlite_store, release("later"))
    sqlite_store.backup(path, NOW, nobody)
    assert path.read_bytes() != first
    assert path.stat().st_mode & 0o777 == 0o600
    config = tmp_path / "config.yaml"
    config.write_text("sources: []\n")
    for other in (config, tmp_path / "monitor.db", tmp_path):
        with pytest.raises(UsageError, match="something else"):
            sqlite_store.backup(other, NOW, nobody)
    assert config.read_text() == "sources: []\n"
    assert [p for p in path.parent.iterdir() if p != path] == []


def test_writers_go_on_while_a_backup_is_made(tmp_path: Path) -> None:
    with closing(Store.open(f"sqlite:///{tmp_path / 'monitor.db'}")) as store:
        fill(store)
        before, told = rows(store), []

        def meanwhile(done: int, total: int) -> None:
            if not told:
                told.append(keep(store, release("meanwhile")))

        path = tmp_path / "a.backup"
        store.backup(path, NOW, meanwhile)
        assert told
    restore("sqlite:///other.db", tmp_path, path, NOW, nobody)
    with closing(Store.open("sqlite:///other.db", root=tmp_path)) as other:
        assert rows(other) == before


def test_a_full_disk_is_said_and_leaves_the_last_backup(
    sqlite_store: Store, tmp_path: Path
) -> None:
    fill(sqlite_store)
    path = backed_up(sqlite_store, tmp_path)
    before = path.read_bytes()
    texts = (release(f"r{n}", Random(n).randbytes(2_000).hex()) for n in range(100))
    keep(sqlite_store, *texts)
    with no_file_larger_than(100_000), pytest.raises(StoreFull, match="backup could not be"):
        sqlite_store.backup(path, NOW, nobody)
    assert path.read_bytes() == before
    assert [*tmp_path.glob(".*")] == []


def test_a_folder_that_is_not_there_is_not_made(sqlite_store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        sqlite_store.backup(tmp_path / "not-mounted" / "a.backup", NOW, nobody)
    assert not (tmp_path / "not-mounted").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_may_not_be_written_is_said(sqlite_store: Store, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(StoreError, match="backup could not be written"):
        sqlite_store.backup(tmp_path / "closed" / "a.backup", NOW, nobody)


def test_the_log_of_an_old_store_is_in_its_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    with closing(Store.open(url)) as store:
        fill(store)
        path = backed_up(store, tmp_path)
    left = sqlite3.connect(tmp_path / "monitor.db")  # as a process that was killed leaves it
    left.execute("PRAGMA wal_autocheckpoint=0")
    left.execute("UPDATE counters SET probe = 1")
    left.commit()
    os.link(tmp_path / "monitor.db-wal", tmp_path / "kept-wal")
    left.close()
    os.replace(tmp_path / "kept-wal", tmp_path / "monitor.db-wal")  # noqa: PTH105
    aside = restore(url, tmp_path, path, NOW, nobody)
    assert aside
    assert [p.name for p in tmp_path.glob("*-wal")] == []
    with closing(sqlite3.connect(aside)) as old:
        assert old.execute("SELECT probe FROM counters").fetchone() == (1,)
