"""Starting the program: warm where that makes no difference, cold where it does.

A cold start is the command that users type. A warm one is a fork of a process that has everything
loaded: `tests.support.warm`, one for each test process.
"""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any, Protocol

from tests.support.warm import ORDER_BYTES

ROOT = Path(__file__).parents[2]
GIVE_UP_SECONDS = 180.0
"""Not a measure: a browser on a busy machine takes a minute."""

READ_AT_THE_START = (
    "COLUMNS", "FAKETIME", "FORCE_COLOR", "LANG", "LC_", "LD_", "NO_COLOR", "PYTHON", "TERM", "TZ",
)  # fmt: skip
"""Variables that begin so are heeded by the interpreter and by libraries before our code runs."""

WARM = sys.platform == "linux"
"""Whether a process of somebody else's can be waited for here: by its pidfd."""


class Running(Protocol):
    """A process that was started: what is used of `subprocess.Popen`."""

    @property
    def pid(self) -> int: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, sig: int) -> None: ...
    def kill(self) -> None: ...


def environment() -> dict[str, str]:
    """The environment without colours and without anything of the tests' own."""
    return {**os.environ, "NO_COLOR": "1", "COLUMNS": "200"}


def run(
    words: Sequence[str], folder: Path, *, cold: bool = False
) -> subprocess.CompletedProcess[str]:
    """A command to its end, with what it said."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = start(words, folder, out, err, cold=cold)
        try:
            code = process.wait(GIVE_UP_SECONDS)
        except BaseException:
            process.kill()
            process.wait()
            raise
        return subprocess.CompletedProcess(list(words), code, _said(out), _said(err))


def start(
    words: Sequence[str], folder: Path, out: IO[bytes], err: IO[bytes], *, cold: bool = False
) -> Running:
    """The program with these words, in this folder, with nothing to read."""
    variables = environment()
    if cold or not WARM or _differs(variables):
        command = [sys.executable, "-m", "monitor", *words]
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, cwd=folder, env=variables
        )
    return _warm().start(words, folder, variables, (out, err))


def _said(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode()


def _differs(variables: dict[str, str]) -> bool:
    """Whether a process that starts with these is another one from its first moment on."""
    return _heeded(variables) != _heeded(_AT_FIRST)


def _heeded(variables: dict[str, str]) -> dict[str, str]:
    return {k: v for k, v in variables.items() if k.startswith(READ_AT_THE_START)}


_AT_FIRST = environment()


class Fork:
    """A process that the warm one made. Its number is its own until it was waited for."""

    def __init__(self, warm: "Warm", pid: int) -> None:
        self.pid = pid
        self._warm = warm
        self._end = os.pidfd_open(pid)
        self._code: int | None = None

    def poll(self) -> int | None:
        """Its exit code once it has ended, as `subprocess` has it."""
        if self._code is None:
            self._code = self._warm.ask({"reap": self.pid})
            if self._code is not None:
                os.close(self._end)
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        """Until it ends. Raises TimeoutExpired."""
        if self._code is None:
            ended, _, _ = select.select([self._end], [], [], timeout)
            if not ended:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
        code = self.poll()
        assert code is not None
        return code

    def send_signal(self, sig: int) -> None:
        """Nothing where it has ended."""
        if self.poll() is None:
            signal.pidfd_send_signal(self._end, sig)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Warm:
    """The warm process of this test process, from outside."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.warm", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd=ROOT,
                env=_AT_FIRST,
            )
        self._channel = ours
        self._one_at_a_time = threading.Lock()
        self._channel.settimeout(GIVE_UP_SECONDS)
        assert self._channel.recv(ORDER_BYTES) == b"ready"

    def start(
        self,
        words: Sequence[str],
        folder: Path,
        variables: dict[str, str],
        streams: tuple[IO[bytes], IO[bytes]],
    ) -> Fork:
        """Have it fork."""
        order = {"words": list(words), "folder": str(folder), "environment": variables}
        with Path(os.devnull).open("rb") as nothing:
            return Fork(self, self.ask(order, [stream.fileno() for stream in (nothing, *streams)]))

    def ask(self, order: dict[str, Any], streams: Sequence[int] = ()) -> Any:
        """Give an order; what it answers."""
        with self._one_at_a_time:
            socket.send_fds(self._channel, [json.dumps(order).encode()], streams)
            return json.loads(self._channel.recv(ORDER_BYTES))

    def close(self) -> None:
        """Let it end."""
        self._channel.close()
        self._process.wait()


@cache
def _warm() -> Warm:
    warm = Warm()
    atexit.register(warm.close)
    return warm
