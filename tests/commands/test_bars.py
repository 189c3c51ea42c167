"""The bars that `check` draws on a terminal."""

import io

from rich.console import Console
from rich.progress import Progress, TextColumn

from monitor.commands.bars import Bars


def test_a_bar_for_all_checks_and_one_for_each_source_that_is_paged() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=80)
    progress = Progress(TextColumn("{task.description}"), console=console, auto_refresh=False)
    bars = Bars(progress, checks=2)
    bars.paged("office", 1, 20)
    bars.paged("office", 2, 20)
    assert [(t.description, t.completed, t.total) for t in progress.tasks] == [
        ("checking", 0, 2),
        ("office: older pages", 2, 20),
    ]
    bars.ended("office", "office  ok")
    bars.ended("other", "other   ok")
    assert [(t.description, t.completed) for t in progress.tasks] == [("checking", 2)]


def test_one_check_alone_has_no_bar() -> None:
    progress = Progress(console=Console(file=io.StringIO()), auto_refresh=False)
    Bars(progress, checks=1)
    assert not progress.tasks[0].visible
