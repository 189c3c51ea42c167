"""`merge`: two releases are one, or two sources tell one story."""

from monitor.options import CONFIG, Config, Json, Release, called


@called("merge", "merge 3f2a9c1b 77d0e2aa")
def merge(first: Release, second: Release, config: Config = CONFIG, as_json: Json = False) -> int:
    """Make the second release one with the first, for ever.

    Releases of two sources become one story, with two places. Nobody is told anything; `undo`
    takes it back.
    """
    from monitor.commands import identity

    return identity.merge(config, first, second, as_json=as_json)
