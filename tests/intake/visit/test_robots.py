"""robots.txt: asked once, kept for as long as it holds, over restarts too (RFC 9309)."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from monitor.errors import AddressRefused, FetchError, LimitExceeded, StoreFull, Unreachable
from monitor.intake.visit.robots import KEPT_WEIGHT, Robots
from monitor.intake.visit.rules import Rules
from monitor.model.source import Failure
from monitor.net.door import Reply
from monitor.net.url import Target, parse
from monitor.store.views import RobotsRow
from tests.intake.visit.conftest import Watch

AGENT = "feed-monitor"
URL = "https://example.com/news/today?page=2"


class Server:
    """Answers for robots.txt, counted."""

    def __init__(self, answer: Reply | FetchError) -> None:
        self.answer = answer
        self.asked = 0

    async def __call__(self, target: Target) -> Reply:
        self.asked += 1
        await asyncio.sleep(0)
        if isinstance(self.answer, FetchError):
            raise self.answer
        return self.answer


def reply(status: int = 200, body: bytes = b"", **headers: str) -> Reply:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, names, body, "https://example.com/robots.txt")


NONE_NOW = reply(body=b"User-agent: *\nDisallow: /")
KEPT_FOR = {
    "a day": (NONE_NOW, 86400),
    "a day at most": (reply(cache_control="max-age=604800"), 86400),
    "as the server says": (reply(cache_control="max-age=7200"), 7200),
    "an hour at least": (reply(cache_control="max-age=1"), 3600),
    "a day when there are none": (reply(404), 86400),
    "a day when they lead astray": (AddressRefused("inside"), 86400),
    "a day when they redirect for ever": (LimitExceeded("redirects"), 86400),
    "minutes when the server is broken": (reply(500), 600),
    "a minute when nobody answers": (Unreachable("nobody"), 60),
}


@pytest.mark.parametrize(("answer", "seconds"), KEPT_FOR.values(), ids=KEPT_FOR)
async def test_rules_are_kept(answer: Reply | FetchError, seconds: float, watch: Watch) -> None:
    server = Server(answer)
    robots = Robots(server, AGENT, watch)
    for step, asked in ((0, 1), (seconds - 1, 1), (1, 2)):
        watch.forward(seconds=step)
        await robots.rules(parse(URL))
        assert server.asked == asked


async def test_a_broken_server_is_not_visited(watch: Watch) -> None:
    verdict = await Robots(Server(reply(503)), AGENT, watch).rules(parse(URL))
    assert isinstance(verdict, Failure)
    assert (verdict.kind, verdict.status) == ("robots", 503)


async def test_an_unreachable_server_is_called_so(watch: Watch) -> None:
    verdict = await Robots(Server(Unreachable("nobody")), AGENT, watch).rules(parse(URL))
    assert isinstance(verdict, Failure)
    assert verdict.kind == "unreachable"


async def test_many_at_once_ask_once(watch: Watch) -> None:
    server = Server(NONE_NOW)
    robots = Robots(server, AGENT, watch)
    await asyncio.gather(*(robots.rules(parse(URL)) for _ in range(10)))
    assert server.asked == 1


async def test_each_origin_has_its_own(watch: Watch) -> None:
    server = Server(NONE_NOW)
    robots = Robots(server, AGENT, watch)
    for url in ("https://a.example/", "http://a.example/", "https://a.example:8443/"):
        await robots.rules(parse(url))
    assert server.asked == 3


async def test_what_is_kept_is_bounded_and_the_least_used_goes_first(watch: Watch) -> None:
    line = b"User-agent: *\nDisallow: /" + b"x" * (KEPT_WEIGHT // 4)
    server = Server(reply(body=line))
    robots = Robots(server, AGENT, watch)
    for name in ("a", "b", "c", "a", "d", "a"):
        await robots.rules(parse(f"https://{name}.example/"))
    assert server.asked == 4
    await robots.rules(parse("https://b.example/"))
    assert server.asked == 5


def test_what_is_known_is_given_without_waiting(watch: Watch) -> None:
    robots = Robots(Server(NONE_NOW), AGENT, watch)
    assert robots.known("https://example.com") is None
    asyncio.run(_asked(robots))
    assert isinstance(robots.known("https://example.com"), Rules)
    watch.forward(days=1)
    assert robots.known("https://example.com") is None


# ── kept in a store ────────────────────────────────────────────────────────────────────────


class Memory:
    """Two verbs of a store. `trouble` stands in for a disk that is full."""

    def __init__(self, trouble: StoreFull | None = None) -> None:
        self.rows: dict[str, RobotsRow] = {}
        self.read = 0
        self._trouble = trouble

    def robots(self, origin: str) -> RobotsRow | None:
        self.read += 1
        if self._trouble:
            raise self._trouble
        return self.rows.get(origin)

    def keep_robots(self, row: RobotsRow) -> None:
        if self._trouble:
            raise self._trouble
        self.rows[row.origin] = row


async def _asked(robots: Robots) -> Rules | Failure:
    return await robots.rules(parse(URL))


def forbids(verdict: Rules | Failure) -> bool:
    return isinstance(verdict, Rules) and not verdict.allow(URL)


SAID: dict[str, tuple[Reply | FetchError, Callable[[Rules | Failure], bool]]] = {
    "rules": (NONE_NOW, forbids),
    "none": (reply(404), lambda verdict: isinstance(verdict, Rules) and verdict.allow(URL)),
    "too many requests": (reply(429), lambda v: isinstance(v, Rules) and v.allow(URL)),
    "broken": (reply(503), lambda v: isinstance(v, Failure) and v.status == 503),
}


@pytest.mark.parametrize(("answer", "means"), SAID.values(), ids=SAID)
async def test_a_restart_asks_nobody_again(
    answer: Reply | FetchError, means: Callable[[Rules | Failure], bool], watch: Watch
) -> None:
    server, memory = Server(answer), Memory()
    for _ in range(2):
        verdict = await _asked(Robots(server, AGENT, watch, memory))
        assert means(verdict)
    assert server.asked == 1


async def test_what_has_expired_is_asked_again(watch: Watch) -> None:
    server, memory = Server(NONE_NOW), Memory()
    for _ in range(2):
        await _asked(Robots(server, AGENT, watch, memory))
        watch.forward(days=1)
    assert server.asked == 2


async def test_what_was_kept_by_a_clock_far_ahead_is_asked_again(watch: Watch) -> None:
    server, memory = Server(NONE_NOW), Memory()
    watch.forward(days=400)
    await _asked(Robots(server, AGENT, watch, memory))
    watch.forward(days=-400)
    await _asked(Robots(server, AGENT, watch, memory))
    assert server.asked == 2


async def test_another_name_is_told_its_own_rules(watch: Watch) -> None:
    server, memory = Server(reply(body=b"User-agent: newsbot\nDisallow: /")), Memory()
    assert not forbids(await _asked(Robots(server, AGENT, watch, memory)))
    assert forbids(await _asked(Robots(server, "newsbot", watch, memory)))


async def test_that_nobody_answered_is_not_kept(watch: Watch) -> None:
    memory = Memory()
    await _asked(Robots(Server(Unreachable("nobody")), AGENT, watch, memory))
    assert memory.rows == {}


async def test_the_store_is_read_once_however_many_ask(watch: Watch) -> None:
    server, memory = Server(NONE_NOW), Memory()
    robots = Robots(server, AGENT, watch, memory)
    await asyncio.gather(*(_asked(robots) for _ in range(2000)))
    assert (memory.read, server.asked) == (1, 1)


async def test_a_store_in_trouble_costs_a_question_and_no_visit(watch: Watch) -> None:
    server = Server(NONE_NOW)
    for _ in range(2):
        assert forbids(await _asked(Robots(server, AGENT, watch, Memory(StoreFull("full")))))
    assert server.asked == 2


async def test_a_long_text_is_kept_as_it_is_meant(watch: Watch) -> None:
    lines = "\n".join(f"Disallow: /{number}/" for number in range(20_000))
    server = Server(reply(body=f"User-agent: *\n{lines}\nDisallow: /news".encode()))
    memory = Memory()
    for _ in range(2):
        assert forbids(await _asked(Robots(server, AGENT, watch, memory)))
    row = memory.rows["https://example.com"]
    assert row == replace(row, agent=AGENT, failure=None)
