"""`deliveries`, `replay`, `test`: who is told, and whether it arrived."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor import clock, shapes
from monitor.alerts.outbox import Outbox
from monitor.commands import output
from monitor.commands.session import Session, session
from monitor.errors import UsageError
from monitor.model.delivery import Answer, Delivery, DeliveryState, Sent
from monitor.net.door import Door

STATES = tuple(state.value for state in DeliveryState)


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of the list is wanted: of these sources, of a target, in these states, the
    newest `limit`."""

    sources: Sequence[str]
    target: str | None
    states: Sequence[str]
    since: int | None
    limit: int


def show(config: Path, window: Window, *, as_json: bool) -> int:
    """List deliveries, oldest first."""
    wrong = next((state for state in window.states if state not in STATES), None)
    if wrong:
        raise UsageError(f"there is no state {wrong}", hint=f"there are: {', '.join(STATES)}")
    with session(config, sync=False) as opened:
        rows = opened.store.deliveries(
            target=window.target,
            since=window.since,
            limit=window.limit,
            states=window.states,
            sources=opened.selection(window.sources).sources,
        )
    rows.reverse()
    if as_json:
        output.document([shapes.delivery(row) for row in rows])
        return 0
    now = clock.now()
    columns = ("#SEQ", "DELIVERY", "TARGET", "STATE", "#ATTEMPTS", "NEXT", "LAST ERROR")
    output.table(columns, (_row(row, now) for row in rows), "no deliveries yet")
    return 0


def replay(
    config: Path,
    ids: Sequence[str],
    sequences: tuple[int | None, int | None],
    target: str | None,
) -> int:
    """Owe deliveries again, by id or by a range of sequences."""
    first, last = sequences
    if bool(ids) == (first is not None or last is not None):
        hint = "feed-monitor replay ID…  or  feed-monitor replay --from 10 --to 20"
        raise UsageError("say which: ids, or a range of sequences", hint=hint)
    chosen = None if ids else (first or 1, last if last is not None else 2**62)
    with session(config, sync=False) as opened:
        if target:
            opened.target(target)
        count = opened.store.replay(clock.now(), ids=ids, sequences=chosen, target=target)
        runs = opened.store.daemon_runs()
    when = "the daemon sends" if runs else "sent when the daemon runs: feed-monitor run; it sends"
    output.line(f"{output.counted(count, 'delivery')} owed again")
    if count:
        output.remark(f"{when} them with the same ids")
    return 0


def test(config: Path, target: str, *, as_json: bool) -> int:
    """Send a test message now. 1 if it was not taken."""
    with session(config, sync=False) as opened:
        opened.target(target)
        answer = asyncio.run(_send(opened, target))
    taken = isinstance(answer, Sent)
    reason = None if isinstance(answer, Sent) else answer.reason
    status = answer.status if isinstance(answer, Sent) else None
    if as_json:
        output.document({"target": target, "taken": taken, "status": status, "reason": reason})
    elif taken:
        output.line(f"{target} took the test message" + (f": {status}" if status else ""))
    else:
        output.remark(f"{target} did not take the test message: {reason}")
    return 0 if taken else 1


async def _send(opened: Session, target: str) -> Answer:
    door = Door(opened.settings.fetch)
    outbox = Outbox(opened.store, lambda: door, lambda: opened.settings, clock.now, "test")
    try:
        return await outbox.test(target)
    finally:
        await door.close()


def _row(row: Delivery, now: datetime) -> Sequence[object]:
    when = output.ago(row.next_at, now) if row.next_at and row.next_at > now else ""
    due = "now" if row.next_at and not when else when
    settled = row.state in (DeliveryState.SENT, DeliveryState.DEAD)
    next_at = "" if settled else due
    return row.sequence, row.id, row.target, row.state.value, row.attempts, next_at, row.last_error
