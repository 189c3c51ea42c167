"""Many hosts on one machine: every address in 127.0.0.0/8 is this one. Nobody else is answered."""

import asyncio
from ipaddress import IPv4Address
from typing import Any

FIRST = int(IPv4Address("127.1.0.1"))
EACH_BLOCK = 50


def address(number: int) -> str:
    """The address of host `number`; none ends in 0 or 255."""
    block, place = divmod(number, EACH_BLOCK)
    return str(IPv4Address(FIRST + block * 256 + place))


def local(transport: asyncio.BaseTransport) -> bool:
    """Whether a client is on this machine. Whoever else finds the port is refused."""
    peer: Any = transport.get_extra_info("peername")
    return bool(peer) and str(peer[0]).startswith("127.")


def asked_host(transport: asyncio.BaseTransport) -> str:
    """The address that the client connected to."""
    return str(transport.get_extra_info("sockname")[0])
