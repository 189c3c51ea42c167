"""config.yaml and the lists that it includes, with other contents: checked, then in their place.

Whatever goes wrong, a file is as it was. Where one is a link it stays one, and what it leads to is
replaced.
"""

import os
from collections.abc import Callable
from pathlib import Path


def read(path: Path) -> str:
    """The file's text with its own line ends."""
    return path.read_bytes().decode()


def replace_checked(path: Path, text: str, check: Callable[[Path], object]) -> None:
    """Put the text in the file's place, once `check` (which loads it) does not complain.

    It is checked beside the file, since relative paths count from there.
    """
    beside = _beside(path)
    try:
        _write(beside, text.encode())
        check(beside)
    finally:
        beside.unlink(missing_ok=True)
    replace(path, text.encode(), mode=path.stat().st_mode & 0o777)


def replace(path: Path, body: bytes, *, mode: int) -> None:
    """Put the bytes in the file's place, or make it."""
    real = path.resolve()
    beside = _beside(real)
    try:
        _write(beside, body)
        beside.chmod(mode)
        beside.replace(real)
    finally:
        beside.unlink(missing_ok=True)


def append_checked(path: Path, more: bytes, check: Callable[[], object], *, mode: int) -> None:
    """Put bytes behind what a file holds, or make it of them; should `check` complain, take them
    back."""
    before = path.read_bytes() if path.exists() else None
    gap = b"\n" if before and not before.endswith(b"\n") else b""
    replace(path, (before or b"") + gap + more, mode=mode)
    try:
        check()
    except BaseException:
        if before is None:
            path.unlink()
        else:
            replace(path, before, mode=mode)
        raise


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.new")


def _write(path: Path, body: bytes) -> None:
    """For the owner's eyes alone: it may hold secrets."""
    path.touch(mode=0o600)
    path.write_bytes(body)
