"""The network below the connection pool: the address that was vetted is the one connected to.

A name is resolved once, here; every answer is vetted; the connection goes to an answer, not to
the name. So no second look-up can lead elsewhere (DNS rebinding), and TLS, which the pool adds
above, still verifies the name.
"""

import asyncio
from collections.abc import Iterable
from typing import Any

import httpcore

from monitor.errors import AddressRefused
from monitor.net.address import Address, vet
from monitor.net.host import literal
from monitor.net.policy import Network
from monitor.net.resolve import Resolve

PATIENCE_SECONDS = 5.0
"""How long one of several addresses may take before the next is tried."""


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to vetted addresses only. One backend holds one set of permissions."""

    def __init__(
        self,
        network: httpcore.AsyncNetworkBackend,
        resolve: Resolve,
        allow_private: tuple[Network, ...],
        ports: tuple[int, ...],
    ) -> None:
        self._network = network
        self._resolve = resolve
        self._allow_private = allow_private
        self._ports = ports

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, vet, connect. Raises AddressRefused before anything is sent."""
        address = literal(host)
        addresses = (address,) if address else await self._resolve(host, port)
        vet(addresses, port, self._allow_private, self._ports)
        for address in addresses[:-1]:
            try:
                return await self._connect(address, port, PATIENCE_SECONDS)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._connect(addresses[-1], port, timeout)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Never."""
        raise AddressRefused("a request never goes to a socket file")

    async def sleep(self, seconds: float) -> None:
        """Between the pool's own attempts."""
        await asyncio.sleep(seconds)

    async def _connect(
        self, address: Address, port: int, seconds: float | None
    ) -> httpcore.AsyncNetworkStream:
        return await self._network.connect_tcp(str(address), port, timeout=seconds)
