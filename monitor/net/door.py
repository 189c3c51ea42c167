"""The one door that every request leaves through: pages, robots.txt, webhooks alike (C7, C8).

    parse the URL ─▸ leg: vet at connection ─▸ send ─▸ redirect? ─▸ next leg …
                                                    └▸ read within limits ─▸ Reply

All of it within one deadline. Cookies are not kept, no Referer is sent, the environment is not
read. With a proxy (`fetch.proxy`) the proxy resolves names: then literal addresses, ports and
names that are never public are still refused here, but a name's addresses are the proxy's to vet.
"""

import asyncio
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import httpcore
import httpx

from monitor.errors import AddressRefused, DeadlineExceeded, FetchError, LimitExceeded
from monitor.net.address import vet
from monitor.net.agent import user_agent
from monitor.net.backend import GuardedBackend
from monitor.net.body import read, skip
from monitor.net.coding import ACCEPTED
from monitor.net.headers import decoded, encoded
from monitor.net.host import literal, never_public
from monitor.net.policy import Limits, Network, Policy
from monitor.net.redirect import PERMANENT, Leg, follow, location
from monitor.net.resolve import Names, Resolve
from monitor.net.transport import PoolTransport
from monitor.net.url import Target, parse


@dataclass(frozen=True, slots=True)
class Request:
    """What to send. `allow_private` opens networks for this request alone, with all their ports.

    `limits` None means those of the configuration. A user name and password in the URL become
    an Authorization header. With `redirects` False a redirect is an answer like any other.
    """

    url: str = field(repr=False)
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    allow_private: tuple[Network, ...] = ()
    limits: Limits | None = None
    redirects: bool = True


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


@dataclass(frozen=True, slots=True)
class _Answer:
    """The end of one leg. The body of a redirect that is followed is left unread."""

    status: int
    headers: Mapping[str, str]
    location: str | None
    body: bytes = b""


class Door:
    """Sends requests under one policy. Lives within one event loop; close it at the end.

    `tls`, `resolve` and `network` stand in for the machine's own: certificates that are trusted,
    names to addresses, and what connects to a vetted address.
    """

    def __init__(
        self,
        fetch: Policy,
        *,
        tls: ssl.SSLContext | None = None,
        resolve: Resolve | None = None,
        network: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._fetch = fetch
        self._agent = user_agent(fetch.user_agent, fetch.contact)
        self._tls = tls or httpx.create_ssl_context(trust_env=False)
        self._names = Names()
        self._resolve = resolve or self._names.resolve
        self._network = network or httpcore.AnyIOBackend()
        self._transports: dict[tuple[Network, ...], PoolTransport] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
        for transport in self._transports.values():
            await transport.aclose()
        self._names.close()

    async def send(self, request: Request) -> Reply:
        """One request and its answer, redirects followed, all within one deadline.

        Raises AddressRefused, LimitExceeded, DeadlineExceeded or Unreachable; none of them
        shows more of the URL than its origin.
        """
        target = parse(request.url)
        limits = request.limits or self._fetch.limits
        try:
            async with asyncio.timeout(limits.deadline_seconds) as deadline:
                return await self._journey(request, target, limits)
        except TimeoutError as error:
            if not deadline.expired():
                raise
            raise DeadlineExceeded(
                f"no whole answer within {limits.deadline_seconds:g} seconds",
                where=target.origin,
            ) from error

    async def _journey(self, request: Request, target: Target, limits: Limits) -> Reply:
        started = time.monotonic()
        leg = Leg(request.method, target, self._headers(request, target), request.body)
        hops: list[str] = []
        permanent = True
        while True:
            answer = await self._leg(leg, request, limits)
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

    async def _leg(self, leg: Leg, request: Request, limits: Limits) -> _Answer:
        permitted = self._fetch.allow_private + request.allow_private
        sent = httpx.Request(
            leg.method, leg.target.url, headers=encoded(leg.headers), content=leg.body
        )
        try:
            if self._fetch.proxy:
                self._screen(leg.target, permitted)
            response = await self._transport(permitted).handle_async_request(sent)
            return await _answer(response, limits, request.redirects)
        except FetchError as error:
            error.where = error.where or leg.target.origin
            raise

    def _transport(self, permitted: tuple[Network, ...]) -> PoolTransport:
        """A pool for each set of permissions: an open connection is never lent to another set."""
        if permitted not in self._transports:
            self._transports[permitted] = PoolTransport(
                self._tls, self._guarded(permitted), self._fetch.proxy
            )
        return self._transports[permitted]

    def _guarded(self, permitted: tuple[Network, ...]) -> httpcore.AsyncNetworkBackend:
        if self._fetch.proxy:
            return self._network
        return GuardedBackend(self._network, self._resolve, permitted, self._fetch.ports)

    def _screen(self, target: Target, permitted: tuple[Network, ...]) -> None:
        """What can be told without resolving, for a proxy that resolves on our behalf."""
        address = literal(target.host)
        if address:
            vet((address,), target.port, permitted, self._fetch.ports)
        elif never_public(target.host):
            raise AddressRefused(f"{target.host} is not a public name")
        elif target.port not in self._fetch.ports:
            raise AddressRefused(f"port {target.port} is not open to requests")

    def _headers(self, request: Request, target: Target) -> dict[str, str]:
        headers = {"user-agent": self._agent, "accept": "*/*", "accept-encoding": ACCEPTED}
        if target.authorization:
            headers["authorization"] = target.authorization
        given = {name.lower(): value for name, value in request.headers.items()}
        return headers | given | {"accept-encoding": ACCEPTED}


async def _answer(response: httpx.Response, limits: Limits, redirects: bool) -> _Answer:
    """Read one response to its end, or close its connection."""
    status, headers = response.status_code, decoded(response.headers.raw)
    onward = location(status, headers) if redirects else None
    assert isinstance(response.stream, httpx.AsyncByteStream)
    try:
        if onward is not None:
            await skip(response.stream)
            return _Answer(status, headers, onward)
        return _Answer(status, headers, None, await read(response.stream, headers, limits))
    finally:
        await response.aclose()
