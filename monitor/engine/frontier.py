"""What is due and has not begun: a queue for each host, and whose turn it is next. Pure.

The name is the crawlers' own (a URL frontier, as in Mercator): hosts take turns, each has few
seats, and one that is slow, paused or very large holds up only itself.

    add ─▸ a host's own queue ─▸ take, once the host has a free seat and its time has come
                                   └▸ end gives the seat back
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

NOBODY = ""
"""The host of what needs none, as a file: seats are not counted."""

LONGEST_QUEUE = 256
"""How many sources wait for one host. The others are still due, and are found again."""


LONGEST_WAIT_SECONDS = 60.0
"""A host that wants more is not waited for: its sources begin, ask nobody, and are put off."""


@dataclass(frozen=True, slots=True)
class Due:
    """A source that is due. `begins_at`, of the monotonic clock, is when it should begin."""

    source: str
    host: str = NOBODY
    begins_at: float = 0.0


@dataclass(slots=True)
class _Host:
    waiting: list[tuple[float, int, Due]] = field(default_factory=list)
    under_way: int = 0
    trusted: bool = True
    in_line: bool = False


class Frontier:
    """Hands out what may begin. `seats`: checks under way for one host; one that failed gets a
    single seat until it does well. `wait_seconds` says how long a host wants to be left alone.
    """

    def __init__(
        self,
        seats: Callable[[], int],
        wait_seconds: Callable[[str], float],
        longest_queue: int = LONGEST_QUEUE,
    ) -> None:
        self._seats = seats
        self._longest_queue = longest_queue
        self._wait_seconds = wait_seconds
        self._hosts: dict[str, _Host] = {}
        self._sources: set[str] = set()
        self._line: list[tuple[float, int, str]] = []
        self._tickets = count()
        self.left_out = False

    def __len__(self) -> int:
        """How many sources wait."""
        return len(self._sources)

    def __contains__(self, source: str) -> bool:
        return source in self._sources

    def add(self, due: Due) -> None:
        """Let a source wait, unless it does already. `left_out` notes that a queue was full."""
        if due.source in self._sources:
            return
        host = self._hosts.setdefault(due.host, _Host())
        if due.host and len(host.waiting) >= self._longest_queue:
            self.left_out = True
            return
        self._sources.add(due.source)
        heappush(host.waiting, (due.begins_at, next(self._tickets), due))
        # A host that stands in line for later may have somebody earlier now.
        self._line_up(due.host, host, due.begins_at, again=host.waiting[0][2] is due)

    def take(self, now: float, limit: int) -> list[Due]:
        """Up to `limit` sources whose turn it is, host by host; each has a seat until `end`."""
        taken: list[Due] = []
        while len(taken) < limit and self._line and self._line[0][0] <= now:
            _, _, name = heappop(self._line)
            host = self._hosts.get(name)
            if host is None:
                continue
            host.in_line = False
            due = self._next_of(name, host, now)
            if due:
                taken.append(due)
        return taken

    def end(self, due: Due, *, well: bool) -> None:
        """A check is over: its host has a seat again."""
        host = self._hosts[due.host]
        host.under_way -= 1
        host.trusted = well
        if host.waiting:
            self._line_up(due.host, host, host.waiting[0][0])
        elif not host.under_way and well:
            del self._hosts[due.host]

    def next_at(self) -> float | None:
        """When somebody may begin, by the monotonic clock; None where nobody can before an end."""
        return self._line[0][0] if self._line else None

    def clear(self) -> None:
        """Forget what waits: it is still due, and will be found again."""
        self._sources.clear()
        self._line.clear()
        for host in self._hosts.values():
            host.waiting.clear()
            host.in_line = False

    def _next_of(self, name: str, host: _Host, now: float) -> Due | None:
        if not host.waiting or (name and host.under_way >= self._seats_of(host)):
            return None
        begins_at = max(host.waiting[0][0], now + self._wait_for(name))
        if begins_at > now:
            self._line_up(name, host, begins_at)
            return None
        _, _, due = heappop(host.waiting)
        self._sources.discard(due.source)
        host.under_way += 1
        if host.waiting:
            self._line_up(name, host, max(now, host.waiting[0][0]))
        return due

    def _wait_for(self, name: str) -> float:
        seconds = self._wait_seconds(name) if name else 0.0
        return seconds if seconds <= LONGEST_WAIT_SECONDS else 0.0

    def _seats_of(self, host: _Host) -> int:
        return self._seats() if host.trusted else 1

    def _line_up(self, name: str, host: _Host, at: float, *, again: bool = False) -> None:
        if again or not host.in_line:
            host.in_line = True
            heappush(self._line, (at, next(self._tickets), name))
