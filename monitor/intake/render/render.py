"""A page as its server sent it -> the page as its scripts built it.

    Response ─is it a page?─▸ relay (its way out, guarded) ─▸ browser ─▸ Response

The page itself was fetched like any other: robots.txt, turns at the host, redirects, limits. What
its scripts ask for goes through a relay (monitor.net.relay). Networks of `allow_private` are open
to it only if the page itself lies in one: what a public page names must be public.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urldefrag

from monitor.extract.pdf.mark import is_pdf
from monitor.intake.recognise import recognise
from monitor.intake.render import trouble
from monitor.intake.render.browser import Browser, Crowded
from monitor.intake.render.wire import Task
from monitor.intake.render.wish import Wait
from monitor.model.source import Failure
from monitor.model.visit import Part, Postponed, Response
from monitor.net.address import special
from monitor.net.door import Door, Request
from monitor.net.policy import Limits
from monitor.net.relay import Relay
from monitor.net.room import Share
from monitor.net.url import mask, parse

MEMORY_BYTES = 800_000_000
"""For the browser and one page. An empty page takes 0.3 GB, one with 1 MB of markup 0.4 to 0.5."""

_MOST_CHARACTERS = 300_000
"""Of certificates: a task's head has its limit."""

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be shown: the URL that was asked for, with these headers, and what to wait for."""

    url: str
    headers: Mapping[str, str]
    wait: Wait


async def rendered(
    visit: Response, order: Order, door: Door, browser: Browser, limits: Limits, share: Share | None
) -> Response | Failure | Postponed:
    """The response with what the page became, or why there is none."""
    part = visit.parts[0]
    guess = recognise(part, remote=True)
    if guess.kind != "page" or guess.confidence <= 0.5 or is_pdf(part.body):
        return visit
    place = mask(part.place)
    transport = door.transport(private=await _private(door, part.place))
    try:
        async with Relay(transport, limits.decoded_bytes) as relay:
            task = _task(visit, order, door, relay.port, limits)
            shown, markup = await browser.show(task, part.body)
            exhausted = relay.exhausted
    except Crowded:
        return trouble.crowded(place)
    except OSError as error:
        return trouble.not_started(place, str(error))
    if exhausted:
        return trouble.too_much(place, limits.decoded_bytes)
    if shown.trouble is not None:
        return trouble.failure(place, shown)
    if share is not None:
        await share.take(len(markup))
    there = Part(parse(shown.url).url, markup, HTML, part.language)
    return replace(visit, parts=(there,), validators=None, raw_hash=None, fresh_seconds=None)


def _task(visit: Response, order: Order, door: Door, port: int, limits: Limits) -> Task:
    part, asked = visit.parts[0], parse(order.url)
    headers = dict(order.headers)
    if asked.authorization:
        headers = {"authorization": asked.authorization} | headers
    return Task(
        url=_with_fragment(part.place, order.url),
        content_type=part.content_type or "text/html",
        origin=asked.origin,
        port=port,
        agent=door.agent,
        seconds=limits.deadline_seconds,
        most_bytes=limits.decoded_bytes,
        memory_bytes=MEMORY_BYTES,
        headers=headers,
        cookies=visit.cookies,
        selector=order.wait.selector,
        wait_seconds=order.wait.seconds,
        authorities=_authorities(door.ca_file),
    )


def _authorities(ca_file: Path | None) -> str:
    """The certificates as they are now; nothing where they cannot be read any more."""
    if ca_file is None:
        return ""
    with suppress(OSError):
        return ca_file.read_text(encoding="ascii", errors="replace")[:_MOST_CHARACTERS]
    return ""


def _with_fragment(place: str, asked: str) -> str:
    """Some pages are told by their fragment what to show; a redirect keeps it (RFC 9110 10.2.2)."""
    fragment = urldefrag(asked).fragment
    return f"{place}#{fragment}" if fragment else place


async def _private(door: Door, url: str) -> bool:
    """Whether a page lies in a network that is not public. Behind a proxy nobody knows: no."""
    address = await door.address(Request(url))
    return address is not None and special(ip_address(address)) is not None
