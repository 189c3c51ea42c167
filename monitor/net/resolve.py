"""Host names -> IP addresses, in threads of their own: a slow name server holds up nobody else."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from ipaddress import ip_address

from monitor.errors import Unreachable
from monitor.net.address import Address

Resolve = Callable[[str, int], Awaitable[tuple[Address, ...]]]
"""(host name, port) -> every address of it, in the order of preference."""

THREADS = 16


class Names:
    """The machine's own resolver (hosts file, DNS), asked once for each connection."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="names")

    async def resolve(self, host: str, port: int) -> tuple[Address, ...]:
        """Every address of a name. Raises Unreachable when it has none."""
        ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        try:
            answers = await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        except (OSError, UnicodeError) as error:
            raise Unreachable(
                f"the name {host} has no address", hint="Check its spelling, and the name server."
            ) from error
        return tuple(dict.fromkeys(ip_address(answer[4][0]) for answer in answers))

    def close(self) -> None:
        """Ask nothing any more; questions that hang end with the resolver's own patience."""
        self._threads.shutdown(wait=False, cancel_futures=True)
