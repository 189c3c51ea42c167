"""Environments for other people's programs, in a cache folder, made at the first use."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.bench.measure import run


def environment(name: str, packages: Sequence[str]) -> Path:
    """The folder of an environment that has these packages. Raises Broken where it cannot be."""
    home = _cache() / name
    complete = home / ".complete"
    if not complete.exists():
        run([sys.executable, "-m", "venv", "--clear", home])
        run([*pip(home), "install", "--quiet", *packages])
        complete.touch()
    return home


def pip(home: Path) -> list[str | Path]:
    """How pip is called in an environment."""
    return [home / "bin" / "python", "-m", "pip", "--disable-pip-version-check"]


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "feed-monitor" / "bench"
