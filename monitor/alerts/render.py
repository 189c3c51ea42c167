"""A change as the webhook's JSON (contract, "Webhook body"): pure.

    {"type": "release.revised", "timestamp": the change's own instant,
     "data": {"sequence", "source": {id, title, url},
              "release": {id, title, url, published, precision, inferred, revision,
                          content_hash, text, text_cut, page},
              "diff": null | {summary, unified, unified_cut, added_words, removed_words, url}}}

The bytes depend on what is kept alone, never on the moment of an attempt: each attempt of one
message says the same. A body stays under LIMIT_BYTES whatever it tells of: titles and texts that
do not fit are cut at a word and marked, and `page` and `diff.url` lead to the whole. A URL is
http(s) and of a sane length, or it is null: half a link is worse than none.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from monitor import diff, shapes
from monitor.alerts.fit import cut, encoded, share, size
from monitor.gist import gist
from monitor.model.change import RELEASE_KINDS, ChangeKind
from monitor.store.views import ChangeRow, RevisionRow

LIMIT_BYTES = 20_000
"""Standard Webhooks asks for bodies below 20 kB; receivers and queues count on it."""

TITLE_BYTES = 1_000
URL_BYTES = 2_000


@dataclass(frozen=True, slots=True)
class Alert:
    """What there is to tell: a change, the version that it made, and the one before it.

    `after` is None for a change of a source; `before` where there is nothing to compare.
    """

    change: ChangeRow
    after: RevisionRow | None = None
    before: RevisionRow | None = None


@dataclass(frozen=True, slots=True)
class _Passages:
    """The two parts of a message that may be long, as they are shown, and the diff in a line."""

    text: str = ""
    unified: str = ""
    summary: str = ""
    text_cut: bool = False
    unified_cut: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A message before it is known how much room it has. Its diff is made once."""

    alert: Alert
    site: str
    whole: _Passages
    least_bytes: int
    """What it takes without its text and its diff."""

    def message(self, limit_bytes: int) -> dict[str, Any]:
        """In so many bytes: text and diff share the room that the rest leaves."""
        shown = _fitted(self.whole, limit_bytes - self.least_bytes)
        return _message(self.alert, self.site, shown)


def body(alert: Alert, public_url: str) -> bytes:
    """The message's bytes."""
    return encoded(draft(alert, public_url.rstrip("/")).message(LIMIT_BYTES - 1))


def draft(alert: Alert, site: str) -> Draft:
    """What there is to tell, with all of its text and diff."""
    summary, unified = _edits(alert)
    whole = _Passages(alert.after.text if alert.after else "", unified, summary)
    least = len(encoded(_message(alert, site, _Passages(summary=summary))))
    return Draft(alert, site, whole, least)


def trial_body(target: str, at: datetime) -> bytes:
    """A message that tells of nothing: to try out a target."""
    said = "A test from feed-monitor: messages arrive."
    return encoded(envelope("test", at, {"target": target, "note": said}))


def kind(change: ChangeRow) -> str:
    """The message's type, as `release.revised`."""
    if change.kind is ChangeKind.LATE:
        return "monitor.late"
    subject = "release" if change.kind in RELEASE_KINDS else "source"
    return f"{subject}.{change.kind.value}"


def envelope(type_: str, at: datetime, data: dict[str, Any]) -> dict[str, Any]:
    """What every message stands in."""
    return {"type": type_, "timestamp": shapes.instant(at), "data": data}


def _message(alert: Alert, site: str, shown: _Passages) -> dict[str, Any]:
    change = alert.change
    data: dict[str, Any] = {"sequence": change.sequence, "source": _source(change)}
    if change.note is not None:
        data["note"] = cut(change.note, TITLE_BYTES)
    elif alert.after is None:
        data["failure"] = _failure(change)
    else:
        data["release"] = _release(change, alert.after, site, shown)
        data["diff"] = _diff(change, site, shown) if alert.before else None
    return envelope(kind(change), change.at, data)


def _source(change: ChangeRow) -> dict[str, Any]:
    return {
        "id": change.source,
        "title": cut(change.source_title, TITLE_BYTES),
        "url": _web_url(change.source_place),
    }


def _release(change: ChangeRow, after: RevisionRow, site: str, shown: _Passages) -> dict[str, Any]:
    return {
        "id": after.release,
        "title": cut(after.title, TITLE_BYTES),
        "url": _web_url(change.url),
        **shapes.date(change.published),
        "revision": after.number,
        "content_hash": after.content_hash,
        "text": shown.text,
        "text_cut": shown.text_cut,
        "page": f"{site}/releases/{after.release}",
    }


def _diff(change: ChangeRow, site: str, shown: _Passages) -> dict[str, Any]:
    return {
        "summary": shown.summary,
        "unified": shown.unified,
        "unified_cut": shown.unified_cut,
        "added_words": change.added_words,
        "removed_words": change.removed_words,
        "url": f"{site}/changes/{change.sequence}",
    }


def _edits(alert: Alert) -> tuple[str, str]:
    """What the edit did in one line of plain words, and as a unified diff."""
    before, after = alert.before, alert.after
    if before is None or after is None:
        return "", ""
    edits = diff.between((before.title, before.text), (after.title, after.text))
    names = f"revision {before.number}", f"revision {after.number}"
    return cut(gist(edits), TITLE_BYTES), diff.unified(edits, *names)


def _failure(change: ChangeRow) -> dict[str, Any] | None:
    """Why a source fails; what others said in it is held to a title's length."""
    shape = shapes.failure(change.failure)
    return shape and {
        name: cut(value, TITLE_BYTES) if isinstance(value, str) else value
        for name, value in shape.items()
    }


def _fitted(whole: _Passages, room: int) -> _Passages:
    """Text and diff, cut where they do not fit into so many bytes together."""
    wishes = size(whole.text[:LIMIT_BYTES]), size(whole.unified[:LIMIT_BYTES])
    text_room, unified_room = share(wishes, room)
    text, unified = cut(whole.text, text_room), cut(whole.unified, unified_room)
    cuts = text != whole.text, unified != whole.unified
    return _Passages(text, unified, whole.summary, *cuts)


def _web_url(url: str | None) -> str | None:
    """A URL that may be shown: http(s), without a password in it, not too long."""
    if not url or len(url) > URL_BYTES:
        return None
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        return None
    shown = urlunsplit(parts._replace(netloc=host))
    is_web = parts.scheme in ("http", "https") and bool(host)
    return shown if is_web and size(shown) <= URL_BYTES else None
