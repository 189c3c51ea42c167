"""Exchanges over connections that are kept for a moment; httpx's transport, too.

    ask(method, target, …) ─▸ a kept connection, or a new one to a vetted address ─▸ Answer
    httpx.Request ─▸ ask ─▸ httpx.Response

The door asks directly: it has no use for httpx's objects, which take long to make.

One transport has one set of permissions: an open connection is as good as a vetted address, so it
is never lent to another set. The guard holds for whoever sends through it, an `httpx.AsyncClient`
as well as the door.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import NamedTuple

import httpx

from monitor.net.connect import Way
from monitor.net.headers import Raw, encoded, head
from monitor.net.url import Target, parse
from monitor.net.wire import Lost, Wire

TARGET = "target"
"""The extension of a request under which whoever has read its URL already puts the result."""

IDLE_SECONDS = 2.0
"""How long a connection is kept: less than servers do, so that none is lost under a request."""

IDLE_CONNECTIONS = 100

REPEATABLE = frozenset({"GET", "HEAD"})
"""What may be sent a second time when a kept connection is lost under it (RFC 9110 9.2.2)."""

Place = tuple[str, str, int]


class Transport(httpx.AsyncBaseTransport):
    """How many connections may be open at once is not limited here: whoever sends keeps count."""

    def __init__(self, way: Way) -> None:
        self.way = way
        self._idle: dict[Place, list[Wire]] = {}
        self._count = 0
        self._sweep: asyncio.TimerHandle | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, wait for the head of its answer; the body is still to be read.

        Raises the FetchError tree alone. Close the response afterwards.
        """
        body = await request.aread()
        target = request.extensions.get(TARGET) or parse(str(request.url))
        answer = await self.ask(request.method, target, request.headers.raw, body)
        return httpx.Response(answer.status, headers=answer.head, stream=answer.body)

    async def ask(self, method: str, target: Target, headers: Raw, body: bytes) -> "Answer":
        """The same without httpx's objects. `headers` are whole: they say how long `body` is."""
        place, more = self.way.form(target)
        sent = head(method, place, headers + encoded(more)) + body
        wire = await self._asked(method, target, sent)
        return Answer(wire.status, wire.head, Body(wire, self, target))

    async def _asked(self, method: str, target: Target, sent: bytes) -> Wire:
        if kept := self._take(target):
            try:
                return await _ask(kept, sent, method)
            except Lost:
                if method not in REPEATABLE:
                    raise
        return await _ask(await self.way.open(target), sent, method)

    def release(self, wire: Wire, target: Target) -> None:
        """Keep a connection whose answer was read to its end, close any other."""
        if not wire.reusable or self._count >= IDLE_CONNECTIONS:
            wire.close()
            return
        wire.idle_since = time.monotonic()
        self._idle.setdefault(_place(target), []).append(wire)
        self._count += 1
        if self._sweep is None:
            self._later()

    async def aclose(self) -> None:
        """Close every connection that is kept."""
        if self._sweep is not None:
            self._sweep.cancel()
        for wires in self._idle.values():
            for wire in wires:
                wire.close()
        self._idle.clear()

    def _take(self, target: Target) -> Wire | None:
        """The connection that was used last; those that the server closed are let go of."""
        wires = self._idle.get(_place(target))
        while wires:
            wire = wires.pop()
            self._count -= 1
            if wire.reusable:
                return wire
        return None

    def _later(self) -> None:
        self._sweep = asyncio.get_running_loop().call_later(IDLE_SECONDS, self._close_old)

    def _close_old(self) -> None:
        """Close what was used too long ago, forget what the server closed."""
        oldest = time.monotonic() - IDLE_SECONDS
        for wires in self._idle.values():
            for wire in wires:
                if wire.idle_since <= oldest:
                    wire.close()
            wires[:] = [wire for wire in wires if wire.reusable and wire.idle_since > oldest]
        self._idle = {place: wires for place, wires in self._idle.items() if wires}
        self._count = sum(map(len, self._idle.values()))
        self._sweep = None
        if self._idle:
            self._later()


class Body(httpx.AsyncByteStream):
    """The body as it comes from the wire, still in its coding."""

    def __init__(self, wire: Wire, transport: Transport, target: Target) -> None:
        self._wire: Wire | None = wire
        self._transport = transport
        self._target = target

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self._wire and (pieces := await self._wire.read()):
            for piece in pieces:
                yield piece

    async def aclose(self) -> None:
        """Give the connection back."""
        wire, self._wire = self._wire, None
        if wire is not None:
            self._transport.release(wire, self._target)


class Answer(NamedTuple):
    """The head of an answer, and its body, which is still to be read and closed."""

    status: int
    head: Raw
    body: Body


async def _ask(wire: Wire, request: bytes, method: str) -> Wire:
    try:
        await wire.ask(request, method)
    except BaseException:
        wire.close()
        raise
    return wire


def _place(target: Target) -> Place:
    return (target.scheme, target.host, target.port)
