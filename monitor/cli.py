"""The command line: every command, and the process around the one that is called.

A command is one file in `monitor.calls` and one row here. Nothing heavy is imported before it runs:
`--help` answers at once.
"""

import atexit
import gc
import os
import sys
from functools import wraps
from typing import Any

import typer

from monitor.calls.add import add
from monitor.calls.backup import backup
from monitor.calls.changes import changes
from monitor.calls.check import check
from monitor.calls.config import config_check, config_schema
from monitor.calls.deliveries import deliveries
from monitor.calls.diff import diff
from monitor.calls.doctor import doctor
from monitor.calls.explain import explain
from monitor.calls.export import export
from monitor.calls.forget import forget
from monitor.calls.import_ import import_list
from monitor.calls.merge import merge
from monitor.calls.pause import pause
from monitor.calls.releases import releases
from monitor.calls.replay import replay
from monitor.calls.restore import restore
from monitor.calls.resume import resume
from monitor.calls.run import run
from monitor.calls.sources import list_sources
from monitor.calls.split import split
from monitor.calls.tell import tell
from monitor.calls.test_ import send_test
from monitor.calls.tidy import tidy
from monitor.calls.try_ import try_place
from monitor.calls.undo import undo
from monitor.errors import ConfigError, MonitorError
from monitor.options import CONFIG, NAME, Command, RootConfig, Version, example, group

COMMANDS: tuple[Command, ...] = (
    # watching
    run,
    try_place,
    add,
    import_list,
    export,
    check,
    pause,
    resume,
    forget,
    # reading
    list_sources,
    releases,
    changes,
    diff,
    # who is who
    explain,
    merge,
    split,
    undo,
    # telling
    tell,
    deliveries,
    replay,
    send_test,
    # looking after it
    doctor,
    tidy,
    backup,
    restore,
    config_check,
    config_schema,
)
"""In the order of `--help`."""

FIRST_STEPS = """\b
The first three things to do:
  feed-monitor try https://example.org/feed.xml    what would this place give?
  feed-monitor config check                        is config.yaml right?
  feed-monitor run                                 watch, publish, tell

\b
Exit codes: 0 done, 1 something failed, 2 wrong usage, 78 wrong configuration.
"""

GARBAGE_OBJECTS = 200_000
"""How many objects are made before cycles are looked for: 700, as Python has it, is a tenth of a
short command's time, for a start makes objects that live to its end: 100,000 of them and more."""

SHOWN_PROBLEMS = 100
"""Of a configuration; more than that is one mistake made often."""

app = group(
    "Watches places where organisations publish, and tells people: feeds, diffs, webhooks.",
    FIRST_STEPS,
)
config_app = group("The configuration: check it, or print what could be in it.")
app.add_typer(config_app, name="config")


@app.callback()
def root(config: RootConfig = CONFIG, version: Version = False) -> None:
    """Options before the command; both are seen to by their callbacks."""


def _offer(command: Command) -> None:
    """Put a command into the group that its name says."""

    @wraps(command.run)
    def ending_with_its_code(*words: Any, **options: Any) -> None:
        raise typer.Exit(command.run(*words, **options))

    inside, _, name = command.name.rpartition(" ")
    place = config_app if inside == "config" else app
    place.command(name, epilog=example(*command.examples))(ending_with_its_code)


for _command in COMMANDS:
    _offer(_command)


def main() -> None:
    """Run one command and end the process with its exit code."""
    gc.set_threshold(GARBAGE_OBJECTS, 20, 100)
    atexit.register(gc.freeze)  # or Python looks through all for cycles, again and again, to end
    try:
        code = _call()
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read us has had enough, as `| head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)


def _call() -> int:
    try:
        app(prog_name=NAME)
    except MonitorError as error:
        _complain(error)
        return error.exit_code
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def _complain(error: MonitorError) -> None:
    """What went wrong, in plain words on stderr."""
    text = str(error)
    if isinstance(error, ConfigError):
        shown = [str(problem) for problem in error.problems[:SHOWN_PROBLEMS]]
        more = len(error.problems) - len(shown)
        text = "\n".join(shown + ([f"… and {more} more like these"] if more else []))
    visible = "".join(c for c in text if c == "\n" or c.isprintable())
    typer.echo(visible, err=True)
