"""uvicorn inside a running event loop, without its signal handlers: the daemon has its own."""

import asyncio
import contextlib
import errno
import logging
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from monitor.errors import MonitorError

BACKLOG = 512
KEEP_ALIVE_SECONDS = 30
HEAD_BYTES = 32_768
CONCURRENT = 1000

# It warns of every malformed request: anybody could fill the log with that.
logging.getLogger("uvicorn.error").setLevel(logging.ERROR)

_LACKING = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}


class Server:
    """The web server on one address. The sockets are bound in `start`, before anything is served.

    `port` 0 takes any free port; `addresses` says which.
    """

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        self._host = host.strip("[]")
        self._port = port
        self._server = _Quiet(_configuration(app))
        self._sockets: list[socket.socket] = []
        self._serving: asyncio.Task[None] | None = None

    @property
    def addresses(self) -> list[tuple[str, int]]:
        """Where this listens: (address, port), once for each socket."""
        return [listening.getsockname()[:2] for listening in self._sockets]

    async def start(self) -> None:
        """Listen and serve. MonitorError when the address is taken or is none of this machine."""
        self._sockets = await asyncio.to_thread(_listen, self._host, self._port)
        self._serving = asyncio.create_task(self._server.serve(self._sockets), name="web")

    async def stop(self, grace_seconds: float) -> None:
        """Take no more requests; those under way get `grace_seconds`, then they are cut off."""
        if self._serving is None:
            return
        self._server.should_exit = True
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(self._serving), grace_seconds)
        self._server.force_exit = True
        for task in list(self._server.server_state.tasks):
            task.cancel()
        await self._serving
        self._serving = None


class _Quiet(uvicorn.Server):
    """Signals are left to the daemon."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _configuration(app: ASGIApp) -> uvicorn.Config:
    """No access log, no trust in X-Forwarded headers, no name given away, plain HTTP/1.1."""
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        h11_max_incomplete_event_size=HEAD_BYTES,
        limit_concurrency=CONCURRENT,
    )


def _listen(host: str, port: int) -> list[socket.socket]:
    """A listening socket for every address that the name stands for (`localhost`: often two).

    An address that this machine lacks (IPv6, say) is left out where another one works.
    """
    found: list[socket.socket] = []
    lacking: OSError | None = None
    try:
        for family, address, number in _addresses(host, port):
            try:
                found.append(_bound(family, address, number))
            except OSError as error:
                if error.errno not in _LACKING:
                    raise
                lacking = error
        if lacking and not found:
            raise lacking
    except OSError as error:
        for opened in found:
            opened.close()
        raise _refusal(host, port, error) from error
    return found


def _refusal(host: str, port: int, error: OSError) -> MonitorError:
    taken = error.errno == errno.EADDRINUSE
    return MonitorError(
        f"cannot listen on {host}:{port}: {error.strerror or error}",
        where="listen",
        hint="Another process holds this port: stop it, or set `listen` in config.yaml."
        if taken
        else "Set `listen` in config.yaml to an address and port of this machine.",
    )


def _addresses(host: str, port: int) -> list[tuple[int, str, int]]:
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    return list(dict.fromkeys((int(found[0]), str(found[4][0]), port) for found in answers))


def _bound(family: int, address: str, port: int) -> socket.socket:
    # With its protocol named: asyncio sets TCP_NODELAY only then, and without that an answer
    # waits up to 40 ms for the acknowledgement of its own headers.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listening.bind((address, port))
        listening.listen(BACKLOG)
        listening.setblocking(False)
    except OSError:
        listening.close()
        raise
    return listening
