"""`backfill: N`: the older pages of a source, once, politely, each kept as it is read.

    first visit    what is on it is kept ─▸ where it leads on to stands in the memo
    after a visit  that page ─▸ its items that are not known ─▸ kept as history ─▸ where it leads on
                   … until N pages were read, one leads nowhere, or brings nothing that is new

What is history is told to nobody and stands behind everything that is kept of its source. Each page
is a transaction of its own with the address of the next, so that a program that ends goes on where
it was. A page that cannot be had is asked for again at the next visits, three times in all.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import blake2b
from time import monotonic
from typing import Any

import structlog

from monitor.errors import FetchError, StaleCheck
from monitor.intake.advance import Context
from monitor.intake.decide import Decided, Sight, decide
from monitor.intake.identify import TITLE, Item, fingerprint, items
from monitor.intake.match import exact
from monitor.intake.reader.readers import Readers
from monitor.intake.schedule import next_due
from monitor.intake.scope import Scope
from monitor.intake.sources.kind import BACKFILL, Finding, backfilling
from monitor.intake.sources.web import elsewhere
from monitor.intake.understand import Understood
from monitor.intake.visit.visitor import Visitor
from monitor.model.change import Check, Outcome
from monitor.model.release import Known
from monitor.model.source import Failure, Source, SourceState
from monitor.model.visit import Postponed, Response
from monitor.net.url import mask
from monitor.store.store import Store

log = structlog.get_logger()

MOST_TRIES = 3
SLICE_SECONDS = 30.0
"""The daemon reads older pages for so long after a visit, and goes on a little later."""
AGAIN_SECONDS = 60.0

Paged = Callable[[str, int, int], None]
"""Told after each page: of which source, how many pages were read, of how many at most."""

Keep = Callable[[Check], "asyncio.Future[Any]"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far it is: the next page, None at the end; `why` it ended early.

    `after` is an address, or what the kind's own `at` makes of the source.

    `seen` holds short hashes of the addresses and of the contents that were read.
    """

    after: str | None
    pages: int = 0
    tries: int = 0
    seen: tuple[str, ...] = ()
    why: str | None = None

    @classmethod
    def of(cls, memo: Mapping[str, Any]) -> "Standing | None":
        """What a memo says; None where nothing was begun."""
        kept = memo.get(BACKFILL)
        return cls(**{**kept, "seen": tuple(kept["seen"])}) if kept else None

    def in_memo(self, memo: Mapping[str, Any]) -> dict[str, Any]:
        """The memo with this noted."""
        noted = {
            "after": self.after,
            "pages": self.pages,
            "tries": self.tries,
            "seen": list(self.seen),
            "why": self.why,
        }
        return {**memo, BACKFILL: noted}


def begun(context: Context, understood: Understood) -> Understood:
    """A first visit with where it leads on to, a later one with how far that has come. Pure."""
    if not context.source.options.get("backfill") or not understood.read:
        return understood
    standing = Standing.of(context.state.memo) or Standing(
        understood.older, pages=1, seen=(_mark(context.source.place),)
    )
    finding = understood.finding or Finding(context.kind.name, memo=context.state.memo)
    return replace(understood, finding=replace(finding, memo=standing.in_memo(finding.memo)))


def pending(source: Source, state: SourceState) -> bool:
    """Whether there are pages still to be read."""
    standing = Standing.of(state.memo)
    return bool(standing and standing.after and backfilling(source, state.memo))


class Backfill:
    """Reads older pages. One for the whole program."""

    def __init__(
        self, store: Store, visitor: Visitor, readers: Readers, keep: Keep, paged: Paged
    ) -> None:
        self._store = store
        self._visitor = visitor
        self._readers = readers
        self._keep = keep
        self._paged = paged

    async def go_on(self, context: Context, *, to_the_end: bool) -> list[Check]:
        """Read on from where the memo says, for a while or to the end. Each page is kept."""
        until, checks = monotonic() + SLICE_SECONDS, list[Check]()
        while pending(context.source, context.state):
            check = await self._page(context)
            try:
                await self._keep(check)
            except StaleCheck:
                break  # somebody else goes on with it
            checks.append(check)
            stuck = _pages(check.next_state) == _pages(context.state)
            context = replace(context, state=check.next_state)
            if stuck or (not to_the_end and monotonic() > until):
                break
        if checks:
            self._say(context)
        return checks

    async def _page(self, context: Context) -> Check:
        """One older page: what it brings, and where it leads on to."""
        standing = Standing.of(context.state.memo) or Standing(None)
        url = standing.after or ""
        try:
            source = (context.kind.at or elsewhere)(context.source, url)
        except FetchError as error:
            return _moved_on(context, replace(standing, after=None, why=error.message))
        with self._visitor.room.share() as share:
            visit = await context.kind.fetch(
                source, SourceState(source.id), self._visitor.lent(share)
            )
            if not isinstance(visit, Response):
                return _moved_on(context, _unread(standing, visit))
            understood = await self._readers.understand(
                source, visit.parts, context.now, had_items=False, memo=context.state.memo
            )
        if understood.unread:
            failure = next(iter(understood.unread.values()))
            return _moved_on(context, replace(standing, after=None, why=failure.message))
        check = await asyncio.to_thread(self._history, context, understood, standing)
        most = int(context.source.options.get("backfill") or 0)
        self._paged(source.id, standing.pages, most)
        return check

    def _history(self, context: Context, understood: Understood, standing: Standing) -> Check:
        known = self._store.known(context.source.id)
        found, shown = history(context, understood, known)
        print_ = _mark(shown)
        again = not found.releases and print_ in standing.seen
        marks = (*standing.seen, _mark(standing.after or ""), print_)
        after = understood.older if understood.older and not again else None
        if after and _mark(after) in marks:
            after = None
        if standing.pages >= int(context.source.options.get("backfill") or 0):
            after = None
        seen = marks if after else ()  # at the end nobody asks for them any more
        return _moved_on(context, Standing(after, standing.pages + 1, 0, seen), found)

    def _say(self, context: Context) -> None:
        standing = Standing.of(context.state.memo)
        if standing and standing.why:
            log.warning("backfill_ended", source=context.source.id, why=standing.why)
        elif standing and standing.after is None:
            log.info("backfilled", source=context.source.id, pages=standing.pages - 1)


def history(context: Context, understood: Understood, known: list[Known]) -> tuple[Decided, str]:
    """What an older page brings that is not known, and a fingerprint of all that it shows. Pure.

    Of what is known the newer page said more, or the same: nothing is concluded from this one. What
    is history has fallen off the end of its list, so it stands nowhere.
    """
    place, policy = context.source.place, context.state.key_policy or TITLE
    documents = (replace(document, place=place) for document in understood.documents)
    found = items(documents, policy)
    scope = Scope(frozenset({place}))
    linked = exact(found, known, scope, policy).found
    new: list[Item] = [item for number, item in enumerate(found) if number not in linked]
    quiet = replace(
        context,
        source=replace(context.source, tell_baseline=False),
        state=replace(context.state, baseline_at=None),
    )
    decided = decide(quiet, Sight(new, known, {}, scope, {}, policy))
    releases = tuple(replace(one, places={}) for one in decided.releases)
    return replace(decided, releases=releases), fingerprint(found)


def _moved_on(context: Context, standing: Standing, found: Decided | None = None) -> Check:
    """The check of one older page: nothing about the source itself is said by it."""
    state = context.state
    changes = found.changes if found else ()
    return Check(
        source=context.source.id,
        outcome=Outcome.CHANGED if changes else Outcome.UNCHANGED,
        base_version=state.version,
        next_state=replace(
            state,
            version=state.version + 1,
            memo=standing.in_memo(state.memo),
            next_due_at=_due(context, standing),
        ),
        releases=found.releases if found else (),
        changes=changes,
        history=True,
    )


def _due(context: Context, standing: Standing) -> Any:
    """Soon while pages are left; when it would be otherwise at the end."""
    state = context.state
    if state.next_due_at is None:
        return None
    if standing.after:
        return min(state.next_due_at, context.now + timedelta(seconds=AGAIN_SECONDS))
    return max(state.next_due_at, next_due(context.source, context.now, rhythm=state.rhythm))


def _unread(standing: Standing, visit: Any) -> Standing:
    """A page that was not to be had: again at the next visit, or never more."""
    if isinstance(visit, Postponed):
        return standing
    failure = visit if isinstance(visit, Failure) else None
    tries = standing.tries + 1
    final = failure is None or failure.permanent or failure.kind in ("robots", "not_found")
    if final or tries >= MOST_TRIES:
        why = failure.message if failure else f"{mask(standing.after or '')}: nothing came"
        return replace(standing, after=None, tries=0, why=why)
    return replace(standing, tries=tries)


def _pages(state: SourceState) -> int:
    standing = Standing.of(state.memo)
    return standing.pages if standing else 0


def _mark(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest()


def nobody(_source: str, _pages: int, _most: int) -> None:
    """Nobody is told how far it is."""
