"""What a feed is, whatever its format. Frozen values: writers take them, readers give them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

GENERATOR = "feed-monitor"
"""What every document names as its maker: without a version, so that bytes outlive an upgrade."""

NAMESPACE = "urn:feed-monitor"
"""Of the element in which RSS and Atom carry an entry's `note`: no tag, for nobody files by it."""


class FeedError(ValueError):
    """The bytes are no feed, or the Feed cannot be written as asked. The message says which."""


Precision = Literal["instant", "day", "month", "year"]
"""How much of a date is said."""


@dataclass(frozen=True, slots=True)
class Link:
    """A typed link: `rel` as in RFC 4287 §4.2.7.2 (`alternate`, `self`, `hub`, `via`, …)."""

    href: str
    rel: str = "alternate"
    type: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that belongs to an entry: absolute URL, media type, length in bytes (0: unknown)."""

    url: str
    type: str = "application/octet-stream"
    length: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """The feed that an entry was taken from (Atom `source`, RSS `source`)."""

    title: str
    url: str
    id: str | None = None
    updated: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `id` is a URI that never changes; `title` and `summary` are plain text.

    `html` is the content as markup (writers sanitise it again), `text` as plain text: a writer
    takes `html`, else makes it from `text`. `published` never moves; `updated` is never before
    it. `precision` is how much of `published` was said. `note` says in plain words what was
    concluded rather than read (a date, say).
    """

    id: str
    title: str
    updated: datetime
    published: datetime | None = None
    precision: Precision = "instant"
    url: str | None = None
    summary: str | None = None
    html: str | None = None
    text: str | None = None
    author: str | None = None
    tags: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    origin: Origin | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed document. `url` is what it calls itself (`rel=self`, never with a query).

    `home` is the page for people; `updated` the newest change in it, never the moment of
    rendering; `ttl_seconds` agrees with the Cache-Control it is served with. `prev_archive`,
    `next_archive`, `current` are RFC 5005 links; `archive` marks an archive document.
    """

    id: str
    title: str
    url: str
    home: str
    updated: datetime
    description: str = ""
    author: str | None = None
    language: str | None = None
    ttl_seconds: int | None = None
    entries: tuple[Entry, ...] = ()
    hubs: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    prev_archive: str | None = None
    next_archive: str | None = None
    current: str | None = None
    archive: bool = False
