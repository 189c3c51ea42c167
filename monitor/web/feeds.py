"""Feeds over HTTP: rules P21–P29 and P33, from the bytes that the publisher keeps ready."""

import re
from collections.abc import Iterator

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from feeds.websub import link_header
from monitor.publish.document import FeedBytes, Gone, Missing
from monitor.publish.subscriptions import Subscriptions
from monitor.web.conditional import accepts_gzip, as_http_date, not_modified
from monitor.web.context import Context

_OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link",
}
_NUMBER = re.compile(r"0|-?[1-9]\d{0,11}")


def routes(context: Context) -> list[Route]:
    """GET and HEAD of every feed, its changes and archives, and the subscription list."""

    def feed(request: Request) -> Response:
        return _answer(request, context)

    def changes(request: Request) -> Response:
        return _answer(request, context, changes=True)

    def archive(request: Request) -> Response:
        number = request.path_params["number"]
        if not _NUMBER.fullmatch(number):
            return _missing()
        return _answer(request, context, archive=int(number))

    def subscriptions(request: Request) -> Response:
        return _stream(request, context.publisher.subscriptions(), context)

    return [
        Route("/feeds/{name}/changes.{format}", changes),
        Route("/feeds/{name}/archive/{number}.{format}", archive),
        Route("/feeds/{name}.{format}", feed),
        Route("/opml", subscriptions),
    ]


def _answer(
    request: Request, context: Context, *, changes: bool = False, archive: int | None = None
) -> Response:
    document = context.publisher.document(
        request.path_params["name"],
        request.path_params["format"],
        changes=changes,
        archive=archive,
        token=request.query_params.get("token"),
    )
    match document:
        case FeedBytes():
            return _serve(request, document, context)
        case Gone():
            return _plain("This feed is gone: its source is not watched any more.\n", 410)
        case Missing():
            return _missing()


def _serve(request: Request, document: FeedBytes, context: Context) -> Response:
    """200 with the bytes, or 304 without, with the same validators on both (P22, P24)."""
    compressed = accepts_gzip(request.headers.get("accept-encoding", ""))
    etag = f"{document.etag}-gzip" if compressed else document.etag
    headers = _headers(document, etag)
    public_url = context.settings().public_url.rstrip("/")
    headers["Link"] = link_header(public_url + request.url.path, document.hubs)
    if _is_known(request.headers, etag, document, context):
        return Response(status_code=304, headers=headers)
    if compressed:
        headers["Content-Encoding"] = "gzip"
    body = document.gzip if compressed else document.body
    return Response(body, headers={**headers, "Content-Type": document.media_type})


def _stream(request: Request, document: Subscriptions, context: Context) -> Response:
    """The same for what is never held whole. HEAD gives GET's headers without writing it (P27)."""
    compressed = accepts_gzip(request.headers.get("accept-encoding", ""))
    etag = f"{document.etag}-gzip" if compressed else document.etag
    headers = _headers(document, etag)
    if _is_known(request.headers, etag, document, context):
        return Response(status_code=304, headers=headers)
    if compressed:
        headers["Content-Encoding"] = "gzip"
    pieces = document.gzip() if compressed else document.pieces()
    body: Iterator[bytes] = iter(()) if request.method == "HEAD" else pieces
    return StreamingResponse(body, headers={**headers, "Content-Type": document.media_type})


def _headers(document: FeedBytes | Subscriptions, etag: str) -> dict[str, str]:
    reach = "private, " if document.private else ""
    headers = {
        "ETag": f'"{etag}"',
        "Last-Modified": as_http_date(document.modified_at),
        "Cache-Control": f"{reach}max-age={document.max_age_seconds}",
        "Vary": "Accept-Encoding",
    }
    return headers if document.private else headers | _OPEN_TO_ALL


def _is_known(
    headers: Headers, etag: str, document: FeedBytes | Subscriptions, context: Context
) -> bool:
    return not_modified(headers, etag=etag, modified_at=document.modified_at, now=context.clock())


def _missing() -> Response:
    return _plain("There is no such feed. What there is stands at /opml.\n", 404)


def _plain(text: str, status: int) -> Response:
    return PlainTextResponse(text, status, headers={"Cache-Control": "max-age=60"})
