"""What is owed, what was given up, who is told no more."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.commands import output
from monitor.commands.doctor.finding import Finding, ok, warning, wrong
from monitor.config.settings import Settings
from monitor.store.store import Store

LONG = timedelta(hours=1)


def examine(settings: Settings, store: Store, now: datetime) -> Iterator[Finding]:
    """One finding for each target that is not told as it should be."""
    configured = {target.id for target in settings.targets}
    found = [*_switched_off(store, configured, now), *_debts(store, configured, now)]
    yield from found
    if configured and not found:
        targets = output.counted(len(configured), "target")
        yield ok("deliveries", f"{targets}, nothing is owed for long, nothing was given up")


def _switched_off(store: Store, configured: set[str], now: datetime) -> Iterator[Finding]:
    for state in store.targets():
        if not state.active and state.target in configured:
            about = f"target {state.target}"
            said = f"switched off {output.ago(state.changed_at, now)}"
            yield wrong(about, f"{said}: {state.reason}", f"feed-monitor test {state.target}")


def _debts(store: Store, configured: set[str], now: datetime) -> Iterator[Finding]:
    for debt in store.debts():
        about, count = f"target {debt.target}", output.counted(debt.count, "delivery")
        if debt.state == "dead":
            look = f"feed-monitor deliveries --target {debt.target} --state dead; then: replay"
            yield wrong(about, f"{count} given up", look)
        elif debt.target not in configured:
            yield warning(about, f"{count} owed to a target that is not configured any more")
        elif now - debt.oldest_at > LONG:
            since = output.ago(debt.oldest_at, now)
            hint = f"feed-monitor test {debt.target}"
            yield warning(about, f"{count} {debt.state}, the oldest of {since}", hint)
