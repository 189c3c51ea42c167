"""Pages for people: what is watched, what it said, what changed, and what is owed to whom.

They show private sources as well: whoever reaches this address is taken for the owner, and by
default only this machine does. Feeds go further out, so theirs ask for a token.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, pairwise, takewhile
from typing import Annotated, TypeVar

from fastapi import APIRouter, Query
from pydantic import AfterValidator
from starlette.responses import JSONResponse, Response

from monitor import shapes
from monitor.bounds import bounded
from monitor.model.change import RELEASE_KINDS, ChangeKind
from monitor.model.delivery import Delivery
from monitor.publish.catalogue import ALL, Offer
from monitor.publish.diffs import Shown, between
from monitor.store.views import ReleaseRow, RevisionRow, Selection, SourceRow
from monitor.web import difference
from monitor.web.context import Context
from monitor.web.render import STYLE, Pages

SOURCES = 100
LINES = 50
NEWEST = 8
LAST_PAGE = 400
"""How far back lists can be turned: who wants more asks the command line or the API."""

_OF_A_SOURCE = (*RELEASE_KINDS, ChangeKind.RENUMBERED)
"""That its items were renamed belongs to them; failures stand with its visits."""

_EVERYTHING = Selection(include_private=True)

Row = TypeVar("Row")
Sequence = Annotated[int, AfterValidator(bounded)]
Form = Annotated[str | None, Query(alias="format")]
Find = Annotated[str, Query(max_length=100)]
Page = Annotated[int, Query(ge=1, le=LAST_PAGE)]


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a list stands: this page, and whether there is one after it."""

    page: int
    more: bool


def routes(context: Context, pages: Pages) -> APIRouter:
    """Every page. Each is made in a worker thread, as the store blocks."""
    router = APIRouter(include_in_schema=False)
    views = _Views(context, pages)
    for path, view in (
        ("/", views.overview),
        ("/sources/{source}", views.source),
        ("/releases", views.releases),
        ("/releases/{release}", views.release),
        ("/changes", views.changes),
        ("/changes/{sequence}", views.change),
        ("/deliveries", views.deliveries),
        ("/assets/style.css", style),
    ):
        router.add_api_route(path, view, methods=["GET", "HEAD"], response_model=None)
    return router


def style() -> Response:
    """The one stylesheet. Its address has its hash, so it may be kept for ever."""
    forever = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(STYLE, media_type="text/css", headers=forever)


class _Views:
    """One method a page."""

    def __init__(self, context: Context, pages: Pages) -> None:
        self._context = context
        self._store = context.store
        self._pages = pages

    def overview(self, page: Page = 1, find: Find = "", checked: str | None = None) -> Response:
        store = self._store
        rows = store.source_page(offset=(page - 1) * SOURCES, limit=SOURCES + 1, find=find)
        values = {
            "rows": [(row, shapes.standing(row.state)) for row in rows[:SOURCES]],
            "turn": Turn(page, len(rows) > SOURCES),
            "find": find,
            "counts": store.counts(self._context.clock()),
            "failing": self._failing(),
            "releases": store.releases(_EVERYTHING, limit=NEWEST),
            "changes": store.changes(_EVERYTHING, limit=NEWEST, baseline=False),
            "shared": self._shared(),
            "targets": self._context.settings().targets,
            "checked": checked,
        }
        return self._pages.page("overview.html", values)

    def source(self, source: str, checked: str | None = None) -> Response:
        row = self._store.source(source)
        if row is None:
            return self._nowhere("source", source)
        selection = Selection(sources=(source,), include_private=True)
        values = {
            "row": row,
            "state": shapes.standing(row.state),
            "releases": self._store.releases(selection, limit=LINES),
            "changes": self._store.changes(
                selection, limit=NEWEST, kinds=_OF_A_SOURCE, baseline=False
            ),
            "visits": self._store.visits(source)[:NEWEST],
            "checked": checked,
        }
        return self._pages.page("source.html", values)

    def releases(self, page: Page = 1) -> Response:
        rows, turn = _turned(self._store.releases(_EVERYTHING, limit=page * LINES + 1), page)
        return self._pages.page("releases.html", {"rows": rows, "turn": turn})

    def release(self, release: str, form: Form = None) -> Response:
        row = self._store.release(release)
        if row is None:
            return self._nowhere("release", release, form)
        if form == "json":
            return JSONResponse(shapes.release(row, text=True))
        values = {
            "row": row,
            "revisions": self._history(row),
            "names": self._store.names(release),
            "corrections": self._store.corrections(release),
        }
        return self._pages.page("release.html", values)

    def changes(self, page: Page = 1, held: bool = False) -> Response:
        rows = self._store.changes(
            _EVERYTHING, limit=page * LINES + 1, kinds=tuple(ChangeKind), held=held or None
        )
        shown, turn = _turned(rows, page)
        return self._pages.page("changes.html", {"rows": shown, "turn": turn, "held": held})

    def change(self, sequence: Sequence, form: Form = None) -> Response:
        row = self._store.change(sequence)
        if row is None:
            return self._nowhere("change", str(sequence), form)
        if form == "json":
            return JSONResponse(shapes.change(row, difference.of(self._store, row)))
        shown = difference.shown(self._store, row)
        return self._pages.page("change.html", {"row": row, "shown": shown})

    def deliveries(self) -> Response:
        store = self._store
        lists = {
            "dead": store.deliveries(states=("dead",), limit=LINES),
            "owed": store.deliveries(states=("owed", "retrying"), limit=LINES),
            "sent": store.deliveries(states=("sent",), limit=LINES),
        }
        values = {
            **lists,
            "titles": self._titles(row for rows in lists.values() for row in rows),
            "targets": self._context.settings().targets,
            "states": {state.target: state for state in store.targets()},
            "counts": store.counts(self._context.clock()),
        }
        return self._pages.page("deliveries.html", values)

    def _failing(self) -> list[SourceRow]:
        """The first sources that fail; they stand before the others."""
        rows = self._store.source_page(offset=0, limit=NEWEST)
        return [row for row in rows if row.state.failure]

    def _shared(self) -> list[Offer]:
        """The feeds over several sources, beside `all`."""
        settings = self._context.settings()
        offers = self._context.publisher.catalogue(settings).shared()
        wide = takewhile(lambda offer: offer.home == "/", offers)
        return [offer for offer in islice(wide, SOURCES) if offer.name != ALL]

    def _titles(self, deliveries: Iterable[Delivery]) -> dict[int, str]:
        """What the deliveries' changes are about, by sequence."""
        numbers = {delivery.sequence for delivery in deliveries if delivery.sequence}
        rows = (self._store.change(number) for number in numbers)
        return {row.sequence: row.title or row.source_title for row in rows if row}

    def _history(self, row: ReleaseRow) -> list[tuple[RevisionRow, Shown | None]]:
        """Revisions, newest first, each with what it made of the one before it."""
        kept = self._store.revisions(row.id)
        steps = [between(*pair, ChangeKind.REVISED) for pair in pairwise(kept)]
        return list(zip(reversed(kept), [*reversed(steps), None], strict=True))

    def _nowhere(self, what: str, name: str, form: Form = None) -> Response:
        if form == "json":
            return JSONResponse({"detail": f"There is no such {what}."}, 404)
        return self._pages.notice(f"No such {what}", f"Nothing is kept under “{name}”.", 404)


def _turned(rows: list[Row], page: int) -> tuple[list[Row], Turn]:
    return rows[(page - 1) * LINES : page * LINES], Turn(page, len(rows) > page * LINES)
