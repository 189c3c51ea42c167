"""`add`: a place, written into the configuration."""

from typing import Annotated

import typer

from monitor.options import CONFIG, Config, Json, Render, Wait, called


@called("add", "add https://example.org/news", "add https://example.org/ --id office --dry-run")
def add(
    place: Annotated[str, typer.Argument(metavar="PLACE", help="A URL, a file or a glob.")],
    name: Annotated[str | None, typer.Option("--id", help="Its id, for ever.")] = None,
    kind: Annotated[
        str | None, typer.Option("--as", metavar="KIND", help="Add it as this kind of source.")
    ] = None,
    every: Annotated[str | None, typer.Option("--every", help="When to look: 15m, auto.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="What it is called.")] = None,
    render: Render = None,
    wait: Wait = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it; write nothing.")] = False,
    config: Config = CONFIG,
    as_json: Json = False,
) -> int:
    """Find out what a place is, and write it into the configuration."""
    from monitor.commands import add as command
    from monitor.commands.trial import Question

    question = Question(place, kind, render=render, wait=wait)
    wish = command.Wish(question, name, every, title, dry_run)
    return command.run(config, wish, as_json=as_json)
