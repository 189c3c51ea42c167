"""`test`: a test message."""

from typing import Annotated

import typer

from monitor.options import CONFIG, Config, Json, called


@called("test", "test ops-hook")
def send_test(
    target: Annotated[str, typer.Argument(metavar="TARGET")],
    config: Config = CONFIG,
    as_json: Json = False,
) -> int:
    """Send a test message to a target now, and show the answer."""
    from monitor.commands import deliveries as command

    return command.test(config, target, as_json=as_json)
