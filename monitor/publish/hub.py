"""The hub is told which feeds changed (WebSub): so that subscribers need not ask (rule P30).

what is kept ─▸ changed since the hub was told last? ─▸ each document's notice ─▸ told so far

How far it was told is kept, and moves on when the hub has taken every notice: after a crash or
trouble with the hub some are sent again, none is lost. What changes meanwhile goes along.
"""

import asyncio
from collections.abc import Callable, Iterator
from http import HTTPStatus
from time import monotonic

import structlog

from feeds import websub
from feeds.formats import FORMATS
from monitor.config.settings import Limits, Settings
from monitor.errors import FetchError, StoreError
from monitor.net.door import Door, Request
from monitor.publish.catalogue import path
from monitor.publish.publisher import Publisher
from monitor.store.store import Store
from monitor.store.views import HubTold

log = structlog.get_logger()

LIMITS = Limits(body_bytes=100_000, decoded_bytes=100_000, redirects=0, deadline_seconds=15.0)
LOOK_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 3600.0
"""A hub that does not take its notices is tried again after five seconds, ten, twenty …"""

MANY = 1000
"""After something held was told, the sources of so many changes are looked at: it was one of
them."""


class Hub:
    """Tells the hub. `leads` says whether this process is the one that does."""

    def __init__(
        self,
        store: Store,
        publisher: Publisher,
        settings: Callable[[], Settings],
        door: Callable[[], Door],
        leads: Callable[[], bool],
    ) -> None:
        self._store = store
        self._publisher = publisher
        self._settings = settings
        self._door = door
        self._leads = leads
        self._failures = 0
        self._not_before = 0.0

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                await self.update()
            except StoreError as error:
                log.warning("hub_not_told", reason=str(error))
            await asyncio.sleep(LOOK_SECONDS)

    async def update(self) -> int:
        """Tell the hub what changed since it was told last; how many notices it took."""
        settings = self._settings()
        if settings.hub is None or not self._leads() or monotonic() < self._not_before:
            return 0
        documents, now_told = await asyncio.to_thread(self._owed, settings, settings.hub)
        for number, url in enumerate(documents):
            trouble = await self._notify(settings.hub, url)
            if trouble:
                self._wait(settings.hub, trouble)
                return number
        if self._failures:
            log.info("hub_goes_on", hub=settings.hub)
        self._failures = 0
        if now_told:
            await asyncio.to_thread(self._store.keep_hub_told, settings.hub, now_told)
        return len(documents)

    def _owed(self, settings: Settings, hub: str) -> tuple[list[str], HubTold | None]:
        """The documents to tell of, and how far the hub is told with them; None: as far as it was.
        A hub that is new hears of what comes from now on."""
        now = HubTold(self._store.newest_sequence(), self._store.tellings())
        told = self._store.hub_told(hub)
        if told is None or told == now:
            return [], None if told else now
        catalogue = self._publisher.catalogue(settings)
        sources = self._changed(told, now)
        names = dict.fromkeys(name for source in sources for name in catalogue.holding(source))
        base = settings.public_url.rstrip("/")
        return [base + at for name in names for at in _paths(name)], now

    def _changed(self, told: HubTold, now: HubTold) -> list[str]:
        rows = self._store.changes(since=told.sequence, limit=MANY)
        sources = {row.source for row in rows}
        if len(rows) == MANY:
            sources |= self._store.changed_since(told.sequence)
        if now.tellings != told.tellings:
            sources |= {row.source for row in self._store.changes(limit=MANY, baseline=False)}
        return sorted(sources)

    async def _notify(self, hub: str, url: str) -> str | None:
        """Why the hub did not take a notice; None where it did."""
        headers = {"content-type": websub.MEDIA_TYPE}
        body = websub.notice(url)
        try:
            reply = await self._door().send(
                Request(hub, "POST", headers, body, limits=LIMITS, redirects=False)
            )
        except FetchError as error:
            return error.message
        taken = HTTPStatus.OK <= reply.status < HTTPStatus.MULTIPLE_CHOICES
        return None if taken else f"it answered {reply.status}"

    def _wait(self, hub: str, trouble: str) -> None:
        if not self._failures:
            log.warning("hub_not_told", hub=hub, reason=trouble)
        wait_seconds = min(LONGEST_WAIT_SECONDS, 5.0 * 2**self._failures)
        self._failures = min(self._failures + 1, 10)
        self._not_before = monotonic() + wait_seconds


def _paths(name: str) -> Iterator[str]:
    for extension in FORMATS:
        for changes in (False, True):
            yield path(name, extension, changes=changes)
