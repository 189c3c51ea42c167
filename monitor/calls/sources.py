"""`sources`: what is watched."""

from typing import Annotated

import typer

from monitor.options import CONFIG, Config, Json, OfSources, called, in_bounds


@called("sources", "sources", "sources --json")
def list_sources(
    only: OfSources = None,
    since: Annotated[
        int | None,
        typer.Option(
            "--since",
            min=0,
            metavar="SEQ",
            help="Only where something happened after it.",
            callback=in_bounds,
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", min=1, metavar="N", help="The last N; else all.", callback=in_bounds
        ),
    ] = None,
    config: Config = CONFIG,
    as_json: Json = False,
) -> int:
    """List the sources and how they stand."""
    from monitor.commands import sources as command

    return command.show(config, command.Window(only or [], since, limit), as_json=as_json)
