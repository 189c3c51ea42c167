"""One seat: at most one reader at a time, started when there is something to read."""

import asyncio
from collections.abc import Callable

import structlog

from monitor.intake.reader import trouble
from monitor.intake.reader.forks import Forks, ReaderGone
from monitor.intake.reader.process import AnswerTooLarge, Process, ReaderGrown
from monitor.intake.reader.wire import MEMORY, Answer, Task
from monitor.intake.understand import Understood
from monitor.model.source import Failure

log = structlog.get_logger()


class Seat:
    """Reads one part after another. What goes wrong with a reader is a Failure of the part.

    `changed` is called when its reader started or ended, `killed` with the reason (`deadline`,
    `memory`, `crash`, `stopped`) when that was before its time.
    """

    def __init__(
        self,
        forks: Forks,
        idle_seconds: float,
        changed: Callable[[], None],
        killed: Callable[[str], None],
    ) -> None:
        self._forks = forks
        self._idle_seconds = idle_seconds
        self._changed = changed
        self._killed = killed
        self._process: Process | None = None
        self._rest: asyncio.TimerHandle | None = None
        self._leaving: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """The process number of its reader, if it has one now."""
        return self._process.pid if self._process else None

    async def read(self, task: Task, body: bytes, seconds: float) -> Understood | Failure:
        """Read one part within so many seconds. One at a time."""
        await self._wake()
        try:
            process = await self._ready(task.source.kind)
        except (OSError, ReaderGone) as error:
            return trouble.not_started(task.place, str(error) or type(error).__name__)
        try:
            async with asyncio.timeout(seconds):
                answer = await process.ask(task, body)
        except TimeoutError:
            await self._end("deadline")
            return trouble.too_slow(task.place, len(body), seconds)
        except ReaderGrown:
            await self._end("memory")
            return trouble.too_big(task.place, len(body), task.memory_bytes)
        except ReaderGone as gone:
            await self._end("crash")
            return trouble.crashed(task.place, len(body), gone.code)
        except AnswerTooLarge as error:
            await self._end("memory")
            return trouble.too_much(task.place, len(body), error.count)
        except BaseException:
            await self._end("stopped")
            raise
        return await self._taken(answer, task, len(body))

    async def close(self) -> None:
        """End its reader, if it has one."""
        await self._wake()
        await self._end()

    async def _taken(self, answer: Answer, task: Task, size: int) -> Understood | Failure:
        """What an answer comes to. Its reader ends, or rests until it is needed."""
        if answer.last:
            await self._end("memory" if answer.trouble == MEMORY else None)
        else:
            loop = asyncio.get_running_loop()
            self._rest = loop.call_later(self._idle_seconds, self._leave)
        if answer.understood is not None:
            return answer.understood
        if answer.trouble == MEMORY:
            return trouble.too_big(task.place, size, task.memory_bytes)
        log.error("reader_broke", source=task.source.id, place=task.place, error=answer.traceback)
        return trouble.broke(task.place, str(answer.trouble))

    async def _ready(self, kind: str) -> Process:
        """A reader that knows this kind from birth: to load it would count as reading."""
        if self._process and kind in self._process.kinds:
            return self._process
        await self._end()
        self._process = Process(await self._forks.start(kind))
        self._changed()
        return self._process

    async def _end(self, reason: str | None = None) -> None:
        if process := self._process:
            self._process = None
            await process.kill()
            self._changed()
            if reason:
                self._killed(reason)

    def _leave(self) -> None:
        self._leaving = asyncio.create_task(self._end(), name="an idle reader ends")

    async def _wake(self) -> None:
        """Its reader is needed, or was about to end: then a fresh one will be."""
        if self._rest:
            self._rest.cancel()
        if self._leaving:
            await asyncio.wait([self._leaving])
        self._rest = self._leaving = None
