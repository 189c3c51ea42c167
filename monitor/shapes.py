"""Rows of the store -> the JSON shapes of the contract, for `--json` and for the API alike.

Instants are ISO 8601 in UTC, ending in `Z`. A shape may get more keys; none goes away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from monitor.model.change import ChangeKind as Kind
from monitor.model.change import Check
from monitor.model.delivery import Delivery
from monitor.model.published import Published
from monitor.model.release import Document
from monitor.model.source import Failure, SourceState
from monitor.store.views import ChangeRow, ReleaseRow, SourceRow

Shape = dict[str, Any]


def source(row: SourceRow) -> Shape:
    """A source and how it stands."""
    state = row.state
    return {
        "id": row.source.id,
        "kind": row.source.kind,
        "place": row.source.place,
        "title": row.source.title,
        "state": standing(state),
        "failures": state.failures,
        "last_checked_at": instant(state.last_checked_at),
        "last_changed_at": instant(state.last_changed_at),
        "next_due_at": None if state.stopped else instant(state.next_due_at),
        "releases": row.releases,
        "tags": list(row.source.tags),
        "every": row.source.every,
        "failure": failure(state.failure),
        "held": state.waiting,
        "noise": [
            {
                "part": part["label"],
                "kind": part["kind"],
                "since": instant(datetime.fromisoformat(part["since_at"])),
            }
            for part in state.noise
        ],
        "moved_to": state.moved.url if state.moved and state.moved.used else None,
    }


def standing(state: SourceState) -> str:
    """A source's state in one word: `paused`, `failing`, `new` (nothing was had yet) or `ok`."""
    if state.paused:
        return "paused"
    if state.failures:
        return "failing"
    return "ok" if state.last_success_at else "new"


def release(row: ReleaseRow, text: bool = True) -> Shape:
    """A release at its newest revision; `text` says whether its text goes along."""
    shape = {
        "id": row.id,
        "source": row.source,
        "key": row.key,
        "title": row.title,
        "url": row.url,
        **date(row.published),
        "revision": row.revision,
        "content_hash": row.content_hash,
        "first_seen_at": instant(row.first_seen_at),
        "changed_at": instant(row.changed_at),
        "withdrawn": row.withdrawn,
        "also_at": list(row.also_at),
        "sequence": row.sequence,
    }
    return {**shape, "text": row.text} if text else shape


@dataclass(frozen=True, slots=True)
class Difference:
    """What an edit did: in one line of plain words, and as a unified diff."""

    summary: str
    unified: str


def change(row: ChangeRow, difference: Difference | None) -> Shape:
    """A change; without a difference where there is only one text."""
    return {
        "sequence": row.sequence,
        "kind": row.kind.value,
        "source": row.source,
        "release": row.release,
        "title": row.title,
        "url": row.url,
        "revision": row.revision,
        "baseline": row.baseline,
        "told": row.told,
        "held": row.held,
        "at": instant(row.at),
        "added_words": row.added_words,
        "removed_words": row.removed_words,
        "summary": difference.summary if difference else None,
        "diff": difference.unified if difference else None,
    }


def delivery(row: Delivery) -> Shape:
    """A message owed to a target, and where it stands. A digest's `sequence` is its first."""
    return {
        "id": row.id,
        "kind": row.kind,
        "sequence": row.sequence,
        "target": row.target,
        "state": row.state.value,
        "attempts": row.attempts,
        "next_at": instant(row.next_at),
        "last_error": row.last_error,
    }


def check(done: Check) -> Shape:
    """What one visit came to."""
    return {
        "source": done.source,
        "outcome": done.outcome.value,
        "new": done.count(Kind.NEW),
        "revised": done.count(Kind.REVISED),
        "withdrawn": done.count(Kind.WITHDRAWN),
        "returned": done.count(Kind.RETURNED),
        "status": done.status,
        "elapsed_seconds": round(done.elapsed_seconds, 3),
        "failure": failure(done.failure),
        "note": done.note,
    }


def failure(what: Failure | None) -> Shape | None:
    """Why a visit came to nothing."""
    if what is None:
        return None
    return {
        "kind": what.kind,
        "message": what.message,
        "hint": what.hint,
        "permanent": what.permanent,
    }


def item(document: Document) -> Shape:
    """One item of `try`: what would become a release."""
    return {
        "title": document.title,
        "url": document.url,
        **date(document.published),
        "text": document.text,
        "html": document.html,
    }


def trial(
    kind: str,
    place: str,
    title: str,
    documents: Sequence[Document],
    *,
    confidence: float,
    explain: Sequence[str],
    problems: Sequence[str],
) -> Shape:
    """What a place would give. `confidence` is from 0 to 1, `problems` are in plain words."""
    return {
        "kind": kind,
        "place": place,
        "title": title,
        "confidence": round(confidence, 2),
        "items": [item(document) for document in documents],
        "explain": list(explain),
        "problems": list(problems),
    }


def date(published: Published | None) -> Shape:
    """When something was published, exactly as its source says it; null where it says nothing,
    though feeds, which need a date, give that of the first sight."""
    if published is None or published.first_seen:
        return {"published": None, "precision": None, "inferred": False}
    return {
        "published": published.value,
        "precision": published.precision.value,
        "inferred": published.inferred,
    }


def instant(moment: datetime | None) -> str | None:
    """An aware instant as ISO 8601 in UTC."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
