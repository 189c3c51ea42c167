"""Finds what is due, a part at a time, and says when each may begin.

    lap: due, longest first ─▸ … ─▸ the end ─▸ wait ─▸ next lap

What was found once is not read again in the same lap, so that a long queue at one host costs
nothing at every tick. At a start, and wherever many became due at once, they are spread (C4).
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from time import monotonic

from monitor.clock import Clock
from monitor.engine.frontier import Due
from monitor.engine.spread import Overdue, spread
from monitor.intake.schedule import out_of_quiet
from monitor.intake.visit.lane import lane
from monitor.store.store import Store
from monitor.store.views import DueSource

READ_ROWS = 1000

LAP_SECONDS = 30.0
"""How often a lap of several readings begins anew; one of a single reading, at every tick."""

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Finder:
    """Reads the schedule. It blocks: it is called in a thread, one call at a time."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._after: DueSource | None = None
        self._lap_began_at = 0.0
        self._spread_before = clock()
        self._spread_from = monotonic()

    def spread_what_is_due(self) -> None:
        """All that is due by now became so at once (a reload, a clock that moved): spread it."""
        self._spread_before = self._clock()
        self._spread_from = monotonic()
        self.look_again()

    def look_again(self) -> None:
        """Begin a new lap: something that was passed over, or left out, may be wanted now."""
        self._after = None

    def find(self) -> tuple[list[Due], bool]:
        """The next part of what is due; whether there may be more at once."""
        if self._after and monotonic() - self._lap_began_at > LAP_SECONDS:
            self._after = None
        if self._after is None:
            self._lap_began_at = monotonic()
        now = self._clock()
        rows = self._store.due(now, READ_ROWS, after=self._after)
        more = len(rows) == READ_ROWS
        if more or self._after:
            self._after = rows[-1] if rows else self._after
        return self._timed(self._awake(rows, now), now), more

    def _awake(self, rows: Sequence[DueSource], now: datetime) -> Sequence[DueSource]:
        """Without those that are in a quiet window: they are due when it ends."""
        ends = {row.source.id: out_of_quiet(row.source, now) for row in rows if row.source.quiet}
        asleep = {source: end for source, end in ends.items() if end > now}
        if asleep:
            self._store.put_off(asleep)
        return [row for row in rows if row.source.id not in asleep]

    def _timed(self, rows: Sequence[DueSource], now: datetime) -> list[Due]:
        hosts = {row.source.id: lane(row.source.place) for row in rows}
        overdue = [row for row in rows if (row.due_at or NEVER) <= self._spread_before]
        delays = spread(
            Overdue(row.source.id, hosts[row.source.id], row.source.every) for row in overdue
        )
        begins_at = {source: self._spread_from + delay for source, delay in delays.items()}
        present = monotonic()
        return [
            Due(
                row.source.id,
                hosts[row.source.id],
                begins_at.get(row.source.id, present - _late_seconds(row, now)),
            )
            for row in rows
        ]


def _late_seconds(row: DueSource, now: datetime) -> float:
    return (now - row.due_at).total_seconds() if row.due_at else 0.0
