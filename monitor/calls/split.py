"""`split`: one release is two."""

from typing import Annotated

import typer

from monitor.options import CONFIG, Config, Json, Release, called


@called("split", "split 3f2a9c1b --from 4")
def split(
    release: Release,
    revision: Annotated[
        int, typer.Option("--from", min=2, metavar="N", help="The first revision of the new one.")
    ],
    config: Config = CONFIG,
    as_json: Json = False,
) -> int:
    """Make the later revisions of a release one of their own.

    It holds for ever and nobody is told anything; `undo` takes it back.
    """
    from monitor.commands import identity

    return identity.split(config, release, revision, as_json=as_json)
