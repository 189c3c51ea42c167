"""One check of one source, from the visit to the commit."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from time import monotonic

import structlog

from monitor.clock import Clock
from monitor.errors import StaleCheck
from monitor.intake.advance import Context, after_failure, after_not_modified, after_postponed
from monitor.intake.backfill import Backfill, Paged, begun, nobody, pending
from monitor.intake.commits import Commits
from monitor.intake.conclude import hashed, judge, unchanged
from monitor.intake.confirm import wait_seconds
from monitor.intake.full_text import AGAIN_SECONDS, FullText, Wanted, wanted
from monitor.intake.gone import GONE
from monitor.intake.kinds import KINDS
from monitor.intake.own_page import OwnPages
from monitor.intake.reader.lanes import Rank
from monitor.intake.reader.readers import SLOW, Readers
from monitor.intake.reader.trouble import COSTLY
from monitor.intake.sign import signed
from monitor.intake.sources.kind import SourceKind, Visit
from monitor.intake.understand import Understood, understand
from monitor.intake.visit.visitor import Visitor
from monitor.model.change import Check, Outcome
from monitor.model.source import Failure, Source, SourceState
from monitor.model.visit import POSTPONED, NotModified, Postponed, Response
from monitor.store.store import Store
from monitor.store.views import SourceRow

log = structlog.get_logger()

DEADLINE_SECONDS = 120.0
"""For the whole of a check, waiting for its turn at a host included (conformance L)."""

ATTEMPTS = 3
"""How often a check is begun that somebody else overtakes."""

MOST_WAITS = 10
"""How often a patient check looks again at what is still being written."""


A_MOMENT_SECONDS = 0.05
"""A second look comes so much later than it might: clocks are read at different places."""

LARGE_BYTES = 2_000_000
"""A body of more is hashed in a thread: it takes longer than others should wait."""


PUT_OFF_SECONDS = 60.0
"""When a source that cost a reader its life is visited again that found no room in the line."""


class Checker:
    """Checks sources. One for the whole program; any number of checks at once.

    `check` is this, and nothing besides:

        visit = kind.fetch(source, state)                   here, waiting
        if visit is a Failure:      commit what that means
        if nobody was asked:        commit when to ask again
        if visit is NotModified:    commit what that means
        if the bytes are the same:  commit that nothing changed
        documents = kind.parse(parts) ─▸ filters            in a reader, which may be killed
        with `full_text`: each new item's own page          the same way
        if they made no sense:      commit the failure      in a thread, from here on
        items = documents with key and hash, the same one joined
        if all hashes are the same: commit that nothing changed
        links = items matched with what is known
        changes = decide(known, items, links)
        new releases with the keys of their stories
        commit state, releases and changes in one transaction
        if somebody else checked it meanwhile: begin again
        what fell off a list:       its own page is asked for, a check of its own
        with `backfill`: older pages, each a check of its own

    Most visits end before anything is read, and those cost no thread, no task and no process.
    What a kind reads that is not hostile (the files of this machine) is read in a thread too.
    """

    def __init__(
        self,
        store: Store,
        visitor: Visitor,
        readers: Readers,
        clock: Clock,
        *,
        kinds: Mapping[str, SourceKind] = KINDS,
        deadline_seconds: float = DEADLINE_SECONDS,
        reading_seconds: float = SLOW.seconds,
        paged: Paged = nobody,
    ) -> None:
        self._store = store
        self._visitor = visitor
        self._readers = readers
        self._clock = clock
        self._kinds = kinds
        self._deadline_seconds = deadline_seconds
        self._reading_seconds = reading_seconds
        self._commits = Commits(store)
        self._own_pages = OwnPages(store, visitor, self._commits.keep)
        self._backfill = Backfill(store, visitor, readers, self._commits.keep, paged)

    async def check(self, row: SourceRow, *, patient: bool = False) -> Check:
        """Visit one source and keep what that means. Gives the check as it was committed.

        `patient`: wait for what is still being written, and for the second look at a change that
        is to be confirmed, rather than leave it to the next visit.
        Raises StoreError (StoreFull, …) when it cannot be kept: then nothing was, and the
        source is as it was before; StaleCheck when others were quicker three times in a row.
        """
        check = await self._kept(row, patient)
        wait = wait_seconds(check, row.source.options) if patient else 0.0
        if wait:
            await asyncio.sleep(wait + A_MOMENT_SECONDS)
            fresh = await asyncio.to_thread(self._store.source, row.source.id)
            check = await self._kept(fresh, patient) if fresh else check
        check = await self._with_own_pages(row.source, check)
        return await self._with_history(row.source, check, to_the_end=patient)

    async def _with_own_pages(self, source: Source, check: Check) -> Check:
        """The check with what the own pages say of releases that are listed no more."""
        if check.failure or GONE not in check.next_state.memo:
            return check
        context = Context(source, self._kinds[source.kind], check.next_state, self._clock())
        looked = await self._own_pages.look(context)
        if looked is None:
            return check
        return replace(
            check,
            outcome=looked.outcome if looked.changes else check.outcome,
            next_state=looked.next_state,
            changes=(*check.changes, *looked.changes),
        )

    async def _with_history(self, source: Source, check: Check, *, to_the_end: bool) -> Check:
        """The check with the older pages that were read after it, if the source wants them."""
        if check.failure or not pending(source, check.next_state):
            return check
        context = Context(source, self._kinds[source.kind], check.next_state, self._clock())
        pages = await self._backfill.go_on(context, to_the_end=to_the_end)
        if not pages:
            return check
        changes = (change for page in pages for change in page.changes)
        return replace(
            check,
            outcome=pages[0].outcome if check.outcome is Outcome.NOT_MODIFIED else check.outcome,
            next_state=pages[-1].next_state,
            changes=(*check.changes, *changes),
        )

    async def _kept(self, row: SourceRow, patient: bool) -> Check:
        """One visit, begun again when somebody else was quicker."""
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
            async with asyncio.timeout(self._deadline_seconds) as deadline:
                check = await self._conclude(row, patient)
        except TimeoutError:
            if not deadline.expired():
                raise
            check = after_failure(self._context(row), self._too_late(row))
        check = replace(check, elapsed_seconds=monotonic() - started)
        # What was handed in is kept, whether or not anybody waits for it any more.
        await self._commits.keep(check)
        return check

    async def _conclude(self, row: SourceRow, patient: bool) -> Check:
        """Visit, and say what that means. What was fetched is held no longer than it is read."""
        with self._visitor.room.share() as share:
            visit = await self._visit(row, patient, self._visitor.lent(share))
            context = self._context(row)
            if not isinstance(visit, Response):
                return _without_reading(context, visit)
            reading = self._read(context, visit, self._visitor, row.releases)
            del visit  # it alone holds the body from here on
            return await reading

    async def _visit(self, row: SourceRow, patient: bool, visitor: Visitor) -> Visit:
        if self._readers.crowded and not patient and rank(row.state) is Rank.SUSPECT:
            return _put_off(row)
        kind = self._kinds[row.source.kind]
        visit = await kind.fetch(row.source, row.state, visitor)
        for _ in range(MOST_WAITS if patient else 0):
            again_seconds = getattr(visit, "again_seconds", None)
            if again_seconds is None:
                break
            await asyncio.sleep(again_seconds)
            visit = await kind.fetch(row.source, row.state, visitor)
        return visit

    async def _read(
        self, context: Context, response: Response, visitor: Visitor, known: int
    ) -> Check:
        response = await _hashed(response)
        if check := unchanged(context, response):
            return check
        understood = await self._understood(context, response, known)
        response = replace(response, parts=())
        if understood.finding and understood.finding.note:
            log.warning("read otherwise", source=context.source.id, why=understood.finding.note)
        understood = begun(context, understood)
        if context.source.options.get("full_text"):
            understood, waiting = await self._completed(context, understood, visitor)
            response = _to_be_read_again(response) if waiting else response
        return await asyncio.to_thread(self._judged, context, response, understood, known)

    async def _understood(self, context: Context, response: Response, known: int) -> Understood:
        """What the parts say: read where that can be killed, or in a thread what is our own."""
        source, parts, memo = context.source, response.parts, context.state.memo
        if not context.kind.isolated:
            reading = partial(understand, had_items=known > 0, memo=memo)
            return await asyncio.to_thread(reading, source, context.kind, parts, context.now)
        return await self._readers.understand(
            source,
            parts,
            context.now,
            had_items=known > 0,
            memo=memo,
            rank=rank(context.state),
            most_seconds=self._reading_seconds,
        )

    def _judged(
        self, context: Context, response: Response, understood: Understood, known: int
    ) -> Check:
        return signed(judge(context, response, understood, self._store), self._store, known)

    async def _completed(
        self, context: Context, understood: Understood, visitor: Visitor
    ) -> tuple[Understood, bool]:
        """With each item's own page read; whether some still wait for it."""
        plan = await asyncio.to_thread(self._planned, context, understood)
        return await FullText(context, visitor, self._readers).complete(understood, plan)

    def _planned(self, context: Context, understood: Understood) -> Wanted:
        known = self._store.known(context.source.id)
        texts = self._store.texts([one.id for one in known])
        return wanted(understood.documents, context.state.key_policy, known, texts)

    def _context(self, row: SourceRow) -> Context:
        return Context(row.source, self._kinds[row.source.kind], row.state, self._clock())

    def _too_late(self, row: SourceRow) -> Failure:
        limit = f"{self._deadline_seconds:g} s"
        hint = "its server takes too long, or too much else is being read"
        return Failure("deadline", f"{row.source.place}: the check took more than {limit}", hint)


def _without_reading(context: Context, visit: NotModified | Failure | Postponed) -> Check:
    if isinstance(visit, NotModified):
        return after_not_modified(context, visit)
    if isinstance(visit, Postponed):
        return after_postponed(context, visit)
    return after_failure(context, visit)


def _to_be_read_again(response: Response) -> Response:
    """As a visit that did not see all: the same bytes are no reason to look at nothing (C1)."""
    return replace(response, raw_hash="", validators=None, again_seconds=AGAIN_SECONDS)


async def _hashed(response: Response) -> Response:
    """With its hash: at once where that takes microseconds, in a thread where milliseconds."""
    if sum(len(part.body) for part in response.parts) < LARGE_BYTES:
        return hashed(response)
    return await asyncio.to_thread(hashed, response)


def rank(state: SourceState) -> Rank:
    """Whose bytes are read first: those of a source that gave no trouble before."""
    if state.failure and state.failure.kind in COSTLY:
        return Rank.SUSPECT
    return Rank.PROVEN if state.last_success_at else Rank.NEW


def _put_off(row: SourceRow) -> Postponed:
    """Not even fetched: it would wait for a reader with what it brought, behind many others."""
    message = f"{row.source.place}: not asked, what others sent is still being read"
    hint = "its last answer was hard to read, so it comes after them; it is made up for by itself"
    return Postponed(Failure(POSTPONED, message, hint), PUT_OFF_SECONDS)
