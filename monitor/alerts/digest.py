"""What was gathered, as one message (contract, "Webhook body"): pure.

    {"type": "digest", "timestamp": when it was closed,
     "data": {"since", "until", "items": [messages as of single changes, oldest first],
              "total", "items_cut", "page"}}

Each item is the message that its change would have been alone: a receiver reads both in one way.
All of it stays under LIMIT_BYTES: first texts and diffs are cut to equal shares, then the oldest
items are left out. `items_cut` says so, `total` how many there were, `page` where all stand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor import shapes
from monitor.alerts import render
from monitor.alerts.fit import encoded
from monitor.alerts.render import LIMIT_BYTES, Alert

MOST_ITEMS = 60
"""More do not fit into a message, however little each of them says."""

_COMMA = 1


@dataclass(frozen=True, slots=True)
class Digest:
    """Changes from `since` (not itself) until `until`: the newest of `total`, by sequence."""

    since_at: datetime
    until_at: datetime
    total: int
    alerts: tuple[Alert, ...]


def body(digest: Digest, public_url: str) -> bytes:
    """The message's bytes."""
    site = public_url.rstrip("/")
    room = LIMIT_BYTES - 1 - len(encoded(_message(digest, site, (), cut=True)))
    drafts = [render.draft(alert, site) for alert in digest.alerts]
    least = [draft.least_bytes + _COMMA for draft in drafts]
    count = _fitting(least, room)
    shares = _shares(least[len(least) - count :], room)
    shown = drafts[len(drafts) - count :]
    items = [draft.message(size) for draft, size in zip(shown, shares, strict=True)]
    return encoded(_message(digest, site, items, cut=count < digest.total))


def _message(
    digest: Digest, site: str, items: Sequence[dict[str, Any]], *, cut: bool
) -> dict[str, Any]:
    data = {
        "since": shapes.instant(digest.since_at),
        "until": shapes.instant(digest.until_at),
        "items": list(items),
        "total": digest.total,
        "items_cut": cut,
        "page": f"{site}/changes",
    }
    return render.envelope("digest", digest.until_at, data)


def _fitting(least: Sequence[int], room: int) -> int:
    """How many of the last ones fit, each with as little as it can say."""
    count = 0
    for size in reversed(least):
        room -= size
        if room < 0:
            break
        count += 1
    return count


def _shares(least: Iterable[int], room: int) -> list[int]:
    """Bytes for each item: what it needs at least, and an equal part of what is left."""
    sizes = list(least)
    each = (room - sum(sizes)) // len(sizes) if sizes else 0
    return [size - _COMMA + each for size in sizes]
