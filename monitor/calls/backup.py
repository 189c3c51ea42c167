"""`backup`: everything that is kept, in one file."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.options import CONFIG, Config, Json, called


@called("backup", "backup monday.backup", "backup /mnt/disk/feed-monitor.backup --json")
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it.")],
    config: Config = CONFIG,
    as_json: Json = False,
) -> int:
    """Write all that is kept to one file.

    A daemon may run meanwhile. The file is the same whether the store is SQLite or PostgreSQL,
    and can be restored into either.
    """
    from monitor.commands import backup as command

    return command.run(config, file, as_json=as_json)
