"""The whole configuration as frozen values, checked and with its defaults filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any

from monitor.config.roster import Roster

Network = IPv4Network | IPv6Network

RETRIES_SECONDS = (0, 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
"""When a delivery is tried again, after the attempt before it: Standard Webhooks' own schedule."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one visit may cost: bytes on the wire, bytes decoded, redirects, seconds in all."""

    body_bytes: int = 10_000_000
    decoded_bytes: int = 50_000_000
    redirects: int = 5
    deadline_seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Fetch:
    """How this program behaves as a guest. `delay_seconds` is between requests to one host.

    `ca_file` holds certificates (PEM) that are trusted beside the public ones.
    """

    user_agent: str | None = None
    contact: str | None = None
    allow_private: tuple[Network, ...] = ()
    ports: tuple[int, ...] = (80, 443, 8080, 8443)
    concurrency: int = 2
    delay_seconds: float = 1.0
    limits: Limits = Limits()
    proxy: str | None = None
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Which releases a feed or a target is about; an empty condition always holds."""

    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    any_words: tuple[str, ...] = ()
    none_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedSpec:
    """A feed beyond those of sources, tags and `all`."""

    id: str
    title: str
    match: Match = Match()
    one_per_story: bool = True


@dataclass(frozen=True, slots=True)
class Target:
    """Somebody to tell. `place` and `secrets` are secret: they are never shown or logged.

    `secrets` are the signing keys, newest first. `options` holds the keys that only this kind
    of notifier knows. `digest` is a cron expression in `timezone`: then changes are gathered and
    told when it comes round; None: each at once.
    """

    id: str
    kind: str
    place: str = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    retries_seconds: tuple[float, ...] = RETRIES_SECONDS
    allow_private: tuple[Network, ...] = ()
    on: tuple[str, ...] = ("new", "revised", "withdrawn", "returned")
    match: Match = Match()
    one_per_story: bool = True
    options: Mapping[str, Any] = field(default_factory=dict)
    digest: str | None = None
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Settings:
    """What config.yaml says. `root` is its folder: relative paths count from there.

    `files` are all that it was read from: config.yaml and what it includes.
    """

    path: Path
    root: Path
    store: str = "sqlite:///data/monitor.db"
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = "http://127.0.0.1:8000"
    publish: Path | None = None
    hub: str | None = None
    late_seconds: float = 900.0
    fetch: Fetch = Fetch()
    sources: Roster = field(default_factory=Roster)
    feeds: tuple[FeedSpec, ...] = ()
    targets: tuple[Target, ...] = ()
    warnings: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
