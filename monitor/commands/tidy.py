"""`tidy`: hold every history to its limits."""

from pathlib import Path

from monitor import clock
from monitor.commands import output
from monitor.commands.session import session


def run(config: Path, *, as_json: bool) -> int:
    """Trim now; beside a running daemon too."""
    with session(config) as opened:
        gone = opened.store.trim(clock.now())
    if as_json:
        output.document({"versions": gone.versions, "releases": gone.releases})
        return 0
    versions, releases = (
        output.counted(gone.versions, "version"),
        output.counted(gone.releases, "release"),
    )
    output.line(f"{versions} and {releases} were beyond the limits, and are gone")
    return 0
