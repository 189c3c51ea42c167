"""Owed ─▸ sent ─▸ recorded: what becomes of one leased delivery."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

import structlog

from monitor.alerts import digest, render, targets
from monitor.alerts.kinds import NOTIFIERS, Attempt
from monitor.alerts.pool import Pool
from monitor.alerts.redact import redacted, whereabouts
from monitor.alerts.render import Alert
from monitor.alerts.retry import next_attempt_at
from monitor.clock import Clock
from monitor.config.settings import Settings, Target
from monitor.errors import StoreError
from monitor.model.delivery import DIGEST, Answer, Dead, Delivery, Retry, Sent
from monitor.net.door import Door
from monitor.store.store import Store
from monitor.store.views import ChangeRow, Lease

log = structlog.get_logger()

ATTEMPT_SECONDS = 30.0
"""For a notifier that does not keep a shorter deadline of its own."""

LONGEST_REASON = 300
"""Characters of a bug's own words that are kept: some errors quote all that they choked on."""


class Metrics(Protocol):
    """Who counts what attempts come to."""

    def delivered(self, outcome: str) -> None:
        """An attempt was recorded: `sent`, `retry` or `dead`."""


class Deliverer:
    """Tells one target of one change, and records what came of it."""

    def __init__(
        self,
        store: Store,
        door: Callable[[], Door],
        settings: Callable[[], Settings],
        clock: Clock,
        pool: Pool,
        metrics: Metrics | None,
    ) -> None:
        self._store = store
        self._door = door
        self._settings = settings
        self._clock = clock
        self._pool = pool
        self._metrics = metrics

    async def deliver(self, lease: Lease) -> None:
        """One attempt, from its lease to its record.

        A StoreError is raised: nothing is recorded then, the lease runs out, and the message is
        sent again with the same id.
        """
        settings = self._settings()
        target = find(settings, lease.delivery.target)
        if target is None:
            log.warning("target_lost", target=lease.delivery.target)
            await self._pool.run(
                targets.set_aside, self._store, lease.delivery.target, self._clock()
            )
            return
        answer = await self._attempt(lease, target, settings.public_url)
        await self._record(lease.delivery, target, answer)

    async def _attempt(self, lease: Lease, target: Target, public_url: str) -> Answer:
        """Render and send. A bug in either is said loudly, and costs an attempt like a refusal."""
        try:
            async with asyncio.timeout(ATTEMPT_SECONDS):
                message = await self._pool.run(self._message, lease, public_url)
                if message is None:
                    return Dead("what it would tell of is no longer kept")
                attempt = Attempt(target, lease.delivery.id, message, self._clock())
                return await NOTIFIERS[target.kind].send(self._door(), attempt)
        except TimeoutError:
            return Retry(f"not sent within {ATTEMPT_SECONDS:.0f} s")
        except StoreError:
            raise
        except Exception as error:
            said = redacted(repr(error), target)[:LONGEST_REASON]
            # Not log.exception: a message or a local value may quote the target's address.
            _broke(lease.delivery, said, whereabouts(error))
            return Retry(f"a fault of this program, see its log: {said}")

    def _message(self, lease: Lease, public_url: str) -> bytes | None:
        """The message's body; None where nothing is kept of what it would tell of."""
        if lease.delivery.kind == DIGEST:
            return self._digest(lease.delivery.id, public_url)
        alert = self._alert(lease.change) if lease.change else None
        return render.body(alert, public_url) if alert else None

    def _digest(self, delivery: str, public_url: str) -> bytes | None:
        row = self._store.digest(delivery, digest.MOST_ITEMS)
        if row is None or row.until_at is None:
            return None
        found = (self._alert(change) for change in row.changes)
        alerts = tuple(alert for alert in found if alert)
        gathered = digest.Digest(row.since_at, row.until_at, row.total, alerts)
        return digest.body(gathered, public_url) if alerts else None

    def _alert(self, change: ChangeRow) -> Alert | None:
        """The change with its versions; None where its release was forgotten meanwhile."""
        if change.release is None or change.revision is None:
            return Alert(change)
        after = self._store.revision(change.release, change.revision)
        before = change.previous and self._store.revision(change.release, change.previous)
        return Alert(change, after, before or None) if after else None

    async def _record(self, delivery: Delivery, target: Target, answer: Answer) -> None:
        now = self._clock()
        next_at = _next_at(delivery, target, answer, now)
        kept = await self._pool.run(self._store.settle, delivery, answer, now, next_at)
        if not kept:
            log.warning("lease_lost", **_names(delivery))
            return
        _report(delivery, answer, next_at)
        if self._metrics:
            self._metrics.delivered(_outcome(answer, next_at))


def find(settings: Settings, target_id: str) -> Target | None:
    """The target of that name in the configuration."""
    return next((target for target in settings.targets if target.id == target_id), None)


def at_once(settings: Settings) -> dict[str, int]:
    """How many messages each configured target may have under way."""
    return {target.id: NOTIFIERS[target.kind].at_once for target in settings.targets}


def _next_at(delivery: Delivery, target: Target, answer: Answer, now: datetime) -> datetime | None:
    if not isinstance(answer, Retry):
        return None
    made, schedule = delivery.attempts + 1, target.retries_seconds
    return next_attempt_at(delivery.id, made, schedule, now, answer.after_seconds)


def _outcome(answer: Answer, next_at: datetime | None) -> str:
    """What an attempt came to, in one word: `sent`, `retry` or `dead`."""
    if isinstance(answer, Sent):
        return "sent"
    return "retry" if next_at else "dead"


def _report(delivery: Delivery, answer: Answer, next_at: datetime | None) -> None:
    """One line in the log, as loud as the outcome deserves."""
    names = _names(delivery)
    if isinstance(answer, Sent):
        log.info("delivered", **names, status=answer.status)
    elif next_at:
        log.warning(
            "delivery_postponed", **names, reason=answer.reason, next_at=next_at.isoformat()
        )
    else:
        hint = "`feed-monitor replay` sends it again"
        log.error("delivery_dead", **names, reason=answer.reason, hint=hint)
    if isinstance(answer, Dead) and answer.switch_off:
        log.error("target_switched_off", target=delivery.target, reason=answer.reason)


def _broke(delivery: Delivery, said: str, at: str) -> None:
    log.error("delivery_broke", **_names(delivery), error=said, at=at)


def _names(delivery: Delivery) -> dict[str, Any]:
    return {
        "target": delivery.target,
        "sequence": delivery.sequence,
        "id": delivery.id,
        "attempt": delivery.attempts + 1,
    }
