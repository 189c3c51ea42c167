"""`diff`: what an edit changed."""

from typing import Annotated

import typer

from monitor.options import CONFIG, Config, Json, Release, called


@called("diff", "diff 3f2a9c1b", "diff 3f2a9c1b --from 1 --to 3 --format unified")
def diff(
    release: Release,
    first: Annotated[
        int | None, typer.Option("--from", min=1, metavar="N", help="From this revision.")
    ] = None,
    last: Annotated[
        int | None, typer.Option("--to", min=1, metavar="M", help="To this one.")
    ] = None,
    form: Annotated[
        str, typer.Option("--format", metavar="FORM", help="words, unified or html.")
    ] = "words",
    config: Config = CONFIG,
    as_json: Json = False,
) -> int:
    """Show what an edit changed: by default the last one."""
    from monitor.commands import history

    return history.show_diff(config, release, (first, last), form=form, as_json=as_json)
