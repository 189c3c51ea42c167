"""Where marks and seats are kept: in this process, or in a file that all processes share.

    monitor.db.hosts     16,384 buckets of 8 entries of 32 bytes, 4 MB at most, mostly holes
    entry                tag (64 bits of a hash), free_at, paused_until, its length, refusals

Every access is a `pread` or `pwrite` of one bucket; who changes one locks its bytes for those
microseconds. A seat is a lock on one byte far beyond the end of the file. The system itself gives
all of them back when a process dies. Nothing read is trusted: see `monitor.intake.visit.mark`.

The locks are POSIX record locks. They keep processes apart, not two slates of one process, and
closing any descriptor of the file drops them: so a process opens a slate once.
"""

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import structlog

from monitor.intake.visit.mark import BLANK, Mark, Moment, is_over

try:
    import fcntl
except ImportError:  # where there are no record locks, each process is polite by itself
    fcntl = None  # type: ignore[assignment]

log = structlog.get_logger()

SUFFIX = ".hosts"
"""How the file of a store is named after it."""

BUCKETS = 16_384
ENTRIES = 8
_ENTRY = struct.Struct("<8sddfI")
_BUCKET_BYTES = ENTRIES * _ENTRY.size

_SEATS_AT = 1 << 40
_MOST_SEATS = 1 << 12

_SWEEP_AT = 1024
"""How many marks are kept in memory before those that are over are looked for."""

_TRIES = 200
"""A bucket is held for microseconds; between two tries others may run."""


class Slate:
    """The marks and seats of this process alone. Called from one thread."""

    def __init__(self) -> None:
        self._marks: dict[str, Mark] = {}
        self._sweep_at = _SWEEP_AT

    def read(self, lane: str) -> Mark:
        """What is known of a lane."""
        return self._marks.get(lane, BLANK)

    def write(self, lane: str, mark: Mark, now: Moment) -> None:
        """Note what is known of a lane now; marks that are over may be forgotten for it."""
        self._marks[lane] = mark
        if len(self._marks) > self._sweep_at:
            self._marks = {name: m for name, m in self._marks.items() if not is_over(m, now)}
            self._sweep_at = max(_SWEEP_AT, 2 * len(self._marks))

    @contextmanager
    def held(self, *lanes: str) -> Iterator[None]:
        """Keep others from changing what is known of lanes, between `read` and `write`."""
        yield

    def sit(self, lane: str, seats: int) -> int | None:
        """Take one of so many seats; its number, None where others have them all.

        Of one process no more than `seats` may ask at once: whoever calls counts them.
        """
        return 0

    def rise(self, lane: str, seat: int) -> None:
        """Give a seat back."""

    def close(self) -> None:
        """Let go of everything."""


class SharedSlate(Slate):
    """One file for all processes of a machine. Where it cannot be used, that is said once, and
    the process is polite by itself."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: int | None = None
        self._seats: set[tuple[str, int]] = set()
        try:
            self._file = _opened(path)
        except OSError as error:
            self._give_up(error)

    def read(self, lane: str) -> Mark:
        """See Slate. Unlocked: the parts of an entry are written whole, and each is checked."""
        if self._file is None:
            return super().read(lane)
        tag, at = _place(lane)
        try:
            bucket = os.pread(self._file, _BUCKET_BYTES, at)
        except OSError as error:
            self._give_up(error)
            return BLANK
        found = _find(bucket, tag)
        return BLANK if found is None else _unpacked(bucket, found)

    def write(self, lane: str, mark: Mark, now: Moment) -> None:
        """See Slate. Where a bucket is full, the entry that is over first makes room."""
        if self._file is None:
            super().write(lane, mark, now)
            return
        tag, at = _place(lane)
        try:
            bucket = os.pread(self._file, _BUCKET_BYTES, at).ljust(_BUCKET_BYTES, b"\0")
            found = _find(bucket, tag)
            offset = _victim(bucket, now) if found is None else found
            os.pwrite(self._file, _packed(tag, mark), at + offset)
        except OSError as error:
            self._give_up(error)
            super().write(lane, mark, now)

    @contextmanager
    def held(self, *lanes: str) -> Iterator[None]:
        """See Slate. It waits no longer than a few milliseconds: a mark is no treasure."""
        locked = [at for at in {_place(lane)[1] for lane in lanes} if self._lock_soon(at)]
        try:
            yield
        finally:
            for at in locked:
                self._unlock(at, _BUCKET_BYTES)

    def sit(self, lane: str, seats: int) -> int | None:
        """See Slate."""
        for seat in range(seats):
            if (lane, seat) not in self._seats and self._lock(_seat_at(lane, seat), 1):
                self._seats.add((lane, seat))
                return seat
        return None

    def rise(self, lane: str, seat: int) -> None:
        """See Slate."""
        self._seats.discard((lane, seat))
        self._unlock(_seat_at(lane, seat), 1)

    def close(self) -> None:
        """See Slate. What is asked afterwards is answered from memory."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file)

    def _lock_soon(self, at: int) -> bool:
        """Lock a bucket. Who was stopped while holding it is not waited for."""
        for _ in range(_TRIES):
            if self._lock(at, _BUCKET_BYTES):
                return True
            os.sched_yield()
        return False

    def _lock(self, start: int, length: int) -> bool:
        """Whether these bytes are ours now. Without a file they always are."""
        if self._file is None:
            return True
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, length, start)
        except (BlockingIOError, PermissionError):
            return False
        except OSError as error:
            self._give_up(error)
        return True

    def _unlock(self, start: int, length: int) -> None:
        if self._file is not None:
            with suppress(OSError):
                fcntl.lockf(self._file, fcntl.LOCK_UN, length, start)

    def _give_up(self, error: OSError) -> None:
        self.close()
        log.warning(
            "hosts_not_shared",
            file=str(self._path),
            error=error.strerror or str(error),
            hint="Requests are spaced, but other processes on this store are not known of.",
        )


def _opened(path: Path) -> int:
    if fcntl is None:
        raise OSError("this system has no record locks")
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)


@lru_cache(8192)
def _place(lane: str) -> tuple[bytes, int]:
    """A lane's tag, and where its bucket begins. The tag is never that of an empty entry."""
    digest = blake2b(lane.encode("utf-8", "replace"), digest_size=16).digest()
    bucket = int.from_bytes(digest[8:], "little") % BUCKETS
    return bytes([digest[0] | 1]) + digest[1:8], bucket * _BUCKET_BYTES


def _seat_at(lane: str, seat: int) -> int:
    """The byte that stands for a seat: 2^48 groups of seats, so that no two lanes share one."""
    tag, _ = _place(lane)
    return _SEATS_AT + (int.from_bytes(tag[:6], "little") << 12) + seat % _MOST_SEATS


def _find(bucket: bytes, tag: bytes) -> int | None:
    """Where in a bucket the entry of a tag begins."""
    at = bucket.find(tag)
    while at >= 0 and at % _ENTRY.size:
        at = bucket.find(tag, at + 1)
    return at if 0 <= at <= len(bucket) - _ENTRY.size else None


def _unpacked(bucket: bytes, offset: int) -> Mark:
    return Mark(*_ENTRY.unpack_from(bucket, offset)[1:])


def _packed(tag: bytes, mark: Mark) -> bytes:
    return _ENTRY.pack(tag, mark.free_at, mark.paused_until, mark.pause_seconds, mark.refusals)


def _victim(bucket: bytes, now: Moment) -> int:
    """Where there is room for another entry."""
    marks = {offset: _unpacked(bucket, offset) for offset in range(0, len(bucket), _ENTRY.size)}
    over = (offset for offset, mark in marks.items() if is_over(mark, now))
    return next(over, min(marks, key=lambda offset: marks[offset].paused_until))
