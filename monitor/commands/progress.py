"""A bar for work that takes its time: on a terminal only, and gone when the work is done."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from monitor.commands import output


@contextmanager
def bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """Gives what is told how far the work is: how much is done, of how much."""
    if not sys.stderr.isatty():
        yield _nothing
        return
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    parts = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*parts, console=output.err(), transient=True) as shown:
        task = shown.add_task(what, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


def _nothing(done: int, total: int) -> None:
    """Nobody is there to look at a bar."""
