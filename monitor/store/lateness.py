"""Sources that should have been checked by now, and were not: from the index of due times."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from monitor.store.columns import EPOCH
from monitor.store.schema import WATCHED, states
from monitor.store.views import Overdue

MOST = 1_000
"""Nobody needs to know of more how many there are."""


def overdue(connection: Connection, before: datetime) -> Overdue | None:
    """The source that is due the longest, and how many were due before an instant, up to MOST.

    One that was never checked is not late: it waits for its first turn.
    """
    checked = (WATCHED, states.c.next_due_at > EPOCH)
    first = select(states.c.source, states.c.next_due_at).where(*checked)
    ordered = first.order_by(states.c.next_due_at, states.c.source)
    row = connection.execute(ordered.limit(1)).first()
    if row is None:
        return None
    some = ordered.where(states.c.next_due_at < before).limit(MOST).subquery()
    count = connection.execute(select(func.count()).select_from(some)).scalar_one()
    return Overdue(row.source, row.next_due_at, count)
