"""`try`: what a place would give."""

from typing import Annotated

import typer

from monitor.options import CONFIG, Config, Json, Render, Wait, called


@called(
    "try",
    "try https://example.org/feed.xml",
    "try saved.html --base-url https://example.org/terms --as page",
    "try 'texts/*.txt' --json",
)
def try_place(
    place: Annotated[str, typer.Argument(metavar="PLACE", help="A URL, a file or a glob.")],
    kind: Annotated[
        str | None, typer.Option("--as", metavar="KIND", help="Read it as this kind of source.")
    ] = None,
    base_url: Annotated[
        str | None, typer.Option("--base-url", metavar="URL", help="Where a file was saved from.")
    ] = None,
    render: Render = None,
    wait: Wait = None,
    config: Config = CONFIG,
    as_json: Json = False,
) -> int:
    """Show what a place would give; keep nothing."""
    from monitor.commands import try_
    from monitor.commands.trial import Question

    question = Question(place, kind, base_url, render, wait)
    return try_.run(config, question, must_exist=config != CONFIG, as_json=as_json)
