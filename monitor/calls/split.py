"""`split`: one release is two, or tells a story of its own."""

from typing import Annotated

import typer

from monitor.options import CONFIG, Config, Json, Release, called


@called("split", "split 3f2a9c1b --from 4", "split 77d0e2aa")
def split(
    release: Release,
    revision: Annotated[
        int | None,
        typer.Option("--from", min=2, metavar="N", help="The first revision of the new one."),
    ] = None,
    config: Config = CONFIG,
    as_json: Json = False,
) -> int:
    """Make the later revisions of a release one of their own.

    Without --from: part it from the story that it tells with other sources. It holds for ever and
    nobody is told anything; `undo` takes it back.
    """
    from monitor.commands import identity

    return identity.split(config, release, revision, as_json=as_json)
