"""`check`: visit sources now, due or not, and say what each visit came to.

Beside a running daemon it works on the same store; what is owed to targets is left to the daemon.
"""

import asyncio
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from monitor import logs, shapes
from monitor.commands import output
from monitor.commands.session import Session, session
from monitor.engine.crew import Crew, Work, answered
from monitor.engine.frontier import Due, Frontier
from monitor.engine.outfit import Outfit
from monitor.intake.backfill import Paged, nobody
from monitor.intake.visit.hosts import Hosts
from monitor.intake.visit.lane import lane
from monitor.model.change import ChangeKind, Check, Outcome
from monitor.store.views import SourceRow

if TYPE_CHECKING:
    from rich.text import Text

_WIDEST_NAME = 40

Seen = Callable[[Check], None]


@dataclass(slots=True)
class Total:
    """What the checks came to. What they brought can be much: it is let go as each of them ends.

    `asyncio.run` spells out whatever its coroutine gives, so that must never be a whole Check.
    """

    checks: dict[str, shapes.Shape] = field(default_factory=dict)
    failed: bool = False
    told: bool = False

    def add(self, check: Check) -> None:
        """Count one check in; `told` when it changed more than a baseline does."""
        self.checks[check.source] = shapes.check(check)
        self.failed |= check.outcome is Outcome.FAILED
        self.told |= any(not change.baseline for change in check.changes)


def run(config: Path, sources: Sequence[str], *, as_json: bool) -> int:
    """Check the named sources, or all that are not paused. 1 if any visit failed."""
    logs.set_up()
    with session(config) as opened:
        rows = [row for row in opened.rows(sources) if sources or not row.state.paused]
        if as_json:
            total = asyncio.run(_check_all(opened, rows, lambda _check: None))
            output.lines(total.checks[row.source.id] for row in rows)
        else:
            total = _shown(opened, rows)
            _remark(opened, total)
    return int(total.failed)


async def _check_all(
    opened: Session, rows: Sequence[SourceRow], seen: Seen, paged: Paged = nobody
) -> Total:
    """Check every row, host by host as each has seats; `seen` is told of each, `paged` of each
    older page that is read."""
    outfit = Outfit(opened.settings, opened.store, paged=paged)
    total = Total()

    async def work(row: SourceRow, _due: Due | None) -> Check:
        check = await outfit.checker.check(row, patient=True)
        total.add(check)
        seen(check)
        return check

    try:
        await _crew(rows, outfit.hosts, work).run(to_the_end=True)
    finally:
        await outfit.close()
    return total


def _crew(rows: Sequence[SourceRow], hosts: Hosts, work: Work[Check]) -> Crew[Check]:
    """A crew for which all of `rows` wait."""
    by_id = {row.source.id: row for row in rows}

    async def load(dues: Sequence[Due]) -> list[SourceRow]:
        return [by_id[due.source] for due in dues]

    frontier = Frontier(lambda: hosts.seats, hosts.ready_in, longest_queue=len(rows))
    crew = Crew(frontier, load, work, answered)
    crew.add(Due(row.source.id, lane(row.source.place)) for row in rows)
    return crew


def _shown(opened: Session, rows: Sequence[SourceRow]) -> Total:
    """A line each as they end; on a terminal bars below them show how many are left, and how far
    the reading of older pages is."""
    width = min(_WIDEST_NAME, max((len(row.source.id) for row in rows), default=0))
    if not sys.stdout.isatty():
        return asyncio.run(_check_all(opened, rows, lambda check: output.line(_line(check, width))))
    from monitor.commands.bars import below

    with below(output.out(), len(rows)) as bars:

        def seen(check: Check) -> None:
            bars.ended(check.source, _line(check, width))

        return asyncio.run(_check_all(opened, rows, seen, bars.paged))


def _line(check: Check, width: int) -> "str | Text":
    word = check.outcome.value.replace("_", " ")
    parts = (check.source.ljust(width), f"{word:<13}", _what(check))
    return output.joined(parts, ("", check.outcome.value, ""))


def _what(check: Check) -> str:
    """What there is to say: how many of what, a note on the source, or why it failed."""
    if check.failure:
        hint = f" ({check.failure.hint})" if check.failure.hint else ""
        return check.failure.message + hint
    kinds = (ChangeKind.NEW, ChangeKind.REVISED, ChangeKind.WITHDRAWN, ChangeKind.RETURNED)
    counts = [f"{count} {kind}" for kind in kinds if (count := check.count(kind))]
    return ". ".join(filter(None, [", ".join(counts), check.note]))


def _remark(opened: Session, total: Total) -> None:
    if not total.checks:
        output.remark("nothing to check: no sources, or all are paused")
    if total.told and opened.settings.targets and not opened.store.daemon_runs():
        output.remark("targets are told when the daemon runs: feed-monitor run")
