"""What a place would give if it were a source: for `try`. Nothing is kept.

file, glob or URL ─▸ bytes ─▸ which kind are they? ─▸ its documents, and why it was that one
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from feeds.model import FeedError
from monitor.clock import Clock
from monitor.errors import ExtractError, UsageError
from monitor.intake.kinds import KINDS
from monitor.intake.sources.files import matching
from monitor.intake.sources.still import Read, Wait, read
from monitor.intake.understand import failure_of
from monitor.intake.visit.visitor import Visitor
from monitor.model import Document, Failure, Part, Response, Source

UNKNOWN_URL = "https://example.invalid/"
"""Where a saved page is taken to come from when nobody says it (RFC 2606: it is nowhere)."""

_SNIFFED_BYTES = 2048
_FEED_SIGNS = (b"<rss", b"<feed", b"<rdf:rdf", b"jsonfeed.org/version")
_PAGE_SIGNS = (b"<!doctype html", b"<html", b"<head", b"<body")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a place gives. `confidence` is from 0 to 1; `explain` and `problems` are sentences."""

    kind: str
    place: str
    title: str
    confidence: float
    items: tuple[Document, ...] = ()
    explain: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


async def look(
    place: str, kind: str | None, base_url: str | None, visitor: Visitor, clock: Clock
) -> Finding:
    """Visit or read `place` once and say what it would give.

    `kind` forces how it is read; `base_url` says where a saved page or feed came from. Raises
    UsageError for a kind that is not there and for a file that is not there.
    """
    if kind is not None and kind not in KINDS:
        raise UsageError(f"there is no kind {kind!r}", hint=f"one of: {', '.join(KINDS)}")
    if place.startswith(("http://", "https://")):
        visit = await visitor.get(place, robots=kind != "feed")
        parts = visit.parts if isinstance(visit, Response) else ()
        failures = [visit] if isinstance(visit, Failure) else []
        assumed = "page"
    else:
        parts, failures = await _saved(place)
        assumed = "files"
    chosen, reason = (kind, "the kind was given") if kind else _recognised(parts, assumed)
    found = await asyncio.to_thread(_found, place, chosen, base_url, parts, clock)
    problems = tuple(f"{f.message} ({f.hint})" if f.hint else f.message for f in failures)
    return replace(found, explain=(reason, *found.explain), problems=(*problems, *found.problems))


async def _saved(place: str) -> tuple[tuple[Part, ...], list[Failure]]:
    """Files of this machine, once they stand still."""
    paths = matching(".", place)
    if not paths:
        raise UsageError(f"there is no file {place}", hint="give a file, a glob or a URL")
    parts, failures = [], []
    for path in paths:
        now = await asyncio.to_thread(read, Path(path), path, None)
        if isinstance(now, Wait):
            await asyncio.sleep(now.seconds)
            now = await asyncio.to_thread(read, Path(path), path, None)
        if isinstance(now, Read):
            parts.append(Part(path, now.body))
        elif isinstance(now, Failure):
            failures.append(now)
        else:
            failures.append(Failure("unsettled", f"{path} is still being written", "try again"))
    return tuple(parts), failures


def _recognised(parts: Sequence[Part], assumed: str) -> tuple[str, str]:
    """The kind that the content shows, and why."""
    head = parts[0].body[:_SNIFFED_BYTES].lower() if parts else b""
    if any(sign in head for sign in _FEED_SIGNS):
        return "feed", "it begins as a feed does"
    if assumed == "page":
        return "page", "it came from the web and is no feed"
    if any(sign in head for sign in _PAGE_SIGNS):
        return "page", "it begins as a web page does"
    return assumed, "it is a text file"


def _found(
    place: str, kind: str, base_url: str | None, parts: Sequence[Part], clock: Clock
) -> Finding:
    """The documents of every part that can be read."""
    web = place.startswith(("http://", "https://"))
    origin = place if web else base_url or UNKNOWN_URL
    source = Source("try", kind, place if kind == "files" else origin, Path(place).stem)
    items: list[Document] = []
    problems: list[str] = []
    for part in parts:
        at = part.place if web or kind == "files" else origin
        try:
            items.extend(KINDS[kind].parse(source, replace(part, place=at), clock().date()))
        except (ExtractError, FeedError) as error:
            problems.append(failure_of(error, place).message)
    if parts and not items and not problems:
        problems.append(f"{place} has no items")
    title = items[0].title if kind == "page" and items else source.title
    return Finding(
        kind,
        place,
        title,
        _confidence(kind, items),
        tuple(items),
        _why(kind, items),
        tuple(problems),
    )


def _confidence(kind: str, items: Sequence[Document]) -> float:
    """How sure it is that this is what the place holds."""
    if not items:
        return 0.0
    if kind != "files":
        return 0.99 if kind == "feed" else 0.9
    return round(0.5 + 0.45 * _dated(items) / len(items), 2)


def _why(kind: str, items: Sequence[Document]) -> tuple[str, ...]:
    if kind == "page":
        return (
            (f"the page as one document, watched for edits: {len(items[0].text)} characters",)
            if items
            else ()
        )
    return (f"{len(items)} items, {_dated(items)} of them with a date",)


def _dated(items: Sequence[Document]) -> int:
    return sum(item.published is not None for item in items)
