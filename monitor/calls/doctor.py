"""`doctor`: is all well?"""

from typing import Annotated

import typer

from monitor.options import CONFIG, Config, Json, called


@called("doctor", "doctor", "doctor --hosts 0 --json")
def doctor(
    hosts: Annotated[
        int, typer.Option("--hosts", min=0, metavar="N", help="Ask so many hosts of sources.")
    ] = 50,
    config: Config = CONFIG,
    as_json: Json = False,
) -> int:
    """Look at everything: is all well, and if not, what to do.

    The configuration, the store, the daemon, sources that fail, what is owed, the feeds against
    the rules of publishing, and whether the hosts of sources answer.
    """
    from monitor.commands.doctor import run as command

    return command.run(config, hosts, as_json=as_json)
