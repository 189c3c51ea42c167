"""Whose turn it is at each host: few requests at a time, spaced, and fewer when it asks (C3, C4).

    line (this process, first come first served)
      ─▸ wait while the spacing or a pause of any of its lanes lasts
      ─▸ one of the places on the wire, which all hosts share
      ─▸ a seat in every lane, and the moment noted: all at once, or wait on

A visit has two lanes: its registrable domain, then the address that it goes to, for many names
may be one machine. They are taken in this order, always, so no two visits wait for each other.
Spacing, seats and pauses hold for every process that shares the slate.

A 429 or 503 pauses the domain and not the address: behind one address stand thousands of sites
that have nothing to do with each other, and one of them must not silence the rest for a week.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from monitor.intake.visit import mark as marks
from monitor.intake.visit.mark import Moment
from monitor.intake.visit.slate import Slate

PATIENCE_SECONDS = 30.0
"""How long a visit waits for a host that asked for a pause."""

LONGEST_LINE_SECONDS = 80.0
"""Who would stand in line for longer comes back later: a check has two minutes in all."""

LONGEST_WISH_SECONDS = 30.0
"""A host's own wish for spacing (`Crawl-delay`) is obeyed up to this."""

ON_THE_WIRE = 256
"""Requests under way at once, over all hosts: what a process has file descriptors for."""

SEAT_SECONDS = 0.05
"""How often a seat is looked for that another process has."""

KNOWN_ADDRESSES = 16_384
"""Of how many domains the last address is remembered, so that a line there is seen in advance."""


_Seat = tuple[str, int]
"""Lane, and the number of the seat in it."""


class HostPaused(Exception):
    """The host asked for a longer pause than anybody waits in line, or the line is too long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.0f} seconds")
        self.seconds = seconds


@dataclass(slots=True)
class _Line:
    """Those of this process who are in one lane. `visitors` counts `inside` and all who wait."""

    seats: asyncio.Semaphore
    delay_seconds: float
    visitors: int = 0
    inside: int = 0

    @property
    def seconds(self) -> float:
        """How long it takes until all who wait are in, as far as spacing is what they wait for."""
        return (self.visitors - self.inside) * self.delay_seconds


@dataclass(frozen=True, slots=True)
class _Step:
    """One lane of a visit, and how far apart requests are in it."""

    lane: str
    line: _Line
    delay_seconds: float


class Hosts:
    """Hands out turns. `delay_seconds` lies between the starts of two requests to one host.

    `slate` is what this process shares with others; without one it is polite by itself.
    """

    def __init__(
        self,
        concurrency: int,
        delay_seconds: float,
        slate: Slate | None = None,
        *,
        on_the_wire: int = ON_THE_WIRE,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._concurrency = concurrency
        self._delay_seconds = delay_seconds
        self._longest_spacing = max(delay_seconds, LONGEST_WISH_SECONDS)
        self._slate = Slate() if slate is None else slate
        self._wire = asyncio.Semaphore(on_the_wire)
        self._monotonic = monotonic
        self._wall = wall
        self._sleep = sleep
        self._lines: dict[str, _Line] = {}
        self._addresses: dict[str, str] = {}
        self._refused: set[str] = set()

    @property
    def seats(self) -> int:
        """Requests to one host at once."""
        return self._concurrency

    @asynccontextmanager
    async def turn(
        self, domain: str, address: str | None = None, delay_seconds: float = 0.0
    ) -> AsyncIterator[None]:
        """Wait in line, then hold a seat. A longer delay than ours is the host's own wish.

        Raises HostPaused, also for those already in line, when the host asks for a long pause.
        """
        self._remember(domain, address)
        steps = self._steps(domain, address, delay_seconds)
        if (seconds := max([step.line.seconds for step in steps])) > LONGEST_LINE_SECONDS:
            raise HostPaused(seconds)
        seated: list[_Step] = []
        for step in steps:
            self._lines[step.lane] = step.line
            step.line.visitors += 1
        try:
            for step in steps:
                await step.line.seats.acquire()
                seated.append(step)
            seats = await self._admitted(steps)
            try:
                yield
            finally:
                self._leave(steps, seats)
        finally:
            for step in seated:
                step.line.seats.release()
            for step in steps:
                self._out_of_line(step)

    def ready_in(self, lane: str) -> float:
        """Seconds until one more visitor of a domain would get its turn, about; 0.0 is now.

        Counts who waits already, here and at the address that the domain had last. Cheap.
        """
        address = self._addresses.get(lane)
        seconds = self._lane_ready_in(lane)
        return max(seconds, self._lane_ready_in(address)) if address else seconds

    def slow(self, domain: str, seconds: float | None) -> None:
        """Let nobody in for `seconds`, or for as long as refusals in a row call for."""
        self._refused.add(domain)
        with self._slate.held(domain):
            now = self._now()
            mark = marks.refused(self._slate.read(domain), now, seconds)
            self._slate.write(domain, mark, now)

    def welcome(self, domain: str) -> None:
        """The host answered as usual: its refusals are forgiven."""
        if domain not in self._refused:
            return
        self._refused.discard(domain)
        with self._slate.held(domain):
            self._slate.write(domain, marks.forgiven(self._slate.read(domain)), self._now())

    async def _admitted(self, steps: Sequence[_Step]) -> list[_Seat]:
        """Wait until a request may start in every lane, and take its seats."""
        while True:
            await self._spaced(steps)
            full = self._wire.locked()
            await self._wire.acquire()
            stands = not full or not any(self._wait(step.lane) for step in steps)
            if stands and (seats := self._enter(steps)) is not None:
                return seats
            self._wire.release()
            await self._sleep(SEAT_SECONDS)

    async def _spaced(self, steps: Sequence[_Step]) -> None:
        """Whoever wakes first goes; the others see that, or a new pause, and wait on."""
        while wait := max([self._wait(step.lane) for step in steps]):
            pause = max([self._pause(step.lane) for step in steps])
            if pause > PATIENCE_SECONDS:
                raise HostPaused(pause)
            await self._sleep(wait)

    def _enter(self, steps: Sequence[_Step]) -> list[_Seat] | None:
        """A seat in every lane, and the moment noted; None where another process was quicker."""
        seats: list[_Seat] = []
        for step in steps:
            seat = self._slate.sit(step.lane, self._concurrency)
            if seat is None:
                break
            seats.append((step.lane, seat))
        if len(seats) == len(steps) and self._noted(steps):
            for step in steps:
                step.line.inside += 1
            return seats
        self._rise(seats)
        return None

    def _noted(self, steps: Sequence[_Step]) -> bool:
        """Whether a request may start now; then those to come keep their distance from it."""
        spaced = [step for step in steps if step.delay_seconds]
        if not spaced:
            return True
        with self._slate.held(*[step.lane for step in spaced]):
            if any(self._wait(step.lane) for step in steps):
                return False
            now = self._now()
            for step in spaced:
                mark = marks.entered(self._slate.read(step.lane), now, step.delay_seconds)
                self._slate.write(step.lane, mark, now)
        return True

    def _leave(self, steps: Sequence[_Step], seats: Sequence[_Seat]) -> None:
        for step in steps:
            step.line.inside -= 1
        self._rise(seats)
        self._wire.release()

    def _rise(self, seats: Sequence[_Seat]) -> None:
        for lane, seat in seats:
            self._slate.rise(lane, seat)

    def _steps(self, domain: str, address: str | None, delay_seconds: float) -> list[_Step]:
        """The lanes in the order in which they are taken. A host's wish is not its machine's."""
        wish = max(self._delay_seconds, min(delay_seconds, LONGEST_WISH_SECONDS))
        steps = [_Step(domain, self._line(domain, wish), wish)]
        if address and address != domain:
            line = self._line(address, self._delay_seconds)
            steps.append(_Step(address, line, self._delay_seconds))
        return steps

    def _line(self, lane: str, delay_seconds: float) -> _Line:
        line = self._lines.get(lane)
        if line is None:
            return _Line(asyncio.Semaphore(self._concurrency), delay_seconds)
        line.delay_seconds = max(line.delay_seconds, delay_seconds)
        return line

    def _out_of_line(self, step: _Step) -> None:
        step.line.visitors -= 1
        if not step.line.visitors:
            del self._lines[step.lane]

    def _lane_ready_in(self, lane: str) -> float:
        seconds = self._wait(lane)
        line = self._lines.get(lane)
        if line is None:
            return seconds
        seconds += line.seconds
        full = line.visitors >= self._concurrency
        return max(seconds, SEAT_SECONDS) if full else seconds

    def _remember(self, domain: str, address: str | None) -> None:
        if address is None or address == domain or self._addresses.get(domain) == address:
            return
        if len(self._addresses) >= KNOWN_ADDRESSES:
            del self._addresses[next(iter(self._addresses))]
        self._addresses[domain] = address

    def _wait(self, lane: str) -> float:
        """Seconds until a request may start in a lane, as things stand."""
        mark = self._slate.read(lane)
        if mark is marks.BLANK:
            return 0.0
        if mark.refusals:
            self._refused.add(lane)
        now = self._now()
        spacing = marks.spacing_left(mark, now, self._longest_spacing)
        return max(spacing, marks.pause_left(mark, now))

    def _pause(self, lane: str) -> float:
        return marks.pause_left(self._slate.read(lane), self._now())

    def _now(self) -> Moment:
        return Moment(self._monotonic(), self._wall())
