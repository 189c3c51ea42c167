"""The addresses that a host stands for, every one of them vetted (C7).

A host is resolved once; the answer is kept for some seconds, so that whoever asks for the address
of a host and then connects to it gets the same one. A connection goes to an address from here,
never to a name: no second look-up can lead elsewhere (DNS rebinding).
"""

import time

from monitor.errors import AddressRefused
from monitor.net.address import Address, vet
from monitor.net.host import literal, never_public
from monitor.net.policy import Network
from monitor.net.resolve import Resolve

KEPT_SECONDS = 10.0
"""How long an answer is used: several requests of one visit, not the next visit."""

KEPT_HOSTS = 4096


class Guard:
    """Resolves and vets under one set of permissions, which never changes."""

    def __init__(
        self, resolve: Resolve, allow_private: tuple[Network, ...], ports: tuple[int, ...]
    ) -> None:
        self._resolve = resolve
        self._allow_private = allow_private
        self._ports = ports
        self._known: dict[tuple[str, int], tuple[float, tuple[Address, ...]]] = {}

    def known(self, host: str, port: int) -> tuple[Address, ...]:
        """The answer of some seconds ago, empty when there is none."""
        until, addresses = self._known.get((host, port), (0.0, ()))
        return addresses if time.monotonic() < until else ()

    async def addresses(self, host: str, port: int) -> tuple[Address, ...]:
        """Every address of a canonical host. Raises AddressRefused if one of them is not public,
        Unreachable when it has none.
        """
        if known := self.known(host, port):
            return known
        address = literal(host)
        found = (address,) if address else await self._resolve(host, port)
        vet(found, port, self._allow_private, self._ports)
        self._keep(host, port, found)
        return found

    def screen(self, host: str, port: int) -> None:
        """What can be told without resolving, for a proxy that resolves on our behalf."""
        if address := literal(host):
            vet((address,), port, self._allow_private, self._ports)
        elif never_public(host):
            raise AddressRefused(f"{host} is not a public name")
        elif port not in self._ports:
            raise AddressRefused(f"port {port} is not open to requests")

    def _keep(self, host: str, port: int, addresses: tuple[Address, ...]) -> None:
        if len(self._known) >= KEPT_HOSTS:
            self._known.clear()
        self._known[host, port] = (time.monotonic() + KEPT_SECONDS, addresses)
