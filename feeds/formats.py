"""The table of formats: the name in a feed's path -> how it is written.

Loading this loads no writer: each is imported when it first writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType

from feeds.model import Feed


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its `name` is the suffix in paths, its `media_type` is without parameters.

    `module` has `write(feed) -> bytes` and the same `MEDIA_TYPE`.
    """

    name: str
    media_type: str
    module: str

    def write(self, feed: Feed) -> bytes:
        """The Feed in this format. FeedError when it has no address of its own."""
        document: bytes = import_module(self.module).write(feed)
        return document


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "rss": Format("rss", "application/rss+xml", "feeds.rss"),
        "atom": Format("atom", "application/atom+xml", "feeds.atom"),
        "json": Format("json", "application/feed+json", "feeds.jsonfeed"),
    }
)
