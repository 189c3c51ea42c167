"""The command line: how each command is called. What it does stands in `monitor.commands`.

Nothing heavy is imported before a command runs: `--help` answers at once.
"""

import gc
import os
import sys
from typing import Annotated

import typer

from monitor.errors import ConfigError, MonitorError
from monitor.options import (
    CONFIG,
    NAME,
    Config,
    Json,
    Limit,
    OfSources,
    RootConfig,
    Since,
    SomeSources,
    Sources,
    Target,
    Version,
    example,
    group,
)

GARBAGE_OBJECTS = 50_000
"""How many objects are made before cycles are looked for: 700, as Python has it, is a tenth of a
short command's time, for a start makes objects that live to its end."""

SHOWN_PROBLEMS = 100
"""Of a configuration; more than that is one mistake made often."""

FIRST_STEPS = """\b
The first three things to do:
  feed-monitor try https://example.org/feed.xml    what would this place give?
  feed-monitor config check                        is config.yaml right?
  feed-monitor run                                 watch, publish, tell

\b
Exit codes: 0 done, 1 something failed, 2 wrong usage, 78 wrong configuration.
"""


app = group(
    "Watches places where organisations publish, and tells people: feeds, diffs, webhooks.",
    FIRST_STEPS,
)
config_app = group("The configuration: check it, or print what could be in it.")
app.add_typer(config_app, name="config")


@app.callback()
def root(config: RootConfig = CONFIG, version: Version = False) -> None:
    """Options before the command; both are seen to by their callbacks."""


# ── watching ───────────────────────────────────────────────────────────────────────────────


@app.command(epilog=example("run", "run --config /etc/feed-monitor/config.yaml --log-json"))
def run(
    config: Config = CONFIG,
    log_json: Annotated[bool, typer.Option("--log-json", help="Log lines of JSON.")] = False,
) -> None:
    """Run the daemon: watch on schedule, publish, tell."""
    import signal

    from monitor import logs

    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # until the daemon takes it: it would end us
    logs.set_up(as_json=log_json)
    from monitor import daemon

    raise typer.Exit(daemon.run(config))


@app.command(
    "try",
    epilog=example(
        "try https://example.org/feed.xml",
        "try saved.html --base-url https://example.org/terms --as page",
        "try 'texts/*.txt' --json",
    ),
)
def try_place(
    place: Annotated[str, typer.Argument(metavar="PLACE", help="A URL, a file or a glob.")],
    kind: Annotated[
        str | None, typer.Option("--as", metavar="KIND", help="Read it as this kind of source.")
    ] = None,
    base_url: Annotated[
        str | None, typer.Option("--base-url", metavar="URL", help="Where a file was saved from.")
    ] = None,
    config: Config = CONFIG,
    as_json: Json = False,
) -> None:
    """Show what a place would give; keep nothing."""
    from monitor.commands import trial

    question = trial.Question(place, kind, base_url)
    raise typer.Exit(trial.run(config, question, must_exist=config != CONFIG, as_json=as_json))


@app.command(
    epilog=example("add https://example.org/news", "add https://example.org/ --id office --dry-run")
)
def add(
    place: Annotated[str, typer.Argument(metavar="PLACE", help="A URL, a file or a glob.")],
    name: Annotated[str | None, typer.Option("--id", help="Its id, for ever.")] = None,
    kind: Annotated[
        str | None, typer.Option("--as", metavar="KIND", help="Add it as this kind of source.")
    ] = None,
    every: Annotated[str | None, typer.Option("--every", help="When to look: 15m, auto.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="What it is called.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it; write nothing.")] = False,
    config: Config = CONFIG,
    as_json: Json = False,
) -> None:
    """Find out what a place is, and write it into the configuration."""
    from monitor.commands import add as command
    from monitor.commands.trial import Question

    wish = command.Wish(Question(place, kind, None), name, every, title, dry_run)
    raise typer.Exit(command.run(config, wish, as_json=as_json))


@app.command(epilog=example("check", "check csto --json"))
def check(sources: Sources = None, config: Config = CONFIG, as_json: Json = False) -> None:
    """Visit sources now, due or not, and say what came of it."""
    from monitor.commands import check as command

    raise typer.Exit(command.run(config, sources or [], as_json=as_json))


@app.command(epilog=example("pause csto"))
def pause(sources: SomeSources, config: Config = CONFIG) -> None:
    """Visit these sources no more, until they are resumed."""
    from monitor.commands import sources as command

    raise typer.Exit(command.pause(config, sources, paused=True))


@app.command(epilog=example("resume csto"))
def resume(sources: SomeSources, config: Config = CONFIG) -> None:
    """Visit these sources again; they are due at once."""
    from monitor.commands import sources as command

    raise typer.Exit(command.pause(config, sources, paused=False))


@app.command(epilog=example("forget csto", "forget csto --yes"))
def forget(
    source: Annotated[str, typer.Argument(metavar="SOURCE")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    config: Config = CONFIG,
) -> None:
    """Erase everything that is kept of a source."""
    from monitor.commands import sources as command

    raise typer.Exit(command.forget(config, source, sure=yes))


# ── reading ────────────────────────────────────────────────────────────────────────────────


@app.command("sources", epilog=example("sources", "sources --json"))
def list_sources(only: OfSources = None, config: Config = CONFIG, as_json: Json = False) -> None:
    """List the sources and how they stand."""
    from monitor.commands import sources as command

    raise typer.Exit(command.show(config, only or [], as_json=as_json))


@app.command(epilog=example("releases --source csto --limit 20", "releases --json"))
def releases(
    only: OfSources = None,
    since: Since = None,
    limit: Limit = 100,
    config: Config = CONFIG,
    as_json: Json = False,
) -> None:
    """List releases, oldest first."""
    from monitor.commands import history

    window = history.Window(only or [], since, limit)
    raise typer.Exit(history.releases(config, window, as_json=as_json))


@app.command(epilog=example("changes --since 812", "changes --source csto --json"))
def changes(
    only: OfSources = None,
    since: Since = None,
    limit: Limit = 100,
    held: Annotated[bool, typer.Option("--held", help="Only what is held back.")] = False,
    config: Config = CONFIG,
    as_json: Json = False,
) -> None:
    """List what happened to releases, oldest first."""
    from monitor.commands import history

    window = history.Window(only or [], since, limit)
    raise typer.Exit(history.changes(config, window, held=held, as_json=as_json))


@app.command(epilog=example("diff 3f2a9c1b", "diff 3f2a9c1b --from 1 --to 3 --format unified"))
def diff(
    release: Annotated[
        str, typer.Argument(metavar="RELEASE", help="An id, or the beginning of one.")
    ],
    first: Annotated[
        int | None, typer.Option("--from", min=1, metavar="N", help="From this revision.")
    ] = None,
    last: Annotated[
        int | None, typer.Option("--to", min=1, metavar="M", help="To this one.")
    ] = None,
    form: Annotated[
        str, typer.Option("--format", metavar="FORM", help="words, unified or html.")
    ] = "words",
    config: Config = CONFIG,
    as_json: Json = False,
) -> None:
    """Show what an edit changed: by default the last one."""
    from monitor.commands import history

    raise typer.Exit(history.show_diff(config, release, (first, last), form=form, as_json=as_json))


# ── telling ────────────────────────────────────────────────────────────────────────────────


@app.command(epilog=example("deliveries --target ops-hook --state dead"))
def deliveries(
    target: Target = None,
    state: Annotated[
        list[str] | None,
        typer.Option("--state", metavar="STATE", help="owed, sent, retrying or dead; repeatable."),
    ] = None,
    since: Since = None,
    limit: Limit = 100,
    config: Config = CONFIG,
    as_json: Json = False,
) -> None:
    """List who is owed what, and what was sent, oldest first."""
    from monitor.commands import deliveries as command

    window = command.Window(target, state or [], since, limit)
    raise typer.Exit(command.show(config, window, as_json=as_json))


@app.command(epilog=example("replay msg_0123abcd", "replay --from 800 --to 812 --target ops-hook"))
def replay(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", show_default=False)] = None,
    first: Annotated[
        int | None, typer.Option("--from", min=1, metavar="SEQ", help="From this sequence.")
    ] = None,
    last: Annotated[
        int | None, typer.Option("--to", min=1, metavar="SEQ", help="To this one.")
    ] = None,
    target: Target = None,
    config: Config = CONFIG,
) -> None:
    """Deliver again, by id or by a range of sequences."""
    from monitor.commands import deliveries as command

    raise typer.Exit(command.replay(config, ids or [], (first, last), target))


@app.command("test", epilog=example("test ops-hook"))
def send_test(
    target: Annotated[str, typer.Argument(metavar="TARGET")],
    config: Config = CONFIG,
    as_json: Json = False,
) -> None:
    """Send a test message to a target now, and show the answer."""
    from monitor.commands import deliveries as command

    raise typer.Exit(command.test(config, target, as_json=as_json))


# ── the configuration ──────────────────────────────────────────────────────────────────────


@config_app.command("check", epilog=example("config check", "config check --json"))
def config_check(config: Config = CONFIG, as_json: Json = False) -> None:
    """Say everything that is wrong with the configuration, with its line."""
    from monitor.commands import configuration

    raise typer.Exit(configuration.check(config, as_json=as_json))


@config_app.command("schema", epilog=example("config schema > config.schema.json"))
def config_schema(_config: Config = CONFIG) -> None:
    """Print the configuration's JSON Schema, for editors."""
    from monitor.commands import configuration

    raise typer.Exit(configuration.schema())


# ── the program ────────────────────────────────────────────────────────────────────────────


def main() -> None:
    """Run one command and end the process with its exit code."""
    gc.set_threshold(GARBAGE_OBJECTS, 20, 100)
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
