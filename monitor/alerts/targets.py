"""What a new configuration means for targets: lost ones, those found again, their digests.

What a lost target is owed stays owed: its messages are neither sent nor counted as attempts, and
they go out once it is back. One that switched itself off by a 410 stays off.
"""

from collections.abc import Iterable
from datetime import datetime

from monitor.alerts.route import digest_at
from monitor.config.settings import Target
from monitor.store.store import Store

LOST = "not in the configuration"


def set_aside(store: Store, target_id: str, now: datetime) -> None:
    """Send nothing to a target that the configuration does not know."""
    store.switch_target(target_id, active=False, reason=LOST, now=now)


def take_back(store: Store, configured: Iterable[Target], now: datetime) -> None:
    """Send again to those that were lost and are configured now."""
    ids = {target.id for target in configured}
    for state in store.targets():
        if not state.active and state.reason == LOST and state.target in ids:
            store.switch_target(state.target, active=True, reason=None, now=now)


def plan_digests(store: Store, configured: Iterable[Target], now: datetime) -> None:
    """What was gathered is told when the schedule in force says so, at once where none is left."""
    store.plan_digests({target.id: digest_at(target, now) for target in configured}, now)
