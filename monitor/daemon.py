"""The daemon: start and stop, in order, and what a reload replaces.

configuration ─▸ store ─▸ presence (who leads) ─▸ a predecessor's leases given back
  ─▸ web (feeds are served from here on) ─▸ outbox, hub ─▸ engine
stop: engine, outbox, hub ─▸ web ─▸ outfit (readers, browser, door) ─▸ presence ─▸ store
"""

import asyncio
import os
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from secrets import token_hex
from time import monotonic

import structlog

from monitor import clock, memory
from monitor.alerts.kinds import NOTIFIERS
from monitor.alerts.outbox import Outbox
from monitor.config.load import load
from monitor.config.settings import Settings
from monitor.config.watch import Watch
from monitor.engine.late import Lateness
from monitor.engine.local import Engine
from monitor.engine.outfit import Outfit
from monitor.engine.signals import Signals
from monitor.errors import ConfigError, StoreError
from monitor.intake.kinds import KINDS
from monitor.metrics import Metrics
from monitor.model.change import Check
from monitor.net.room import Room
from monitor.publish.export import Export
from monitor.publish.hub import Hub
from monitor.publish.publisher import Publisher
from monitor.store.database import Presence
from monitor.store.store import Store
from monitor.web.app import create
from monitor.web.context import Context, Health
from monitor.web.server import Server

log = structlog.get_logger()

CHECKS_GRACE_SECONDS = 6.0
SENDING_GRACE_SECONDS = 6.0
WEB_GRACE_SECONDS = 2.0
"""An orderly stop ends within the 10 seconds that `docker stop` waits. What is cut short is
repeated: a check is still due, a message goes again under its id."""

LAST_SECONDS = 25.0
"""A thread that cannot be cut short (a name server that is silent, a text that takes for ever to
read) holds up the end no longer than this."""

BODIES_BYTES = 16_000_000
"""Bodies held at one time, over all checks: large ones are read one after the other anyway."""

LOOK_SECONDS = 1.0
"""How often config.yaml is looked at."""

WRITABLE_SECONDS = 2.0
"""How long one answer about the store being writable is good for."""


def run(config: Path) -> int:
    """Run until a signal says otherwise; the exit code.

    Raises MonitorError where it cannot start: a wrong configuration, a store that cannot be
    opened or that another daemon holds, an address that is taken.
    """
    memory.settle()
    memory.keep_no_large_blocks()
    settings = load(config, KINDS, NOTIFIERS)
    store = Store.open(settings.store, root=settings.root)
    try:
        presence = store.hold_daemon(_holder())
        try:
            asyncio.run(Daemon(settings, store, presence).live())
        finally:
            presence.let_go()
    finally:
        store.close()
    return 0


class Daemon:
    """Everything that lives while the daemon runs."""

    def __init__(self, settings: Settings, store: Store, presence: Presence) -> None:
        self._settings = settings
        self._watch = Watch(settings.files)
        self._store = store
        self._presence = presence
        self._led = False
        self._metrics = Metrics()
        room = Room(BODIES_BYTES)
        self._outfit = Outfit(settings, store, metrics=self._metrics, room=room)
        self._configuration_error: str | None = None
        self._export_error: str | None = None
        self._store_error: str | None = None
        self._store_looked_at = -WRITABLE_SECONDS
        self._publisher = Publisher(store, self._current, clock.now)
        self._export = Export(store, self._publisher, self._current)
        self._hub = Hub(
            store, self._publisher, self._current, lambda: self._outfit.door, lambda: self._led
        )
        self._outbox = Outbox(
            store,
            lambda: self._outfit.door,
            self._current,
            clock.now,
            presence.holder,
            self._metrics,
        )
        self._engine = Engine(
            store,
            lambda: self._outfit.checker,
            lambda: self._outfit.hosts,
            self._leads,
            clock.now,
            self._committed,
            self._metrics,
        )
        self._lateness = Lateness(
            store, clock.now, lambda: self._engine.ticked_at, lambda: self._settings.late_seconds
        )
        self._server = Server(create(self._context()), settings.host, settings.port)

    async def live(self) -> None:
        """Start in order, work until told to stop, stop in order, whatever happens between."""
        signals = Signals()
        tellers: list[asyncio.Task[None]] = []
        try:
            await asyncio.to_thread(self._prepare)
            await self._server.start()
            tellers.append(asyncio.create_task(self._outbox.run(), name="outbox"))
            tellers.append(asyncio.create_task(self._hub.run(), name="hub"))
            self._engine.start()
            log.info("running", web=self._settings.public_url, sources=len(self._settings.sources))
            await self._until_stopped(signals, tellers)
        finally:
            await self._stop(tellers)

    def _prepare(self) -> None:
        """What the store must know before anything runs. A crash's leases are free at once."""
        for warning in self._settings.warnings:
            log.warning("configuration", warning=warning)
        self._sync(self._settings)
        self._led = self._presence.leads()
        self._look_for_lateness()  # before anything is made up for
        self._repeat_interrupted()

    def _sync(self, settings: Settings) -> None:
        roster = settings.sources
        self._store.sync_sources(roster, clock.now(), digest=roster.digest)
        self._metrics.configured(clock.now())

    def _repeat_interrupted(self) -> None:
        """What daemons that are no more were sending is due again at once."""
        if freed := self._presence.free_predecessors():
            log.info("attempts_interrupted", deliveries=freed)
            self._outbox.wake()

    async def _until_stopped(self, signals: Signals, tellers: Sequence[asyncio.Task[None]]) -> None:
        while not signals.stop.is_set():
            for teller in tellers:
                if teller.done():
                    teller.result()  # raises the bug that ended it: without it nobody is told
            self._engine.raise_what_broke()
            await signals.wait(LOOK_SECONDS)
            changed = await asyncio.to_thread(self._watch.changed)
            if signals.take_reload() or changed:
                await self._reload()
            await asyncio.to_thread(self._export_feeds)
            await asyncio.to_thread(self._look_for_lateness)

    async def _stop(self, tellers: Sequence[asyncio.Task[None]]) -> None:
        log.info("stopping", checks=self._engine.under_way)
        last = threading.Timer(LAST_SECONDS, _end)
        last.daemon = True
        last.start()
        ending = [self._engine.stop(CHECKS_GRACE_SECONDS)]
        if tellers:
            ending.append(self._outbox.stop(SENDING_GRACE_SECONDS))
        await asyncio.gather(*ending)
        for teller in tellers:
            teller.cancel()  # by now that is the hub's: its notices go again
        await asyncio.gather(*tellers, return_exceptions=True)
        await self._server.stop(WEB_GRACE_SECONDS)
        await self._outfit.close()
        log.info("stopped")

    def _look_for_lateness(self) -> None:
        """The one who leads says when checks are late."""
        try:
            if self._led and self._lateness.look():
                self._outbox.wake()
        except StoreError as error:
            log.error("lateness_unknown", error=str(error))

    def _export_feeds(self) -> None:
        """Keep the folder of feeds in step; trouble with it is said once."""
        trouble = None
        try:
            self._export.update()
        except (OSError, StoreError) as error:
            trouble = str(error)
        if trouble and not self._export_error:
            log.error("feeds_not_written", folder=str(self._settings.publish), error=trouble)
        self._export_error = trouble

    # ── reload ─────────────────────────────────────────────────────────────────────────────

    async def _reload(self) -> None:
        """Check everything first, then swap. A wrong file changes nothing, and is shown."""
        try:
            fresh = await asyncio.to_thread(load, self._settings.path, KINDS, NOTIFIERS)
            await asyncio.to_thread(self._sync, fresh)
        except (ConfigError, StoreError) as error:
            self._configuration_error = str(error)
            self._metrics.configured(None)
            log.error("configuration_rejected", error=str(error))
            self._watch.follow((*self._settings.files, *self._wrong_files(error)))
            return
        self._configuration_error = None
        self._take_up(fresh)
        memory.give_back()
        log.info("configuration_taken_up", sources=len(fresh.sources))

    def _wrong_files(self, error: ConfigError | StoreError) -> Iterator[Path]:
        """Files where something must be mended, though nothing that is in force includes them."""
        for problem in error.problems if isinstance(error, ConfigError) else ():
            yield self._settings.root / problem.file

    def _take_up(self, fresh: Settings) -> None:
        old, self._settings = self._settings, fresh
        self._watch.follow(fresh.files)
        if fresh.fetch != old.fetch:
            self._outfit.renew(fresh.fetch)
        if (fresh.store, fresh.host, fresh.port) != (old.store, old.host, old.port):
            log.warning("restart_needed", keys="store, listen")
        self._engine.spread_what_is_due()
        self._outbox.wake()

    # ── what the parts ask of the daemon ───────────────────────────────────────────────────

    def _context(self) -> Context:
        return Context(
            store=self._store,
            publisher=self._publisher,
            settings=self._current,
            clock=clock.now,
            check_now=self._check_now,
            health=self._health,
            metrics=self._metrics,
        )

    def _current(self) -> Settings:
        return self._settings

    def _leads(self) -> bool:
        """Whether this daemon takes up what is due. A stand-by that takes over goes on at once."""
        leads = self._presence.leads()
        if leads and not self._led:
            log.info("lead_taken_over")
            self._repeat_interrupted()
        self._led = leads
        return leads

    def _committed(self) -> None:
        self._outbox.wake()

    async def _check_now(self, source: str) -> Check | None:
        return await self._engine.check_now(source)

    def _health(self) -> Health:
        if monotonic() - self._store_looked_at >= WRITABLE_SECONDS:
            self._store_error = _error_of(self._store.check_writable)
            self._store_looked_at = monotonic()
        return Health(
            tick_age_seconds=monotonic() - self._engine.ticked_at,
            store_error=self._store_error,
            configuration_error=self._configuration_error,
        )


def _error_of(act: Callable[[], None]) -> str | None:
    try:
        act()
    except StoreError as error:
        return str(error)
    return None


def _end() -> None:
    log.warning("stopped_at_once", reason="a thread did not end")
    os._exit(0)


def _holder() -> str:
    """This process's name on its leases. In containers every process may have the same number."""
    return f"{socket.gethostname()}:{os.getpid()}:{token_hex(4)}"
