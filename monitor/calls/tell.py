"""`tell`: what was held back, told."""

from typing import Annotated

import typer

from monitor.options import CONFIG, Config, Json, called, in_bounds


@called("tell", "tell 812", "tell 812 815 --json")
def tell(
    sequences: Annotated[
        list[int],
        typer.Argument(metavar="SEQ...", min=1, show_default=False, callback=in_bounds),
    ],
    config: Config = CONFIG,
    as_json: Json = False,
) -> int:
    """Tell changes now that are held back."""
    from monitor.commands import holding

    return holding.tell(config, sequences, as_json=as_json)
