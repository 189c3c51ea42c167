"""`export`: what is watched, as a list."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.options import CONFIG, Config, Json, called


@called("export", "export subscriptions.opml", "export sources.jsonl --json")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="*.opml or *.jsonl.")],
    config: Config = CONFIG,
    as_json: Json = False,
) -> int:
    """Write a list of what is watched.

    *.opml has the feeds, *.jsonl all sources. Secrets that are written out in the configuration
    are left out.
    """
    from monitor.commands import export as command

    return command.run(config, file, as_json=as_json)
