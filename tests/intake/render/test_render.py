"""Pages that build themselves, shown in a real Chromium: what they may do, and what comes of it."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest
import pytest_asyncio

from monitor.config.settings import Fetch, Limits
from monitor.intake.render import tree
from monitor.intake.render.browser import Browser
from monitor.intake.render.keeper import Keeper
from monitor.intake.render.nobody import NOBODY
from monitor.intake.render.render import Order, rendered
from monitor.intake.render.wire import NO_BROWSER, Task
from monitor.intake.render.wish import Wait, wait
from monitor.model.source import Failure
from monitor.model.visit import Part, Postponed, Response
from monitor.net.door import Door
from tests.support.chromium import needs_browser
from tests.support.loopback import PUBLIC, Cable, Names
from tests.support.server import Answer, Site

pytestmark = [needs_browser, pytest.mark.asyncio(loop_scope="module")]

LIMITS = Limits(deadline_seconds=15)
FETCH = Fetch(allow_private=(ip_network("127.0.0.2/32"),), limits=LIMITS)
HTML = "text/html; charset=utf-8"
NOTHING: Mapping[str, str] = {}


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    browser = Browser()
    yield browser
    await browser.close()


@pytest.fixture
def site() -> Iterator[Site]:
    """The site of the page: the one place on loopback that is open to it."""
    with Site(host="127.0.0.2") as site:
        yield site


@pytest.fixture
def inside() -> Iterator[Site]:
    """A server that nobody may reach."""
    with Site() as site:
        site.set("/", "SECRET", headers={"Access-Control-Allow-Origin": "*"})
        yield site


def page(script: str, body: str = "<main id=m><p>As it was sent.</p></main>") -> bytes:
    """A page whose script takes itself out first: what is found in the end, the script made."""
    itself = "document.currentScript.remove();"
    return f"<!doctype html><title>T</title>{body}<script>{itself}{script}</script>".encode()


async def show(
    browser: Browser,
    url: str,
    body: bytes,
    *,
    headers: Mapping[str, str] = NOTHING,
    until: Wait = Wait(),  # noqa: B008 - frozen
    fetch: Fetch = FETCH,
    door: Door | None = None,
    content_type: str = HTML,
) -> Response | Failure | Postponed:
    visit = Response((Part(url, body, content_type),), status=200, raw_hash="as sent")
    opened = door or Door(fetch)
    try:
        return await rendered(
            visit, Order(url, headers, until), opened, browser, fetch.limits, None
        )
    finally:
        if door is None:
            await opened.close()


async def markup(browser: Browser, url: str, body: bytes, **more: object) -> str:
    came = await show(browser, url, body, **more)  # type: ignore[arg-type]
    assert isinstance(came, Response), came
    return came.parts[0].body.decode()


async def failed(browser: Browser, url: str, body: bytes, **more: object) -> Failure:
    came = await show(browser, url, body, **more)  # type: ignore[arg-type]
    assert isinstance(came, Failure), came
    assert url in came.message
    assert came.hint
    return came


# ── what is shown ──────────────────────────────────────────────────────────────────────────


async def test_a_page_is_taken_as_its_scripts_build_it(browser: Browser, site: Site) -> None:
    site.set("/api", '["one", "two €", "\U0001f600"]', headers={"Content-Type": "application/json"})
    script = "fetch('/api').then(r=>r.json()).then(l=>m.innerHTML=l.map(x=>`<p>${x}`).join(''))"
    came = await show(browser, f"{site.url}/app", page(script))
    assert isinstance(came, Response)
    part = came.parts[0]
    assert "<p>one</p><p>two €</p><p>\U0001f600</p>" in part.body.decode()
    assert (part.place, part.content_type) == (f"{site.url}/app", HTML)
    assert (came.raw_hash, came.validators) == (None, None)
    assert site.paths() == ["/api"]  # the page itself was here already, and no icon was asked for
    assert site.requests[0].headers["user-agent"].startswith("feed-monitor/")


async def test_what_is_waited_for(browser: Browser, site: Site) -> None:
    later = page("setTimeout(()=>{m.innerHTML='<b class=late>here</b>'}, 1500)")
    url = f"{site.url}/"
    assert "here" not in await markup(browser, url, later)
    assert "here" in await markup(browser, url, later, until=wait("b.late"))
    assert "here" in await markup(browser, url, later, until=wait("2s"))
    quick = replace(FETCH, limits=Limits(deadline_seconds=8))
    never = await failed(browser, url, later, until=wait(".never"), fetch=quick)
    assert (never.kind, ".never" in never.message) == ("selector", True)


async def test_pictures_fonts_films_and_frames_are_not_asked_for(
    browser: Browser, site: Site
) -> None:
    body = page(
        "fetch('/data')",
        "<link rel=stylesheet href=/style><img src=/a.png><video src=/b.mp4 autoplay></video>"
        "<audio src=/c.mp3 preload=auto></audio><iframe src=/frame></iframe>"
        "<object data=/o></object>",
    )
    style = "@font-face{font-family:x;src:url(/x.woff2)} body{font-family:x;background:url(/y.png)}"
    site.set("/style", style, headers={"Content-Type": "text/css"})
    await markup(browser, f"{site.url}/", body)
    assert sorted(site.paths()) == ["/data", "/style"]


async def test_what_stands_in_shadow_is_read_too(browser: Browser, site: Site) -> None:
    script = "m.attachShadow({mode:'open'}).innerHTML='<p>in the shadow</p>'"
    assert "<p>in the shadow</p>" in await markup(browser, f"{site.url}/", page(script))


async def test_one_page_leaves_nothing_for_the_next(browser: Browser, site: Site) -> None:
    note = "m.textContent='was '+document.cookie+localStorage.x"
    keep = f"{note};document.cookie='c=kept';localStorage.x='kept'"
    assert "was undefined" in await markup(browser, f"{site.url}/", page(keep))
    assert "was undefined" in await markup(browser, f"{site.url}/", page(keep))


async def test_cookies_that_came_with_a_page_go_back_with_what_it_asks(
    browser: Browser, site: Site
) -> None:
    site.set("/data", "[]")
    url = f"{site.url}/news"
    visit = Response(
        (Part(url, page("fetch('/data')"), HTML),), cookies=("token=t1; Path=/", "b=2")
    )
    async with Door(FETCH) as door:
        order = Order(url, NOTHING, Wait())
        await rendered(visit, order, door, browser, LIMITS, None)
    (seen,) = site.requests
    assert sorted(seen.headers["cookie"].split("; ")) == ["b=2", "token=t1"]


async def test_dialogs_windows_and_downloads_hold_up_nothing(browser: Browser, site: Site) -> None:
    site.set("/f", "x", headers={"Content-Disposition": "attachment"})
    script = (
        "alert(1);confirm(2);prompt(3);open('/popup');onbeforeunload=()=>'stay';print();"
        "const a=document.createElement('a');a.href='/f';a.download='f';a.click();"
        "m.textContent='went on'"
    )
    assert "went on" in await markup(browser, f"{site.url}/", page(script))


async def test_a_page_may_lead_on_and_is_placed_where_it_ended(
    browser: Browser, site: Site
) -> None:
    site.set("/en/", page("", "<p>In English</p>"), headers={"Content-Type": HTML})
    came = await show(browser, f"{site.url}/", page("location.replace('/en/')"))
    assert isinstance(came, Response)
    assert "In English" in came.parts[0].body.decode()
    assert came.parts[0].place == f"{site.url}/en/"


async def test_a_page_that_leads_to_nothing_is_a_failure(browser: Browser, site: Site) -> None:
    gone = await failed(browser, f"{site.url}/", page("location.replace('/gone')"))
    assert gone.kind == "astray"
    assert "404" in gone.message


async def test_a_fragment_tells_a_page_what_to_show(browser: Browser, site: Site) -> None:
    script = page("m.textContent='showing '+location.hash")
    url = f"{site.url}/"
    visit = Response((Part(url, script, HTML),))
    async with Door(FETCH) as door:
        order = Order(f"{url}#/news", NOTHING, Wait())
        came = await rendered(visit, order, door, browser, LIMITS, None)
    assert isinstance(came, Response)
    assert b"showing #/news" in came.parts[0].body
    assert came.parts[0].place == url


@pytest.mark.parametrize(
    ("body", "content_type"),
    [(b"<rss version='2.0'/>", "text/xml"), (b'{"a":1}', "application/json"), (b"%PDF-1.7", "")],
)
async def test_what_is_no_page_stays_as_it_is(
    browser: Browser, site: Site, body: bytes, content_type: str
) -> None:
    came = await show(browser, f"{site.url}/", body, content_type=content_type)
    assert isinstance(came, Response)
    assert (came.parts[0].body, came.raw_hash) == (body, "as sent")


# ── where it may go ────────────────────────────────────────────────────────────────────────


class Ear(asyncio.DatagramProtocol):
    """Listens for what QUIC and WebRTC would send."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []

    def datagram_received(self, data: bytes, _address: object) -> None:
        self.heard.append(data)


async def test_nothing_inside_is_reached(browser: Browser, site: Site, inside: Site) -> None:
    loop = asyncio.get_running_loop()
    wire, ear = await loop.create_datagram_endpoint(Ear, local_addr=("127.0.0.1", 0))
    udp = wire.get_extra_info("sockname")[1]
    site.redirect("/inwards", f"{inside.url}/")
    site.set("/worker.js", f"fetch('{inside.url}/').then(r=>r.text()).then(t=>postMessage(t))",
             headers={"Content-Type": "text/javascript"})  # fmt: skip
    script = f"""
      const got = [], say = t => got.push(t), base = '127.0.0.1:{inside.port}';
      const attempt = (...all) => all.forEach(one => {{ try {{ one() }} catch (e) {{}} }});
      const add = (name, more) =>
        document.head.append(Object.assign(document.createElement(name), more));
      const ask = (p, more) => fetch(p, more).then(r => r.text()).then(say, e => 0);
      const places = ['http://' + base + '/', 'http://localhost:{inside.port}/', '/inwards',
        'http://[::1]:{inside.port}/', 'http://169.254.169.254/', 'https://' + base + '/',
        'http://10.0.0.1/', 'file:///etc/passwd'];
      for (const p of places) attempt(
        () => ask(p),
        () => ask(p, {{mode: 'no-cors', method: 'POST', body: 'x'}}),
        () => add('script', {{src: p}}),
        () => add('link', {{rel: 'prefetch', href: p}}),
        () => add('link', {{rel: 'preconnect', href: p}}),
        () => add('link', {{rel: 'stylesheet', href: p}}),
        () => navigator.sendBeacon(p, 'x'),
        () => window.open(p),
        () => {{ new EventSource(p).onmessage = e => say(e.data) }});
      for (const p of ['ws://' + base, 'ws://169.254.169.254', 'wss://' + base])
        attempt(() => {{ new WebSocket(p).onmessage = e => say(e.data) }});
      attempt(() => {{ new Worker('/worker.js').onmessage = e => say(e.data) }}, () => {{
        const peer = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{udp}'}},
          {{urls: 'turn:' + base + '?transport=tcp', username: 'u', credential: 'c'}}]}});
        peer.createDataChannel('x');
        peer.onicecandidate = e => e.candidate && say('candidate ' + e.candidate.candidate);
        peer.createOffer().then(o => peer.setLocalDescription(o));
      }}, () => new WebTransport('https://127.0.0.1:{udp}/').ready.catch(e => 0));
      setTimeout(() => m.textContent = 'got [' + got.filter(Boolean) + '] after all', 2500);
    """
    text = await markup(browser, f"{site.url}/", page(script), until=wait("4s"))
    wire.close()
    assert "got [] after all" in text
    assert inside.requests == []
    assert ear.heard == []
    assert {"/inwards", "/worker.js"} <= set(site.paths())


async def test_a_public_page_reaches_nothing_that_is_not(browser: Browser, inside: Site) -> None:
    """Though the configuration opened that network: it did so for the sources in it."""
    names = Names({"news.example": [[PUBLIC]], "rebind.example": [[PUBLIC], ["127.0.0.1"]]})
    cable = Cable(int(inside.port))
    inside.set("/api", "public", headers={"Access-Control-Allow-Origin": "*"})
    fetch = Fetch(allow_private=(ip_network("127.0.0.0/8"),), limits=LIMITS)
    script = f"""
      const say = t => m.append(t + ';');
      const ask = p => fetch(p).then(r => r.text()).then(say, e => say('no'));
      ask('/api').then(() => ask('http://rebind.example/api')).then(() => ask('{inside.url}/'))
    """
    door = Door(fetch, resolve=names, sockets=cable)
    text = await markup(browser, "http://news.example/", page(script), fetch=fetch, door=door)
    await door.close()
    assert "public;public;no;" in text
    assert inside.paths() == ["/api", "/api"]
    assert {address for address, _ in cable.connected} == {PUBLIC}


async def test_headers_go_to_the_origin_and_no_further(browser: Browser, site: Site) -> None:
    free = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*"}
    with Site(host="127.0.0.2") as other:
        for one in (site, other):
            one.set("/data", lambda seen: Answer("ok", headers=free))
        site.redirect("/away", f"{other.url}/data?redirected")
        site.set("/away", status=302, headers={"Location": f"{other.url}/data?r", **free})
        script = f"for (const p of ['/data', '/away', '{other.url}/data']) fetch(p)"
        secrets = {"Authorization": "Bearer SECRET", "cookie": "session=SECRET", "X-Key": "SECRET"}
        await markup(browser, f"{site.url}/", page(script), headers=secrets)
        ours = {seen.path: seen.headers for seen in site.requests}
        assert set(ours) == {"/data", "/away"}
        for headers in ours.values():
            assert headers["authorization"] == "Bearer SECRET"
            assert (headers["cookie"], headers["x-key"]) == ("session=SECRET", "SECRET")
        assert sorted(other.paths()) == ["/data", "/data?r"]
        assert "SECRET" not in repr([seen.headers for seen in other.requests])


# ── what it may cost ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        pytest.param("while (true) {}", "deadline", id="hangs"),
        pytest.param("location.reload()", "deadline", id="begins anew for ever"),
        pytest.param("k=[]; for(;;) k.push(new Uint8Array(5e7).fill(7))", "memory", id="buffers"),
        pytest.param("k=[]; for(;;) k.push('x'.repeat(1e6)+Math.random())", "memory", id="strings"),
        pytest.param(
            "k=[]; for(;;) {let c=document.createElement('canvas'); c.width=c.height=6000;"
            " k.push(c); c.getContext('2d').fillRect(0,0,6000,6000)}",
            "memory",
            id="pictures",
        ),
        pytest.param("m.innerHTML='<b>'+'x'.repeat(6e6)", "too_large", id="grows"),
        pytest.param("location='http://127.0.0.3/'", "astray", id="leads inwards"),
    ],
)
async def test_a_page_that_takes_too_much_is_a_failure_and_the_next_is_shown(
    browser: Browser, site: Site, script: str, kind: str
) -> None:
    seconds = 3 if kind == "deadline" else 20
    tight = replace(FETCH, limits=Limits(deadline_seconds=seconds, decoded_bytes=5_000_000))
    site.set("/", page(script), headers={"Content-Type": HTML})
    started = asyncio.get_running_loop().time()
    failure = await failed(browser, f"{site.url}/", page(script), fetch=tight)
    took = asyncio.get_running_loop().time() - started
    assert failure.kind in ({kind, "deadline", "browser"} if kind == "memory" else {kind})
    assert took < 60
    assert "went on" in await markup(browser, f"{site.url}/", page("m.textContent='went on'"))


async def test_more_than_a_visit_may_bring_is_too_large(browser: Browser, site: Site) -> None:
    site.set("/large", b"x" * 3_000_000)
    tight = replace(FETCH, limits=Limits(decoded_bytes=2_000_000))
    failure = await failed(browser, f"{site.url}/", page("fetch('/large')"), fetch=tight)
    assert failure.kind == "too_large"


async def test_a_browser_that_crashes_is_a_failure_and_the_next_page_is_shown(
    browser: Browser, site: Site
) -> None:
    await markup(browser, f"{site.url}/", page(""))
    assert browser.pid
    hanging = asyncio.create_task(failed(browser, f"{site.url}/", page("while(true){}")))
    await asyncio.sleep(1.5)
    playwright = tree.children(browser.pid)
    tree.kill(tuple(pid for one in playwright for pid in tree.descendants(one)))
    assert (await hanging).kind == "browser"
    assert "went on" in await markup(browser, f"{site.url}/", page("m.textContent='went on'"))


async def test_a_keeper_that_is_killed_leaves_no_browser(browser: Browser, site: Site) -> None:
    await markup(browser, f"{site.url}/", page(""))
    keeper = browser.pid
    assert keeper
    everything = tree.descendants(keeper)
    assert len(everything) > 3
    os.kill(keeper, signal.SIGKILL)
    async with asyncio.timeout(30):
        while any(map(alive, everything)):
            await asyncio.sleep(0.05)
    assert (await failed(browser, f"{site.url}/", page(""))).kind == "browser"
    assert "went on" in await markup(browser, f"{site.url}/", page("m.textContent='went on'"))


def alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="latin-1")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
async def test_as_root_nothing_that_shows_pages_is_root(browser: Browser, site: Site) -> None:
    await markup(browser, f"{site.url}/", page(""))
    assert browser.pid
    users = {user(pid) for pid in tree.descendants(browser.pid)} - {None}
    if users == {0}:
        pytest.skip("this program stands where nobody may read it")
    assert users == {NOBODY}


def user(pid: int) -> int | None:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return None
    return int(status.partition("Uid:")[2].split()[0])


async def test_who_gives_up_waiting_leaves_no_page_behind(browser: Browser, site: Site) -> None:
    work = asyncio.create_task(show(browser, f"{site.url}/", page("while(true){}")))
    await asyncio.sleep(1.0)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert "went on" in await markup(browser, f"{site.url}/", page("m.textContent='went on'"))


async def test_an_idle_browser_ends(site: Site) -> None:
    browser = Browser(idle_seconds=0.1)
    await markup(browser, f"{site.url}/", page(""))
    async with asyncio.timeout(30):
        while browser.pid is not None:
            await asyncio.sleep(0.05)
    assert "went on" in await markup(browser, f"{site.url}/", page("m.textContent='went on'"))
    await browser.close()
    assert browser.pid is None


async def test_pages_wait_for_each_other_and_come_later_when_it_takes_long(site: Site) -> None:
    browser = Browser(patience_seconds=0.2)
    first = asyncio.create_task(show(browser, f"{site.url}/", page(""), until=wait("3s")))
    await asyncio.sleep(0.05)
    second = await show(browser, f"{site.url}/", page(""))
    assert isinstance(second, Postponed)
    assert isinstance(await first, Response)
    await browser.close()


async def test_without_the_extra_it_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "playwright.async_api", None)
    task = Task("http://x.example/", HTML, "http://x.example", 9, "us", 5.0, 9_999, 9_999)
    shown, markup = await Keeper(Path()).show(task, b"")
    assert (shown.trouble, shown.last, markup) == (NO_BROWSER, True, b"")
    assert "Playwright is not installed" in shown.detail


async def test_where_there_is_no_chromium_it_says_what_to_do(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", "/nowhere")
    browser = Browser()
    failure = await failed(browser, f"{site.url}/", page(""))
    await browser.close()
    assert failure.kind == "no_browser"
    assert "no Chromium is installed" in failure.message
    assert "apt-get install chromium" in str(failure.hint)
