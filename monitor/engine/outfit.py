"""What checks go out with: a door, turns at hosts, readers, a browser.

    outfit = Outfit(settings, store)
    check = await outfit.checker.check(row)
    outfit.renew(fetch)                       # after a reload: the newest rules are in force
    await outfit.close()

Rules may change while checks are under way. Who is still inside an old door leaves it in peace;
what hosts asked of us (pauses, spacing) stands: it is written on the slate.
"""

from typing import TYPE_CHECKING

from monitor import clock
from monitor.config.settings import Fetch, Settings
from monitor.intake.backfill import Paged, nobody
from monitor.intake.check import Checker
from monitor.intake.reader.readers import Readers
from monitor.intake.render.browser import Browser
from monitor.intake.visit.hosts import Hosts
from monitor.intake.visit.slate import SUFFIX, SharedSlate
from monitor.intake.visit.visitor import Visitor
from monitor.net.door import Door
from monitor.net.room import Room
from monitor.store.opening import beside
from monitor.store.store import Store

if TYPE_CHECKING:
    from monitor.metrics import Metrics


class Outfit:
    """Kept for as long as the program checks anything. `paged` is told of each older page read."""

    checker: Checker
    """Checks by the newest rules."""

    hosts: Hosts
    """Whose turn it is, at every host."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        *,
        metrics: "Metrics | None" = None,
        room: Room | None = None,
        paged: Paged = nobody,
    ) -> None:
        self._store = store
        self._room = room
        self._paged = paged
        self._readers = Readers(metrics)
        self._browser = Browser()
        self._slate = SharedSlate(beside(settings.store, settings.root, SUFFIX))
        self._doors: list[Door] = []
        self._per_host: tuple[int, float] | None = None
        self.renew(settings.fetch)

    @property
    def door(self) -> Door:
        """The door with the newest rules: for every request that leaves."""
        return self._doors[-1]

    def renew(self, fetch: Fetch) -> None:
        """Take up new rules, from the next check on."""
        per_host = (fetch.concurrency, fetch.delay_seconds)
        if self._per_host != per_host:
            self._per_host, self.hosts = per_host, Hosts(*per_host, self._slate)
        self._doors.append(Door(fetch, room=self._room))
        self.checker = Checker(
            self._store,
            Visitor(self.door, fetch, clock.now, self.hosts, self._store, self._browser),
            self._readers,
            clock.now,
            reading_seconds=fetch.limits.deadline_seconds,
            paged=self._paged,
        )

    async def close(self) -> None:
        """Put everything away. Checks must have ended, and whoever else uses the door."""
        await self._readers.close()
        await self._browser.close()
        for door in self._doors:
            await door.close()
        self._slate.close()
