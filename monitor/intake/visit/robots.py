"""robots.txt, asked once a day for each origin and obeyed (C5, RFC 9309).

2xx                 its rules hold
4xx, or no way to   everything is allowed                  (section 2.3.1.3)
5xx, unreachable    nothing is allowed until asked again   (section 2.3.1.4)
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from protego import Protego

from monitor.clock import Clock
from monitor.errors import AddressRefused, FetchError, LimitExceeded
from monitor.intake.visit.freshness import fresh_seconds
from monitor.model import Failure
from monitor.net.door import Reply
from monitor.net.url import Target

PARSED_BYTES = 500 * 1024
"""How much of a robots.txt counts (section 2.5)."""

LONGEST_SECONDS = 86400.0
SHORTEST_SECONDS = 3600.0
"""How long rules are kept: as long as the server says, within these (section 2.4)."""

BROKEN_SECONDS = 600.0
UNREACHABLE_SECONDS = 60.0
"""How long a server that cannot give its rules is left alone."""

LONGEST_DELAY_SECONDS = 30.0
"""A `Crawl-delay` beyond this is not obeyed in full: one visit must fit into an interval."""

KEPT_WEIGHT = 2_000_000
"""Bytes of rules that are kept in all; parsed, they take ten times that, at worst fifty."""

EMPTY_WEIGHT = 200

NAMING = ("user-agent", "useragent", "user agent")
FIELDS = dict.fromkeys(NAMING, "user-agent") | {
    name: name for name in ("allow", "disallow", "crawl-delay")
}
"""The lines that count, under the names that people write."""

OTHERS = "somebody-else"


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin lets us do. `parsed` None: everything."""

    agent: str
    parsed: Protego | None = None
    weight: int = EMPTY_WEIGHT

    def allow(self, url: str) -> bool:
        """Whether `url` may be fetched."""
        return self.parsed is None or bool(self.parsed.can_fetch(url, self.agent))

    @property
    def delay_seconds(self) -> float:
        """How long to wait between two requests, as far as we obey it."""
        wish = self.parsed.crawl_delay(self.agent) if self.parsed else None
        return min(float(wish or 0), LONGEST_DELAY_SECONDS)


@dataclass(frozen=True, slots=True)
class _Kept:
    verdict: Rules | Failure
    expires_at: datetime

    @property
    def weight(self) -> int:
        return self.verdict.weight if isinstance(self.verdict, Rules) else EMPTY_WEIGHT


class Robots:
    """Asks for rules and keeps them, the least used forgotten first."""

    def __init__(self, ask: Callable[[Target], Awaitable[Reply]], agent: str, clock: Clock) -> None:
        self._ask = ask
        self._agent = agent
        self._clock = clock
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._weight = 0
        self._asking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def rules(self, target: Target) -> Rules | Failure:
        """What the target's origin allows, or why nothing is allowed now. Asked once at a time."""
        lock = self._asking.setdefault(target.origin, asyncio.Lock())
        async with lock:
            kept = self._kept.get(target.origin)
            if kept is None or kept.expires_at <= self._clock():
                kept = await self._fetched(target)
                self._keep(target.origin, kept)
            self._kept.move_to_end(target.origin)
            return kept.verdict

    async def _fetched(self, target: Target) -> _Kept:
        try:
            reply = await self._ask(target)
        except (AddressRefused, LimitExceeded):
            return self._until(Rules(self._agent), LONGEST_SECONDS)
        except FetchError as error:
            return self._until(_unreachable(target, error), UNREACHABLE_SECONDS)
        if reply.status >= 500:
            return self._until(_broken(target, reply.status), BROKEN_SECONDS)
        asked_for = fresh_seconds(reply.headers, self._clock()) or LONGEST_SECONDS
        seconds = min(max(asked_for, SHORTEST_SECONDS), LONGEST_SECONDS)
        return self._until(await asyncio.to_thread(read, reply, self._agent), seconds)

    def _until(self, verdict: Rules | Failure, seconds: float) -> _Kept:
        return _Kept(verdict, self._clock() + timedelta(seconds=seconds))

    def _keep(self, origin: str, kept: _Kept) -> None:
        if before := self._kept.pop(origin, None):
            self._weight -= before.weight
        self._kept[origin] = kept
        self._weight += kept.weight
        while self._weight > KEPT_WEIGHT and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._weight -= dropped.weight


def read(reply: Reply, agent: str) -> Rules:
    """The rules in an answer below 500. Up to half a second for a hostile one: not in the loop."""
    if not 200 <= reply.status < 300:
        return Rules(agent)
    text = reply.body[:PARSED_BYTES].decode("utf-8-sig", "replace")
    ours = concerning(text, agent)
    return Rules(agent, Protego.parse(ours), len(ours) + EMPTY_WEIGHT) if ours else Rules(agent)


def concerning(text: str, agent: str) -> str:
    """The rules that can concern us, the names of others folded into one.

    Protego keeps every rule once for each name above it: without this, a file that is half
    names and half rules, within all limits, would fill the memory.
    """
    kept: list[str] = []
    for line in text.splitlines():
        field, colon, value = line.partition("#")[0].partition(":")
        name = field.strip().lower()
        if not colon or name not in FIELDS:
            continue
        value = _meant(value, agent) if name in NAMING else value.strip()
        rule = f"{FIELDS[name]}: {value}"
        if not (kept and kept[-1] == rule):
            kept.append(rule)
    return "\n".join(kept)


def _meant(name: str, agent: str) -> str:
    """Whom a group is for: us, everybody, or others. Versions behind a name do not count."""
    token = name.strip().partition("/")[0].lower()
    return token if token in ("*", agent.lower()) else OTHERS


def _broken(target: Target, status: int) -> Failure:
    return Failure(
        "robots",
        f"{target.origin}/robots.txt: answered {status}, so nothing here may be visited now",
        "It is asked for again in a few minutes.",
        status=status,
    )


def _unreachable(target: Target, error: FetchError) -> Failure:
    return Failure(error.kind, f"{target.origin}: {error.message}", error.hint, error.permanent)
