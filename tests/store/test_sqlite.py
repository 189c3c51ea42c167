"""What is particular to SQLite: a full disk, a second process, a file that is none of ours."""

import os
import resource
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

import pytest

from monitor.errors import StoreBusy, StoreError, StoreFull
from monitor.store import sqlite
from monitor.store.store import Store
from tests.store.kept import NOW, keep, release, source, state_of


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """What writing meets on a full disk, near enough: no file of this process grows further."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def incompressible(size: int) -> str:
    return Random(7).randbytes(size).hex()


def test_a_full_disk_is_said_loses_nothing_and_is_got_over(sqlite_store: Store) -> None:
    sqlite_store.sync_sources([source()], NOW)
    keep(sqlite_store, release("r"))
    large = release("large", incompressible(400_000))
    with no_file_larger_than(200_000):
        with pytest.raises(StoreFull) as said:
            keep(sqlite_store, large)
        assert said.value.hint
        assert [row.id for row in sqlite_store.releases()] == ["r"]
        assert state_of(sqlite_store).version == 1
    assert keep(sqlite_store, large) == (2,)


def test_a_store_without_room_is_found_out_before_it_must_write(sqlite_store: Store) -> None:
    sqlite_store.check_writable()
    with no_file_larger_than(10_000), pytest.raises(StoreFull):
        sqlite_store.check_writable()
    sqlite_store.check_writable()


def test_checking_leaves_nothing_behind(sqlite_store: Store, tmp_path: Path) -> None:
    before = sorted(path.name for path in tmp_path.iterdir())
    sqlite_store.check_writable()
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_process_that_writes_for_too_long_is_waited_for_and_then_said(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "_BUSY_SECONDS", 0.01)
    impatient = Store.open("sqlite:///monitor.db", root=tmp_path)
    with closing(sqlite3.connect(tmp_path / "monitor.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy):
            impatient.sync_sources([source()], NOW)
        assert impatient.sources() == []
        other.execute("ROLLBACK")
    impatient.sync_sources([source()], NOW)
    impatient.close()


def test_two_stores_on_one_file_see_each_other(sqlite_store: Store, tmp_path: Path) -> None:
    beside = Store.open("sqlite:///monitor.db", root=tmp_path)
    sqlite_store.sync_sources([source()], NOW)
    assert keep(beside, release("a")) == (1,)
    assert keep(sqlite_store, release("b")) == (2,)
    assert [row.id for row in beside.releases()] == ["b", "a"]
    beside.close()


def test_the_folder_of_a_store_is_made(tmp_path: Path) -> None:
    Store.open("sqlite:///deep/in/monitor.db", root=tmp_path).close()
    assert (tmp_path / "deep" / "in" / "monitor.db").exists()


def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    file, content = tmp_path / "monitor.db", b"Somebody's notes.\n" * 100
    file.write_bytes(content)
    with pytest.raises(StoreError, match="not a database") as refused:
        Store.open(f"sqlite:///{file}")
    assert "Move it away" in str(refused.value)
    assert file.read_bytes() == content


def test_a_folder_in_the_way_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=str(tmp_path)):
        Store.open(f"sqlite:///{tmp_path}")
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        Store.open("sqlite:///file/monitor.db", root=tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(StoreError, match="may be written"):
        Store.open("sqlite:///monitor.db", root=tmp_path)


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    """The child says what was committed, then dies without closing anything."""
    program = (
        "import os, sys\n"
        "from monitor.store.store import Store\n"
        "from tests.store.kept import NOW, keep, release, source\n"
        "store = Store.open(sys.argv[1])\n"
        "store.sync_sources([source()], NOW)\n"
        "kept = [keep(store, release(f'r{n}')) for n in range(20)]\n"
        "print(len(kept), flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    url = f"sqlite:///{tmp_path}/monitor.db"
    died = subprocess.run(
        [sys.executable, "-c", program, url], stdout=subprocess.PIPE, text=True, check=False
    )
    assert died.returncode == -9
    store = Store.open(url)
    assert len(store.releases()) == int(died.stdout) == 20
    store.close()


def test_the_file_is_in_wal_mode_with_its_foreign_keys_held(
    sqlite_store: Store, tmp_path: Path
) -> None:
    sqlite_store.sync_sources([source()], NOW)
    keep(sqlite_store, release("r"))
    with closing(sqlite3.connect(tmp_path / "monitor.db")) as file:
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = Store.open("sqlite:///monitor.db", root=tmp_path)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.sync_sources([], NOW)
