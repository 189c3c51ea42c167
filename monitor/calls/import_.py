"""`import`: a list of subscriptions or sources."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.options import CONFIG, Config, Json, called


@called(
    "import",
    "import subscriptions.opml",
    "import sources.jsonl --dry-run",
    "import mine.jsonl --into more.jsonl --trust",
)
def import_list(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="OPML, or JSON Lines.")],
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="FILE", help="Where to; imported.jsonl beside config.yaml."),
    ] = None,
    trust: Annotated[
        bool, typer.Option("--trust", help="Its ${VARIABLE}s are ours, not plain text.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it; write nothing.")] = False,
    config: Config = CONFIG,
    as_json: Json = False,
) -> int:
    """Watch what a list of feeds or sources names.

    OPML as feed readers write it, or JSON Lines. What is watched already is skipped. The sources
    go into a file that config.yaml includes.
    """
    from monitor.commands import import_ as command

    return command.run(config, command.Wish(file, into, trust, dry_run), as_json=as_json)
