"""What a page asks for, one request after another: given, blocked, or let go on its way.

    the page itself          given: its bytes are here already, fetched as politely as any
    pictures, fonts, films   blocked, and whole pages in frames: none of their text is read
    to the source's origin   with the source's own headers; a redirect is a request of its own
    anything else            as the browser would have it

Whatever goes on its way goes through the relay.
"""

import asyncio
from base64 import b64encode
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from monitor.errors import AddressRefused
from monitor.intake.render.wire import Task
from monitor.net.url import parse

if TYPE_CHECKING:
    from playwright.async_api import CDPSession

BLOCKED = frozenset({"Image", "Font", "Media", "TextTrack", "Ping", "Prefetch", "Manifest"})
"""Resource types of the DevTools protocol."""

Event = dict[str, Any]


class Intercept:
    """Decides for one page. `frame` is the number of its own frame."""

    def __init__(self, session: "CDPSession", task: Task, body: bytes, frame: str) -> None:
        self._session = session
        self._task = task
        self._body: bytes | None = body
        self._frame = frame
        self._deciding: set[asyncio.Task[None]] = set()

    async def begin(self) -> None:
        """From now on nothing leaves the page without having been looked at."""
        self._session.on("Fetch.requestPaused", self._paused)
        await self._session.send("Fetch.enable", {"patterns": [{"urlPattern": "*"}]})

    async def end(self) -> None:
        """No more decisions."""
        for task in self._deciding:
            task.cancel()
        await asyncio.gather(*self._deciding, return_exceptions=True)

    def _paused(self, event: Event) -> None:
        task = asyncio.create_task(self._decide(event))
        self._deciding.add(task)
        task.add_done_callback(self._deciding.discard)

    async def _decide(self, event: Event) -> None:
        from playwright.async_api import Error

        command, parameters = self._decision(event)
        with suppress(Error):  # the page does not want it any more
            await self._session.send(command, {"requestId": event["requestId"], **parameters})

    def _decision(self, event: Event) -> tuple[str, Event]:
        request, kind = event["request"], event["resourceType"]
        page = kind == "Document"
        if page and event["frameId"] == self._frame and self._body is not None:
            body, self._body = self._body, None
            return "Fetch.fulfillRequest", self._given(body)
        if kind in BLOCKED or _icon(request["url"]) or (page and event["frameId"] != self._frame):
            return "Fetch.failRequest", {"errorReason": "BlockedByClient"}
        if self._task.headers and origin(request["url"]) == self._task.origin:
            return "Fetch.continueRequest", {"headers": self._with_ours(request["headers"])}
        return "Fetch.continueRequest", {}

    def _given(self, body: bytes) -> Event:
        headers = [{"name": "content-type", "value": self._task.content_type}]
        headers += [{"name": "set-cookie", "value": cookie} for cookie in self._task.cookies]
        return {"responseCode": 200, "responseHeaders": headers, "body": b64encode(body).decode()}

    def _with_ours(self, headers: dict[str, str]) -> list[Event]:
        ours = {name.lower() for name in self._task.headers}
        kept = {name: value for name, value in headers.items() if name.lower() not in ours}
        both = {**kept, **self._task.headers}
        return [{"name": name, "value": value} for name, value in both.items()]


def origin(url: str) -> str | None:
    """Scheme, host and port of a URL; None where it has none."""
    try:
        return parse(url).origin
    except AddressRefused:
        return None


def _icon(url: str) -> bool:
    return urlsplit(url).path == "/favicon.ico"
