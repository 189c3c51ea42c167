"""`check`: visits now."""

from monitor.options import CONFIG, Config, Json, Sources, called


@called("check", "check", "check csto --json")
def check(sources: Sources = None, config: Config = CONFIG, as_json: Json = False) -> int:
    """Visit sources now, due or not, and say what came of it."""
    from monitor.commands import check as command

    return command.run(config, sources or [], as_json=as_json)
