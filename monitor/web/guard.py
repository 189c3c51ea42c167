"""Who may speak to this server: the Host that was meant, and forms that are our own. Pure.

A page on some other site can make a browser send requests here. Two checks stop it from reading
or doing anything: a request must name a host that we are known by (else a name that its owner
points at this machine would do: DNS rebinding), and what changes something must come from a
page of ours, or from a program, which no page of somebody else's can pass for.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from monitor.config.settings import Settings

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
WILDCARDS = frozenset({"0.0.0.0", "::", ""})  # noqa: S104  names that are compared, not bound
_HOST = re.compile(r"(?:\[(?P<v6>[0-9a-fA-F:.]+)\]|(?P<name>[A-Za-z0-9._-]+))(?::\d{1,5})?")


@dataclass(frozen=True, slots=True)
class Names:
    """The host names that this server goes by. `any_address`: every literal IP address as well."""

    hosts: frozenset[str]
    any_address: bool

    @classmethod
    def of(cls, settings: Settings) -> "Names":
        """Loopback names, the bound address, and the host of `public_url`; ports play no part."""
        public = urlsplit(settings.public_url).hostname or ""
        bound = settings.host.strip("[]").lower()
        hosts = LOOPBACK | {public.lower()} | ({bound} - WILDCARDS)
        return cls(frozenset(hosts - {""}), bound in WILDCARDS)

    def know(self, host: str) -> bool:
        """Whether a bare host name or address is one of ours."""
        return host in self.hosts or (self.any_address and _is_address(host))


def host_name(header: str) -> str | None:
    """The name in a Host header, lower case, without port, brackets or final dot; None if bad."""
    found = _HOST.fullmatch(header)
    return (found["v6"] or found["name"]).lower().rstrip(".") if found else None


def is_ours(headers: Mapping[str, str], public_url: str) -> bool:
    """Whether a browser sent this from a page of ours.

    Sec-Fetch-Site and Origin, each where it is there, must both say so; one of them must be.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is None and origin is None:
        return False
    return site in {None, "same-origin"} and (origin is None or _same(origin, headers, public_url))


def is_program(headers: Mapping[str, str]) -> bool:
    """Whether only a program can have sent this: JSON, and no trace of a browser.

    A form cannot send JSON, and a script elsewhere may not without our leave, which is never
    given: no preflight request is answered.
    """
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    traces = {"origin", "sec-fetch-site"} & set(headers)
    return kind == "application/json" and not traces


def _same(origin: str, headers: Mapping[str, str], public_url: str) -> bool:
    """An Origin that is the host spoken to, or `public_url`, where a proxy renames the host."""
    there = urlsplit(origin)
    own = urlsplit(public_url)
    return there.netloc.lower() == headers.get("host", "").lower() or (
        (there.scheme, there.netloc.lower()) == (own.scheme, own.netloc.lower())
    )


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
