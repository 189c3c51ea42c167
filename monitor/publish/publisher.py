"""Feeds as bytes, ready to serve.

name ─▸ catalogue: which feed is it, may this reader have it
  ─▸ cache: is it still true ──yes──────────────────────────────────────▸ bytes
  └─no─▸ select (store) ─▸ compose (pure) ─▸ write (feeds) ─▸ hash, date ─▸ bytes
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b, sha256
from threading import Lock

import structlog

from feeds.formats import FORMATS
from feeds.model import Feed
from monitor.clock import Clock
from monitor.config.settings import Settings
from monitor.errors import StoreError
from monitor.publish import select, subscriptions
from monitor.publish.cache import Cache
from monitor.publish.catalogue import FEEDS, Catalogue, Offer, path
from monitor.publish.compose import Address, archive_feed, change_feed, release_feed
from monitor.publish.diffs import Diffs
from monitor.publish.document import MAX_AGE_SECONDS, FeedBytes, Gone, Missing
from monitor.publish.subscriptions import Subscriptions
from monitor.store.store import Store
from monitor.store.views import ReleaseRow

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A document that somebody may have: which one, and what it must be true for."""

    offer: Offer
    format: str
    changes: bool
    archive: int | None
    settings: Settings
    stamp: object

    @property
    def hubs(self) -> tuple[str, ...]:
        """Who hands it on. An archive stays as it is, and what is private nobody else may fetch."""
        hub = self.settings.hub
        return (hub,) if hub and self.archive is None and not self.offer.private else ()

    @property
    def path(self) -> str:
        return path(self.offer.name, self.format, changes=self.changes, archive=self.archive)


class Publisher:
    """Every feed of one store. Its verbs block: asynchronous callers run them in a thread."""

    def __init__(self, store: Store, settings: Callable[[], Settings], clock: Clock) -> None:
        self._store = store
        self._settings = settings
        self._clock = clock
        self._cache = Cache()
        self._diffs = Diffs(store)
        self._rendering = Lock()
        self._catalogued: tuple[Settings, Catalogue] | None = None

    def document(
        self,
        name: str,
        format: str,  # noqa: A002  the word for it everywhere
        *,
        changes: bool = False,
        archive: int | None = None,
        token: str | None = None,
    ) -> FeedBytes | Gone | Missing:
        """A feed in a format, as of what is kept now; its changes, or one of its archives.

        `token` is what the reader showed. A private feed without its token is Missing, as if
        there were none. Raises StoreError when what is kept cannot be read.
        """
        settings = self._settings()
        offer = self.catalogue(settings).find(name)
        if offer is None:
            return Gone() if self.was_there(name) else Missing()
        if format not in FORMATS or not offer.opens_to(token):
            return Missing()
        stamp = (self._store.data_version(), settings)
        if archive is not None and not select.has_archive(self._store, offer, archive):
            return Missing()
        wanted = _Wanted(offer, format, changes, archive, settings, stamp)
        return self._cache.current(wanted.path, stamp) or self._render(wanted)

    def archives(self, name: str) -> Iterator[int]:
        """The numbers of a shared feed's archive documents, newest first."""
        offer = self.catalogue(self._settings()).find(name)
        if offer is None:
            return
        number = self._before(offer, select.releases(self._store, offer, texts=False))
        while number is not None:
            yield number
            number = select.archive_before(self._store, offer, select.first_of(number))

    def subscriptions(self) -> Subscriptions:
        """Every feed that is open to all, as an OPML subscription list."""
        settings = self._settings()
        catalogue = self.catalogue(settings)
        digest = subscriptions.digest(settings, catalogue)
        return Subscriptions(
            pieces=lambda: subscriptions.pieces(settings, catalogue),
            etag=digest,
            modified_at=self._modified_at(subscriptions.PATH, digest),
        )

    def catalogue(self, settings: Settings) -> Catalogue:
        """The feeds of this configuration; made once for each."""
        held = self._catalogued
        if held is None or held[0] is not settings:
            held = self._catalogued = (settings, Catalogue(settings))
        return held[1]

    def was_there(self, name: str) -> bool:
        """Whether a feed that is not there now was there once, open to all: that of a source which
        was taken out, or one of a tag or of its own that was ever asked for (P28)."""
        row = self._store.source(name)
        if row is not None:
            return row.removed_at is not None and not row.source.private
        return self._store.was_published(path(name, "").removeprefix(FEEDS))

    def _render(self, wanted: _Wanted) -> FeedBytes:
        """One at a time: whoever waited meanwhile finds the document made."""
        with self._rendering:
            held = self._cache.current(wanted.path, wanted.stamp)
            if held:
                return held
            feed = replace(self._compose(wanted), hubs=wanted.hubs)
            made_from = blake2b(repr((wanted.offer.private, feed)).encode()).digest()
            held = self._cache.confirm(wanted.path, wanted.stamp, made_from)
            if held:
                return held
            writer = FORMATS[wanted.format]
            body = writer.write(feed)
            made = self._dated(wanted, body, _with_charset(writer.media_type), feed.ttl_seconds)
            self._cache.hold(wanted.path, wanted.stamp, made_from, made)
            return made

    def _compose(self, wanted: _Wanted) -> Feed:
        offer, store = wanted.offer, self._store
        address = Address(wanted.settings.public_url.rstrip("/"), wanted.format)
        if wanted.archive is not None:
            kept = select.archived(store, offer, wanted.archive)
            before = select.archive_before(store, offer, select.first_of(wanted.archive))
            settled = select.is_settled(store, wanted.archive)
            return archive_feed(offer, kept, wanted.archive, before, address, settled=settled)
        changed_at = select.changed_at(store, offer)
        if not wanted.changes:
            kept = select.releases(store, offer)
            before = self._before(offer, kept)
            return release_feed(offer, kept, changed_at, address, before)
        rows = select.changes(store, offer)
        diffs = {row.id: self._diffs.html(row) for row in rows}
        return change_feed(offer, rows, diffs, changed_at, address)

    def _before(self, offer: Offer, kept: Sequence[ReleaseRow]) -> int | None:
        """The archive document that goes on where the current one ends."""
        return select.archive_before(self._store, offer, kept[-1].sequence) if kept else None

    def _dated(
        self, wanted: _Wanted, body: bytes, media_type: str, max_age_seconds: int | None
    ) -> FeedBytes:
        digest = sha256(body).hexdigest()[:32]
        return FeedBytes(
            body=body,
            media_type=media_type,
            etag=digest,
            modified_at=self._modified_at(wanted.path, digest),
            max_age_seconds=max_age_seconds or MAX_AGE_SECONDS,
            private=wanted.offer.private,
            hubs=wanted.hubs,
        )

    def _modified_at(self, at: str, digest: str) -> datetime:
        """When these bytes came to be. A full disk must not stop a feed: then it is now."""
        now = self._clock()
        try:
            return self._store.feed_modified_at(at.removeprefix(FEEDS).lstrip("/"), digest, now)
        except StoreError as error:
            log.warning("feed_date_not_kept", document=at, reason=str(error))
            return now.replace(microsecond=0)


def _with_charset(media_type: str) -> str:
    """XML names its charset; JSON has none to name (P21)."""
    return f"{media_type}; charset=utf-8" if media_type.endswith("xml") else media_type
