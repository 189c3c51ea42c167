"""The outbox: what was seen is told, each change to each target once.

    seen ─▸ owed    store.unrouted ─▸ route ─▸ store.route: one transaction
    owed ─▸ sent    store.lease ─▸ render ─▸ notifier.send ─▸ store.settle

A crash anywhere means the same message again with the same id, never a gap: what is not routed
is still unrouted, what is not settled is still leased, and leases run out. Targets do not wait
for one another: each has its own state, and only a few messages under way.
"""

import asyncio
from collections.abc import Callable
from uuid import uuid4

import structlog

from monitor.alerts import targets
from monitor.alerts.deliver import Deliverer, Metrics, at_once, find
from monitor.alerts.kinds import NOTIFIERS, Attempt
from monitor.alerts.pending import BATCH, Pending
from monitor.alerts.pool import Pool
from monitor.alerts.render import trial_body
from monitor.clock import Clock
from monitor.config.settings import Settings
from monitor.errors import StoreError, UsageError
from monitor.model.delivery import Answer
from monitor.net.door import Door
from monitor.store.store import Store
from monitor.store.views import Lease

log = structlog.get_logger()

UNDER_WAY = 256
"""Messages under way at once; far above what one target may have, so that many hanging receivers
leave room for those that answer."""

POLL_SECONDS = 1.0
"""How often to look for what another process committed; this one's commits call `wake`."""

LEASE_SECONDS = 90.0
"""Longer than any attempt: a lease only runs out when its holder is gone."""


class Outbox:
    """Routes, sends, records. `holder` names this process on the leases that it takes.

    `door` and `settings` are asked anew for every message: both change with the configuration.
    """

    def __init__(
        self,
        store: Store,
        door: Callable[[], Door],
        settings: Callable[[], Settings],
        clock: Clock,
        holder: str,
        metrics: Metrics | None = None,
    ) -> None:
        self._store = store
        self._door = door
        self._settings = settings
        self._clock = clock
        self._holder = holder
        self._pool = Pool()
        self._pending = Pending(store, settings, clock)
        self._deliverer = Deliverer(store, door, settings, clock, self._pool, metrics)
        self._under_way: set[asyncio.Task[None]] = set()
        self._followed: Settings | None = None
        self._trouble: str | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()
        self._stopping = False

    async def run(self) -> None:
        """Work until `stop`. Trouble with the store is said and outlived; a bug here is raised."""
        self._loop = asyncio.get_running_loop()
        self._ended.clear()
        try:
            async with asyncio.TaskGroup() as sending:
                while not self._stopping:
                    self._woken.clear()
                    await self._rest(await self._round(sending))
        finally:
            self._ended.set()

    def wake(self) -> None:
        """There is something new: look at once. May be called from any thread."""
        if self._loop:
            self._loop.call_soon_threadsafe(self._woken.set)

    async def stop(self, grace_seconds: float) -> None:
        """Take up nothing more, let what is under way end; give back what does not in time."""
        self._stopping = True
        self._woken.set()
        try:
            await asyncio.wait_for(self._ended.wait(), grace_seconds)
        except TimeoutError:
            for task in tuple(self._under_way):
                task.cancel()
            await self._ended.wait()
        try:
            await self._pool.run(self._store.free_leases, self._holder)
        except StoreError as error:
            self._say(error)

    async def test(self, target_id: str) -> Answer:
        """Send a test message now; nothing is kept of it. UsageError if there is no such target."""
        target = find(self._settings(), target_id)
        if target is None:
            raise UsageError(f"there is no target {target_id}", hint="see `targets` in config.yaml")
        now = self._clock()
        attempt = Attempt(target, f"msg_{uuid4().hex}", trial_body(target.id, now), now)
        return await NOTIFIERS[target.kind].send(self._door(), attempt)

    def route_pending(self) -> int:
        """Owe what is new to those whom it concerns; how many changes it was. Blocks."""
        return self._pending.route()

    # ── one round ──────────────────────────────────────────────────────────────────────────

    async def _round(self, sending: asyncio.TaskGroup) -> float:
        """Route what is new, start what is due; how long to rest unless something happens."""
        try:
            routed, leases, rest_seconds = await self._pool.run(self._look)
        except StoreError as error:
            self._say(error)
            return POLL_SECONDS
        for lease in leases if not self._stopping else ():
            task = sending.create_task(self._deliver(lease))
            self._under_way.add(task)
            task.add_done_callback(self._free)
        if routed or leases:
            self._unsay()
        return 0.0 if routed >= BATCH else rest_seconds

    def _look(self) -> tuple[int, list[Lease], float]:
        """How much was routed, what is to be sent now, how long to rest. Blocks."""
        return (self.route_pending(), *self._take())

    def _take(self) -> tuple[list[Lease], float]:
        """Lease what is due, as far as there is room; how long until something else may be."""
        now = self._clock()
        self._follow_settings()
        next_at = self._store.next_delivery_at()
        room = UNDER_WAY - len(self._under_way)
        if next_at is None or room <= 0:
            return [], POLL_SECONDS
        if next_at > now:
            return [], min(POLL_SECONDS, (next_at - now).total_seconds())
        leases = self._store.lease(
            now,
            limit=room,
            seconds=LEASE_SECONDS,
            per_target=at_once(self._settings()),
            holder=self._holder,
        )
        return leases, POLL_SECONDS

    def _follow_settings(self) -> None:
        """Once for each configuration: its targets are sent to, and their digests planned."""
        settings = self._settings()
        if settings is not self._followed:
            targets.take_back(self._store, settings.targets, self._clock())
            targets.plan_digests(self._store, settings.targets, self._clock())
            self._followed = settings

    async def _rest(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._woken.wait(), seconds)
        except TimeoutError:
            return

    async def _deliver(self, lease: Lease) -> None:
        """One delivery. What cannot be recorded is not lost: its lease runs out, it goes again."""
        try:
            await self._deliverer.deliver(lease)
        except StoreError as error:
            self._say(error)
        else:
            self._unsay()

    def _free(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._woken.set()

    # ── trouble with the store, said once when it begins and once when it ends ─────────────

    def _say(self, error: StoreError) -> None:
        if self._trouble != error.kind:
            self._trouble = error.kind
            log.error("outbox_hindered", error=str(error))

    def _unsay(self) -> None:
        if self._trouble:
            self._trouble = None
            log.info("outbox_goes_on")
