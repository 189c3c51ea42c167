"""URL text, however hostile -> where a request goes, and how a URL is shown to people."""

import base64
import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote_to_bytes, urljoin, urlsplit

from monitor.errors import AddressRefused
from monitor.net.host import canonical

DEFAULT_PORTS = {"http": 80, "https": 443}
LONGEST = 8192
"""Characters in a URL that is followed; servers take about this much."""

REMEMBERED = 4096
"""URLs that are not read again: a visit asks for its own several times, first to stand in line."""

CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
"""What some parsers skip and others do not."""

MISLEADING = re.compile(r"[\s\\]")
"""What some parsers take for the end of the host, and others for a part of a user name."""

LEGAL = "%/:?#[]@!$&'()*+,;=~"
"""Punctuation that stays as it was sent; everything else is percent-encoded (RFC 3986)."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where one request goes. `host` is canonical, IPv6 without brackets; `path` has the query.

    `authorization` is what a user name and password in the URL came to: they are taken out of
    it and never shown.
    """

    scheme: str
    host: str
    port: int
    path: str
    authorization: str | None = field(default=None, repr=False)

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them: the port of the scheme is left out."""
        port = "" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{bracketed(self.host)}{port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: who is asked, and all that is shown of a secret URL."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole URL in ASCII, without user name, password and fragment."""
        return self.origin + self.path


def bracketed(host: str) -> str:
    """A canonical host as it stands in a URL."""
    return f"[{host}]" if ":" in host else host


@lru_cache(REMEMBERED)
def parse(url: str) -> Target:
    """Read an absolute http or https URL. Raises AddressRefused, without the URL's secrets.

    One visit reads the same URL several times, so the last ones are kept.
    """
    try:
        return _target(url.strip())
    except ValueError as error:
        raise AddressRefused(f"the URL cannot be used: {error}") from None


def join(target: Target, location: str) -> Target:
    """Where a `Location` header leads from here (RFC 9110 section 10.2.2)."""
    try:
        return _target(urljoin(target.url, location.strip()))
    except ValueError as error:
        raise AddressRefused(f"its redirect cannot be followed: {error}") from None


def mask(url: str) -> str:
    """The URL as it may be shown: no user name, no password, no value in its query."""
    try:
        target = parse(url)
    except AddressRefused:
        return "(a URL that cannot be read)"
    path, mark, query = target.path.partition("?")
    names = (pair.partition("=") for pair in query.split("&"))
    shown = "&".join(f"{name}=***" if equals else name for name, equals, _ in names)
    return f"{target.origin}{path}{mark}{shown}"


def _target(text: str) -> Target:
    parts, port = _split(text)
    if parts.scheme not in DEFAULT_PORTS:
        raise ValueError("only http and https URLs are fetched")
    if not parts.hostname:
        raise ValueError("it names no host")
    query = f"?{parts.query}" if parts.query else ""
    return Target(
        parts.scheme,
        canonical(parts.hostname),
        DEFAULT_PORTS[parts.scheme] if port is None else port,
        quote((parts.path or "/") + query, safe=LEGAL),
        _basic(parts.netloc),
    )


def _split(text: str) -> tuple[SplitResult, int | None]:
    """The parts, without the standard library's own messages: those quote a password."""
    if len(text) > LONGEST:
        raise ValueError(f"it is longer than {LONGEST} characters")
    if CONTROLS.search(text):
        raise ValueError("it holds control characters")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError("its host or port cannot be read") from None
    if MISLEADING.search(parts.netloc):
        raise ValueError("its host holds a character that misleads")
    if "[" in parts.netloc and ":" not in (parts.hostname or ""):
        raise ValueError("only an IPv6 address stands in brackets")
    return parts, port


def _basic(netloc: str) -> str | None:
    """User name and password as the header that they are sent in (RFC 7617)."""
    userinfo, at, _ = netloc.rpartition("@")
    if not at or not userinfo:
        return None
    user, _, password = userinfo.partition(":")
    pair = unquote_to_bytes(user) + b":" + unquote_to_bytes(password)
    return "Basic " + base64.b64encode(pair).decode("ascii")
