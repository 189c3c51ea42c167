"""A process and all that descend from it, as Linux shows them. Elsewhere nobody does: then none."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_OWN = ("RssAnon:", "RssShmem:")
"""What a process holds beside the files of its program, which all of a browser's share."""


def descendants(pid: int) -> tuple[int, ...]:
    """The numbers of all processes that a process started, and those that they did."""
    return tuple(_below(pid))


def held_bytes(pid: int) -> int:
    """What all descendants of a process hold together, without their programs' own files."""
    return sum(map(_held, descendants(pid)))


def kill(pids: tuple[int, ...]) -> None:
    """End these processes, as far as they are there."""
    for pid in pids:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def children(pid: int) -> tuple[int, ...]:
    """The processes that a process itself started."""
    return tuple(_children(pid))


def _below(pid: int) -> Iterator[int]:
    for child in _children(pid):
        yield child
        yield from _below(child)


def _children(pid: int) -> Iterator[int]:
    """A process's own children: those of each of its threads."""
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                yield from map(int, (thread / "children").read_text(encoding="ascii").split())


def _held(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    lines = (line.split() for line in status.splitlines() if line.startswith(_OWN))
    return sum(int(words[1]) * 1024 for words in lines)
