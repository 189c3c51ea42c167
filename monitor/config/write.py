"""config.yaml with another text: checked beside it as a start would, then put in its place."""

import os
from collections.abc import Callable
from pathlib import Path


def read(path: Path) -> str:
    """The file's text with its own line ends."""
    return path.read_bytes().decode()


def replace_checked(path: Path, text: str, check: Callable[[Path], object]) -> None:
    """Put the text in the file's place, once `check` (which loads it) does not complain.

    It is checked beside the file, since relative paths count from there. Whatever goes wrong, the
    file is as it was; where it is a link, it stays one, and what it leads to is replaced.
    """
    beside = _beside(path)
    try:
        _write(beside, text)
        check(beside)
    finally:
        beside.unlink(missing_ok=True)
    real = path.resolve()
    beside = _beside(real)
    try:
        _write(beside, text)
        beside.chmod(real.stat().st_mode & 0o777)
        beside.replace(real)
    finally:
        beside.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.new")


def _write(path: Path, text: str) -> None:
    """For the owner's eyes alone: it may hold secrets."""
    path.touch(mode=0o600)
    path.write_bytes(text.encode())
