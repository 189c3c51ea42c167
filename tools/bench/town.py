"""Many hosts in one process, some of them ill, that write down when they were asked for what.

    with Town() as town:
        town.falls_ill()
        town.visits()

Host NUMBER is `loopback.address(NUMBER)`. Until the town falls ill all of them answer at once.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from time import time
from typing import Literal
from urllib.request import urlopen

from tools.bench.loopback import address, asked_host, local
from tools.bench.serving import Served, serve
from tools.bench.site import NOT_HERE, ok

Health = Literal["well", "hangs", "busy", "drips"]
ILL: Sequence[Health] = ("hangs", "busy", "drips")
RETRY_AFTER_SECONDS = 30
BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: %d\r\nContent-Length: 0\r\n\r\n"
    % RETRY_AFTER_SECONDS
)
DRIPPING = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n<p>"


@dataclass(slots=True)
class Visit:
    """A request as a host saw it. Times are seconds of the epoch; 0: it has not ended."""

    host: str
    path: str
    began_at: float
    ended_at: float = 0.0


def health(number: int) -> Health:
    """Of every ten hosts one hangs, one is busy, one drips."""
    place = number % 10
    return ILL[place] if place < len(ILL) else "well"


class Town(Served):
    """The process, as the benchmark sees it."""

    def __init__(self) -> None:
        super().__init__("tools.bench.town")

    def url(self, host: int, page: int) -> str:
        """A page of a host."""
        return f"http://{address(host)}:{self.port}/p/{page}"

    def falls_ill(self) -> None:
        """From now on the ill are ill. What was seen until now is forgotten."""
        self._say("ill")

    def visits(self) -> list[Visit]:
        """Everything since."""
        return [Visit(**each) for each in json.loads(self._say("visits"))]

    def _say(self, what: str) -> str:
        with urlopen(f"http://127.0.0.1:{self.port}/-/{what}", timeout=60) as answer:
            return str(answer.read().decode())


# ── the process ────────────────────────────────────────────────────────────────────────────


class Book:
    """Who is ill, and who was asked for what."""

    def __init__(self) -> None:
        self.ill = False
        self.visits: list[Visit] = []
        self._health = {address(number): health(number) for number in range(10_000)}

    def health(self, host: str) -> Health:
        """How a host is at this moment."""
        return self._health.get(host, "well") if self.ill else "well"

    def command(self, path: str) -> bytes:
        """What the benchmark itself wants."""
        if path == "/-/ill":
            self.ill = True
            self.visits.clear()
        return ok(json.dumps([asdict(visit) for visit in self.visits]).encode())


class Connection(asyncio.Protocol):
    """One client's connection to one host."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._begun = b""
        self._open: list[Visit] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._host = asked_host(transport)
        if not local(transport):
            transport.abort()

    def data_received(self, data: bytes) -> None:
        *requests, self._begun = (self._begun + data).split(b"\r\n\r\n")
        for request in requests:
            self._asked(request.split(b" ", 2)[1].decode())

    def connection_lost(self, error: Exception | None) -> None:
        self._end()

    def _asked(self, path: str) -> None:
        if path.startswith("/-/"):
            self._transport.write(self._book.command(path))
            return
        visit = Visit(self._host, path, time())
        self._book.visits.append(visit)
        self._open.append(visit)
        self._answer(path)

    def _answer(self, path: str) -> None:
        match self._book.health(self._host):
            case "hangs":
                return
            case _ if path == "/robots.txt":
                self._whole(NOT_HERE)
            case "busy":
                self._whole(BUSY)
            case "drips":
                self._transport.write(DRIPPING)
                self._drip()
            case _:
                self._whole(ok(f"<h1>Of {self._host}</h1><p>Page {path} as ever.".encode()))

    def _whole(self, answer: bytes) -> None:
        self._transport.write(answer)
        self._end()

    def _end(self) -> None:
        for visit in self._open:
            visit.ended_at = time()
        self._open.clear()

    def _drip(self) -> None:
        if not self._transport.is_closing():
            self._transport.write(b".")
            asyncio.get_running_loop().call_later(1.0, self._drip)


async def answer() -> None:
    """What the process does."""
    book, loop = Book(), asyncio.get_running_loop()
    made = loop.create_server(lambda: Connection(book), "0.0.0.0", 0, backlog=4096)
    await serve(await made)


if __name__ == "__main__":
    asyncio.run(answer())
