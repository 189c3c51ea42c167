"""The tests' own launcher: a warm start gives the process that a cold one gives."""

import os
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.support import launch
from tests.support.launch import Fork, run, start

pytestmark = pytest.mark.skipif(not launch.WARM, reason="there are no pidfds here")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text("sources: [{id: press, files: 'texts/*.txt'}]\n")
    return tmp_path


def started(folder: Path, *words: str) -> Any:
    with tempfile.TemporaryFile() as nothing:
        return start(words, folder, nothing, nothing)


@pytest.mark.parametrize(
    ("words", "code"), [("config check", 0), ("check nobody", 2), ("--help", 0)]
)
def test_it_says_and_ends_the_same(folder: Path, words: str, code: int) -> None:
    warm, cold = run(words.split(), folder), run(words.split(), folder, cold=True)
    assert (warm.returncode, warm.stdout, warm.stderr) == (code, cold.stdout, cold.stderr)
    assert cold.returncode == code


def test_it_is_a_process_of_its_own_that_can_be_killed(folder: Path) -> None:
    daemon = started(folder, "run")
    assert isinstance(daemon, Fork)
    assert daemon.pid != os.getpid()
    assert daemon.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        daemon.wait(0)
    daemon.kill()
    assert daemon.wait() == daemon.poll() == -signal.SIGKILL
    daemon.kill()  # whoever has that number now is left alone


def test_it_has_the_environment_that_it_is_given(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "config.yaml").write_text("sources: [{id: press, files: '${WHERE}/*.txt'}]\n")
    assert run(["config", "check"], folder).returncode == 78
    monkeypatch.setenv("WHERE", "texts")
    assert run(["config", "check"], folder).returncode == 0


def test_what_the_interpreter_heeds_at_its_start_makes_it_cold(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    daemon = started(folder, "config", "check")
    assert isinstance(daemon, subprocess.Popen)
    assert daemon.wait() == 0
