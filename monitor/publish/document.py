"""What asking for a feed comes to: its bytes, gone, or no such thing."""

import gzip
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

MAX_AGE_SECONDS = 300
"""How long a reader may go without asking again: the feed's `ttl` and its Cache-Control."""


ARCHIVE_MAX_AGE_SECONDS = 86_400
"""The same of an archive document that nothing new comes into; an edit may still show in it."""


@dataclass(frozen=True)
class FeedBytes:
    """A document ready to serve. `etag` is the hash of its bytes, in hex, without quotes.

    `modified_at` is when these bytes came to be, to the second. A `private` document may be kept
    by nobody but the reader that showed its token. `hubs` hand on what changes in it (P30).
    """

    body: bytes
    media_type: str
    etag: str
    modified_at: datetime
    max_age_seconds: int = MAX_AGE_SECONDS
    private: bool = False
    hubs: tuple[str, ...] = ()

    @cached_property
    def gzip(self) -> bytes:
        """The body compressed, the same bytes each time; made when first asked for."""
        return gzip.compress(self.body, compresslevel=6, mtime=0)


@dataclass(frozen=True, slots=True)
class Gone:
    """The feed was there; its source was taken out of the configuration (410, rule P28)."""


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no such feed, or none for somebody without its token: nobody can tell which."""
