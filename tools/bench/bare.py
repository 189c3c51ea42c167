"""The floor of a visit: HTTP clients that read the same bodies, and do nothing else.

    python bare.py CLIENT REQUESTS [AUTHORITY]

REQUESTS is a file with a URL a line, perhaps an ETag behind it; AUTHORITY a certificate to trust.
Stands by itself: other people's clients run in an environment that has nothing of ours.
"""

import asyncio
import ssl
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

AT_ONCE = 100
"""As many as the program is allowed at the one host that all pages are on."""

Get = Callable[[str, Mapping[str, str]], Awaitable[int]]
"""URL and headers -> how many bytes the body had."""


def trusting(authority: str | None) -> ssl.SSLContext:
    """Verifies, by this authority where one is given."""
    return ssl.create_default_context(cafile=authority)


@asynccontextmanager
async def httpx(authority: str | None, transport: object | None = None) -> AsyncIterator[Get]:
    """httpx over its own pool, or over another transport."""
    import httpx as library

    given = {"transport": transport} if transport else {"verify": trusting(authority)}
    async with library.AsyncClient(trust_env=False, timeout=30, **given) as client:

        async def get(url: str, headers: Mapping[str, str]) -> int:
            return len((await client.get(url, headers=headers)).content)

        yield get


@asynccontextmanager
async def httpx_aiohttp(authority: str | None) -> AsyncIterator[Get]:
    """httpx's API over aiohttp's connections."""
    from httpx_aiohttp import AiohttpTransport

    async with httpx(None, AiohttpTransport(verify=trusting(authority))) as get:
        yield get


@asynccontextmanager
async def aiohttp(authority: str | None) -> AsyncIterator[Get]:
    """aiohttp by itself."""
    import aiohttp as library

    connector = library.TCPConnector(limit=0, ssl=trusting(authority))
    async with library.ClientSession(connector=connector) as session:

        async def get(url: str, headers: Mapping[str, str]) -> int:
            async with session.get(url, headers=headers) as answer:
                return len(await answer.read())

        yield get


@asynccontextmanager
async def pyreqwest(authority: str | None) -> AsyncIterator[Get]:
    """Rust's reqwest."""
    from pyreqwest.client import ClientBuilder

    builder = ClientBuilder().no_proxy().follow_redirects(False).http1_only()
    if authority:
        builder = builder.add_root_certificate_pem(Path(authority).read_bytes())
    async with builder.build() as client:

        async def get(url: str, headers: Mapping[str, str]) -> int:
            answer = await client.get(url).headers(dict(headers)).build().send()
            return len(await answer.bytes())

        yield get


@asynccontextmanager
async def httpx_ours(authority: str | None) -> AsyncIterator[Get]:
    """httpx over the program's own transport, and nothing else of the program."""
    from ipaddress import ip_network

    from monitor.net.connect import Direct
    from monitor.net.guard import Guard
    from monitor.net.resolve import Names
    from monitor.net.transport import Transport

    guard = Guard(Names().resolve, (ip_network("127.0.0.0/8"),), ())
    async with httpx(None, Transport(Direct(guard, trusting(authority), None))) as get:
        yield get


CLIENTS = {
    "httpx-ours": (httpx_ours, "monitor"),
    "httpx": (httpx, "httpx"),
    "httpx-aiohttp": (httpx_aiohttp, "httpx_aiohttp"),
    "aiohttp": (aiohttp, "aiohttp"),
    "pyreqwest": (pyreqwest, "pyreqwest"),
}
"""Name -> the client, the module without which there is none."""

CHOSEN = "httpx-ours"
"""The floor of every ratio: the chosen transport, called without the program."""


async def fetch_all(client: str, requests: list[list[str]], authority: str | None) -> int:
    """Fetch everything, AT_ONCE under way; how many bytes that was."""
    waiting, total = iter(requests), 0

    async def work(get: Get) -> None:
        nonlocal total
        for url, *tag in waiting:
            size = await get(url, {"if-none-match": tag[0]} if tag else {})
            total += size

    async with CLIENTS[client][0](authority) as get:
        await asyncio.gather(*(work(get) for _ in range(AT_ONCE)))
    return total


def main(words: list[str]) -> None:
    """Fetch what a file names; say how many bytes came."""
    client, file, *authority = words
    requests = [line.split() for line in Path(file).read_text().splitlines()]
    print(asyncio.run(fetch_all(client, requests, authority[0] if authority else None)))


if __name__ == "__main__":
    main(sys.argv[1:])
