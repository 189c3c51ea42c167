"""A limit on memory that the kernel keeps, where this user may make one."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from os import getpid
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")


@contextmanager
def limited(limit_bytes: int) -> Iterator[list[str] | None]:
    """What to put before a command so that it and its children live within the limit.

    None where no group can be made, as without root or in most containers.
    """
    try:
        folder = _made(limit_bytes)
    except OSError:
        yield None
        return
    try:
        yield ["sh", "-c", f'echo $$ > {folder}/cgroup.procs && exec "$@"', "sh"]
    finally:
        with suppress(OSError):
            folder.rmdir()


def _made(limit_bytes: int) -> Path:
    """A group of version 1, with its controller's own tree, or of version 2."""
    first = (ROOT / "memory").is_dir()
    folder = (ROOT / "memory" if first else ROOT) / f"feed-monitor-bench-{getpid()}"
    folder.mkdir()
    try:
        name = "memory.limit_in_bytes" if first else "memory.max"
        (folder / name).write_text(str(limit_bytes))
    except OSError:
        folder.rmdir()
        raise
    return folder
