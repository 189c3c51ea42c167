"""The one door that every request leaves through: pages, robots.txt, webhooks alike (C7, C8).

    parse the URL ─▸ leg: resolve, vet, connect ─▸ ask ─▸ redirect? ─▸ next leg …
                                                      └▸ read within limits ─▸ Reply

All of it within one deadline. Cookies are not kept, no Referer is sent, the environment is not
read. With a proxy (`fetch.proxy`) the proxy resolves names: then literal addresses, ports and
names that are never public are still refused here, but a name's addresses are the proxy's to vet.
"""

import asyncio
import ssl
import time
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar

from monitor.errors import DeadlineExceeded, FetchError, LimitExceeded
from monitor.net.agent import user_agent
from monitor.net.body import read, skip
from monitor.net.coding import ACCEPTED
from monitor.net.connect import Direct, Proxied, Sockets, Way, trusted
from monitor.net.guard import Guard
from monitor.net.headers import decoded, encoded
from monitor.net.policy import Limits, Network, Policy
from monitor.net.redirect import PERMANENT, Leg, follow, location
from monitor.net.resolve import Names, Resolve
from monitor.net.room import Room, Share
from monitor.net.transport import Answer, Transport
from monitor.net.url import Target, parse

T = TypeVar("T")

WITH_A_BODY = frozenset({"POST", "PUT", "PATCH"})
"""Servers may refuse one of these that does not say how long it is (RFC 9110 section 8.6)."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to send. `allow_private` opens networks for this request alone, with all their ports.

    `limits` None means those of the configuration. A user name and password in the URL become
    an Authorization header. With `redirects` False a redirect is an answer like any other.
    `share` is where the body is counted as long as it lives; None: only until it is read.
    """

    url: str = field(repr=False)
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    allow_private: tuple[Network, ...] = ()
    limits: Limits | None = None
    redirects: bool = True
    share: Share | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. Header names are lower case, the body is decoded, `url` is the last asked.

    `hops` are the URLs that redirected, in order; `permanent_hops`: all of them for good.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    hops: tuple[str, ...] = ()
    permanent_hops: bool = False
    elapsed_seconds: float = 0.0


class _End(NamedTuple):
    """The end of one leg. The body of a redirect that is followed is left unread."""

    status: int
    headers: Mapping[str, str]
    location: str | None
    body: bytes


class Door:
    """Sends requests under one policy. Lives within one event loop; close it at the end.

    `tls`, `resolve` and `sockets` stand in for the machine's own: certificates that are trusted,
    names to addresses, and the socket for a vetted address. Bodies of requests that bring no
    share of their own are counted in `room`.
    """

    def __init__(
        self,
        fetch: Policy,
        *,
        tls: ssl.SSLContext | None = None,
        resolve: Resolve | None = None,
        sockets: Sockets | None = None,
        room: Room | None = None,
    ) -> None:
        self.room = room or Room()
        self._fetch = fetch
        self._agent = user_agent(fetch.user_agent, fetch.contact)
        self._tls = tls or trusted(fetch.ca_file)
        self._names = Names()
        self._resolve = resolve or self._names.resolve
        self._sockets = sockets
        self._transports: dict[tuple[Network, ...], Transport] = {}
        self._own = self._opened(fetch.allow_private)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    @property
    def policy(self) -> Policy:
        """The rules that requests leave under."""
        return self._fetch

    async def close(self) -> None:
        """Close every connection that is kept."""
        for transport in self._transports.values():
            await transport.aclose()
        self._names.close()
        await asyncio.sleep(0)

    @property
    def ca_file(self) -> Path | None:
        """Certificates that are trusted beside the public ones."""
        return self._fetch.ca_file

    @property
    def agent(self) -> str:
        """What we call ourselves."""
        return self._agent

    def transport(self, *, private: bool) -> Transport:
        """For whoever asks for things on his own, under the same guard (monitor.net.relay).

        Without `private` the networks of `allow_private` are closed to him like all others.
        """
        return self._opened(self._fetch.allow_private if private else ())

    async def address(self, request: Request) -> str | None:
        """The address that a request is sent to first; None behind a proxy, which alone knows.

        What is found is kept for some seconds, for the connection that follows. Raises as `send`.
        """
        target = parse(request.url)
        limits = request.limits or self._fetch.limits
        way = self._transport(request).way
        return way.known(target) or await _within(limits, target, way.address(target))

    async def send(self, request: Request) -> Reply:
        """One request and its answer, redirects followed, all within one deadline.

        Raises AddressRefused, LimitExceeded, DeadlineExceeded or Unreachable; none of them
        shows more of the URL than its origin.
        """
        target = parse(request.url)
        limits = request.limits or self._fetch.limits
        share = request.share or self.room.share()
        try:
            return await _within(limits, target, self._journey(request, target, limits, share))
        finally:
            if share is not request.share:
                share.close()

    async def _journey(
        self, request: Request, target: Target, limits: Limits, share: Share
    ) -> Reply:
        started = time.monotonic()
        leg = Leg(request.method, target, self._headers(request, target), request.body)
        hops: list[str] = []
        permanent = True
        while True:
            answer = await self._leg(leg, request, limits, share)
            if answer.location is None:
                break
            hops.append(leg.target.url)
            permanent = permanent and answer.status in PERMANENT
            if len(hops) > limits.redirects:
                raise LimitExceeded(f"more than {limits.redirects} redirects", where=target.origin)
            leg = follow(leg, answer.status, answer.location)
        return Reply(
            answer.status,
            answer.headers,
            answer.body,
            leg.target.url,
            hops=tuple(hops),
            permanent_hops=bool(hops) and permanent,
            elapsed_seconds=time.monotonic() - started,
        )

    async def _leg(self, leg: Leg, request: Request, limits: Limits, share: Share) -> _End:
        headers = encoded({"host": leg.target.authority, **leg.headers, **_length(leg)})
        try:
            transport = self._transport(request)
            answer = await transport.ask(leg.method, leg.target, headers, leg.body or b"")
            return await _read(answer, limits, share, redirects=request.redirects)
        except FetchError as error:
            error.where = error.where or leg.target.origin
            raise

    def _transport(self, request: Request) -> Transport:
        """One for each set of permissions: an open connection is never lent to another set."""
        if not request.allow_private:
            return self._own
        return self._opened(self._fetch.allow_private + request.allow_private)

    def _opened(self, permitted: tuple[Network, ...]) -> Transport:
        if permitted not in self._transports:
            self._transports[permitted] = Transport(self._way(permitted))
        return self._transports[permitted]

    def _way(self, permitted: tuple[Network, ...]) -> Way:
        guard = Guard(self._resolve, permitted, self._fetch.ports)
        if self._fetch.proxy:
            return Proxied(self._fetch.proxy, guard, self._resolve, self._tls)
        return Direct(guard, self._tls, self._sockets)

    def _headers(self, request: Request, target: Target) -> dict[str, str]:
        headers = {"user-agent": self._agent, "accept": "*/*", "accept-encoding": ACCEPTED}
        if target.authorization:
            headers["authorization"] = target.authorization
        given = {name.lower(): value for name, value in request.headers.items()}
        return headers | given | {"accept-encoding": ACCEPTED}


def _length(leg: Leg) -> Mapping[str, str]:
    """How long a body is, where there is one or the method lets one be expected."""
    if leg.body is None and leg.method not in WITH_A_BODY:
        return {}
    return {"content-length": str(len(leg.body or b""))}


async def _read(answer: Answer, limits: Limits, share: Share, *, redirects: bool) -> _End:
    """Read one answer to its end, or close its connection."""
    try:
        status, headers = answer.status, decoded(answer.head)
        onward = location(status, headers) if redirects else None
        if onward is not None:
            await skip(answer.body)
            return _End(status, headers, onward, b"")
        return _End(status, headers, None, await read(answer.body, headers, limits, share))
    finally:
        await answer.body.aclose()


async def _within(limits: Limits, target: Target, work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`, if it comes in time. A failure says at least where it began."""
    try:
        async with asyncio.timeout(limits.deadline_seconds) as deadline:
            return await work
    except TimeoutError as error:
        if not deadline.expired():
            raise
        raise DeadlineExceeded(
            f"no whole answer within {limits.deadline_seconds:g} seconds", where=target.origin
        ) from error
    except FetchError as error:
        error.where = error.where or target.origin
        raise
