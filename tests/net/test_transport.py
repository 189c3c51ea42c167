"""Connections are kept for a moment, and not too many of them."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from monitor.config.settings import Fetch
from monitor.net.door import Door, Request
from tests.support.loopback import LOOPBACK

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


class Listener:
    """A server that knows when its clients hang up."""

    def __init__(self) -> None:
        self.hung_up = asyncio.Event()
        self.connections = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        while await reader.readline():
            await reader.readuntil(b"\r\n\r\n")
            writer.write(ANSWER)
        writer.close()
        await writer.wait_closed()
        self.hung_up.set()


@pytest.fixture
async def listener() -> AsyncIterator[tuple[Listener, str]]:
    listening = Listener()
    async with await asyncio.start_server(listening.serve, "127.0.0.1", 0) as server:
        yield listening, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        await listening.hung_up.wait()


KEPT = {"time": ("IDLE_SECONDS", 0.01), "number": ("IDLE_CONNECTIONS", 0)}


@pytest.mark.parametrize(("name", "value"), KEPT.values(), ids=KEPT)
async def test_an_idle_connection_is_closed(
    listener: tuple[Listener, str], monkeypatch: pytest.MonkeyPatch, name: str, value: float
) -> None:
    monkeypatch.setattr(f"monitor.net.transport.{name}", value)
    listening, url = listener
    async with Door(Fetch(allow_private=LOOPBACK)) as door, asyncio.timeout(5):
        await door.send(Request(url))
        await listening.hung_up.wait()
        listening.hung_up.clear()
        await door.send(Request(url))
        assert listening.connections == 2


async def test_a_closed_door_keeps_no_connection(listener: tuple[Listener, str]) -> None:
    listening, url = listener
    async with Door(Fetch(allow_private=LOOPBACK)) as door:
        await door.send(Request(url))
        assert not listening.hung_up.is_set()
    async with asyncio.timeout(5):
        await listening.hung_up.wait()
