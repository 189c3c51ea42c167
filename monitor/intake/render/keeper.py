"""The process that keeps the browser: it shows one page after another, and holds nothing of worth.

Its socket is descriptor 0. It ends with the program, and the browser with it: the program hangs
up, or is gone, and the browser is closed in order; who ends this process by force ends Playwright's
own, which closes the browser when its pipe breaks.
"""

import asyncio
import os
import re
import resource
import shutil
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.intake.render import tree
from monitor.intake.render.authorities import trust
from monitor.intake.render.chromium import NoBrowser, launch
from monitor.intake.render.nobody import NOBODY, step_down
from monitor.intake.render.page import show
from monitor.intake.render.wire import BROKEN, MEMORY, NO_BROWSER, Shown, Task, packed, received

if TYPE_CHECKING:
    from playwright.async_api import Browser, Playwright

LARGEST_PAGE_BYTES = 1_000_000_000
"""What the program itself lets through is far less."""

LOOK_SECONDS = 0.05
"""How often the browser's memory is looked at. A page can fill some 100 MB meanwhile."""

GROWN = 0.5
"""A browser that still holds so much of what it may, with no page in it, makes room for another."""

LEAVING_SECONDS = 4.0

_FIRST_TO_DIE = 1000
_LONGEST_SAYING = 200
_ADDRESS = re.compile(r"\S+://\S+")


def main() -> None:
    """Show pages until the program hangs up."""
    _fence()
    try:
        asyncio.run(_serve())
    finally:
        shutil.rmtree(sys.argv[1], ignore_errors=True)


def _fence() -> None:
    """Take from this process, and from all that it starts, what they have no need of."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(str(_FIRST_TO_DIE), encoding="ascii")


async def _serve() -> None:
    with socket.socket(fileno=0) as channel:
        reader, writer = await asyncio.open_connection(sock=channel)
        keeper = Keeper(Path(sys.argv[1]))
        try:
            await _ended(reader, writer, keeper)
        finally:
            await keeper.leave()
            tree.kill(tree.descendants(os.getpid()))


async def _ended(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, keeper: "Keeper"
) -> None:
    """Answer one task after another until there is nobody to answer."""
    next_task = asyncio.create_task(received(reader, LARGEST_PAGE_BYTES))
    while True:
        try:
            head, body = await next_task
        except (EOFError, OSError):
            return
        # The next head is awaited already, so that a program that is gone is noticed at once.
        next_task = asyncio.create_task(received(reader, LARGEST_PAGE_BYTES))
        work = asyncio.create_task(keeper.show(Task(**head), body))
        await asyncio.wait((work, next_task), return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            work.cancel()
            await asyncio.gather(work, next_task, return_exceptions=True)
            return
        answer, markup = work.result()
        writer.write(packed(answer, markup))
        with suppress(OSError):
            await writer.drain()


class Keeper:
    """The browser, started at the first task. `folder` is this process's own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._nobody = False
        self._trusted = ""
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    async def show(self, task: Task, body: bytes) -> tuple[Shown, bytes]:
        """One page. What goes wrong is an answer, too."""
        try:
            browser = await self._running(task.authorities)
        except (ImportError, NoBrowser) as error:
            said = "Playwright is not installed" if isinstance(error, ImportError) else str(error)
            return Shown(trouble=NO_BROWSER, detail=said, last=True), b""
        from playwright.async_api import Error

        work = asyncio.create_task(show(browser, task, body))
        watch = asyncio.create_task(_grown(task.memory_bytes))
        try:
            await asyncio.wait((work, watch), return_when=asyncio.FIRST_COMPLETED)
            if watch.done():
                tree.kill(tree.descendants(os.getpid()))
                said = f"took more than {task.memory_bytes / 1e6:.0f} MB of memory"
                return Shown(trouble=MEMORY, detail=said, last=True), b""
            return _refreshed(*work.result(), task.memory_bytes)
        except Error as error:
            said = f"broke the browser: {_said(error.message)}"
            return Shown(trouble=BROKEN, detail=said, last=True), b""
        finally:
            work.cancel()
            watch.cancel()
            await asyncio.gather(work, watch, return_exceptions=True)

    async def leave(self) -> None:
        """Close the browser, in order if it can be."""
        if self._playwright is None:
            return
        from playwright.async_api import Error

        with suppress(TimeoutError, Error):
            async with asyncio.timeout(LEAVING_SECONDS):
                if self._browser:
                    await self._browser.close()
                await self._playwright.stop()

    async def _running(self, authorities: str) -> "Browser":
        from playwright.async_api import async_playwright

        if self._playwright is None:
            self._nobody = step_down(self._folder)
            self._playwright = await async_playwright().start()
        if authorities != self._trusted:
            self._trusted = authorities
            if self._browser:
                await self._browser.close()  # it has read what it trusts
            home = Path(os.environ["HOME"])
            await asyncio.to_thread(trust, authorities, home, NOBODY if self._nobody else None)
        if self._browser is None or not self._browser.is_connected():
            self._browser = await launch(self._playwright, nobody=self._nobody)
        return self._browser


def _refreshed(answer: Shown, markup: bytes, memory_bytes: int) -> tuple[Shown, bytes]:
    """The answer; it is the last where the browser has kept so much that the next page had less."""
    grown = tree.held_bytes(os.getpid()) > GROWN * memory_bytes
    return (replace(answer, last=True) if grown else answer), markup


def _said(message: str) -> str:
    """What Playwright says, on one line and without addresses, which may hold secrets."""
    first = next(iter(message.splitlines()), "")
    return _ADDRESS.sub("…", first)[:_LONGEST_SAYING]


async def _grown(memory_bytes: int) -> None:
    """Return when everything below this process holds more than it may."""
    while tree.held_bytes(os.getpid()) <= memory_bytes:
        await asyncio.sleep(LOOK_SECONDS)
