"""`tidy`: what is old enough goes, now."""

from monitor.options import CONFIG, Config, Json, called


@called("tidy", "tidy", "tidy --json")
def tidy(config: Config = CONFIG, as_json: Json = False) -> int:
    """Hold every history to its limits now, not tonight."""
    from monitor.commands import tidy as command

    return command.run(config, as_json=as_json)
