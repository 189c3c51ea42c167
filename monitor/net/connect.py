"""Opening a connection: to an address that was vetted, or to the configured proxy.

TLS verifies the name that was asked for, whatever address is behind it (C10). Several addresses
are tried a quarter of a second apart, the first that answers wins (Happy Eyeballs, RFC 8305).
"""

import asyncio
import base64
import socket
import ssl
from collections.abc import Callable, Mapping
from functools import cache
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes, urlsplit

import aiohappyeyeballs
import certifi

from monitor.errors import Unreachable
from monitor.net.address import Address
from monitor.net.fault import fault
from monitor.net.guard import Guard
from monitor.net.headers import encoded, head
from monitor.net.resolve import Resolve
from monitor.net.url import Target, bracketed
from monitor.net.wire import Wire, buffer

AddrInfo = tuple[int, int, int, str, tuple[Any, ...]]
"""(family, type, protocol, "", socket address): as `socket.getaddrinfo` gives it."""

Sockets = Callable[[AddrInfo], socket.socket]
"""What makes the socket for an address, just before it is connected to that address."""

HEAD_START_SECONDS = 0.25
"""How long one of several addresses is tried alone."""

NOTHING: Mapping[str, str] = MappingProxyType({})

LONGEST_HEAD_BYTES = 64 * 1024
"""What a proxy may say before it has connected us."""

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
"""A bare connection: bytes in, bytes out."""


@cache
def trusted(ca_file: Path | None) -> ssl.SSLContext:
    """TLS that trusts Mozilla's authorities and those of a file, whatever the environment says."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    tls.load_verify_locations(certifi.where())
    if ca_file:
        tls.load_verify_locations(ca_file)
    tls.set_alpn_protocols(["http/1.1"])
    return tls


class Way(Protocol):
    """How requests reach a server."""

    def known(self, target: Target) -> str | None:
        """The address that was found some seconds ago."""

    async def address(self, target: Target) -> str | None:
        """The address that is asked first; None when it is not ours to know."""

    async def open(self, target: Target) -> Wire:
        """A new connection, over which the target can be asked."""

    async def tunnel(self, target: Target) -> Streams:
        """A new bare connection to the target's host and port, for whoever speaks on it himself."""

    def form(self, target: Target) -> tuple[str, Mapping[str, str]]:
        """What stands in the request line, and the headers that this way needs."""


class Direct:
    """Straight to the server, at an address that the guard lets pass."""

    def __init__(self, guard: Guard, tls: ssl.SSLContext, sockets: Sockets | None) -> None:
        self._guard = guard
        self._tls = tls
        self._sockets = sockets
        self._buffer = buffer()

    def known(self, target: Target) -> str | None:
        """The first address, if it is no news."""
        addresses = self._guard.known(target.host, target.port)
        return str(addresses[0]) if addresses else None

    async def address(self, target: Target) -> str | None:
        """The first address. Raises AddressRefused and Unreachable."""
        return str((await self._guard.addresses(target.host, target.port))[0])

    async def open(self, target: Target) -> Wire:
        """Resolve, vet, connect. Raises AddressRefused before anything is opened."""
        addresses = await self._guard.addresses(target.host, target.port)
        tls = self._tls if target.scheme == "https" else None
        connected = await _connected(addresses, target.port, self._sockets)
        return await _spoken(connected, self._buffer, tls, target.host)

    async def tunnel(self, target: Target) -> Streams:
        """Resolve, vet, connect. Raises AddressRefused before anything is opened."""
        addresses = await self._guard.addresses(target.host, target.port)
        return await _bare(await _connected(addresses, target.port, self._sockets))

    def form(self, target: Target) -> tuple[str, Mapping[str, str]]:
        """The path alone."""
        return target.path, NOTHING


class Proxied:
    """Through an HTTP proxy, which resolves names; what can be told without, is refused here."""

    def __init__(self, proxy: str, guard: Guard, resolve: Resolve, tls: ssl.SSLContext) -> None:
        parts = urlsplit(proxy)
        self._secure = parts.scheme == "https"
        self._host = parts.hostname or ""
        self._port = parts.port or (443 if self._secure else 80)
        self._guard = guard
        self._resolve = resolve
        self._tls = tls
        self._buffer = buffer()
        pair = b"%b:%b" % tuple(
            unquote_to_bytes(part or "") for part in (parts.username, parts.password)
        )
        credentials = "Basic " + base64.b64encode(pair).decode("ascii")
        self._headers = {"proxy-authorization": credentials} if parts.username else {}

    def known(self, target: Target) -> str | None:
        """Nothing is."""
        return None

    async def address(self, target: Target) -> str | None:
        """The proxy knows. Raises AddressRefused for what it must not be asked for."""
        self._guard.screen(target.host, target.port)
        return None

    async def open(self, target: Target) -> Wire:
        """A connection to the proxy; for https a tunnel through it."""
        self._guard.screen(target.host, target.port)
        addresses = await self._resolve(self._host, self._port)
        connected = await _connected(addresses, self._port)
        tls = self._tls if self._secure else None
        wire = await _spoken(connected, self._buffer, tls, self._host)
        if target.scheme == "https":
            try:
                await self._tunnel(wire, target)
            except BaseException:
                wire.close()
                raise
        return wire

    async def tunnel(self, target: Target) -> Streams:
        """A connection that the proxy makes for us."""
        self._guard.screen(target.host, target.port)
        addresses = await self._resolve(self._host, self._port)
        connected = await _connected(addresses, self._port)
        streams = await _bare(connected, self._tls if self._secure else None, self._host)
        try:
            await self._led(streams, target)
        except BaseException:
            streams[1].close()
            raise
        return streams

    def form(self, target: Target) -> tuple[str, Mapping[str, str]]:
        """The whole URL, and who we are, where the proxy reads the request itself."""
        return (target.path, NOTHING) if target.scheme == "https" else (target.url, self._headers)

    async def _tunnel(self, wire: Wire, target: Target) -> None:
        """Ask the proxy to connect us (RFC 9110 section 9.3.6), then speak TLS with the server."""
        await wire.ask(self._wish(target), "CONNECT")
        if wire.status != HTTPStatus.OK:
            raise Unreachable(f"the proxy did not connect us: it answered {wire.status}")
        await wire.encrypt(self._tls, target.host)

    async def _led(self, streams: Streams, target: Target) -> None:
        """The same on a bare connection, which stays bare."""
        reader, writer = streams
        writer.write(self._wish(target))
        try:
            answer = await reader.readuntil(b"\r\n\r\n")
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            raise Unreachable("the proxy broke off before it connected us") from error
        status = answer.split(None, 2)[1:2]
        if status != [b"200"]:
            shown = b"".join(status)[:3].decode("latin-1") or "nothing"
            raise Unreachable(f"the proxy did not connect us: it answered {shown}")

    def _wish(self, target: Target) -> bytes:
        place = f"{bracketed(target.host)}:{target.port}"
        return head("CONNECT", place, encoded({"host": place} | self._headers))


async def _bare(
    connected: socket.socket, tls: ssl.SSLContext | None = None, host: str = ""
) -> Streams:
    try:
        return await asyncio.open_connection(
            sock=connected,
            ssl=tls,
            server_hostname=host if tls else None,
            limit=LONGEST_HEAD_BYTES,
        )
    except OSError as error:
        raise fault(error) from error


async def _connected(
    addresses: tuple[Address, ...], port: int, sockets: Sockets | None = None
) -> socket.socket:
    try:
        return await aiohappyeyeballs.start_connection(
            [_info(address, port) for address in addresses],
            happy_eyeballs_delay=HEAD_START_SECONDS,
            socket_factory=sockets,
        )
    except OSError as error:
        raise Unreachable("no connection: the host refuses it or is not there") from error


async def _spoken(
    connected: socket.socket, buffer: memoryview, tls: ssl.SSLContext | None, host: str
) -> Wire:
    try:
        _, wire = await asyncio.get_running_loop().create_connection(
            lambda: Wire(buffer), sock=connected, ssl=tls, server_hostname=host if tls else None
        )
    except OSError as error:
        raise fault(error) from error
    return wire


def _info(address: Address, port: int) -> AddrInfo:
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    place = (str(address), port) if address.version == 4 else (str(address), port, 0, 0)
    return (family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", place)
