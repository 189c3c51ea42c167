"""What a child process gives up: whoever handles strangers' matter needs little, and keeps less."""

import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_FIRST_TO_DIE = 1000


def fence(parent: int) -> None:
    """Take from this process what it has no need of.

    It ends with its parent, leaves no core, and when memory runs short it is the first that the
    system ends. Signals to all processes of the program are its parent's business: that ends its
    children when their work is over.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(str(_FIRST_TO_DIE), encoding="ascii")
    _end_with(parent)


def bound_memory(data_bytes: int) -> None:
    """A last bound on what this process may ask for."""
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    with suppress(ValueError):  # the machine allows less anyway
        resource.setrlimit(resource.RLIMIT_DATA, (data_bytes, most))


def _end_with(parent: int) -> None:
    """Have the system end this process with its parent, whatever it is doing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was gone before that was said
        sys.exit()
