"""What a person can do from a page: check a source now, pause it, resume it; tell what is held.

Forms of our own pages alone (`guard.is_ours`); each answers 303, back to where it was pressed.
"""

import contextlib
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from pydantic import AfterValidator
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from monitor.bounds import bounded
from monitor.errors import UsageError
from monitor.web.context import Context
from monitor.web.guard import is_ours

Back = Annotated[Literal["overview", "source"], Query()]


def routes(context: Context) -> APIRouter:
    """The forms' targets."""

    def from_our_pages(request: Request) -> None:
        if not is_ours(request.headers, context.settings().public_url):
            raise HTTPException(403, "This was not sent from a page of this monitor.")

    router = APIRouter(include_in_schema=False, dependencies=[Depends(from_our_pages)])

    @router.post("/sources/{source}/check")
    async def check(source: str, back: Back = "source") -> RedirectResponse:
        done = await context.check_now(source)
        return _back(source, back, done.outcome.value if done else "busy")

    @router.post("/sources/{source}/pause")
    async def pause(source: str, back: Back = "source") -> RedirectResponse:
        await run_in_threadpool(context.store.pause, source, True)
        return _back(source, back)

    @router.post("/sources/{source}/resume")
    async def resume(source: str, back: Back = "source") -> RedirectResponse:
        await run_in_threadpool(context.store.pause, source, False)
        return _back(source, back)

    @router.post("/changes/{sequence}/tell")
    async def tell(sequence: Annotated[int, AfterValidator(bounded)]) -> RedirectResponse:
        with contextlib.suppress(UsageError):  # told already: its page says so
            await run_in_threadpool(context.store.tell, [sequence])
        return RedirectResponse(f"/changes/{sequence}", 303)

    return router


def _back(source: str, page: str, checked: str | None = None) -> RedirectResponse:
    path = "/" if page == "overview" else f"/sources/{source}"
    return RedirectResponse(f"{path}?checked={checked}" if checked else path, 303)
