"""The door beside the HTTP clients that it could stand on, in one run.

    python -m tools.bench.transports [COUNT [ROUNDS]]

Each client, in a process of its own, asks for COUNT bodies of 25 kB (5,000 unless said): first
over 100 kept connections, then over TLS, a connection each, from hosts all over 127.0.0.0/8.
The server is one more process. One certificate serves all hosts, so names are not compared, and
pyreqwest, which cannot leave out just that, verifies nothing. CPU is user and system time of the
client's process, start-up taken off; the best of ROUNDS (3). A client that is not installed is
left out, but not the floor.
"""

import asyncio
import ipaddress
import json
import multiprocessing
import resource
import ssl
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

COUNT = 5_000
ROUNDS = 3
HOSTS = 500
AT_ONCE = 100
FLOOR = "aiohttp"
"""The cheapest client that can be told which address to connect to."""
BODY = b"<p>Members met in the harbour and agreed on the fees of the coming year.</p>\n" * 325
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nServer: bench\r\n"
ANSWER = HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY

Get = Callable[[str], Awaitable[bytes]]
Opened = AbstractAsyncContextManager[Get]


@dataclass(frozen=True, slots=True)
class Figures:
    """What `count` requests of one client cost."""

    cpu_seconds: float
    wall_seconds: float


@asynccontextmanager
async def bare_aiohttp(tls: ssl.SSLContext) -> AsyncIterator[Get]:
    import aiohttp

    connector = aiohttp.TCPConnector(limit=0, ssl=tls)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def get(url: str) -> bytes:
            async with session.get(url, allow_redirects=False) as response:
                return await response.read()

        yield get


@asynccontextmanager
async def httpx_pool(tls: ssl.SSLContext) -> AsyncIterator[Get]:
    import httpx

    limits = httpx.Limits(max_connections=None, max_keepalive_connections=AT_ONCE)
    async with httpx.AsyncClient(verify=tls, limits=limits, trust_env=False) as client:
        yield lambda url: _httpx_body(client, url)


@asynccontextmanager
async def httpx_aiohttp(tls: ssl.SSLContext) -> AsyncIterator[Get]:
    import aiohttp
    import httpx
    from httpx_aiohttp import AiohttpTransport

    session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, ssl=tls))
    transport = AiohttpTransport(client=session)
    async with httpx.AsyncClient(transport=transport, trust_env=False) as client:
        yield lambda url: _httpx_body(client, url)


@asynccontextmanager
async def pyreqwest(tls: ssl.SSLContext) -> AsyncIterator[Get]:
    async with _reqwest() as client:

        async def get(url: str) -> bytes:
            response = await client.get(url).build().send()
            return bytes(await response.bytes())

        yield get


@asynccontextmanager
async def httpx_pyreqwest(tls: ssl.SSLContext) -> AsyncIterator[Get]:
    import httpx
    from pyreqwest.compatibility.httpx import HttpxTransport

    async with httpx.AsyncClient(transport=HttpxTransport(_reqwest()), trust_env=False) as client:
        yield lambda url: _httpx_body(client, url)


@asynccontextmanager
async def httpx_ours(tls: ssl.SSLContext) -> AsyncIterator[Get]:
    import httpx

    from monitor.config.settings import Fetch
    from monitor.net.connect import Direct
    from monitor.net.guard import Guard
    from monitor.net.resolve import Names
    from monitor.net.transport import Transport

    guard = Guard(Names().resolve, (ipaddress.ip_network("127.0.0.0/8"),), Fetch().ports)
    transport = Transport(Direct(guard, tls, None))
    async with httpx.AsyncClient(transport=transport, trust_env=False) as client:
        yield lambda url: _httpx_body(client, url)


@asynccontextmanager
async def door(tls: ssl.SSLContext) -> AsyncIterator[Get]:
    from monitor.config.settings import Fetch
    from monitor.net.door import Door, Request

    loopback = (ipaddress.ip_network("127.0.0.0/8"),)
    async with Door(Fetch(allow_private=loopback), tls=tls) as opened:

        async def get(url: str) -> bytes:
            return (await opened.send(Request(url))).body

        yield get


CLIENTS: dict[str, tuple[str, Callable[[ssl.SSLContext], Opened]]] = {
    "aiohttp": ("aiohttp", bare_aiohttp),
    "httpx": ("httpcore", httpx_pool),
    "httpx over aiohttp": ("httpx_aiohttp", httpx_aiohttp),
    "pyreqwest": ("pyreqwest", pyreqwest),
    "httpx over pyreqwest": ("pyreqwest", httpx_pyreqwest),
    "httpx over our transport": ("monitor", httpx_ours),
    "our door": ("monitor", door),
}
"""Name, the module without which it is left out, how it is opened."""


def _reqwest() -> Any:
    from pyreqwest.client import ClientBuilder

    builder = ClientBuilder().no_proxy().follow_redirects(False).http1_only()
    return builder.danger_accept_invalid_certs(True).build()


async def _httpx_body(client: Any, url: str) -> bytes:
    response = await client.get(url)
    return bytes(response.content)


async def ask(name: str, urls: list[str], pem: Path) -> Figures:
    """Every URL once, AT_ONCE at a time, after one that warms up."""
    tls = ssl.create_default_context(cafile=pem)
    tls.check_hostname = False
    async with CLIENTS[name][1](tls) as get:
        await get(urls[0])
        started, cpu = perf_counter(), _cpu_seconds()
        waiting = iter(urls)

        async def work() -> None:
            for url in waiting:
                assert len(await get(url)) == len(BODY)

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        return Figures(_cpu_seconds() - cpu, perf_counter() - started)


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


class Responder(asyncio.Protocol):
    """Answers every request with the same bytes."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        for _ in range(data.count(b"\r\n\r\n")):
            self._transport.write(ANSWER)


async def serve(pem: Path, ports: "multiprocessing.Queue[tuple[int, int]]") -> None:
    """Plain and TLS, on every loopback address, until the process ends."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(pem)
    loop = asyncio.get_running_loop()
    plain = await loop.create_server(Responder, "0.0.0.0", 0, backlog=1024)
    secret = await loop.create_server(Responder, "0.0.0.0", 0, backlog=1024, ssl=tls)
    ports.put((plain.sockets[0].getsockname()[1], secret.sockets[0].getsockname()[1]))
    await asyncio.Event().wait()


@contextmanager
def server(pem: Path) -> Iterator[tuple[int, int]]:
    """A server in another process: its plain and its TLS port."""
    ports: multiprocessing.Queue[tuple[int, int]] = multiprocessing.Queue()
    process = multiprocessing.Process(target=lambda: asyncio.run(serve(pem, ports)), daemon=True)
    process.start()
    try:
        yield ports.get(timeout=10)
    finally:
        process.terminate()
        process.join()


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate with its key, and the authority behind it."""
    import trustme

    authority = trustme.CA()
    own, trusted = folder / "own.pem", folder / "trusted.pem"
    authority.issue_cert("bench.example").private_key_and_cert_chain_pem.write_to_path(own)
    authority.cert_pem.write_to_path(trusted)
    return own, trusted


def measure(urls: list[str], pem: Path, rounds: int) -> dict[str, Figures]:
    """The best of some rounds for every client that is installed; they take turns."""
    names = [name for name, (module, _) in CLIENTS.items() if find_spec(module)]
    runs = [(name, run(name, urls, pem)) for _ in range(rounds) for name in names]
    return {
        name: min((each for who, each in runs if who == name), key=lambda each: each.cpu_seconds)
        for name in names
    }


def run(name: str, urls: list[str], pem: Path) -> Figures:
    """One client in a process of its own. Some crash when they end: what they said counts."""
    command = [sys.executable, "-m", "tools.bench.transports", "--ask", name, str(pem)]
    done = subprocess.run(
        command, input=json.dumps(urls), capture_output=True, text=True, check=False
    )
    if not done.stdout:
        raise SystemExit(f"{name}: {done.stderr[-800:]}")
    return Figures(*json.loads(done.stdout))


def table(title: str, count: int, figures: dict[str, Figures]) -> str:
    """One line a client, the cheapest first, each beside the floor."""
    floor = figures[FLOOR].cpu_seconds
    lines = [f"\n## {title}\n", "| client | CPU a request | a second | times the floor |"]
    lines.append("|---|---|---|---|")
    for name, each in sorted(figures.items(), key=lambda pair: pair[1].cpu_seconds):
        cost, rate = each.cpu_seconds / count * 1000, count / each.wall_seconds
        lines.append(f"| {name} | {cost:.3f} ms | {rate:,.0f} | {each.cpu_seconds / floor:.2f} |")
    return "\n".join(lines)


def hosts(count: int) -> list[str]:
    """Addresses spread over 127.0.0.0/8."""
    return [str(ipaddress.IPv4Address((127 << 24) + 1 + n * 8009)) for n in range(count)]


def main(count: int = COUNT, rounds: int = ROUNDS) -> None:
    """Measure, print two tables."""
    far = hosts(min(count, HOSTS))
    with tempfile.TemporaryDirectory() as folder:
        own, trusted = certificate(Path(folder))
        with server(own) as (plain, secret):
            near = [f"http://127.0.0.1:{plain}/page/{number}" for number in range(count)]
            kept = measure(near, trusted, rounds)
            print(table(f"25 kB over {AT_ONCE} kept connections", count, kept))
            once = measure([f"https://{host}:{secret}/" for host in far], trusted, rounds)
            print(table(f"25 kB from {len(far)} hosts, TLS, one connection each", len(far), once))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--ask"]:
        got = asyncio.run(ask(sys.argv[2], json.load(sys.stdin), Path(sys.argv[3])))
        print(json.dumps([got.cpu_seconds, got.wall_seconds]))
    else:
        main(*map(int, sys.argv[1:]))
