"""Whether checks come about when they should, or nobody would notice that nothing is noticed.

    due for longer than `late`, or no look for due sources ─▸ LATE, once, until all is in time again

It is asked by the daemon's own loop, which goes on where the scheduler hangs. What was due while
no daemon ran is late as soon as one runs again. What was due when somebody last told of it is what
was told of: neither a restart nor a second daemon on the same store tells it again.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

import structlog

from monitor.clock import Clock
from monitor.intake.identify import source_change_id
from monitor.model.change import Change, ChangeKind
from monitor.store.store import Store
from monitor.store.views import Overdue

log = structlog.get_logger()

LOOK_SECONDS = 5.0
"""How often it is asked: a question to an index."""

SILENT_SECONDS = 60.0
"""A scheduler that has not looked for so long looks once a second when it is well."""


class Lateness:
    """Tells once that checks or the scheduler are late. `late_seconds` of 0 asks for nothing."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        ticked_at: Callable[[], float],
        late_seconds: Callable[[], float],
    ) -> None:
        self._store = store
        self._clock = clock
        self._ticked_at = ticked_at
        self._late_seconds = late_seconds
        self._looked_at = -LOOK_SECONDS
        self._told = False

    def look(self) -> bool:
        """Tell if it is time to. Blocks. True where something was told. Raises StoreError."""
        limit = self._late_seconds()
        if not limit or monotonic() - self._looked_at < LOOK_SECONDS:
            return False
        self._looked_at = monotonic()
        silent = monotonic() - self._ticked_at()
        overdue = self._store.overdue(self._clock() - timedelta(seconds=limit))
        late = overdue is not None and (overdue.count > 0 or silent > SILENT_SECONDS)
        tells, self._told = late and not self._told, late
        if not tells or overdue is None or self._known(overdue):
            return False
        note = said(overdue, silent)
        log.error("late", source=overdue.source, note=note)
        self._store.note(_change(overdue.source, note, self._clock()))
        return True

    def _known(self, overdue: Overdue) -> bool:
        """Whether the one that waits longest waited already when lateness was last told."""
        last = self._store.changes(kinds=[ChangeKind.LATE], limit=1)
        return overdue.count > 0 and bool(last) and last[0].at >= overdue.due_at


def said(overdue: Overdue, silent_seconds: float) -> str:
    """What is late, in plain words."""
    lines = []
    if silent_seconds > SILENT_SECONDS:
        lines.append(f"The scheduler has not looked for due sources for {silent_seconds:.0f} s.")
    if overdue.count:
        sources = "one source waits" if overdue.count == 1 else f"{overdue.count} sources wait"
        lines.append(
            f"Checks are late: {sources} too long, the first of them since "
            f"{overdue.due_at:%Y-%m-%d %H:%M} UTC."
        )
    return " ".join(lines)


def _change(source: str, note: str, now: datetime) -> Change:
    """Told of the source that waits longest; the moment tells one such note from another."""
    number = int(now.timestamp() * 1000)
    about = source_change_id(source, "late", number)
    return Change(about, ChangeKind.LATE, source, now, note=note)
