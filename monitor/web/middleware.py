"""What holds for every request and every answer, whatever is asked: Host, and headers."""

from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.config.settings import Settings
from monitor.web.guard import Names, host_name

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class HostCheck:
    """Answers 400 to a request without one plain Host, 421 to a host that is not us.

    HTTP/1.0 knows no Host, and no browser speaks it: probes of load balancers do.
    """

    def __init__(self, app: ASGIApp, settings: Callable[[], Settings]) -> None:
        self._app = app
        self._settings = settings
        self._known: tuple[Settings, Names] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).getlist("host")
        if not given and scope["http_version"] == "1.0":
            await self._app(scope, receive, send)
            return
        host = host_name(given[0]) if len(given) == 1 else None
        if host is None:
            answer = PlainTextResponse("One Host header is needed.\n", 400)
            await answer(scope, receive, send)
        elif not self._names().know(host):
            answer = PlainTextResponse(
                f"This server does not go by the name {host}.\n"
                "If it should: set public_url in config.yaml to the address that people use.\n",
                421,
            )
            await answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _names(self) -> Names:
        settings = self._settings()
        if self._known is None or self._known[0] is not settings:
            self._known = (settings, Names.of(settings))
        return self._known[1]


class HeadOfApi:
    """Answers HEAD below `/api/` as GET, whose body the server then leaves out (rule P27)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("method") == "HEAD" and scope["path"].startswith("/api/"):
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, send)


class SecurityHeaders:
    """Adds the headers that keep a browser from doing more with a page than showing it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers)
