"""The parts that a visit brought -> documents, and the places that made no sense. Pure.

part ─parse─▸ documents ─clean─▸ ─filter─▸ documents
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from feeds.clean import without_controls
from feeds.model import FeedError
from monitor.errors import ExtractError
from monitor.intake.kinds import FILTERS, KINDS
from monitor.intake.sources.kind import BACKFILL, Finding, SourceKind, backfilling
from monitor.model.release import Document
from monitor.model.source import Failure, Source
from monitor.model.visit import Part
from monitor.net.url import mask


@dataclass(frozen=True, slots=True)
class Understood:
    """`read` are the places whose items are in `documents`; `unread` those that failed.

    `finding`: what the kind concluded by itself about how to read the first part. `older`: the page
    with older items that it leads on to, where that is wanted (monitor.intake.sources.kind.Older).
    """

    documents: tuple[Document, ...]
    read: frozenset[str]
    unread: Mapping[str, Failure]
    finding: Finding | None = None
    older: str | None = None


_NOTHING: Mapping[str, Any] = {}


def understand(
    source: Source,
    kind: SourceKind,
    parts: Sequence[Part],
    now: datetime,
    *,
    had_items: bool,
    memo: Mapping[str, Any] = _NOTHING,
) -> Understood:
    """Read every part that can be read. `had_items`: the source is known to have releases.

    `memo` is what earlier visits learnt, for a kind that learns.

    A part without any item is a failure where there were some before, or where it always is
    (a text file): better to doubt the reading than to believe that all is gone (conformance J).
    """
    today = now.astimezone(ZoneInfo(source.timezone)).date()
    documents: list[Document] = []
    read: set[str] = set()
    unread: dict[str, Failure] = {}
    finding: Finding | None = None
    for part in parts:
        try:
            found, learnt = _parsed(source, kind, part, today, memo)
        except (ExtractError, FeedError) as error:
            if isinstance(error.__cause__, MemoryError):
                raise error.__cause__ from error  # about this machine, not about the bytes
            unread[part.place] = failure_of(error, part.place)
            continue
        chosen = learnt is not None and learnt.records > 0
        if not (found or chosen) and (had_items or kind.withdraws):
            unread[part.place] = _no_items(part.place)
            continue
        read.update({part.place}, (document.place for document in found))
        documents.extend(map(_clean, found))
        finding = finding or learnt
    if finding:
        kind = KINDS.get(finding.kind, kind)  # `any` leads on as what it was found to be
    older = _older(source, kind, parts[0], memo) if read and parts else None
    return Understood(_filtered(source, documents), frozenset(read), unread, finding, older)


def _older(source: Source, kind: SourceKind, part: Part, memo: Mapping[str, Any]) -> str | None:
    """Where a part leads on to, if anybody wants to go there."""
    if kind.older is None or not backfilling(source, memo):
        return None
    standing = memo.get(BACKFILL)
    return kind.older(source, part, standing["pages"] + 1 if standing else 1)


def _parsed(
    source: Source, kind: SourceKind, part: Part, today: date, memo: Mapping[str, Any]
) -> tuple[tuple[Document, ...], Finding | None]:
    if kind.learn is None:
        return kind.parse(source, part, today), None
    return kind.learn(source, part, today, memo)


def merged(understood: Sequence[Understood]) -> Understood:
    """Parts that were understood one by one, as if they had been together.

    Filters judge each document alone, so that nothing is missing from this.
    """
    if len(understood) == 1:
        return understood[0]
    unread: dict[str, Failure] = {}
    for one in understood:
        unread |= one.unread
    return Understood(
        tuple(document for one in understood for document in one.documents),
        frozenset().union(*(one.read for one in understood)),
        unread,
        next((one.finding for one in understood if one.finding), None),
        next((one.older for one in understood if one.older), None),
    )


def failure_of(error: ExtractError | FeedError, place: str) -> Failure:
    """The recorded form of what could not be read."""
    place = mask(place) if "://" in place else place
    if isinstance(error, FeedError):
        hint = "look at it in a browser; a page is watched with `page:`"
        return Failure("no_feed", f"{place}: {error}", hint)
    message = error.message if place in error.message else f"{place}: {error.message}"
    return Failure(error.kind, message, error.hint, permanent=error.permanent)


def _no_items(place: str) -> Failure:
    hint = "see whether it still is what it was; what was kept of it stays published"
    return Failure("no_items", f"{place} has no items", hint)


def _clean(document: Document) -> Document:
    """Without what no store and no feed can hold: NUL and other controls, lone surrogates."""
    title, text = without_controls(document.title), without_controls(document.text)
    guid = without_controls(document.guid) if document.guid else document.guid
    if (title, text, guid) == (document.title, document.text, document.guid):
        return document
    html = without_controls(document.html) if document.html else document.html
    return replace(document, title=title, text=text, guid=guid, html=html)


def _filtered(source: Source, documents: Sequence[Document]) -> tuple[Document, ...]:
    left = tuple(documents)
    for name in FILTERS:
        if patterns := source.options.get(name):
            left = FILTERS[name](left, tuple(patterns))
    return left
