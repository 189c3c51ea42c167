"""Whether the files of a configuration changed: by a look at them, not by their content."""

from collections.abc import Iterable
from pathlib import Path

Mark = tuple[int, int, int] | None


class Watch:
    """Remembers how some files stood. A file that is gone is different from one that stands."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._marks = _look(paths)

    def changed(self) -> bool:
        """Whether any file changed since the last time this was asked."""
        before, self._marks = self._marks, _look(self._marks)
        return self._marks != before

    def follow(self, paths: Iterable[Path]) -> None:
        """Look at these from now on. What was looked at before is remembered as it stood then."""
        known = self._marks
        self._marks = {path: known[path] if path in known else _mark(path) for path in paths}


def _look(paths: Iterable[Path]) -> dict[Path, Mark]:
    return {path: _mark(path) for path in paths}


def _mark(path: Path) -> Mark:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
