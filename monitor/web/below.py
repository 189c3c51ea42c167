"""Pages below a path of somebody's site: `public_url: https://example.org/news`.

A proxy takes the path away before it asks us, and rarely says so. Links that begin at the root
would lead out of it, so there they count from the page itself, which holds with and without the
proxy.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.config.settings import Settings

_FROM_ROOT = re.compile(rb'(?<=[ \n])(href|action)="/(?!/)')


class BelowPath:
    """Makes the links and redirects of pages relative where `public_url` has a path."""

    def __init__(self, app: ASGIApp, settings: Callable[[], Settings]) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and urlsplit(self._settings().public_url).path.strip("/"):
            send = _Relative(send, up(scope["path"])).send
        await self._app(scope, receive, send)


class _Relative:
    """One answer on its way: its head waits for the whole of a page, whose length may change."""

    def __init__(self, send: Send, up: str) -> None:
        self._send = send
        self._up = up
        self._head: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("location", "").startswith("/"):
                headers["location"] = self._up + headers["location"][1:]
            if headers.get("content-type", "").startswith("text/html"):
                self._head = message
                return
        elif self._head:
            await self._page(self._head, message)
            return
        await self._send(message)

    async def _page(self, head: Message, message: Message) -> None:
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = _FROM_ROOT.sub(rb'\1="' + self._up.encode(), self._body)
        MutableHeaders(scope=head)["content-length"] = str(len(body))
        await self._send(head)
        await self._send({**message, "body": body})


def up(path: str) -> str:
    """From the page at a path to the root: `./` beside it, `../` from a folder below."""
    return "../" * (path.count("/") - 1) or "./"
