"""Seen ─▸ owed: changes that nobody was told of yet become deliveries, in one transaction."""

from collections.abc import Callable

import structlog

from monitor.alerts.route import gather, reads_texts, route
from monitor.clock import Clock
from monitor.config.settings import Settings
from monitor.errors import StoreError
from monitor.model.delivery import Delivery, DigestItem
from monitor.store.store import Store
from monitor.store.views import ChangeRow

log = structlog.get_logger()

BATCH = 200
"""Changes in one transaction."""


class Pending:
    """Routes what the store holds unrouted. A change that cannot be routed holds up no other."""

    def __init__(self, store: Store, settings: Callable[[], Settings], clock: Clock) -> None:
        self._store = store
        self._settings = settings
        self._clock = clock
        self._stuck: set[int] = set()

    def route(self) -> int:
        """Route up to BATCH changes, oldest first; how many. Blocks. Raises StoreError."""
        sequences: list[int] = []
        owed: list[Delivery] = []
        items: list[DigestItem] = []
        for change in self._store.unrouted(BATCH + len(self._stuck)):
            routed = self._routed(change)
            if routed is not None:
                sequences.append(change.sequence)
                owed.extend(routed[0])
                items.extend(routed[1])
        if sequences:
            once = {target.id for target in self._settings().targets if target.one_per_story}
            self._store.route(sequences, owed, items, once=once)
        return len(sequences)

    def _routed(
        self, change: ChangeRow
    ) -> tuple[tuple[Delivery, ...], tuple[DigestItem, ...]] | None:
        """What one change owes, at once and in digests; None where a bug stands in the way: then
        it stays unrouted."""
        targets = self._settings().targets
        try:
            texts = {change.sequence: self._text(change)} if reads_texts(targets) else {}
            now = self._clock()
            return route((change,), targets, now, texts), gather((change,), targets, now, texts)
        except StoreError:
            raise
        except Exception:
            if change.sequence not in self._stuck:
                self._stuck.add(change.sequence)
                log.exception("routing_broke", sequence=change.sequence)
            return None

    def _text(self, change: ChangeRow) -> str:
        """What the release said when this change was made of it."""
        if not change.told or change.release is None or change.revision is None:
            return ""
        revision = self._store.revision(change.release, change.revision)
        return revision.text if revision else ""
