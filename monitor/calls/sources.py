"""`sources`: what is watched."""

from monitor.options import CONFIG, Config, Json, OfSources, called


@called("sources", "sources", "sources --json")
def list_sources(only: OfSources = None, config: Config = CONFIG, as_json: Json = False) -> int:
    """List the sources and how they stand."""
    from monitor.commands import sources as command

    return command.show(config, only or [], as_json=as_json)
