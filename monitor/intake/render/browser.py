"""The program's end of the one browser: started at need, asked within a budget, ended when idle.

    page ─▸ its turn: one at a time ─▸ keeper (a process with a browser) ─▸ what scripts made of it
                                         └▸ hangs, grows, crashes: killed with all its children

The next page gets a fresh one. A browser with nothing to show ends, so that a program that shows
no pages has none.
"""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir, mkdtemp

from monitor.intake.render import tree
from monitor.intake.render.wire import BROKEN, DEADLINE, Shown, Task, packed, received

IDLE_SECONDS = 60.0
"""A browser with no page to show ends after so long. A new one takes two seconds to start."""

PATIENCE_SECONDS = 60.0
"""How long a page waits for its turn. A check has two minutes in all."""

START_SECONDS = 40.0
"""What a keeper may take beyond a page's own time: to start its browser, to close what hangs."""

FOLDER = "feed-monitor-browser-"

LONGEST_HOME = 40
"""A socket's path has 107 characters at most, and Chromium's own part of it is about 60 long."""

_REAP_SECONDS = 0.01
_LEAVE_SECONDS = 6.0


class Crowded(Exception):
    """Others are being shown, one after another, and it would take too long."""


class Browser:
    """Shows pages, one at a time. Lives within one event loop; close it at the end."""

    def __init__(
        self, *, idle_seconds: float = IDLE_SECONDS, patience_seconds: float = PATIENCE_SECONDS
    ) -> None:
        self._idle_seconds = idle_seconds
        self._patience_seconds = patience_seconds
        self._turn = asyncio.Lock()
        self._keeper: _Keeper | None = None
        self._rest: asyncio.TimerHandle | None = None
        self._leaving: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """The process number of the keeper, if there is one."""
        return self._keeper.pid if self._keeper else None

    async def show(self, task: Task, body: bytes) -> tuple[Shown, bytes]:
        """One page as its scripts built it, or why not. Raises Crowded, OSError."""
        await self._my_turn()
        try:
            if self._rest:
                self._rest.cancel()
            return await self._show(task, body)
        finally:
            self._turn.release()
            self._rest = asyncio.get_running_loop().call_later(self._idle_seconds, self._leave)

    async def close(self) -> None:
        """End the browser. A page that is shown later starts it again."""
        if self._rest:
            self._rest.cancel()
        async with self._turn:
            await self._end(gently=True)

    async def _my_turn(self) -> None:
        try:
            async with asyncio.timeout(self._patience_seconds):
                await self._turn.acquire()
        except TimeoutError as error:
            raise Crowded from error

    async def _show(self, task: Task, body: bytes) -> tuple[Shown, bytes]:
        keeper = self._keeper = self._keeper or await _Keeper.start()
        useful = False
        try:
            async with asyncio.timeout(task.seconds + START_SECONDS):
                shown, markup = await keeper.ask(task, body)
        except TimeoutError:
            return Shown(trouble=DEADLINE, detail=f"was not ready after {task.seconds:g} s"), b""
        except (EOFError, OSError, ValueError) as error:
            return Shown(trouble=BROKEN, detail=f"ended the browser ({error})"), b""
        else:
            useful = not shown.last
            return shown, markup
        finally:
            if not useful:
                await self._end()

    async def _end(self, *, gently: bool = False) -> None:
        if keeper := self._keeper:
            self._keeper = None
            await asyncio.shield(asyncio.create_task(keeper.end(gently=gently)))

    def _leave(self) -> None:
        self._leaving = asyncio.create_task(self._rested(), name="an idle browser ends")

    async def _rested(self) -> None:
        if not self._turn.locked():
            async with self._turn:
                await self._end(gently=True)


class _Keeper:
    """The process that keeps a browser, its socket and its folder."""

    def __init__(
        self,
        child: subprocess.Popen[bytes],
        streams: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        folder: str,
    ) -> None:
        self._child = child
        self._reader, self._writer = streams
        self._folder = folder

    @classmethod
    async def start(cls) -> "_Keeper":
        """A keeper that has no browser yet."""
        folder = mkdtemp(prefix=FOLDER, dir=_home())
        child, channel = _spawned(folder)
        return cls(child, await asyncio.open_connection(sock=channel), folder)

    @property
    def pid(self) -> int:
        return self._child.pid

    async def ask(self, task: Task, body: bytes) -> tuple[Shown, bytes]:
        """Raises what a broken connection raises; ValueError for what is no answer."""
        self._writer.write(packed(task, body))
        await self._writer.drain()
        head, markup = await received(self._reader, task.most_bytes)
        try:
            return Shown(**head), markup
        except TypeError as error:
            raise ValueError("it gave no answer") from error

    async def end(self, *, gently: bool) -> None:
        """End it and all that it started. `gently`: it may close its browser by itself first."""
        self._writer.close()
        if gently:
            await self._gone(_LEAVE_SECONDS)
        pids = (*tree.descendants(self.pid), self.pid)
        if self._child.poll() is None:
            tree.kill(pids)
        await self._gone(_LEAVE_SECONDS)
        await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)

    async def _gone(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._child.poll() is None:
                    await asyncio.sleep(_REAP_SECONDS)


def _home() -> str:
    """Where temporary folders are; the sockets that a browser keeps there need a short name."""
    usual = gettempdir()
    return usual if len(usual) <= LONGEST_HOME or not os.access("/tmp", os.W_OK) else "/tmp"  # noqa: S108


def _spawned(folder: str) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """A child that has a socket, a folder to be at home in, and nothing else of ours."""
    ours, theirs = socket.socketpair()
    with theirs:
        try:
            child = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-P", "-m", "monitor.intake.render", folder],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(folder),
            )
        except BaseException:
            ours.close()
            shutil.rmtree(Path(folder), ignore_errors=True)
            raise
    ours.setblocking(False)
    return child, ours


def _environment(folder: str) -> dict[str, str]:
    """Where programs are, and what concerns Playwright; no variable of a configuration."""
    kept = {k: v for k, v in os.environ.items() if k in {"PATH", "LANG"}}
    kept |= {k: v for k, v in os.environ.items() if k.startswith("PLAYWRIGHT_")}
    return kept | {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "HOME": folder,
        "TMPDIR": folder,
    }
