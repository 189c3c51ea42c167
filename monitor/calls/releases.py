"""`releases`: what was found."""

from monitor.options import CONFIG, Config, Json, Limit, OfSources, Since, called


@called("releases", "releases --source csto --limit 20", "releases --json")
def releases(
    only: OfSources = None,
    since: Since = None,
    limit: Limit = 100,
    config: Config = CONFIG,
    as_json: Json = False,
) -> int:
    """List releases, oldest first."""
    from monitor.commands import history

    window = history.Window(only or [], since, limit)
    return history.releases(config, window, as_json=as_json)
