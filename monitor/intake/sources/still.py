"""One file, read once it stands still: never half a file, never a pipe, never without end."""

import os
import stat
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from monitor import clock
from monitor.model.source import Failure

STILL_SECONDS = 1.0
"""A file is read once its size and time have stood still this long."""

LARGEST_BYTES = 100_000_000

Stamp = tuple[int, int, str]
"""Size in bytes, mtime in nanoseconds, SHA-256 of the bytes."""


@dataclass(frozen=True, slots=True)
class Same:
    """Size and time are those of the stamp: the bytes are taken to be the same."""


@dataclass(frozen=True, slots=True)
class Wait:
    """The file is still being written; it may stand still in so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Read:
    """The whole file, and the stamp to know it by."""

    body: bytes
    stamp: Stamp


def read(path: Path, name: str, known: Stamp | None) -> Same | Wait | Read | Failure | None:
    """What a file is now. `name` is what people call it; None when it is gone.

    The time of a file is compared with the machine's own, which wrote it. A file from the
    future (a clock that was wrong) counts as standing still.
    """
    try:
        status = path.stat()
        if known and (status.st_size, status.st_mtime_ns) == known[:2]:
            return Same()
        age_seconds = clock.now().timestamp() - status.st_mtime
        if 0 <= age_seconds < STILL_SECONDS:
            return Wait(STILL_SECONDS - age_seconds)
        return _unusable(status, name) or _whole(path, name)
    except OSError as error:
        return _refused(name, error) if os.path.lexists(path) else None


def _unusable(status: os.stat_result, name: str) -> Failure | None:
    """Why a file is not even opened."""
    if stat.S_ISDIR(status.st_mode):
        return Failure(
            "directory", f"{name} is a folder", "a glob names files: FOLDER/*.txt", permanent=True
        )
    if not stat.S_ISREG(status.st_mode):
        return Failure(
            "unreadable",
            f"{name} is no regular file but a pipe, socket or device",
            "put a text file there, or take it out of the glob",
            permanent=True,
        )
    if status.st_size > LARGEST_BYTES:
        megabytes = status.st_size / 1e6
        return Failure(
            "too_large",
            f"{name} has {megabytes:.0f} MB; at most {LARGEST_BYTES / 1e6:.0f} MB are read",
            "split the file, or take it out of the glob",
            permanent=True,
        )
    return None


def _whole(path: Path, name: str) -> Wait | Read | Failure:
    """The bytes of a regular file, if nobody wrote to it while they were read."""
    # O_NONBLOCK: something else may have taken the file's place since it was looked at, and
    # opening a pipe without a writer would wait for ever.
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        before = os.fstat(file.fileno())
        if failure := _unusable(before, name):
            return failure
        body = file.read(LARGEST_BYTES + 1)
        after = os.fstat(file.fileno())
    if (before.st_mtime_ns, len(body)) != (after.st_mtime_ns, after.st_size):
        return Wait(STILL_SECONDS)
    return Read(body, (after.st_size, after.st_mtime_ns, sha256(body).hexdigest()))


def _refused(name: str, error: OSError) -> Failure:
    if isinstance(error, FileNotFoundError):
        return Failure("unreadable", f"{name} is a link that leads nowhere", "mend or remove it")
    reason = (error.strerror or str(error)).lower()
    hint = "let the monitor's user read it" if isinstance(error, PermissionError) else None
    return Failure("unreadable", f"{name} cannot be read: {reason}", hint)
