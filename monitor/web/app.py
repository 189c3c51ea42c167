"""The web application: every route, and what holds for all of them."""

from fastapi import FastAPI
from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from monitor.errors import MonitorError, StoreError, UsageError
from monitor.web import actions, api, feeds, pages, probes
from monitor.web.below import BelowPath
from monitor.web.context import Context
from monitor.web.middleware import HeadOfApi, HostCheck, SecurityHeaders
from monitor.web.render import Pages

_WORDS = {
    403: "Not allowed",
    404: "Nothing here",
    405: "Not that way",
    503: "Not now",
}


def create(context: Context) -> FastAPI:
    """The application over this context. Nothing is global: a test makes as many as it likes."""
    app = FastAPI(
        title="feed-monitor",
        version="1",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # their pages load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,  # to an address made of what the client says we are called
    )
    rendered = Pages(context)
    app.router.routes.extend(feeds.routes(context))
    for router in (
        pages.routes(context, rendered),
        actions.routes(context),
        probes.routes(context),
        api.routes(context),
    ):
        app.include_router(router)
    _explain_refusals(app, rendered)
    app.add_middleware(HeadOfApi)
    app.add_middleware(BelowPath, settings=context.settings)
    app.add_middleware(HostCheck, settings=context.settings)
    app.add_middleware(SecurityHeaders)
    return app


def _explain_refusals(app: FastAPI, rendered: Pages) -> None:
    """Errors that were expected, in the manner of the place where they happened."""

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        answer = _refusal(request, rendered, error.status_code, str(error.detail))
        answer.headers.update(error.headers or {})
        return answer

    def ours(request: Request, error: Exception) -> Response:
        status = 404 if isinstance(error, UsageError) else 503
        message = error.message if isinstance(error, MonitorError) else str(error)
        return _refusal(request, rendered, status, message)

    async def senseless(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        if request.url.path.startswith("/api/"):
            return await request_validation_exception_handler(request, error)
        return await run_in_threadpool(
            _refusal, request, rendered, 404, "Some part of this address makes no sense."
        )

    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, senseless)
    app.add_exception_handler(UsageError, ours)
    app.add_exception_handler(StoreError, ours)


def _refusal(request: Request, rendered: Pages, status: int, text: str) -> Response:
    """JSON for programs and whoever asks for it, plain text beside feeds, a page for people."""
    path = request.url.path
    if path.startswith("/api/") or request.query_params.get("format") == "json":
        return JSONResponse({"detail": text}, status)
    if path.startswith(("/feeds/", "/opml", "/assets/")):
        return PlainTextResponse(f"{text}\n", status)
    return rendered.notice(_WORDS.get(status, "That did not work"), text, status)
