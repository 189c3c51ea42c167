"""robots.txt, asked once a day for each origin and obeyed (C5, RFC 9309).

2xx                 its rules hold
4xx, or no way to   everything is allowed                  (section 2.3.1.3)
5xx, unreachable    nothing is allowed until asked again   (section 2.3.1.4)

What was said is kept in memory, and in the store for other processes and for the next start. That
nobody answered is kept in memory only: whoever has just mended the network may try again at once.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from weakref import WeakValueDictionary

from monitor.clock import Clock
from monitor.errors import AddressRefused, FetchError, LimitExceeded, StoreError
from monitor.intake.visit.freshness import fresh_seconds
from monitor.intake.visit.rules import EMPTY_WEIGHT, Rules, parse, said
from monitor.model.source import Failure
from monitor.net.door import Reply
from monitor.net.url import Target
from monitor.store.views import RobotsRow

LONGEST_SECONDS = 86400.0
SHORTEST_SECONDS = 3600.0
"""How long rules are kept: as long as the server says, within these (section 2.4)."""

BROKEN_SECONDS = 600.0
UNREACHABLE_SECONDS = 60.0
"""How long a server that cannot give its rules is left alone."""

KEPT_WEIGHT = 2_000_000
"""Bytes of rules that are kept in memory; parsed, they take ten times that, at worst fifty."""


class Memory(Protocol):
    """The two verbs of the store that are asked here. They block."""

    def robots(self, origin: str) -> RobotsRow | None:
        """What an origin's robots.txt said, if that is kept."""

    def keep_robots(self, row: RobotsRow) -> None:
        """Keep it until it expires."""


@dataclass(frozen=True, slots=True)
class _Kept:
    verdict: Rules | Failure
    expires_at: datetime

    @property
    def weight(self) -> int:
        return self.verdict.weight if isinstance(self.verdict, Rules) else EMPTY_WEIGHT


class Robots:
    """Asks for rules and keeps them; in memory, the least used are forgotten first."""

    def __init__(
        self,
        ask: Callable[[Target], Awaitable[Reply]],
        agent: str,
        clock: Clock,
        memory: Memory | None = None,
    ) -> None:
        self._ask = ask
        self._agent = agent
        self._clock = clock
        self._memory = memory
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._weight = 0
        self._asking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def known(self, origin: str) -> Rules | Failure | None:
        """What is in memory of an origin and still holds."""
        kept = self._kept.get(origin)
        if kept is None or kept.expires_at <= self._clock():
            return None
        self._kept.move_to_end(origin)
        return kept.verdict

    async def rules(self, target: Target) -> Rules | Failure:
        """What the target's origin allows, or why nothing is allowed now. Asked once at a time."""
        origin = target.origin
        lock = self._asking.setdefault(origin, asyncio.Lock())
        async with lock:
            verdict = self.known(origin)
            if verdict is not None:
                return verdict
            kept = await asyncio.to_thread(self._recalled, origin) or await self._fetched(target)
            self._keep(origin, kept)
            return kept.verdict

    # ── the server ─────────────────────────────────────────────────────────────────────────

    async def _fetched(self, target: Target) -> _Kept:
        try:
            reply = await self._ask(target)
        except (AddressRefused, LimitExceeded):
            return await self._learnt(target, "", None, LONGEST_SECONDS)
        except FetchError as error:
            return self._until(_unreachable(target, error), UNREACHABLE_SECONDS)
        if reply.status >= 500:
            broken = _broken(target, reply.status)
            return await self._learnt(target, "", broken, BROKEN_SECONDS)
        asked_for = fresh_seconds(reply.headers, self._clock()) or LONGEST_SECONDS
        seconds = min(max(asked_for, SHORTEST_SECONDS), LONGEST_SECONDS)
        text = await asyncio.to_thread(said, reply, self._agent)
        return await self._learnt(target, text, None, seconds)

    async def _learnt(
        self, target: Target, text: str, failure: Failure | None, seconds: float
    ) -> _Kept:
        expires_at = self._clock() + timedelta(seconds=seconds)
        row = RobotsRow(target.origin, self._agent, text, failure, expires_at)
        return await asyncio.to_thread(self._remembered, row)

    def _until(self, verdict: Rules | Failure, seconds: float) -> _Kept:
        return _Kept(verdict, self._clock() + timedelta(seconds=seconds))

    # ── the store, in a thread ─────────────────────────────────────────────────────────────

    def _recalled(self, origin: str) -> _Kept | None:
        """What another process learnt, or we before a restart. For another name it is no use."""
        if self._memory is None:
            return None
        try:
            row = self._memory.robots(origin)
        except StoreError:
            return None  # then it is asked again; what ails the store is said by the check
        now = self._clock()
        latest = now + timedelta(seconds=LONGEST_SECONDS)
        if row is None or row.agent != self._agent or not now < row.expires_at <= latest:
            return None
        return self._kept_of(row)

    def _remembered(self, row: RobotsRow) -> _Kept:
        if self._memory is not None:
            with suppress(StoreError):
                self._memory.keep_robots(row)
        return self._kept_of(row)

    def _kept_of(self, row: RobotsRow) -> _Kept:
        return _Kept(row.failure or parse(row.rules, row.agent), row.expires_at)

    # ── memory ─────────────────────────────────────────────────────────────────────────────

    def _keep(self, origin: str, kept: _Kept) -> None:
        if before := self._kept.pop(origin, None):
            self._weight -= before.weight
        self._kept[origin] = kept
        self._weight += kept.weight
        while self._weight > KEPT_WEIGHT and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._weight -= dropped.weight


def _broken(target: Target, status: int) -> Failure:
    return Failure(
        "robots",
        f"{target.origin}/robots.txt: answered {status}, so nothing here may be visited now",
        "It is asked for again in a few minutes.",
        status=status,
    )


def _unreachable(target: Target, error: FetchError) -> Failure:
    return Failure(error.kind, f"{target.origin}: {error.message}", error.hint, error.permanent)
