"""A backup becomes an SQLite file, and that file takes the place of the store."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from monitor.errors import StoreBusy, StoreError
from monitor.store import daemon_lock, faults, sqlite
from monitor.store.backup.document import Reader
from monitor.store.backup.dump import Progress
from monitor.store.backup.load import STOP_IT, load

_LOGS = ("-wal", "-shm")


def restore(path: Path, reader: Reader, stamp: str, progress: Progress) -> str | None:
    """Put the backup in place of the file; where the old one is now, None if there was none."""
    with faults.wrapped(str(path)):
        path.parent.mkdir(parents=True, exist_ok=True)
    let_go = _without_daemon(path)
    made = path.with_name(f".{path.name}.restoring")
    try:
        with faults.wrapped(str(path)):
            _remove(made)
            _build(made, reader, progress)
            return _swap(made, path, stamp)
    finally:
        _remove(made)
        let_go()


def _without_daemon(path: Path) -> Callable[[], None]:
    try:
        return daemon_lock.hold(path)
    except StoreBusy as error:
        raise StoreBusy("A daemon runs on this store.", where=str(path), hint=STOP_IT) from error


def _build(made: Path, reader: Reader, progress: Progress) -> None:
    """A whole store in a file of its own, on the disk before anybody hears of it."""
    engine = sqlite.connect(made, begin="BEGIN", foreign_keys=False)
    try:
        with engine.begin() as connection:
            load(connection, reader, progress)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if broken is not None:
                raise StoreError(f"The backup has rows without their parent: {broken}")
    finally:
        engine.dispose()
    _sync(made)


def _swap(made: Path, path: Path, stamp: str) -> str | None:
    """At every moment there is a whole store by that name: the old one, then the new one."""
    if not path.exists():
        made.replace(path)
        _sync(path.parent)
        return None
    aside = _free(path.with_name(f"{path.name}.before-restore-{stamp}"))
    with _to_itself(path, aside):
        _link(path, aside)
        made.replace(path)
        _sync(path.parent)
    return str(aside)


@contextmanager
def _to_itself(path: Path, aside: Path) -> Iterator[None]:
    """Nobody else has the old store open, and its log is part of it. StoreBusy where one has.

    A store that is damaged is taken as it is: it may well be why somebody restores. Its log goes
    with it, for beside the new file SQLite would take it for that one's.
    """
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as old:
        try:
            old.execute("PRAGMA journal_mode=DELETE").fetchall()
            old.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            for log in _LOGS:
                with suppress(FileNotFoundError):
                    path.with_name(path.name + log).replace(aside.with_name(aside.name + log))
        yield


def _link(path: Path, aside: Path) -> None:
    """A second name for the old file; where the disk knows none, its only one."""
    try:
        aside.hardlink_to(path)
    except OSError:
        path.replace(aside)


def _free(path: Path) -> Path:
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.name}-{number}")
    return found


def _remove(path: Path) -> None:
    for name in (path.name, *(path.name + log for log in _LOGS)):
        path.with_name(name).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
