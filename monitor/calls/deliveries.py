"""`deliveries`: who is owed what."""

from typing import Annotated

import typer

from monitor.options import CONFIG, Config, Json, Limit, OfSources, Since, Target, called


@called(
    "deliveries", "deliveries --target ops-hook --state dead", "deliveries --source csto --json"
)
def deliveries(
    only: OfSources = None,
    target: Target = None,
    state: Annotated[
        list[str] | None,
        typer.Option("--state", metavar="STATE", help="owed, sent, retrying or dead; repeatable."),
    ] = None,
    since: Since = None,
    limit: Limit = 100,
    config: Config = CONFIG,
    as_json: Json = False,
) -> int:
    """List who is owed what, and what was sent, oldest first."""
    from monitor.commands import deliveries as command

    window = command.Window(only or [], target, state or [], since, limit)
    return command.show(config, window, as_json=as_json)
