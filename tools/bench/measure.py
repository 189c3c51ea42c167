"""What a process costs, measured from outside: CPU and wall clock to its end, memory as it runs."""

import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from time import monotonic, perf_counter
from types import TracebackType
from typing import Self

MEGABYTE = 1e6

LEAST_SECONDS = 1e-3
"""Below this nothing can be told from chance."""


class Broken(Exception):
    """A process ended as it should not have, or found what it should not find."""


@dataclass(frozen=True, slots=True)
class Run:
    """A process to its end: seconds of wall clock and CPU, most memory in bytes, what it said.

    CPU is user and system time of the process and of the children that it waited for.
    """

    wall_seconds: float
    cpu_seconds: float
    memory_bytes: int
    output: str = ""

    def less(self, start: "Run") -> "Run":
        """What is left when the cost of starting is taken away; never nothing, for ratios' sake."""
        wall, cpu = self.wall_seconds - start.wall_seconds, self.cpu_seconds - start.cpu_seconds
        return Run(max(wall, LEAST_SECONDS), max(cpu, LEAST_SECONDS), self.memory_bytes)


def run(
    command: Sequence[str | Path],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    allowed: Sequence[int] = (0,),
) -> Run:
    """A command to its end. Raises Broken when it ends with another code than `allowed`."""
    surroundings = {**os.environ, "NO_COLOR": "1", **(environment or {})}
    with TemporaryFile() as output, TemporaryFile() as errors:
        began = perf_counter()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            cwd=folder,
            env=surroundings,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall_seconds = perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        output.seek(0)
        if process.returncode not in allowed:
            shown = " ".join(str(word) for word in command)[:200]
            said = errors.read().decode(errors="replace")[-2000:]
            raise Broken(f"{shown} ended with {process.returncode}\n{said}")
        cpu_seconds = usage.ru_utime + usage.ru_stime
        text = output.read().decode(errors="replace")
        return Run(wall_seconds, cpu_seconds, usage.ru_maxrss * 1024, text)


def python(module: str, *words: str) -> list[str]:
    """The command that runs a module of this environment."""
    return [sys.executable, "-m", module, *words]


# ── a process and its children, as they run ────────────────────────────────────────────────


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for parent in found:
        for task in _listed(Path(f"/proc/{parent}/task")):
            try:
                found += [int(child) for child in (task / "children").read_text().split()]
            except OSError:
                continue
    return found


def memory_bytes(pid: int) -> int:
    """PSS of the tree: memory shared between its processes is counted once."""
    return sum(own_memory_bytes(each) for each in tree(pid))


def cpu_seconds(pid: int) -> float:
    """What the tree's living threads have used so far, to the nanosecond where Linux says so."""
    nanoseconds = 0
    for each in tree(pid):
        for task in _listed(Path(f"/proc/{each}/task")):
            try:
                nanoseconds += int((task / "schedstat").read_text().split()[0])
            except OSError:
                continue
    return nanoseconds / 1e9


@dataclass(frozen=True, slots=True)
class Sample:
    """Memory at a moment: of the whole tree, and of the process at its root."""

    at_seconds: float
    tree_bytes: int
    root_bytes: int


NOTHING = Sample(0.0, 0, 0)


class Watch:
    """Samples the memory of a tree in a thread, until it is closed."""

    def __init__(self, pid: int, every_seconds: float = 0.1) -> None:
        self.samples: list[Sample] = []
        self._pid = pid
        self._every_seconds = every_seconds
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._look_on)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        self._thread.join()

    def most(self, since_seconds: float = 0.0, until_seconds: float = float("inf")) -> Sample:
        """The largest sample of a stretch of time."""
        stretch = (s for s in self.samples if since_seconds <= s.at_seconds <= until_seconds)
        return max(stretch, key=lambda sample: sample.tree_bytes, default=NOTHING)

    def _look_on(self) -> None:
        began = monotonic()
        while not self._closing.wait(self._every_seconds):
            root, whole = own_memory_bytes(self._pid), memory_bytes(self._pid)
            self.samples.append(Sample(monotonic() - began, whole, root))


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def own_memory_bytes(pid: int) -> int:
    """PSS of one process, 0 where it has ended."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        return 0  # it ended between the listing and the look
    return 0
