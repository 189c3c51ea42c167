"""`run`: the daemon."""

from typing import Annotated

import typer

from monitor.options import CONFIG, Config, called


@called("run", "run", "run --config /etc/feed-monitor/config.yaml --log-json")
def run(
    config: Config = CONFIG,
    log_json: Annotated[bool, typer.Option("--log-json", help="Log lines of JSON.")] = False,
) -> int:
    """Run the daemon: watch on schedule, publish, tell."""
    import signal

    from monitor import logs

    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # until the daemon takes it: it would end us
    logs.set_up(as_json=log_json)
    from monitor import daemon

    return daemon.run(config)
