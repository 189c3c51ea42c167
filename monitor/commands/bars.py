"""`check` on a terminal: bars that show how many checks are left, and how far the reading of older
pages is."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.text import Text


@contextmanager
def below(console: Console, checks: int) -> Iterator["Bars"]:
    """Bars for so many checks, below the lines of those that ended; gone in the end."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield Bars(progress, checks)


class Bars:
    """One bar for all checks, if there are more than one, and one for each source that is paged."""

    def __init__(self, progress: Progress, checks: int) -> None:
        self._progress = progress
        self._pages: dict[str, TaskID] = {}
        self._all = progress.add_task("checking", total=checks, visible=checks > 1)

    def paged(self, source: str, pages: int, most: int) -> None:
        """So many older pages of a source were read, of so many at most."""
        if source not in self._pages:
            self._pages[source] = self._progress.add_task(f"{source}: older pages", total=most)
        self._progress.update(self._pages[source], completed=pages)

    def ended(self, source: str, line: str | Text) -> None:
        """A check ended: its line goes above the bars."""
        self._progress.console.print(line)
        self._progress.advance(self._all)
        if source in self._pages:
            self._progress.remove_task(self._pages.pop(source))
