"""`changes`: what happened to releases."""

from typing import Annotated

import typer

from monitor.options import CONFIG, Config, Json, Limit, OfSources, Since, called


@called("changes", "changes --since 812", "changes --source csto --json")
def changes(
    only: OfSources = None,
    since: Since = None,
    limit: Limit = 100,
    held: Annotated[bool, typer.Option("--held", help="Only what is held back.")] = False,
    config: Config = CONFIG,
    as_json: Json = False,
) -> int:
    """List what happened to releases, oldest first."""
    from monitor.commands import history

    window = history.Window(only or [], since, limit)
    return history.changes(config, window, held=held, as_json=as_json)
