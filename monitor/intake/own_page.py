"""Asks for a release's own page, politely, and says what it means that nothing is there.

A site that answers everybody's pages with 404, because it does not want us or is broken, has taken
nothing away: before anything is withdrawn, a page that is listed now has to be there.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from monitor.errors import FetchError, StaleCheck
from monitor.intake.advance import Context
from monitor.intake.gone import GONE, askable, due, noted, watches
from monitor.intake.records import change, off
from monitor.intake.visit import answer
from monitor.intake.visit.visitor import Visitor
from monitor.model.change import Change, ChangeKind, Check, Outcome
from monitor.model.release import Known, Release
from monitor.model.source import Failure
from monitor.model.visit import Postponed
from monitor.net.url import parse
from monitor.store.store import Store

log = structlog.get_logger()

NOT_THERE = frozenset({"not_found", answer.GONE})
"""Kinds of failure: what 404 and 410 come to, unless a bot wall says so."""

LONGEST_SECONDS = 30.0
"""For one page, waiting for its turn at the host included."""

Keep = Callable[[Check], "asyncio.Future[Any]"]


@dataclass(slots=True)
class _Found:
    releases: list[Release] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


class OwnPages:
    """Looks for what is listed no more. One for the whole program."""

    def __init__(self, store: Store, visitor: Visitor, keep: Keep) -> None:
        self._store = store
        self._visitor = visitor
        self._keep = keep

    async def look(self, context: Context) -> Check | None:
        """Ask for the pages that are due now; the check that says what came of it, kept.

        None where nothing is due, or somebody else checked the source meanwhile.
        """
        asked = due(context.state, context.now)
        if not asked:
            return None
        known = await asyncio.to_thread(self._store.known, context.source.id)
        check = await self._asked(context, asked, {one.id: one for one in known})
        try:
            await self._keep(check)
        except StaleCheck:
            return None
        return check

    async def _asked(
        self, context: Context, asked: Iterable[str], known: dict[str, Known]
    ) -> Check:
        left, found = watches(context.state), _Found()
        for release in asked:
            one, watch = known.get(release), left.pop(release)
            if one is None or one.withdrawn or one.places or one.trimmed:
                continue
            there = await self._there(context, one)
            if there is None:
                left[release] = watch  # nobody was asked
            elif not there and watch.doubted and await self._others_are(context, known):
                _withdraw(context, one, found)
            elif next_one := watch.looked(context.now, there=there):
                left[release] = next_one
        memo = {key: kept for key, kept in context.state.memo.items() if key != GONE}
        if left:
            memo[GONE] = noted(left)
        return _check(context, memo, found)

    async def _others_are(self, context: Context, known: dict[str, Known]) -> bool:
        """Whether a page that is listed now is there."""
        listed = (one for one in known.values() if one.places and askable(context.source, one.url))
        one = next(listed, None)
        return one is not None and await self._there(context, one) is True

    async def _there(self, context: Context, release: Known) -> bool | None:
        """Whether its page is there, as far as anybody says that it is not; None: nobody did."""
        source, url = context.source, release.url or ""
        try:
            same = parse(source.place).origin == parse(url).origin
        except FetchError:
            return True
        if source.headers and not same:
            return True  # what needs credentials may say 404 to whoever has none
        obey = source.options.get("robots", "obey") == "obey"
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                with self._visitor.room.share() as share:
                    visitor = self._visitor.lent(share)
                    visit = await visitor.get(url, headers=source.headers, robots=obey)
        except TimeoutError:
            return None
        if isinstance(visit, Postponed):
            return None
        return not (isinstance(visit, Failure) and visit.kind in NOT_THERE)


def _withdraw(context: Context, one: Known, found: _Found) -> None:
    log.info("own_page_gone", source=context.source.id, release=one.id)
    release = replace(off(context, one), withdrawn=True)
    found.releases.append(release)
    found.changes.append(change(context, release, ChangeKind.WITHDRAWN, one.changes))


def _check(context: Context, memo: dict[str, Any], found: _Found) -> Check:
    """The looks as a check: nothing about the source itself is said by them."""
    state = context.state
    return Check(
        source=context.source.id,
        outcome=Outcome.CHANGED if found.changes else Outcome.UNCHANGED,
        base_version=state.version,
        next_state=replace(
            state,
            version=state.version + 1,
            memo=memo,
            last_changed_at=context.now if found.changes else state.last_changed_at,
        ),
        releases=tuple(found.releases),
        changes=tuple(found.changes),
    )
