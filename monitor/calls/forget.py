"""`forget`: a source and all that is kept of it, gone."""

from typing import Annotated

import typer

from monitor.options import CONFIG, Config, called


@called("forget", "forget csto", "forget csto --yes")
def forget(
    source: Annotated[str, typer.Argument(metavar="SOURCE")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    config: Config = CONFIG,
) -> int:
    """Erase everything that is kept of a source."""
    from monitor.commands import sources as command

    return command.forget(config, source, sure=yes)
