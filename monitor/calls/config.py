"""`config check` and `config schema`: is it right, and what could be in it."""

from monitor.options import CONFIG, Config, Json, called


@called("config check", "config check", "config check --json")
def config_check(config: Config = CONFIG, as_json: Json = False) -> int:
    """Say everything that is wrong with it, with its line."""
    from monitor.commands import configuration

    return configuration.check(config, as_json=as_json)


@called("config schema", "config schema > config.schema.json")
def config_schema(_config: Config = CONFIG, _as_json: Json = False) -> int:
    """Print the configuration's JSON Schema, for editors."""
    from monitor.commands import configuration

    return configuration.schema()
