"""The program's end of one reader: start it, ask it, kill it.

The socket is used bare, without streams: a body goes out and an answer comes in with no copy
made on the way, and to hang up is to close it.
"""

import asyncio
import os
import socket
import subprocess
import sys
from io import BytesIO
from pickle import UnpicklingError

from monitor.intake.reader.footprint import resident_bytes
from monitor.intake.reader.wire import HEAD, Answer, Task, frame, opened

START_SECONDS = 20.0
"""A reader that is not ready by then never will be. It takes 0.15 to 0.3 s."""

LARGEST_ANSWER_BYTES = 32_000_000
"""An answer holds a text and its markup. One of more would fill the program itself."""

LOOK_SECONDS = 0.01
"""How often the memory of a reader at work is looked at. It can grow by some 5 MB meanwhile."""

_REAP_SECONDS = 0.002

_COMMAND = (sys.executable, "-P", "-m", "monitor.intake.reader")


class ReaderGone(Exception):
    """A reader ended by itself in the midst of its work. `code` as in subprocess."""

    def __init__(self, code: int) -> None:
        super().__init__(f"exit code {code}")
        self.code = code


class ReaderGrown(Exception):
    """A reader was ended because it held more memory than its task allows."""


class AnswerTooLarge(Exception):
    """More came out of the bytes than is taken in. `count` says how many bytes."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} bytes")
        self.count = count


class Process:
    """A reader that runs. Whoever has it kills it in the end."""

    def __init__(self, child: subprocess.Popen[bytes], channel: socket.socket) -> None:
        self._child = child
        self._channel = channel
        self._grown = False

    @classmethod
    async def start(cls, kind: str) -> "Process":
        """A reader that is ready for this kind, and knows the others.

        Raises OSError (TimeoutError) or ReaderGone if there is none.
        """
        reader = cls(*_spawned(kind))
        try:
            async with asyncio.timeout(START_SECONDS):
                await reader._received()
        except EOFError as error:
            raise ReaderGone(await reader.kill()) from error
        except BaseException:
            await reader.kill()
            raise
        return reader

    @property
    def pid(self) -> int:
        """Its process number."""
        return self._child.pid

    async def ask(self, task: Task, body: bytes) -> Answer:
        """Hand over one task and wait for its answer.

        Raises ReaderGone, ReaderGrown or AnswerTooLarge. After that, and where nobody waited for
        the answer, the reader is of no more use: kill it.
        """
        loop = asyncio.get_running_loop()
        watch = asyncio.create_task(self._watch(task.memory_bytes), name="reader's memory")
        try:
            await loop.sock_sendall(self._channel, frame(task) + HEAD.pack(len(body)))
            await loop.sock_sendall(self._channel, body)
            return opened(await self._received())
        except (OSError, EOFError, UnpicklingError) as error:
            code = await self.kill()
            raise (ReaderGrown() if self._grown else ReaderGone(code)) from error
        finally:
            watch.cancel()

    async def _watch(self, memory_bytes: int) -> None:
        """End the reader when it holds too much. A limit alone would make it read on, with less."""
        while resident_bytes(self.pid) <= memory_bytes:
            await asyncio.sleep(LOOK_SECONDS)
        self._grown = True
        self._child.kill()

    async def kill(self) -> int:
        """End it, whatever it is doing; its exit code. What ended by itself keeps its own."""
        self._channel.close()
        self._child.kill()
        return await asyncio.shield(asyncio.create_task(self._reaped()))

    async def _reaped(self) -> int:
        while (code := self._child.poll()) is None:  # it takes a moment to give its memory back
            await asyncio.sleep(_REAP_SECONDS)
        return code

    async def _received(self) -> BytesIO:
        head = await self._exactly(HEAD.size)
        (count,) = HEAD.unpack(head.read())
        if count > LARGEST_ANSWER_BYTES:
            raise AnswerTooLarge(count)
        return await self._exactly(count)

    async def _exactly(self, count: int) -> BytesIO:
        received = BytesIO(bytes(count))
        with received.getbuffer() as left:  # its own memory: filled in place
            got = 0
            while got < count:
                loop = asyncio.get_running_loop()
                more = await loop.sock_recv_into(self._channel, left[got:])
                if not more:
                    raise EOFError
                got += more
        return received


def _spawned(kind: str) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """A child, and our end of the socket that is all it has: no files, no environment.

    It imports from where this program does, and never from the folder that it is run in.
    """
    ours, theirs = socket.socketpair()
    with theirs:
        try:
            child = subprocess.Popen(  # noqa: S603 - our own module
                [*_COMMAND, str(os.getpid()), kind],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        except BaseException:
            ours.close()
            raise
    ours.setblocking(False)
    return child, ours
