"""Who is owed what: routed, leased, settled."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from monitor.model.delivery import Answer, Delivery, DigestItem
from monitor.store import (
    changes,
    counting,
    deliveries,
    digests,
    holding,
    hubs,
    outbox,
    targets,
)
from monitor.store.verbs.verbs import Verbs
from monitor.store.views import (
    ChangeRow,
    Debt,
    DigestRow,
    HubTold,
    Lease,
    TargetState,
)


class DeliveryVerbs(Verbs):
    """Who is owed what: routed, leased, settled."""

    def unrouted(self, limit: int) -> list[ChangeRow]:
        """Changes that no routing has seen yet, oldest first: the outbox before its addresses."""
        return self._database.read(changes.unrouted, limit)

    def tell(self, sequences: Sequence[int]) -> int:
        """Tell changes that are held: from now on they wait to be routed like any other. How many.

        UsageError, and nothing is told, if one of them does not exist, is not held, or if its texts
        are kept no more.
        """
        return self._database.write(holding.tell, sequences)

    def tellings(self) -> int:
        """How often `tell` has told something: that is a change to feeds without a sequence."""
        return self._database.read(counting.tellings)

    def hub_told(self, hub: str) -> HubTold | None:
        """How far a hub was told which feeds changed; None if it never was."""
        return self._database.read(hubs.told, hub)

    def keep_hub_told(self, hub: str, told: HubTold) -> None:
        """Keep how far a hub was told."""
        self._database.write(hubs.keep_told, hub, told)

    def route(
        self,
        sequences: Sequence[int],
        deliveries: Sequence[Delivery],
        items: Sequence[DigestItem] = (),
        *,
        once: Collection[str] = (),
    ) -> int:
        """Record who is owed what and mark the changes routed, in one transaction.

        An item goes into the digest that its target has open, or begins one. What is there
        already by (sequence, target) is left as it stands; the targets `once` are owed a story
        once, whatever the places that tell it (R). Gives how many were new.
        """
        return self._database.write(outbox.route, sequences, deliveries, items, once)

    def plan_digests(self, due: Mapping[str, datetime], now: datetime) -> None:
        """Have the digests that are gathered now due at these instants, by target. One that is
        due already stays so."""
        self._database.write(digests.plan, due, now)

    def digest(self, delivery: str, limit: int) -> DigestRow | None:
        """What a digest tells of, its newest `limit` changes; None if nothing of it is kept."""
        return self._database.read(digests.read, delivery, limit)

    def lease(
        self,
        now: datetime,
        *,
        limit: int,
        seconds: float,
        per_target: int | Mapping[str, int],
        holder: str,
    ) -> list[Lease]:
        """Take up to `limit` deliveries that are due, lowest sequence first; targets that are
        switched off are left out. At most `per_target` are under way to each: one number, or one
        by target. A digest that is taken gathers nothing more. Each gets a fresh lease token
        that runs out after `seconds`."""
        return self._database.write(
            outbox.lease, now, limit=limit, seconds=seconds, per_target=per_target, holder=holder
        )

    def settle(
        self, delivery: Delivery, answer: Answer, now: datetime, next_at: datetime | None
    ) -> bool:
        """Record what sending came to; counts one attempt. False if the lease was lost.

        `next_at` None with a Retry means that it was the last: the delivery is dead. A Dead
        with `switch_off` switches its target off. The lease token is checked in the UPDATE.
        """
        return self._database.write(outbox.settle, delivery, answer, now, next_at)

    def free_leases(self, holder: str) -> int:
        """Give back what `holder` had taken: due at once, no attempt used. How many."""
        return self._database.write(outbox.free_leases, [holder])

    def next_delivery_at(self) -> datetime | None:
        """When the next delivery may be sent, or None when nothing is owed."""
        return self._database.read(outbox.next_delivery_at)

    def deliveries(
        self,
        *,
        target: str | None = None,
        since: int | None = None,
        limit: int = 100,
        states: Sequence[str] = (),
        sources: Sequence[str] = (),
    ) -> list[Delivery]:
        """The newest `limit` deliveries, newest first. `sources`: only of changes of these; a
        digest is of the source that it begins with."""
        return self._database.read(
            deliveries.newest_first,
            target=target,
            since=since,
            limit=limit,
            states=states,
            sources=sources,
        )

    def replay(
        self,
        now: datetime,
        *,
        ids: Sequence[str] = (),
        sequences: tuple[int, int] | None = None,
        target: str | None = None,
    ) -> int:
        """Owe again, from the first attempt and with the same id: by id, or by a range of
        sequences. How many. UsageError if an id is unknown."""
        return self._database.write(
            deliveries.replay, now, ids=ids, sequences=sequences, target=target
        )

    def debts(self) -> list[Debt]:
        """What is owed or was given up, by target and state."""
        return self._database.read(deliveries.debts)

    def targets(self) -> list[TargetState]:
        return self._database.read(targets.every)

    def switch_target(
        self, target: str, *, active: bool, reason: str | None, now: datetime
    ) -> None:
        """Switch a target on or off; what it is owed stays owed."""
        self._database.write(targets.switch, target, active=active, reason=reason, now=now)
