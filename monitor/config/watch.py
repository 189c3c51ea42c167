"""Whether the files of a configuration changed: by a look at them, not by their content."""

from collections.abc import Iterable
from pathlib import Path

Mark = tuple[int, int, int] | None


class Watch:
    """Remembers how some files stood. A file that is gone is different from one that stands."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = tuple(paths)
        self._marks = self._look()

    def changed(self) -> bool:
        """Whether any file changed since the last time this was asked."""
        before, self._marks = self._marks, self._look()
        return self._marks != before

    def _look(self) -> tuple[Mark, ...]:
        return tuple(_mark(path) for path in self._paths)


def _mark(path: Path) -> Mark:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
