"""What a process and its children hold in memory, watched from outside."""

import threading
from pathlib import Path
from types import TracebackType
from typing import Self

_LOOK_SECONDS = 0.05


class Memory:
    """While it is open it looks again and again, and remembers the most.

    Counted as a control group counts: resident, and what processes share is shared between them.
    """

    def __init__(self, pid: int) -> None:
        self.most_bytes = 0
        self.most_processes = 0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(_LOOK_SECONDS):
            held = [_resident_bytes(pid) for pid in _family(self._pid)]
            self.most_bytes = max(self.most_bytes, sum(held))
            self.most_processes = max(self.most_processes, len(held))


def _family(pid: int) -> list[int]:
    """A process and its children; theirs are not looked for.

    A child that is just being made borrows its parent's memory, and its name with it: that is no
    memory of its own.
    """
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    name = _name(pid)
    return [pid, *(child for child in map(int, children) if _name(child) not in {name, b""})]


def _name(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _resident_bytes(pid: int) -> int:
    """A process's own part of what is resident; nothing once it is gone."""
    try:
        said = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    _, _, rest = said.partition("\nPss:")
    return int(rest.split(maxsplit=1)[0]) * 1024 if rest else 0
