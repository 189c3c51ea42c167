"""The list of every feed, as OPML: as long as there are sources, so it is never held whole.

Its validators are had without writing it: they follow from what it is written from.
"""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import takewhile

from feeds import opml
from feeds.opml import Outline
from monitor.config.settings import Settings
from monitor.publish.catalogue import Catalogue, Offer, path
from monitor.publish.document import MAX_AGE_SECONDS

PATH = "/opml"
_TITLE = "feed-monitor"
_PIECE_BYTES = 64 * 1024


@dataclass(frozen=True)
class Subscriptions:
    """The list, ready to be written piece by piece, the same bytes each time.

    `etag` and `modified_at` as of FeedBytes.
    """

    pieces: Callable[[], Iterator[bytes]]
    etag: str
    modified_at: datetime
    media_type: str = f"{opml.MEDIA_TYPE}; charset=utf-8"
    max_age_seconds: int = MAX_AGE_SECONDS
    private: bool = False

    @property
    def body(self) -> bytes:
        """The whole of it."""
        return b"".join(self.pieces())

    def gzip(self) -> Iterator[bytes]:
        """The pieces, compressed on the way."""
        press = zlib.compressobj(6, wbits=31)
        for piece in self.pieces():
            if pressed := press.compress(piece):
                yield pressed
        yield press.flush()


def pieces(settings: Settings, catalogue: Catalogue) -> Iterator[bytes]:
    """The list in pieces of some 64 kB."""
    held = bytearray()
    for line in opml.lines(_TITLE, (_outline(settings, offer) for offer in catalogue.shared())):
        held += line
        if len(held) >= _PIECE_BYTES:
            yield bytes(held)
            held.clear()
    yield bytes(held)


def digest(settings: Settings, catalogue: Catalogue) -> str:
    """Equal for equal lists: of what names no single source, as written, and of the sources."""
    wide = takewhile(lambda offer: offer.home == "/", catalogue.shared())
    written = opml.write(_TITLE, (_outline(settings, offer) for offer in wide))
    return sha256(written + settings.sources.digest.encode()).hexdigest()[:32]


def _outline(settings: Settings, offer: Offer) -> Outline:
    public_url = settings.public_url.rstrip("/")
    return Outline(
        title=offer.title,
        feed_url=public_url + path(offer.name, "atom"),
        home=public_url + offer.home,
        tags=offer.tags,
    )
