"""`restore`: a backup in place of what is kept."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.options import CONFIG, Config, Json, called


@called("restore", "restore monday.backup", "restore monday.backup --dry-run")
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `backup` has written.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only check that it is whole.")
    ] = False,
    config: Config = CONFIG,
    as_json: Json = False,
) -> int:
    """Put a backup in place of what is kept.

    The backup is checked to its end first. The store that was there is put aside, and it is said
    where. No daemon may run meanwhile.
    """
    from monitor.commands import restore as command

    return command.run(config, file, dry=dry_run, as_json=as_json)
