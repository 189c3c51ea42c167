"""One check of one source, from the visit to the commit."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from time import monotonic

from monitor.clock import Clock
from monitor.errors import StaleCheck
from monitor.intake.advance import Context, after_failure, after_not_modified
from monitor.intake.conclude import conclude
from monitor.intake.kinds import KINDS
from monitor.intake.sources.kind import SourceKind, Visit
from monitor.intake.visit.visitor import Visitor
from monitor.model import Check, Failure, NotModified
from monitor.store.store import Store
from monitor.store.views import SourceRow

DEADLINE_SECONDS = 120.0
"""For the whole of a check, waiting for its turn at a host included (conformance L)."""

ATTEMPTS = 3
"""How often a check is begun that somebody else overtakes."""

MOST_WAITS = 10
"""How often a patient check looks again at what is still being written."""


class Checker:
    """Checks sources. One for the whole program; any number of checks at once.

    `check` is this, and nothing besides:

        visit = kind.fetch(source, state)                   the only step that waits
        if visit is a Failure:      commit what that means
        if visit is NotModified:    commit what that means
        if the bytes are the same:  commit that nothing changed
        documents = kind.parse(parts) ─▸ filters
        if they made no sense:      commit the failure
        items = documents with key and hash, the same one joined
        if all hashes are the same: commit that nothing changed
        links = items matched with what is known
        changes = decide(known, items, links)
        commit state, releases and changes in one transaction
        if somebody else checked it meanwhile: begin again

    What reads bytes runs in a thread of its own: parsing is work, and the store blocks.
    """

    def __init__(
        self,
        store: Store,
        visitor: Visitor,
        clock: Clock,
        *,
        kinds: Mapping[str, SourceKind] = KINDS,
        deadline_seconds: float = DEADLINE_SECONDS,
    ) -> None:
        self._store = store
        self._visitor = visitor
        self._clock = clock
        self._kinds = kinds
        self._deadline_seconds = deadline_seconds

    async def check(self, row: SourceRow, *, patient: bool = False) -> Check:
        """Visit one source and keep what that means. Gives the check as it was committed.

        `patient`: wait for what is still being written, rather than leave it to the next visit.
        Raises StoreError (StoreFull, …) when it cannot be kept: then nothing was, and the
        source is as it was before; StaleCheck when others were quicker three times in a row.
        """
        for _ in range(ATTEMPTS - 1):
            try:
                return await self._attempt(row, patient)
            except StaleCheck:
                fresh = await asyncio.to_thread(self._store.source, row.source.id)
                if fresh is None or fresh.removed_at:
                    raise
                row = fresh
        return await self._attempt(row, patient)

    async def _attempt(self, row: SourceRow, patient: bool) -> Check:
        started = monotonic()
        try:
            async with asyncio.timeout(self._deadline_seconds):
                check = await self._conclude(row, await self._visit(row, patient))
        except TimeoutError:
            check = after_failure(self._context(row), self._too_late(row))
        check = replace(check, elapsed_seconds=monotonic() - started)
        await asyncio.to_thread(self._store.commit, check)
        return check

    async def _visit(self, row: SourceRow, patient: bool) -> Visit:
        kind = self._kinds[row.source.kind]
        visit = await kind.fetch(row.source, row.state, self._visitor)
        for _ in range(MOST_WAITS if patient else 0):
            if isinstance(visit, Failure) or visit.again_seconds is None:
                break
            await asyncio.sleep(visit.again_seconds)
            visit = await kind.fetch(row.source, row.state, self._visitor)
        return visit

    def _context(self, row: SourceRow) -> Context:
        return Context(row.source, self._kinds[row.source.kind], row.state, self._clock())

    async def _conclude(self, row: SourceRow, visit: Visit) -> Check:
        context = self._context(row)
        if isinstance(visit, Failure):
            return after_failure(context, visit)
        if isinstance(visit, NotModified):
            return after_not_modified(context, visit)
        had_items = row.releases > 0
        return await asyncio.to_thread(conclude, context, visit, self._store, had_items=had_items)

    def _too_late(self, row: SourceRow) -> Failure:
        limit = f"{self._deadline_seconds:g} s"
        hint = "its server, or the reading of what it sent, takes too long"
        return Failure("deadline", f"{row.source.place}: the check took more than {limit}", hint)
