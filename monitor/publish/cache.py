"""Rendered documents, held until they are out of date, within a bound on their bytes."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, replace
from threading import Lock

from monitor.publish.document import FeedBytes

LIMIT_BYTES = 32_000_000
"""What all held documents may weigh together; the longest unused go first."""


@dataclass(frozen=True, slots=True)
class _Held:
    stamp: object
    made_from: bytes
    document: FeedBytes


class Cache:
    """Documents by key. A stamp says what they were true for; it is compared, never ordered.

    `made_from` is the digest of what was rendered: data may have moved on without touching this
    document, and then its bytes are right as they are. Safe over threads.
    """

    def __init__(self, limit_bytes: int = LIMIT_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._held: OrderedDict[Hashable, _Held] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def current(self, key: Hashable, stamp: object) -> FeedBytes | None:
        """The document, if it is true for this stamp."""
        with self._lock:
            held = self._held.get(key)
            if held is None or held.stamp != stamp:
                return None
            self._held.move_to_end(key)
            return held.document

    def confirm(self, key: Hashable, stamp: object, made_from: bytes) -> FeedBytes | None:
        """The document, now true for this stamp too, if it was made from just the same."""
        with self._lock:
            held = self._held.get(key)
            if held is None or held.made_from != made_from:
                return None
            self._held[key] = replace(held, stamp=stamp)
            self._held.move_to_end(key)
            return held.document

    def hold(self, key: Hashable, stamp: object, made_from: bytes, document: FeedBytes) -> None:
        """Keep a document in place of the one before it."""
        with self._lock:
            self._drop(self._held.pop(key, None))
            self._held[key] = _Held(stamp, made_from, document)
            self._bytes += len(document.body)
            while self._bytes > self._limit_bytes and len(self._held) > 1:
                self._drop(self._held.popitem(last=False)[1])

    def _drop(self, held: _Held | None) -> None:
        if held is not None:
            self._bytes -= len(held.document.body)
