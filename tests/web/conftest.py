"""The web server on a real socket, over a real store: one server, another application a test."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from monitor.model.change import Check, Outcome
from monitor.model.source import SourceState
from monitor.store.store import Store
from monitor.web.app import create
from monitor.web.context import Context, Health
from monitor.web.server import Server
from tests.publish.kept import Kept
from tests.publish.rows import source

HARBOUR = source("harbour", title="Harbour office", tags=("water",))
BOARD = source("board", title="Board", headers={"Authorization": "x"}, feed_token="t0ken")


class Stage:
    """Passes each request to the application of the test that runs."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


@dataclass
class Web:
    """What a test of the web handles: the store behind it, a browser-like client, its health."""

    kept: Kept
    client: httpx.Client
    health: Health = field(default_factory=lambda: Health(tick_age_seconds=0.5))
    checked: list[str] = field(default_factory=list)
    outcome: Outcome | None = Outcome.UNCHANGED

    async def check_now(self, name: str) -> Check | None:
        """Stands for the engine: notes what was asked for."""
        self.checked.append(name)
        return self.outcome and Check(name, self.outcome, 0, SourceState(name))

    def get(self, path: str, **headers: str) -> httpx.Response:
        """GET, with headers given as keywords: `if_none_match="*"`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(path, headers=named)

    def press(self, path: str, **headers: str) -> httpx.Response:
        """POST a form as a page of ours does, unless `headers` say otherwise."""
        return self.client.post(path, headers={"origin": str(self.client.base_url), **headers})


@pytest.fixture(scope="session")
def stage() -> Iterator[tuple[Stage, int]]:
    stage, loop = Stage(), asyncio.new_event_loop()
    server = Server(stage, "127.0.0.1", 0)
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(server.start(), loop).result()
        yield stage, server.addresses[0][1]
    finally:
        asyncio.run_coroutine_threadsafe(server.stop(0), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@pytest.fixture
def web(stage: tuple[Stage, int], plain_store: Store) -> Iterator[Web]:
    served, port = stage
    address = f"http://127.0.0.1:{port}"
    kept = Kept(plain_store, HARBOUR, BOARD, public_url=address)
    with httpx.Client(base_url=address, trust_env=False, verify=False, timeout=60) as client:
        web = Web(kept, client)
        served.app = create(_context(web))
        yield web


def _context(web: Web) -> Any:
    kept = web.kept
    return Context(
        store=kept.store,
        publisher=kept.publisher(),
        settings=lambda: kept.settings,
        clock=kept.clock,
        check_now=web.check_now,
        health=lambda: web.health,
    )
