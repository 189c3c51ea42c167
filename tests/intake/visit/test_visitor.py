"""Visits to a real server: polite, and never an exception."""

import asyncio
import json
from dataclasses import replace

import pytest

from monitor.config.settings import Fetch
from monitor.intake.visit.hosts import Hosts
from monitor.intake.visit.posted import Posted
from monitor.intake.visit.visitor import Visitor, product
from monitor.model.source import Failure, Validators
from monitor.model.visit import NotModified, Postponed, Response
from monitor.net.door import Door
from monitor.store.store import Store
from tests.intake.visit.conftest import Time, Watch
from tests.support.loopback import Names
from tests.support.server import Answer, Seen, Site

ETAG = '"é-1"'
MODIFIED = "Mon, 23 Nov 2026 08:00:00 GMT"


def conditional(seen: Seen) -> Answer:
    """A page that knows its validators."""
    if seen.headers.get("if-none-match") == ETAG:
        return Answer(status=304)
    return Answer("news", headers={"ETag": ETAG, "Last-Modified": MODIFIED})


async def validators_of(visitor: Visitor, url: str) -> Validators:
    came = await visitor.get(url)
    assert isinstance(came, Response)
    assert came.validators
    return came.validators


async def test_an_unchanged_page_costs_no_body(site: Site, visitor: Visitor) -> None:
    site.set("/news", conditional)
    kept = await validators_of(visitor, f"{site.url}/news")
    came = await visitor.get(f"{site.url}/news", validators=kept)
    assert isinstance(came, NotModified)
    assert came.validators == kept
    assert site.requests[-1].headers["if-none-match"] == ETAG
    assert site.requests[-1].headers["if-modified-since"] == MODIFIED


async def test_validators_are_dropped_after_eight_days(
    site: Site, visitor: Visitor, watch: Watch
) -> None:
    site.set("/news", conditional)
    kept = await validators_of(visitor, f"{site.url}/news")
    for _ in range(7):
        watch.forward(days=1)
        came = await visitor.get(f"{site.url}/news", validators=kept)
        assert isinstance(came, NotModified)
        assert came.validators
        kept = came.validators
    watch.forward(days=1)
    assert isinstance(await visitor.get(f"{site.url}/news", validators=kept), Response)


async def test_validators_do_not_cross_a_redirect(site: Site, visitor: Visitor) -> None:
    site.set("/news", conditional)
    kept = await validators_of(visitor, f"{site.url}/news")
    site.redirect("/news", "/moved")
    site.set("/moved", conditional)
    came = await visitor.get(f"{site.url}/news", validators=kept)
    assert isinstance(came, Response)
    assert (came.validators, came.parts[0].place) == (None, f"{site.url}/moved")
    assert "if-none-match" not in site.requests[-1].headers


async def test_the_same_bytes_have_the_same_hash(site: Site, visitor: Visitor) -> None:
    site.set("/news", "news")
    came = [await visitor.get(f"{site.url}/news") for _ in range(2)]
    site.set("/news", "newer")
    came.append(await visitor.get(f"{site.url}/news"))
    first, second, third = (page.raw_hash for page in came if isinstance(page, Response))
    assert first == second != third


async def test_robots_is_asked_first_and_obeyed(site: Site, visitor: Visitor) -> None:
    site.set("/robots.txt", "User-agent: feed-monitor\nDisallow: /private")
    site.set("/private", "x")
    came = await visitor.get(f"{site.url}/private?token=s3cret")
    assert isinstance(came, Failure)
    assert came.kind == "robots"
    assert "s3cret" not in came.message
    assert site.paths() == ["/robots.txt"]


async def test_robots_is_not_asked_where_the_user_named_the_page(
    site: Site, visitor: Visitor
) -> None:
    site.set("/robots.txt", "User-agent: *\nDisallow: /")
    site.set("/page", "x")
    assert isinstance(await visitor.get(f"{site.url}/page", robots=False), Response)
    assert site.paths() == ["/page"]


async def test_robots_gets_no_credentials(site: Site, visitor: Visitor) -> None:
    site.set("/page", "x")
    await visitor.get(f"{site.url}/page", headers={"Authorization": "Bearer x"})
    assert ["authorization" in seen.headers for seen in site.requests] == [False, True]


async def test_a_broken_robots_closes_the_site(site: Site, visitor: Visitor) -> None:
    site.set("/robots.txt", status=500)
    site.set("/page", "x")
    for _ in range(2):
        came = await visitor.get(f"{site.url}/page")
        assert isinstance(came, Failure)
        assert (came.kind, came.status) == ("robots", 500)
    assert site.paths() == ["/robots.txt"]


async def test_a_busy_answer_pauses_the_whole_host(site: Site, visitor: Visitor) -> None:
    site.set("/busy", status=429, headers={"Retry-After": "600"})
    site.set("/calm", "x")
    first = await visitor.get(f"{site.url}/busy")
    assert isinstance(first, Failure)
    assert (first.kind, first.status, first.retry_after_seconds) == ("throttled", 429, 600)
    second = await visitor.get(f"{site.url}/calm")
    assert isinstance(second, Postponed)
    assert (second.why.kind, second.why.status) == ("postponed", None)
    assert second.seconds == second.why.retry_after_seconds == pytest.approx(600, abs=10)
    assert "/calm" not in site.paths()


async def test_other_hosts_are_visited_meanwhile(site: Site, fetch: Fetch, watch: Watch) -> None:
    """Other domains, at the same address too: a neighbour is not to blame."""
    site.set("/busy", status=503, headers={"Retry-After": "600"})
    site.set("/calm", "x")
    names = Names({name: [["127.0.0.1"]] for name in ("www.busy.example", "www.calm.example")})
    async with Door(fetch, resolve=names) as door:
        visitor = Visitor(door, fetch, watch)
        await visitor.get(f"http://www.busy.example:{site.port}/busy")
        came = await visitor.get(f"http://www.calm.example:{site.port}/calm")
    assert isinstance(came, Response)


async def test_a_host_is_slowed_wherever_it_was_reached_from(
    site: Site, fetch: Fetch, watch: Watch
) -> None:
    site.redirect("/", f"http://busy.example:{site.port}/busy")
    site.set("/busy", status=503, headers={"Retry-After": "600"})
    site.set("/page", "x")
    busy = f"http://www.busy.example:{site.port}/page"
    start = f"http://start.example:{site.port}"
    names = Names({f"{host}.example": [["127.0.0.1"]] for host in ("start", "busy", "www.busy")})
    async with Door(fetch, resolve=names) as door:
        visitor = Visitor(door, fetch, watch)
        await visitor.get(start)
        came = await visitor.get(busy)
        assert isinstance(await visitor.get(f"{start}/page"), Response)
    assert isinstance(came, Postponed)
    assert came.seconds == pytest.approx(600, abs=10)


async def test_a_busy_robots_txt_forbids_nothing_but_slows_the_host(
    site: Site, visitor: Visitor
) -> None:
    site.set("/robots.txt", status=429, headers={"Retry-After": "600"})
    site.set("/page", "x")
    assert isinstance(await visitor.get(f"{site.url}/page"), Postponed)
    assert site.paths() == ["/robots.txt"]


async def test_recovery_restores(site: Site, fetch: Fetch, watch: Watch) -> None:
    """Each refusal doubles the pause; one good answer, and the next pause is the first again."""
    time = Time()
    hosts = Hosts(2, 0, monotonic=time, wall=time.wall, sleep=time.sleep)
    site.set("/busy", status=503)
    site.set("/calm", "x")
    async with Door(fetch) as door:
        visitor = Visitor(door, fetch, watch, hosts)
        pauses = []
        for path in ("/busy", "/busy", "/busy", "/calm", "/busy"):
            await visitor.get(f"{site.url}{path}", robots=False)
            pauses.append(hosts.ready_in(site.host))
    assert pauses == [2, 4, 8, 0, 2]


async def test_many_sources_of_one_host_ask_for_robots_once(site: Site, visitor: Visitor) -> None:
    site.set("/page", "x")
    await asyncio.gather(*(visitor.get(f"{site.url}/page?{number}") for number in range(20)))
    assert site.paths().count("/robots.txt") == 1


async def test_a_restart_does_not_ask_for_robots_again(
    site: Site, fetch: Fetch, watch: Watch, sqlite_store: Store
) -> None:
    site.set("/robots.txt", "User-agent: *\nDisallow: /")
    for _ in range(2):
        async with Door(fetch) as door:
            visitor = Visitor(door, fetch, watch, memory=sqlite_store)
            came = await visitor.get(f"{site.url}/page")
            assert isinstance(came, Failure)
            assert came.kind == "robots"
    assert site.paths() == ["/robots.txt"]


async def test_waiting_in_line_is_not_counted_against_the_deadline(
    site: Site, fetch: Fetch, watch: Watch
) -> None:
    """Three visits one by one take longer than the deadline of each."""

    def slowly(_: Seen) -> str:
        site.closing.wait(0.4)
        return "x"

    site.set("/page", slowly)
    slow = replace(fetch, concurrency=1, limits=replace(fetch.limits, deadline_seconds=1.1))
    async with Door(slow) as door:
        visitor = Visitor(door, slow, watch)
        visits = (visitor.get(f"{site.url}/page", robots=False) for _ in range(3))
        assert all(isinstance(came, Response) for came in await asyncio.gather(*visits))


MISBEHAVING = {
    "hang": "deadline",
    "drip": "deadline",
    "cut": "unreachable",
    "loop": "limit",
    "large": "limit",
    "inside": "address_refused",
    "nothing": "not_found",
    "empty": "empty",
}


@pytest.mark.parametrize("path", MISBEHAVING)
async def test_a_site_that_misbehaves_is_a_failure(
    site: Site, fetch: Fetch, watch: Watch, path: str
) -> None:
    site.hang("/hang")
    site.drip("/drip")
    site.cut("/cut")
    site.redirect("/loop", "/loop")
    site.redirect("/inside", "http://10.0.0.1/")
    site.set("/large", bytes(2_000_000))
    site.set("/empty", "")
    short = replace(fetch, limits=replace(fetch.limits, deadline_seconds=0.3))
    async with Door(short) as door:
        came = await Visitor(door, short, watch).get(f"{site.url}/{path}")
    assert isinstance(came, Failure)
    assert came.kind == MISBEHAVING[path]
    assert came.permanent is (came.kind == "address_refused")


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://127.0.0.1:1/", "unreachable"),
        ("http://name.invalid/", "unreachable"),
        ("http://10.0.0.1/", "address_refused"),
        ("file:///etc/passwd", "address_refused"),
        ("no URL", "address_refused"),
    ],
)
async def test_a_place_that_is_none_is_a_failure(visitor: Visitor, url: str, kind: str) -> None:
    came = await visitor.get(url)
    assert isinstance(came, Failure)
    assert came.kind == kind


async def test_a_hung_site_does_not_hold_up_another(site: Site, fetch: Fetch, watch: Watch) -> None:
    site.hang("/hang")
    site.set("/page", "x")
    async with Door(fetch) as door:
        visitor = Visitor(door, fetch, watch)
        hung = asyncio.create_task(visitor.get(f"{site.url}/hang", robots=False))
        assert isinstance(await visitor.get(f"{site.url}/page", robots=False), Response)
        assert not hung.done()
        hung.cancel()
        with pytest.raises(asyncio.CancelledError):
            await hung


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (None, "feed-monitor"),
        ("newsbot/1.0 (+https://example.org)", "newsbot"),
        ("newsbot", "newsbot"),
        ("News Bot 2", "News"),
    ],
)
def test_robots_knows_us_by_our_product(user_agent: str | None, name: str) -> None:
    assert product(user_agent) == name


async def test_a_secret_is_filled_in_for_the_request_alone(
    site: Site, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.set("/terms", "terms")
    headers = {"Authorization": "Bearer ${VISIT_TOKEN}"}
    missing = await visitor.get(f"{site.url}/terms", headers=headers)
    assert isinstance(missing, Failure)
    assert missing.kind == "unset_variable"
    monkeypatch.setenv("VISIT_TOKEN", "s3cret")
    await visitor.get(f"{site.url}/terms", headers=headers)
    assert site.requests[-1].headers["authorization"] == "Bearer s3cret"


async def test_what_is_posted_is_filled_in_and_no_redirect_takes_it_along(
    site: Site, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWS_KEY", 'a"b')
    site.set("/api", "[]")
    site.redirect("/moved", f"{site.url}/api", 307)
    asked = Posted({"key": "${NEWS_KEY}", "list": ["$${NEWS_KEY}", 1]})
    assert isinstance(await visitor.get(f"{site.url}/api", posted=asked), Response)
    assert isinstance(await visitor.get(f"{site.url}/moved", posted=asked), Failure)
    form = Posted("key=${NEWS_KEY}")
    await visitor.get(f"{site.url}/api", headers={"Content-Type": "text/plain"}, posted=form)
    unset = await visitor.get(f"{site.url}/api", posted=Posted("${NOT_THERE}"))
    assert isinstance(unset, Failure)
    assert unset.kind == "unset_variable"
    first, last = [seen for seen in site.requests if seen.path == "/api"]
    assert json.loads(first.body) == {"key": 'a"b', "list": ["${NEWS_KEY}", 1]}
    assert (first.method, first.headers["content-type"]) == ("POST", "application/json")
    assert (last.body, last.headers["content-type"]) == (b'key=a"b', "text/plain")
