"""One daemon to a store on SQLite, however the one before it ended."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.errors import StoreBusy
from monitor.store import daemon_lock
from monitor.store.store import Store

HOLD = (
    "import sys; from monitor.store.store import Store;"
    "held = Store.open(sys.argv[1]).hold_daemon('it'); print('held', flush=True); sys.stdin.read()"
)


def test_only_one_may_be_the_daemon(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daemon_lock, "_PAUSE_SECONDS", 0)
    other = Store.open("sqlite:///monitor.db", root=tmp_path)
    assert not other.daemon_runs()
    presence = sqlite_store.hold_daemon("one")
    assert presence.leads()
    assert other.daemon_runs()
    assert sqlite_store.daemon_runs()
    with pytest.raises(StoreBusy, match="Another daemon"):
        other.hold_daemon("other")
    presence.let_go()
    assert not other.daemon_runs()
    other.hold_daemon("other").let_go()
    other.close()


def test_the_death_of_a_daemon_frees_its_place(sqlite_store: Store, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/monitor.db"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as daemon:
        assert daemon.stdout is not None
        assert daemon.stdout.readline() == b"held\n"
        assert sqlite_store.daemon_runs()
        os.kill(daemon.pid, signal.SIGKILL)
        daemon.wait()
    assert not sqlite_store.daemon_runs()
