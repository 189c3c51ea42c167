"""A polite visit to somebody else's server: the only way in which intake reads a URL.

    robots ─▸ turn at the host ─▸ door.send ─▸ slow or welcome the host ─▸ judge

A site that misbehaves or is not there is a Failure, a host that wants to be left alone makes it
Postponed; neither is an exception.
"""

import os
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from monitor.clock import Clock
from monitor.config.expand import UnsetVariable
from monitor.config.settings import Fetch
from monitor.errors import FetchError
from monitor.intake.visit.answer import BUSY, conditions, failed, judge, usable
from monitor.intake.visit.credentials import filled
from monitor.intake.visit.freshness import retry_after_seconds
from monitor.intake.visit.hosts import HostPaused, Hosts
from monitor.intake.visit.lane import domain
from monitor.intake.visit.posted import Posted
from monitor.intake.visit.robots import Memory, Robots
from monitor.model.source import Failure, Validators
from monitor.model.visit import POSTPONED, NotModified, Postponed, Response
from monitor.net.agent import NAME
from monitor.net.door import Door, Reply, Request
from monitor.net.room import Room, Share
from monitor.net.url import Target, mask, parse

if TYPE_CHECKING:
    from monitor.intake.render.browser import Browser
    from monitor.intake.render.wish import Wait

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
NOTHING: Mapping[str, str] = MappingProxyType({})


class Visitor:
    """Visits URLs through the door, politely over all that share `hosts`, or their slate.

    `memory` keeps what robots.txt said, over restarts and for other processes. `browser` shows
    pages that their own scripts build.
    """

    def __init__(
        self,
        door: Door,
        fetch: Fetch,
        clock: Clock,
        hosts: Hosts | None = None,
        memory: Memory | None = None,
        browser: "Browser | None" = None,
    ) -> None:
        self._door = door
        self._limits = fetch.limits
        self._browser = browser
        self._clock = clock
        self._hosts = hosts or Hosts(fetch.concurrency, fetch.delay_seconds)
        self._robots = Robots(self._ask_robots, product(fetch.user_agent), clock, memory)
        self._share: Share | None = None

    @property
    def room(self) -> Room:
        """What bodies may take up, over all visits."""
        return self._door.room

    def lent(self, share: Share) -> "Visitor":
        """This visitor, putting what it brings into a share: held until its owner closes it."""
        view = object.__new__(Visitor)  # `copy` takes ten times as long, and this is every visit
        view.__dict__.update(self.__dict__, _share=share)
        return view

    async def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] = NOTHING,
        validators: Validators | None = None,
        robots: bool = True,
        posted: Posted | None = None,
    ) -> Response | NotModified | Failure | Postponed:
        """Visit one URL. `headers` may hold credentials; they stay with the URL's origin.

        A `${VARIABLE}` in them is filled in here, at the moment of the request, and never kept;
        so it is in what is `posted`.
        `validators` are those of the last visit: they are sent only where rule C1 allows it.
        The part of a Response is placed at the URL that gave it, after redirects.
        """
        try:
            request = self._request(url, filled(headers, os.environ), posted)
            return await self._visit(parse(url), request, validators, robots)
        except UnsetVariable as error:
            return Failure("unset_variable", error.message, error.hint)
        except FetchError as error:
            return failed(error)
        except HostPaused as pause:
            return _postponed(url, pause.seconds)

    async def show(
        self, visit: Response, url: str, headers: Mapping[str, str], wait: "Wait"
    ) -> Response | Failure | Postponed:
        """What a visit of `url` with these headers brought, as its own scripts build it."""
        from monitor.intake.render.browser import Browser
        from monitor.intake.render.render import Order, rendered

        browser = self._browser or Browser()
        try:
            order = Order(url, filled(headers, os.environ), wait)
            return await rendered(visit, order, self._door, browser, self._limits, self._share)
        except UnsetVariable as error:
            return Failure("unset_variable", error.message, error.hint)
        except FetchError as error:
            return failed(error)
        finally:
            if browser is not self._browser:
                await browser.close()

    async def _visit(
        self,
        target: Target,
        request: Request,
        validators: Validators | None,
        robots: bool,
    ) -> Response | NotModified | Failure:
        delay_seconds = 0.0
        if robots:
            rules = self._robots.known(target.origin) or await self._robots.rules(target)
            if isinstance(rules, Failure):
                return rules
            if not rules.allow(target.url):
                return _disallowed(target)
            delay_seconds = rules.delay_seconds
        sent = usable(validators, request.url, self._clock())
        request = replace(request, headers={**request.headers, **conditions(sent)})
        reply = await self._send(target, request, delay_seconds)
        return judge(reply, request.url, sent, self._clock())

    def _request(self, url: str, headers: Mapping[str, str], posted: Posted | None) -> Request:
        """What to ask for. What is posted may be secret: no redirect takes it along."""
        headers = {"accept": ACCEPT, **headers}
        if posted is None:
            return Request(url, headers=headers, share=self._share)
        if not any(name.lower() == "content-type" for name in headers):
            headers["content-type"] = posted.content_type
        body = posted.body(os.environ)
        return Request(url, "POST", headers, body, redirects=False, share=self._share)

    async def _send(self, target: Target, request: Request, delay_seconds: float = 0.0) -> Reply:
        address = await self._door.address(request)
        async with self._hosts.turn(domain(target.host), address, delay_seconds):
            reply = await self._door.send(request)
            answered = parse(reply.url) if reply.hops else target
            self._heed(domain(answered.host), reply)
        return reply

    def _heed(self, host: str, reply: Reply) -> None:
        """429 and 503 slow the whole host, before the next in line gets its turn (C3)."""
        if reply.status in BUSY:
            self._hosts.slow(host, retry_after_seconds(reply.headers, self._clock()))
        else:
            self._hosts.welcome(host)

    async def _ask_robots(self, target: Target) -> Reply:
        return await self._send(target, Request(f"{target.origin}/robots.txt"))


def product(user_agent: str | None) -> str:
    """The name by which robots.txt knows us: the User-Agent's first word without its version."""
    return user_agent.partition("/")[0].split()[0] if user_agent else NAME


def _disallowed(target: Target) -> Failure:
    return Failure(
        "robots",
        f"{mask(target.url)}: the site's robots.txt asks programs not to visit this",
        "Ask the site's owner, or look for a feed of the same news.",
    )


def _postponed(url: str, seconds: float) -> Postponed:
    why = Failure(
        POSTPONED,
        f"{mask(url)}: not asked, its host is left alone for {seconds:.0f} seconds more",
        "It asked for a pause, or others are in line; the visit is made up for by itself.",
        retry_after_seconds=seconds,
    )
    return Postponed(why, seconds)
