"""The internet on loopback: names resolve as told, public addresses lead to a local server."""

from collections.abc import Iterable, Sequence
from ipaddress import ip_address, ip_network
from typing import Any

import httpcore

from monitor.net.address import Address

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


class Cable(httpcore.AnyIOBackend):
    """A network in which every address is one server here. Records who was connected to."""

    def __init__(self, port: int, deaf: Iterable[str] = ()) -> None:
        self._port = port
        self._deaf = frozenset(deaf)
        self.connected: list[tuple[str, int]] = []

    async def connect_tcp(
        self, host: str, port: int, *args: Any, **options: Any
    ) -> httpcore.AsyncNetworkStream:
        self.connected.append((host, port))
        if host in self._deaf:
            raise httpcore.ConnectError("deaf")
        return await super().connect_tcp("127.0.0.1", self._port, *args, **options)
