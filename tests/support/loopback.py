"""The internet on loopback: names resolve as told, public addresses lead to a local server."""

import errno
import socket
from collections.abc import Iterable, Sequence
from ipaddress import ip_address, ip_network

from monitor.net.address import Address
from monitor.net.connect import AddrInfo

LOOPBACK = (ip_network("127.0.0.0/8"),)
PUBLIC = "93.184.215.14"
"""Some public address. Nothing is ever sent there: see Cable."""


class Names:
    """A resolver that gives each name its answers in turn; the last one stays."""

    def __init__(self, names: dict[str, Sequence[Sequence[str]]]) -> None:
        self._names = {name: list(answers) for name, answers in names.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> tuple[Address, ...]:
        self.asked.append(host)
        answers = self._names[host]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        return tuple(ip_address(text) for text in answer)


class Cable:
    """A network in which every address is one server here. Records who was connected to.

    A door takes it as its `sockets`. Addresses that are `deaf` refuse the connection.
    """

    def __init__(self, port: int, deaf: Iterable[str] = ()) -> None:
        self._port = port
        self._deaf = frozenset(deaf)
        self.connected: list[tuple[str, int]] = []

    def __call__(self, info: AddrInfo) -> socket.socket:
        """The socket for one address: wherever it is told to go, it goes to the server here."""
        address, port = info[4][:2]
        self.connected.append((address, port))
        if address in self._deaf:
            raise ConnectionRefusedError(errno.ECONNREFUSED, "deaf")
        return _Led(self._port, info[0])


class _Led(socket.socket):
    """A socket that goes to a port of this machine."""

    def __init__(self, port: int, family: int) -> None:
        super().__init__(family, socket.SOCK_STREAM)
        self._port = port

    def connect(self, address: object) -> None:
        host = "127.0.0.1" if self.family == socket.AF_INET else "::ffff:127.0.0.1"
        super().connect((host, self._port))
