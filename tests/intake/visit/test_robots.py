"""robots.txt: which rules are ours, and for how long they hold (RFC 9309)."""

import asyncio
import tracemalloc

import pytest

from monitor.errors import AddressRefused, FetchError, LimitExceeded, Unreachable
from monitor.intake.visit.robots import (
    KEPT_WEIGHT,
    LONGEST_DELAY_SECONDS,
    PARSED_BYTES,
    Robots,
    Rules,
    read,
)
from monitor.model import Failure
from monitor.net.door import Reply
from monitor.net.url import Target, parse
from tests.intake.visit.conftest import Watch

AGENT = "feed-monitor"
URL = "https://example.com/news/today?page=2"


def rules(text: str | bytes, status: int = 200) -> Rules:
    body = text.encode() if isinstance(text, str) else text
    return read(Reply(status, {}, body, "https://example.com/robots.txt"), AGENT)


ALLOWED = {
    "nothing said": "",
    "others": "User-agent: otherbot\nDisallow: /",
    "others with a name like ours": "User-agent: feed\nUser-agent: monitor\nDisallow: /",
    "another path": "User-agent: *\nDisallow: /private",
    "the longer rule allows": "User-agent: *\nDisallow: /\nAllow: /news",
    "ours before everybody's": "User-agent: *\nDisallow: /\nUser-agent: feed-monitor\nAllow: /",
    "an empty rule": "User-agent: *\nDisallow:",
    "a rule before any name": "Disallow: /\nUser-agent: *\nAllow: /",
    "commented out": "User-agent: *\n#Disallow: /",
    "the end is not here": "User-agent: *\nDisallow: /*.pdf$",
    "a page that is no robots.txt": "<!doctype html><title>Not found</title>",
}

DISALLOWED = {
    "everybody": "User-agent: *\nDisallow: /",
    "us": "User-agent: feed-monitor\nDisallow: /",
    "us in capitals with a version": "User-Agent: FEED-Monitor/2.0\nDisallow: /",
    "us among names": "User-agent: a\nUser-agent: feed-monitor\nUser-agent: b\nDisallow: /",
    "our groups joined": "User-agent: feed-monitor\nAllow: /\n" * 2 + "Disallow: /news",
    "a pattern": "User-agent: *\nDisallow: /*page=",
    "line ends of all kinds": "User-agent: *\r\nSitemap: https://x/s\rDisallow: /news\r\n",
    "byte order mark": "\ufeffUser-agent: *\nDisallow: /",
}


@pytest.mark.parametrize("text", ALLOWED.values(), ids=ALLOWED)
def test_what_is_not_forbidden_is_allowed(text: str) -> None:
    assert rules(text).allow(URL)


@pytest.mark.parametrize("text", DISALLOWED.values(), ids=DISALLOWED)
def test_what_is_forbidden_to_us_or_everybody_is_not_visited(text: str) -> None:
    assert not rules(text).allow(URL)


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 410, 429, 451])
def test_without_rules_everything_is_allowed(status: int) -> None:
    assert rules("User-agent: *\nDisallow: /", status).allow(URL)


def test_bytes_that_are_no_text_cost_only_their_line() -> None:
    assert not rules(b"User-agent: *\nDisallow: /\xff\xfe\nDisallow: /news").allow(URL)


def test_what_stands_beyond_the_cap_does_not_count() -> None:
    start = "User-agent: *\n#".ljust(PARSED_BYTES - 1, "#") + "\n"
    assert rules(f"{start}Disallow: /news").allow(URL)
    assert not rules(f"User-agent: *\nDisallow: /news\n{start}").allow(URL)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("User-agent: *\nCrawl-delay: 5", 5),
        ("User-agent: *\nCrawl-delay: 0.5", 0.5),
        ("User-agent: *\nCrawl-delay: 86400", LONGEST_DELAY_SECONDS),
        ("User-agent: *\nCrawl-delay: -3", 0),
        ("User-agent: *\nCrawl-delay: nan", 0),
        ("User-agent: other\nCrawl-delay: 5", 0),
        ("", 0),
    ],
)
def test_crawl_delay_is_obeyed_within_limits(text: str, seconds: float) -> None:
    assert rules(text).delay_seconds == seconds


def test_names_times_rules_do_not_fill_the_memory() -> None:
    names = "\n".join(f"useragent: a{number}" for number in range(16_000))
    lines = "\n".join(f"allow:/{number}" for number in range(28_000))
    tracemalloc.start()
    try:
        assert rules(f"{names}\n{lines}").allow(URL)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


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
