"""`explain`: why items are one release, or two."""

from typing import Annotated

import typer

from monitor.options import CONFIG, Config, Json, Release, called


@called("explain", "explain 3f2a9c1b", "explain 3f2a9c1b 77d0e2aa --json")
def explain(
    release: Release,
    other: Annotated[
        str | None, typer.Argument(metavar="[OTHER]", help="Another one, to compare with.")
    ] = None,
    config: Config = CONFIG,
    as_json: Json = False,
) -> int:
    """Say what a release is known by, and why another is not it."""
    from monitor.commands import identity

    return identity.explain(config, release, other, as_json=as_json)
