"""Where a redirect leads, and what goes along: pure (RFC 9110 section 15.4, rules C1, C5)."""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.net.url import Target, join

FOLLOWED = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
SAME_METHOD = frozenset({307, 308})

ABOUT_US = frozenset({"accept", "accept-encoding", "accept-language", "content-type", "user-agent"})
"""All that another origin learns. Every other header may be a credential, so it stays behind."""

CONDITIONS = frozenset({"if-none-match", "if-modified-since"})
"""Validators belong to the URL that gave them."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One request on the way to an answer. Header names are lower case."""

    method: str
    target: Target
    headers: Mapping[str, str]
    body: bytes | None = None


def location(status: int, headers: Mapping[str, str]) -> str | None:
    """Where an answer sends us, None when it is not a redirect."""
    return headers.get("location") if status in FOLLOWED else None


def follow(leg: Leg, status: int, where: str) -> Leg:
    """The next leg. Raises AddressRefused for a URL that nobody can be asked at."""
    target = join(leg.target, where)
    keeps = status in SAME_METHOD or leg.method in {"GET", "HEAD"}
    method, body = (leg.method, leg.body) if keeps else ("GET", None)
    return Leg(method, target, carried(leg.headers, leg.target, target), body)


def carried(headers: Mapping[str, str], start: Target, end: Target) -> dict[str, str]:
    """The headers that may go on from one place to the next."""
    if start.origin == end.origin:
        return {name: value for name, value in headers.items() if name not in CONDITIONS}
    return {name: value for name, value in headers.items() if name in ABOUT_US}
