"""Every command of the README is run, as its reader would run it, on a copy of what they have."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.support.process import START_SECONDS, free_port

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.split("\n")
]
OURS = [line for line in COMMANDS if line.startswith("feed-monitor ")]
RUN_BY_CI = {"make test", "make lint"}
"""What runs this very test, or runs beside it: not again from within."""


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, port: int) -> Path:
    """What `make run` needs, at another port, with the environment that is there already."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "config.yaml"):
        shutil.copy2(ROOT / name, folder / name)
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    config = folder / "config.yaml"
    config.write_text(config.read_text().replace("127.0.0.1:8000", f"127.0.0.1:{port}"))
    up_to_date = subprocess.run(["make", "-q", "install"], cwd=ROOT, check=False).returncode == 0
    if not up_to_date:
        pytest.skip("`make install` has something to do: the copy must not do it for us")
    (folder / ".venv").symlink_to(ROOT / ".venv")
    return folder


@pytest.fixture
def make_run(clone: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (clone / "log").open("wb") as log:
        process = subprocess.Popen(
            ["make", "run"], cwd=clone, stdout=log, stderr=log, start_new_session=True
        )
        yield process
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def shell(command: str, clone: Path) -> subprocess.CompletedProcess[str]:
    path = f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=clone,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=START_SECONDS * 2,
        check=False,
    )


def test_no_command_is_left_out() -> None:
    known = {"make run", *RUN_BY_CI, *OURS}
    others = [line for line in COMMANDS if line and line not in known]
    assert [line.split("/feeds/")[0] for line in others] == ["curl http://127.0.0.1:8000"]


def test_the_two_commands_give_a_feed_and_a_page(
    clone: Path, port: int, make_run: subprocess.Popen[bytes]
) -> None:
    (curl,) = [line for line in COMMANDS if line.startswith("curl ")]
    curl = curl.replace("curl ", "curl -fsS ").replace(":8000", f":{port}")
    done = shell(f"until {curl} | grep '<entry>'; do sleep 0.2; done", clone)
    assert done.stdout.count("<entry>") == 5, (clone / "log").read_text()
    assert httpx.get(f"http://127.0.0.1:{port}/", trust_env=False).status_code == 200
    make_run.send_signal(signal.SIGTERM)
    make_run.wait(START_SECONDS)
    assert "event=stopped" in (clone / "log").read_text(), "in order, through make"


@pytest.mark.parametrize("command", OURS)
def test_a_command_does_what_it_says(clone: Path, command: str) -> None:
    done = shell(command, clone)
    assert done.returncode == 0, done.stderr
    assert done.stdout or done.stderr
