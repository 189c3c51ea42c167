"""config.yaml with a source more: the new lines are put in, every other byte stays as it is.

text + entry ─▸ text, pure ─▸ beside the file, checked as a start would ─▸ in its place
"""

import json
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from monitor.errors import UsageError

_KEY = re.compile(r"^sources\s*:(?P<rest>.*)$")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_EMPTY = re.compile(r"^\s*(?:\[\s*\])?\s*(?P<comment>#.*)?$")
_PLAIN = re.compile(r"[A-Za-z_/][\w /.()&?=%+~-]*(?:://?[\w/.()&?=%+~-]+)?")
_ODD = frozenset(["yes", "no", "on", "off", "true", "false", "null", "y", "n"])


def with_source(text: str, entry: Mapping[str, str]) -> str:
    """The text with this source as the last of `sources`. UsageError: it is written in one line."""
    lines = _LINE.findall(text)
    ending = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += ending
    at = next((n for n, line in enumerate(lines) if _KEY.match(line.rstrip())), None)
    if at is None:
        return "".join([*lines, f"sources:{ending}", *_written(entry, "  ", ending)])
    key = _KEY.match(lines[at].rstrip())
    empty = _EMPTY.match(key["rest"]) if key else None
    if empty is None:
        raise UsageError(
            "`sources` is written in one line",
            hint="write each on lines of its own: - id: …",
        )
    if "[" in lines[at]:
        comment = f"  {empty['comment']}" if empty["comment"] else ""
        lines[at] = f"sources:{comment}{ending}"
    end, indent = _block(lines, at)
    return "".join([*lines[:end], *_written(entry, indent, ending), *lines[end:]])


def _block(lines: list[str], at: int) -> tuple[int, str]:
    """Where the list that begins below `at` ends, and how far its items stand in."""
    end, indent = at + 1, None
    for number in range(at + 1, len(lines)):
        line = lines[number]
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        if not line.startswith((" ", "-")):
            break
        if indent is None:
            indent = line[: len(line) - len(line.lstrip())]
        end = number + 1
    return end, "  " if indent is None else indent


def _written(entry: Mapping[str, str], indent: str, ending: str) -> list[str]:
    marks = [f"{indent}- ", *[f"{indent}  "] * (len(entry) - 1)]
    return [
        f"{mark}{key}: {_value(value)}{ending}"
        for mark, (key, value) in zip(marks, entry.items(), strict=True)
    ]


def _value(value: str) -> str:
    """As YAML reads it back: plain where that is sure, else as JSON, which YAML understands."""
    if _PLAIN.fullmatch(value) and value.casefold() not in _ODD and value == value.strip():
        return value
    return json.dumps(value, ensure_ascii=False)


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
