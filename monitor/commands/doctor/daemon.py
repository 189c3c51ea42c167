"""The daemon: whether one runs, is ready, and serves its feeds as readers need them.

Asked from outside, as a reader would, at the address that it listens on.
"""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_address, ip_network

from feeds.formats import FORMATS, Format
from monitor.commands.doctor.finding import Finding, ok, warning, wrong
from monitor.config.settings import Limits, Network, Settings
from monitor.errors import FetchError
from monitor.net.door import Door, Reply, Request
from monitor.publish.catalogue import ALL, path
from monitor.store.store import Store

ABOUT = "daemon"
_LIMITS = Limits(deadline_seconds=10.0)
_OWN = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


def examine(settings: Settings, store: Store) -> Iterator[Finding]:
    """Whether it runs; if so, what it says of itself, and rules P21 to P33 on the feed `all`."""
    if not store.daemon_runs():
        said = "none runs: nothing is checked on schedule, nobody is told"
        yield warning(ABOUT, said, "feed-monitor run")
        return
    try:
        yield from asyncio.run(_asked(settings))
    except FetchError as error:
        said = f"one runs, and does not answer at {_base(settings)}: {error.message}"
        hint = "is `listen` what it was when it was started? Restart it"
        yield wrong(ABOUT, said, hint)


def _base(settings: Settings) -> str:
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104
    return f"http://[{name}]:{settings.port}" if ":" in name else f"http://{name}:{settings.port}"


def _networks(settings: Settings) -> tuple[Network, ...]:
    try:
        return (*_OWN, ip_network(ip_address(settings.host)))
    except ValueError:
        return _OWN


async def _asked(settings: Settings) -> list[Finding]:
    async with Door(replace(settings.fetch, limits=_LIMITS, proxy=None)) as door:
        reader = _Reader(door, _base(settings), _networks(settings))
        health = _health(settings, await reader.get("/readyz"))
        served = [f for form in FORMATS.values() for f in await _served(reader, form)]
    if not served:
        served = [ok("serving", "validators, caching and headers of feeds are right")]
    return [*health, *served]


class _Reader:
    """A feed reader, as far as its requests go."""

    def __init__(self, door: Door, base: str, networks: tuple[Network, ...]) -> None:
        self._door = door
        self._base = base
        self._networks = networks

    async def get(self, at: str, method: str = "GET", **headers: str) -> Reply:
        """The answer to one request; `if_none_match` is the header of that name."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        url = f"{self._base}{at}"
        return await self._door.send(
            Request(url, method, named, allow_private=self._networks, redirects=False)
        )


def _health(settings: Settings, ready: Reply) -> Iterator[Finding]:
    try:
        said = json.loads(ready.body)
        reasons, warnings = said["reasons"], said["warnings"]
    except (ValueError, TypeError, KeyError):
        other = f"what answers at {_base(settings)} is another program"
        yield wrong(ABOUT, other, "give one of them another port: `listen`")
        return
    yield from (wrong(ABOUT, str(reason)) for reason in reasons)
    hint = "feed-monitor config check; until then the configuration before it goes on"
    yield from (wrong(ABOUT, str(each).partition("\n")[0], hint) for each in warnings)
    if not reasons and not warnings:
        yield ok(ABOUT, f"runs, ready, at {_base(settings)}")


async def _served(reader: _Reader, form: Format) -> list[Finding]:
    at = path(ALL, form.name)
    whole = await reader.get(at)
    head = await reader.get(at, "HEAD")
    etag, modified = whole.headers.get("etag", ""), whole.headers.get("last-modified", "")
    by_tag = await reader.get(at, if_none_match=f'W/"other", {etag}')
    by_date = await reader.get(at, if_modified_since=modified)
    asked = await reader.get(f"{at}?utm_source=x")
    broken = [*_of_whole(whole, form), *_of_conditions(whole, by_tag, by_date)]
    if _kept(head) != _kept(whole):
        broken.append("P27: HEAD has other headers than GET")
    if asked.status != whole.status:
        broken.append("P29: a query that it does not know is refused")
    return [wrong(f"feed {at.removeprefix('/feeds/')}", said) for said in broken]


def _of_whole(whole: Reply, form: Format) -> Iterator[str]:
    headers = whole.headers
    if whole.status != 200:
        yield f"P21: it is answered {whole.status}"
    if headers.get("content-type", "").partition(";")[0] != form.media_type:
        yield f"P21: its Content-Type is {headers.get('content-type')}, not {form.media_type}"
    if not headers.get("etag") or not headers.get("last-modified"):
        yield "P22: it lacks an ETag or a Last-Modified"
    if "max-age=" not in headers.get("cache-control", ""):
        yield "P25: Cache-Control names no max-age"
    if "accept-encoding" not in headers.get("vary", "").lower():
        yield "P26: Vary does not name Accept-Encoding"
    if "set-cookie" in headers:
        yield "P29: it sets a cookie"
    if headers.get("access-control-allow-origin") != "*":
        yield "P33: pages of other sites may not read it (Access-Control-Allow-Origin)"


def _of_conditions(whole: Reply, by_tag: Reply, by_date: Reply) -> Iterator[str]:
    for name, reply in (("If-None-Match", by_tag), ("If-Modified-Since", by_date)):
        if reply.status != 304:
            yield f"P22: {name} with its own validator is answered {reply.status}, not 304"
        elif reply.body or reply.headers.get("etag") != whole.headers.get("etag"):
            yield f"P24: the 304 to {name} has a body, or another ETag"


def _kept(reply: Reply) -> dict[str, str]:
    """Headers that must not differ between requests."""
    names = ("content-type", "etag", "last-modified", "cache-control", "vary", "link")
    return {name: reply.headers.get(name, "") for name in names}
