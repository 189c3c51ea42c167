"""`undo`: what was merged or split is as it was."""

from typing import Annotated

import typer

from monitor.options import CONFIG, Config, Json, called


@called("undo", "undo", "undo 3")
def undo(
    number: Annotated[
        int | None, typer.Argument(metavar="[NUMBER]", help="Which one; else the last.")
    ] = None,
    config: Config = CONFIG,
    as_json: Json = False,
) -> int:
    """Take back a merge or a split; `explain` shows their numbers."""
    from monitor.commands import identity

    return identity.undo(config, number, as_json=as_json)
