"""Where readers come from: a server that forks them, started at need, ended when it has none.

    start(KIND) ─▸ the server, started if there is none ─▸ a reader, with a socket and nothing else

To load what reading needs takes 0.1 to 0.3 s, and a fork some milliseconds: what is hostile costs
one reader after the other.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from typing import NamedTuple

from monitor.intake.reader.footprint import resident_bytes

START_SECONDS = 20.0
"""A reader that is not there by then never will be."""

_LONGEST_ANSWER = 100
_REAP_SECONDS = 0.002

_COMMAND = (sys.executable, "-P", "-m", "monitor.intake.reader")


class ReaderGone(Exception):
    """A process ended by itself in the midst of its work. `code` as in subprocess."""

    def __init__(self, code: int) -> None:
        super().__init__(f"exit code {code}")
        self.code = code


class Server:
    """The program's end of monitor.intake.reader.forkserver: one wish after the other.

    It has no files and no environment, imports from where this program does, and never from the
    folder that it is run in. OSError if it cannot be started.
    """

    def __init__(self) -> None:
        self._channel, theirs = socket.socketpair()
        self._channel.setblocking(False)
        with theirs:
            try:
                self._child = subprocess.Popen(  # noqa: S603 - our own module
                    [*_COMMAND, str(os.getpid())],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                )
            except BaseException:
                self._channel.close()
                raise
        self._turn = asyncio.Lock()
        self.kinds: set[str] = set()
        """What it has loaded."""

    @property
    def resident_bytes(self) -> int:
        """What it holds, and what every reader that it forks now is born with."""
        return resident_bytes(self._child.pid)

    async def fork(self, kind: str, theirs: socket.socket) -> int:
        """The number of a new reader. Raises OSError or EOFError: the server is of no more use."""
        number = await self._answer(f"start {kind}", theirs.fileno())
        self.kinds.add(kind)
        return number

    async def end(self, reader: int) -> int:
        """Kill a reader; its exit code, which is its own where it ended by itself."""
        try:
            return await self._answer(f"end {reader}")
        except (OSError, EOFError):
            return -signal.SIGKILL  # what it was forked from is gone, and so are all readers

    async def kill(self) -> int:
        """End it and all that it forked; its exit code."""
        self._channel.close()
        self._child.kill()
        while (code := self._child.poll()) is None:
            await asyncio.sleep(_REAP_SECONDS)
        return code

    async def _answer(self, wish: str, *sockets: int) -> int:
        async with self._turn:
            socket.send_fds(self._channel, [wish.encode()], sockets)
            loop = asyncio.get_running_loop()
            answer = await loop.sock_recv(self._channel, _LONGEST_ANSWER)
        if not answer:
            raise EOFError
        return int(answer)


class Fork(NamedTuple):
    """A reader as it was born: its number, our end of its socket, and what it was given: so many
    bytes, and what reading sources of these kinds needs."""

    server: Server
    number: int
    channel: socket.socket
    born_bytes: int
    kinds: frozenset[str]


class Forks:
    """Starts readers. Lives within one event loop; close it at the end."""

    def __init__(self, idle_seconds: float) -> None:
        self._idle_seconds = idle_seconds
        self._server: Server | None = None
        self._rest: asyncio.TimerHandle | None = None
        self._leaving: asyncio.Task[object] | None = None

    async def start(self, kind: str) -> Fork:
        """A reader that is ready for this kind, and knows the others.

        Raises OSError (TimeoutError) or ReaderGone if there is none.
        """
        starting = asyncio.create_task(self._forked(kind), name="a reader starts")
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            starting.add_done_callback(self._not_wanted)
            raise

    def in_use(self, readers: int) -> None:
        """Told how many readers there are: without any, their server ends after a while."""
        if self._rest:
            self._rest.cancel()
            self._rest = None
        if not readers and self._server:
            self._rest = asyncio.get_running_loop().call_later(self._idle_seconds, self._leave)

    async def close(self) -> None:
        """End the server, and whatever it forked."""
        self.in_use(1)
        if self._leaving:
            await asyncio.wait([self._leaving])
        await self._lose(self._server)

    async def _forked(self, kind: str) -> Fork:
        self.in_use(1)
        server = self._server = self._server or Server()
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        try:
            with theirs:
                async with asyncio.timeout(START_SECONDS):
                    number = await server.fork(kind, theirs)
        except BaseException as error:
            ours.close()
            code = await self._lose(server)
            if isinstance(error, EOFError):
                raise ReaderGone(code) from error
            raise
        return Fork(server, number, ours, server.resident_bytes, frozenset(server.kinds))

    async def _lose(self, server: Server | None) -> int:
        if server is None:
            return 0
        if self._server is server:
            self._server = None
        return await server.kill()

    def _leave(self) -> None:
        self._leaving = asyncio.create_task(self._lose(self._server), name="no readers are left")

    def _not_wanted(self, starting: "asyncio.Task[Fork]") -> None:
        """Whoever wanted a reader gave up while it was born."""
        with suppress(Exception):
            fork = starting.result()
            fork.channel.close()
            self._leaving = asyncio.create_task(fork.server.end(fork.number))
