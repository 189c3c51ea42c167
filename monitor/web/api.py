"""The API: the contract's shapes over HTTP, described at `/api/v1/openapi.json`.

Lists are ascending by sequence: the newest `limit` above `since`. What changes something is a
POST, from a page of ours or from a program that sends `Content-Type: application/json`, which
no page of somebody else's can make a browser send here (`guard.is_program`).
"""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from pydantic import AfterValidator
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, StreamingResponse

from feeds.formats import FORMATS
from monitor import shapes
from monitor.bounds import bounded
from monitor.publish.catalogue import Offer, path
from monitor.store.batches import in_batches
from monitor.store.store import Store
from monitor.store.views import ChangeRow, Selection
from monitor.web import difference, schemas
from monitor.web.context import Context
from monitor.web.guard import is_ours, is_program

Limit = Annotated[int, Query(ge=1, le=1000, description="At most so many, the newest.")]
Since = Annotated[
    int | None,
    Query(ge=0, description="Only what has a higher sequence."),
    AfterValidator(lambda number: number and bounded(number)),
]
Sequence = Annotated[int, AfterValidator(bounded)]
Most = Annotated[
    int | None,
    Query(ge=1, description="At most so many."),
    AfterValidator(lambda number: number and bounded(number)),
]
After = Annotated[str | None, Query(description="Only those that stand behind this one.")]
Find = Annotated[
    str, Query(max_length=100, description="Only with this in id, place, title or a tag.")
]
Sources = Annotated[list[str], Query(alias="source", description="Only these sources.")]

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_MISSING: dict[int | str, dict[str, Any]] = {404: {"model": schemas.Refusal}}
_REFUSED: dict[int | str, dict[str, Any]] = {403: {"model": schemas.Refusal}, **_MISSING}


def routes(context: Context) -> APIRouter:
    """Everything below `/api/v1`."""
    router = APIRouter(prefix="/api/v1")
    for part in (_sources, _actions, _releases, _changes, _deliveries, _feeds):
        part(router, context)
    return router


def _gives(model: Any) -> dict[int | str, dict[str, Any]]:
    return {200: {"model": model}}


def _found(row: Any, what: str) -> Any:
    if row is None:
        raise HTTPException(404, f"There is no such {what}.")
    return row


def _only(sources: list[str]) -> Selection:
    return Selection(sources=tuple(sources), include_private=True)


def _trusted(context: Context) -> Any:
    def check(request: Request) -> None:
        ours = is_ours(request.headers, context.settings().public_url)
        if not (ours or is_program(request.headers)):
            raise HTTPException(403, "Send Content-Type: application/json, and no Origin.")

    return Depends(check)


def _sources(router: APIRouter, context: Context) -> None:
    store = context.store

    @router.get("/sources", responses=_gives(list[schemas.Source]))
    def sources(
        find: Find = "",
        after: After = None,
        limit: Most = None,
    ) -> StreamingResponse:
        """Sources in the configuration's order, all of them unless asked otherwise."""
        rows = islice(store.each_source(after=after, find=find), limit)
        begun = chain(list(islice(rows, 1)), rows)  # what is wrong is said before the answer begins
        return StreamingResponse(_array(map(shapes.source, begun)), media_type="application/json")

    @router.get("/sources/{source}", responses=_gives(schemas.Source) | _MISSING)
    def source(source: str) -> JSONResponse:
        """One source and how it stands."""
        return JSONResponse(shapes.source(_found(store.source(source), "source")))


def _array(values: Iterable[object]) -> Iterator[bytes]:
    """A JSON array, some values at a time: there may be more than one would like to hold."""
    opening = b"["
    for batch in in_batches(values):
        yield opening + ",".join(map(_ENCODE, batch)).encode()
        opening = b","
    yield b"[]" if opening == b"[" else b"]"


def _actions(router: APIRouter, context: Context) -> None:
    store = context.store
    trusted = [_trusted(context)]
    busy: dict[int | str, dict[str, Any]] = {409: {"model": schemas.Refusal}}

    @router.post(
        "/sources/{source}/check",
        dependencies=trusted,
        responses=_gives(schemas.Check) | _REFUSED | busy,
    )
    async def check(source: str) -> JSONResponse:
        """Visit now, due or not, and wait for the outcome."""
        done = await context.check_now(source)
        if done is None:
            raise HTTPException(409, "The check came to nothing: see the log.")
        return JSONResponse(shapes.check(done))

    def switch(paused: bool) -> Callable[[str], Any]:
        async def act(source: str) -> JSONResponse:
            await run_in_threadpool(store.pause, source, paused)
            row = await run_in_threadpool(store.source, source)
            return JSONResponse(shapes.source(_found(row, "source")))

        act.__doc__ = "Visit no more until resumed." if paused else "Visit again, at once."
        return act

    for verb, paused in (("pause", True), ("resume", False)):
        router.add_api_route(
            f"/sources/{{source}}/{verb}",
            switch(paused),
            methods=["POST"],
            name=verb,
            dependencies=trusted,
            responses=_gives(schemas.Source) | _REFUSED,
        )


def _releases(router: APIRouter, context: Context) -> None:
    store = context.store

    @router.get("/releases", responses=_gives(list[schemas.Release]))
    def releases(
        source: Sources = [],  # noqa: B006  FastAPI copies it
        since: Since = None,
        limit: Limit = 100,
    ) -> JSONResponse:
        """Releases with their texts, withdrawn ones included."""
        rows = store.releases(_only(source), since=since, limit=limit, texts=True)
        return JSONResponse([shapes.release(row, text=True) for row in reversed(rows)])

    @router.get("/releases/{release}", responses=_gives(schemas.Release) | _MISSING)
    def release(release: str) -> JSONResponse:
        """One release, by its id or a beginning of it that only one has."""
        return JSONResponse(shapes.release(_found(store.release(release), "release"), text=True))


def _changes(router: APIRouter, context: Context) -> None:
    store = context.store

    @router.get("/changes", responses=_gives(list[schemas.Change]))
    def changes(
        source: Sources = [],  # noqa: B006  FastAPI copies it
        since: Since = None,
        limit: Limit = 100,
        held: bool = False,
    ) -> JSONResponse:
        """What happened to releases; with `held`, only what is held back from targets."""
        rows = store.changes(_only(source), since=since, limit=limit, held=held or None)
        return JSONResponse([_change(store, row) for row in reversed(rows)])

    @router.get("/changes/{sequence}", responses=_gives(schemas.Change) | _MISSING)
    def change(sequence: Sequence) -> JSONResponse:
        """One change with its diff."""
        return JSONResponse(_change(store, _found(store.change(sequence), "change")))

    @router.post(
        "/changes/{sequence}/tell",
        dependencies=[_trusted(context)],
        responses=_gives(schemas.Change) | _REFUSED,
    )
    def tell(sequence: Sequence) -> JSONResponse:
        """Tell a change that is held back, now, to every target that it matches."""
        store.tell([sequence])
        return JSONResponse(_change(store, _found(store.change(sequence), "change")))


def _change(store: Store, row: ChangeRow) -> Any:
    return shapes.change(row, difference.of(store, row))


def _deliveries(router: APIRouter, context: Context) -> None:
    store = context.store

    @router.get("/deliveries", responses=_gives(list[schemas.Delivery]))
    def deliveries(
        source: Sources = [],  # noqa: B006  FastAPI copies it
        target: str | None = None,
        since: Since = None,
        limit: Limit = 100,
    ) -> JSONResponse:
        """Who is owed what, and what was sent."""
        rows = store.deliveries(target=target, since=since, limit=limit, sources=source)
        return JSONResponse([shapes.delivery(row) for row in reversed(rows)])

    @router.post(
        "/deliveries/{delivery}/replay",
        dependencies=[_trusted(context)],
        responses=_gives(schemas.Replayed) | _REFUSED,
    )
    def replay(delivery: str) -> JSONResponse:
        """Owe it again, from the first attempt and under the same id."""
        return JSONResponse({"replayed": store.replay(context.clock(), ids=[delivery])})


def _feeds(router: APIRouter, context: Context) -> None:
    @router.get("/feeds", responses=_gives(list[schemas.Feed]))
    def feeds(limit: Limit = 100) -> JSONResponse:
        """The feeds that anybody may subscribe to. `/opml` has them all."""
        settings = context.settings()
        offers = context.publisher.catalogue(settings).shared()
        public_url = settings.public_url.rstrip("/")
        return JSONResponse([_feed(offer, public_url) for offer in islice(offers, limit)])


def _feed(offer: Offer, public_url: str) -> dict[str, object]:
    def urls(changes: bool) -> dict[str, str]:
        return {name: public_url + path(offer.name, name, changes=changes) for name in FORMATS}

    return {"name": offer.name, "title": offer.title, "urls": urls(False), "changes": urls(True)}
