"""`tell`: what was held back is told after all."""

from collections.abc import Sequence
from pathlib import Path

from monitor import shapes
from monitor.commands import output
from monitor.commands.session import session
from monitor.web import difference


def tell(config: Path, sequences: Sequence[int], *, as_json: bool) -> int:
    """Tell held changes. Beside a running daemon it sends them; without one they wait for it."""
    with session(config, sync=False) as opened:
        store = opened.store
        count = store.tell(sequences)
        runs = store.daemon_runs()
        if as_json:
            rows = [row for number in sorted(set(sequences)) if (row := store.change(number))]
            output.document([shapes.change(row, difference.of(store, row)) for row in rows])
            return 0
    output.line(f"{output.counted(count, 'change')} held back no more")
    when = "the daemon sends them" if runs else "sent when the daemon runs: feed-monitor run"
    output.remark(f"targets that match are told: {when}")
    return 0
