"""One page in the browser: opened, waited for, taken as it stands then."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from monitor.intake.render.intercept import Intercept, origin
from monitor.intake.render.wire import ASTRAY, BROKEN, DEADLINE, SELECTOR, TOO_LARGE, Shown, Task

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, CDPSession, Page, Response

QUIET_SECONDS = 10.0
"""How long a quiet network is waited for. Some pages are never quiet; then they are taken so."""

MARGIN_SECONDS = 1.0
"""What is left of a page's time to say that what was waited for never came."""

CLOSE_SECONDS = 3.0

OK = 200

PIECE_CHARACTERS = 1_000_000

COUNT = """(() => {
  const root = document.documentElement;
  const shadows = [...document.querySelectorAll("*")].map(e => e.shadowRoot).filter(Boolean);
  globalThis.text = !root ? "" : !shadows.length ? root.outerHTML
    : root.cloneNode(false).outerHTML.replace(/<\\/[^<]*$/, "")
      + root.getHTML({shadowRoots: shadows});
  return [globalThis.text.length, document.URL];
})()"""
"""Runs where no script of the page can reach. Gives how many characters there are, and where."""


async def show(browser: "Browser", task: Task, body: bytes) -> tuple[Shown, bytes]:
    """Show one page. In a context of its own: nothing is there from before, nothing stays."""
    until = asyncio.get_running_loop().time() + task.seconds
    context = await browser.new_context(
        proxy={"server": f"http://127.0.0.1:{task.port}"},
        user_agent=task.agent,
        service_workers="block",
        accept_downloads=False,
        reduced_motion="reduce",
    )
    try:
        async with asyncio.timeout_at(until):
            answer = await _shown(context, task, body, until - MARGIN_SECONDS)
    except TimeoutError:
        said = f"was not ready after {task.seconds:g} s"
        return Shown(trouble=DEADLINE, detail=said, last=True), b""
    return answer if await _closed(context) else (_useless(answer[0]), answer[1])


async def _shown(
    context: "BrowserContext", task: Task, body: bytes, until: float
) -> tuple[Shown, bytes]:
    page = await context.new_page()
    context.on("page", _close_at_once)
    session = await context.new_cdp_session(page)
    tree = await session.send("Page.getFrameTree")
    frame = tree["frameTree"]["frame"]["id"]
    intercept = Intercept(session, task, body, frame)
    await intercept.begin()
    crash = asyncio.Event()
    page.on("crash", lambda _: crash.set())
    crashed = asyncio.create_task(crash.wait())
    came = _Came(page)
    work = asyncio.create_task(_work(page, session, frame, task, until))
    try:
        await asyncio.wait((work, crashed), return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            return Shown(trouble=BROKEN, detail="made the browser crash", last=True), b""
        answer = work.result()
        return (came.refused or answer[0], answer[1]) if not answer[0].trouble else answer
    finally:
        work.cancel()
        crashed.cancel()
        await asyncio.gather(work, crashed, return_exceptions=True)
        await intercept.end()


class _Came:
    """What the page's last address answered, where its scripts led on to another."""

    def __init__(self, page: "Page") -> None:
        self._page = page
        self._status = OK
        page.on("response", self._seen)

    @property
    def refused(self) -> Shown | None:
        """Why that is no page; None where it is one."""
        if self._status == OK:
            return None
        return Shown(trouble=ASTRAY, detail=f"led to an address that answered {self._status}")

    def _seen(self, response: "Response") -> None:
        request = response.request
        if request.is_navigation_request() and request.frame == self._page.main_frame:
            self._status = response.status if not 300 <= response.status < 400 else OK


async def _work(
    page: "Page", session: "CDPSession", frame: str, task: Task, until: float
) -> tuple[Shown, bytes]:
    from playwright.async_api import Error
    from playwright.async_api import TimeoutError as TooLate

    try:
        with suppress(Error):  # its scripts led on before it was there
            await page.goto(task.url, wait_until="commit", timeout=_left(until))
        await _waited(page, task, until)
    except TooLate:
        said = f"never showed {task.selector}" if task.selector else "was never there"
        return Shown(trouble=SELECTOR if task.selector else DEADLINE, detail=said), b""
    try:
        return await _taken(session, frame, task)
    except Error:  # it went on to another page in this very moment
        await page.wait_for_load_state("domcontentloaded", timeout=_left(until))
        return await _taken(session, frame, task)


async def _waited(page: "Page", task: Task, until: float) -> None:
    """Wait for what the source says. Raises TimeoutError of Playwright where it does not come."""
    from playwright.async_api import TimeoutError as TooLate

    if task.selector:
        selector = f"css={task.selector}"
        await page.wait_for_selector(selector, state="attached", timeout=_left(until))
        return
    await page.wait_for_load_state("domcontentloaded", timeout=_left(until))
    if task.wait_seconds is not None:
        await asyncio.sleep(task.wait_seconds)
        return
    quiet = min(QUIET_SECONDS * 1000, _left(until) / 2)
    with suppress(TooLate):
        await page.wait_for_load_state("networkidle", timeout=quiet)


def _left(until: float) -> float:
    """Milliseconds until then; never 0, which Playwright takes for ever."""
    return max((until - asyncio.get_running_loop().time()) * 1000, 1.0)


async def _taken(session: "CDPSession", frame: str, task: Task) -> tuple[Shown, bytes]:
    """The page's markup, in pieces: nobody asks for more than may be kept."""
    world = await session.send("Page.createIsolatedWorld", {"frameId": frame})
    where = world["executionContextId"]
    count, url = await _evaluated(session, where, COUNT)
    if origin(url) is None:
        return Shown(trouble=ASTRAY, detail="led to an address that nobody may go to"), b""
    if count > task.most_bytes:
        return Shown(trouble=TOO_LARGE, detail=f"grew to {count / 1e6:.0f} MB"), b""
    starts = range(0, count, PIECE_CHARACTERS)
    pieces = [
        await _evaluated(session, where, f"text.slice({at}, {at + PIECE_CHARACTERS})")
        for at in starts
    ]
    body = _encoded("<!doctype html>" + "".join(pieces))
    if len(body) > task.most_bytes:
        return Shown(trouble=TOO_LARGE, detail=f"grew to {len(body) / 1e6:.0f} MB"), b""
    return Shown(url), body


def _encoded(text: str) -> bytes:
    """UTF-8. Halves of a character that stood in two pieces are put together."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.encode()


async def _evaluated(session: "CDPSession", where: int, expression: str) -> Any:
    parameters = {"contextId": where, "expression": expression, "returnByValue": True}
    answer = await session.send("Runtime.evaluate", parameters)
    return answer["result"]["value"]


async def _close_at_once(page: "Page") -> None:
    """A window that the page opened: nobody looks at it."""
    from playwright.async_api import Error

    try:
        await page.close()
    except Error:
        return


async def _closed(context: "BrowserContext") -> bool:
    """Whether all of a page is gone. A browser that cannot do that is of no more use."""
    from playwright.async_api import Error

    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await context.close()
    except (TimeoutError, Error):
        return False
    return True


def _useless(answer: Shown) -> Shown:
    return Shown(answer.url, answer.trouble, answer.detail, last=True)
