"""The program's end of one reader: ask it, kill it.

The socket is used bare, without streams: a body goes out and an answer comes in with no copy
made on the way, and to hang up is to close it.
"""

import asyncio
import os
import signal
from contextlib import suppress
from io import BytesIO
from pickle import UnpicklingError

from monitor.intake.reader.footprint import resident_bytes
from monitor.intake.reader.forks import Fork, ReaderGone
from monitor.intake.reader.wire import HEAD, Answer, Task, frame, opened

LARGEST_ANSWER_BYTES = 32_000_000
"""An answer holds a text and its markup. One of more would fill the program itself."""

LOOK_SECONDS = 0.01
"""How often the memory of a reader at work is looked at. It can grow by some 5 MB meanwhile."""


class ReaderGrown(Exception):
    """A reader was ended because it held more memory than its task allows."""


class AnswerTooLarge(Exception):
    """More came out of the bytes than is taken in. `count` says how many bytes."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} bytes")
        self.count = count


class Process:
    """A reader that runs. Whoever has it kills it in the end."""

    def __init__(self, fork: Fork) -> None:
        self._server = fork.server
        self._channel = fork.channel
        self._born_bytes = fork.born_bytes
        self.pid = fork.number
        self.kinds = fork.kinds
        self._grown = False
        self._ending: asyncio.Task[int] | None = None

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
        """End the reader when it takes too much. A limit alone would make it read on, with less."""
        while resident_bytes(self.pid) <= self._born_bytes + memory_bytes:
            await asyncio.sleep(LOOK_SECONDS)
        self._grown = True
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)  # its number is its own until it is reaped

    async def kill(self) -> int:
        """End it, whatever it is doing; its exit code. What ended by itself keeps its own."""
        self._channel.close()
        if self._ending is None:
            self._ending = asyncio.create_task(self._server.end(self.pid), name="a reader ends")
        return await asyncio.shield(self._ending)

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
