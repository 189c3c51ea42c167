"""The server within a running loop: it starts, says what is in its way, and ends in time."""

import asyncio
import signal
import socket

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from monitor.errors import MonitorError
from monitor.web.server import Server


class Slow:
    """Answers when it is let go; tells when somebody waits."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.go = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.set()
        await self.go.wait()
        await PlainTextResponse(Request(scope).url.path)(scope, receive, send)


async def ask(server: Server, path: str = "/") -> httpx.Response:
    host, port = server.addresses[0]
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.get(f"http://{host}:{port}{path}")


async def test_signals_are_left_to_the_daemon() -> None:
    before = signal.getsignal(signal.SIGTERM)
    server = Server(PlainTextResponse("here"), "127.0.0.1", 0)
    await server.start()
    assert (await ask(server)).text == "here"
    assert signal.getsignal(signal.SIGTERM) is before
    address = server.addresses[0]
    await server.stop(1)
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(*address)


async def test_an_answer_does_not_wait_for_the_acknowledgement_of_its_headers() -> None:
    server = Server(PlainTextResponse("here"), "127.0.0.1", 0)
    await server.start()
    [listening] = server._sockets
    assert listening.proto == socket.IPPROTO_TCP  # what asyncio looks at before TCP_NODELAY
    await server.stop(1)


async def test_a_port_that_is_taken_is_said_in_plain_words() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(MonitorError, match=f"cannot listen on 127.0.0.1:{port}") as error:
            await Server(PlainTextResponse("here"), "127.0.0.1", port).start()
    assert "Another process" in str(error.value)


async def test_an_address_of_another_machine_is_said_likewise() -> None:
    with pytest.raises(MonitorError, match=r"cannot listen on 192\.0\.2\.1") as error:
        await Server(PlainTextResponse("here"), "192.0.2.1", 0).start()
    assert error.value.where == "listen"


async def test_a_request_under_way_is_answered_before_the_end() -> None:
    slow = Slow()
    server = Server(slow, "127.0.0.1", 0)
    await server.start()
    answer = asyncio.create_task(ask(server, "/late"))
    await slow.asked.wait()
    stopping = asyncio.create_task(server.stop(30))
    await asyncio.sleep(0)
    slow.go.set()
    assert (await answer).text == "/late"
    await stopping


async def test_a_request_that_never_ends_is_cut_off() -> None:
    slow = Slow()
    server = Server(slow, "127.0.0.1", 0)
    await server.start()
    answer = asyncio.create_task(ask(server))
    await slow.asked.wait()
    await server.stop(0)
    with pytest.raises(httpx.HTTPError):
        (await answer).raise_for_status()


async def test_a_server_that_never_started_stops_at_once() -> None:
    await Server(PlainTextResponse("here"), "127.0.0.1", 0).stop(1)
