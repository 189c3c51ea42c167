"""`replay`: what was sent, sent again."""

from typing import Annotated

import typer

from monitor.options import CONFIG, Config, Target, called, in_bounds


@called("replay", "replay msg_0123abcd", "replay --from 800 --to 812 --target ops-hook")
def replay(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", show_default=False)] = None,
    first: Annotated[
        int | None,
        typer.Option(
            "--from", min=1, metavar="SEQ", help="From this sequence.", callback=in_bounds
        ),
    ] = None,
    last: Annotated[
        int | None,
        typer.Option("--to", min=1, metavar="SEQ", help="To this one.", callback=in_bounds),
    ] = None,
    target: Target = None,
    config: Config = CONFIG,
) -> int:
    """Deliver again, by id or by a range of sequences."""
    from monitor.commands import deliveries as command

    return command.replay(config, ids or [], (first, last), target)
