"""What a place would give as a source, for `try` and `add`. Nothing is kept.

a URL            visited once, politely; read as what it turns out to be
a file or glob   read as it stands: a saved page or feed, or a text cut into releases
"""

import asyncio
import glob
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from monitor import clock
from monitor.config.settings import Fetch
from monitor.errors import UsageError
from monitor.intake.kinds import KINDS
from monitor.intake.reader.readers import Readers
from monitor.intake.recognise import recognise
from monitor.intake.sources.kind import Other, Visit
from monitor.intake.understand import Understood, understand
from monitor.intake.visit.visitor import Visitor
from monitor.model.release import Document
from monitor.model.source import Failure, Source, SourceState
from monitor.model.visit import NotModified, Part, Postponed
from monitor.net.door import Door

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
TRIAL = "try"
"""The id of the source that is never kept."""

SHOWN_TITLE = 40
MOST_LOOKS = 10

MOST_HEAD = 200_000
"""Feeds are announced in a page's head: so much of a page is looked at for them."""
MOST_FEEDS = 5

FIND_OUT = "any"
"""The kind that finds out what it is."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks: a place, perhaps what kind it is, perhaps where it was saved from.

    `render` and `wait` are the keys of that name.
    """

    place: str
    kind: str | None = None
    base_url: str | None = None
    render: str | None = None
    wait: str | None = None

    @property
    def options(self) -> dict[str, str]:
        """The keys of a source that were given."""
        both = {"render": self.render, "wait": self.wait}
        return {name: value for name, value in both.items() if value is not None}

    @property
    def remote(self) -> bool:
        """Whether the place is a URL rather than files of this machine."""
        return self.place.startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True)
class Trial:
    """What was found out."""

    kind: str
    place: str
    title: str
    documents: tuple[Document, ...]
    explain: tuple[str, ...]
    problems: tuple[str, ...]
    sure: float
    feeds: tuple[str, ...] = ()
    others: tuple[Other, ...] = ()

    @property
    def alternatives(self) -> Iterator[tuple[str, dict[str, object]]]:
        """What else it could be read as: in a line, and for programs."""
        for feed in self.feeds:
            yield f"feed: {feed}", {"kind": "feed", "place": feed}
        for one in self.others:
            named = "; ".join(title[:SHOWN_TITLE] for title in one.titles)
            how = f"  items: {{select: {json.dumps(one.select)}}}" if one.select else ""
            yield f"a list of {one.count}: {named}{how}", {"kind": "listing", **asdict(one)}


def check(question: Question) -> None:
    """Raise UsageError for a place that is none, for a kind that there is none of, and for keys
    that it does not know."""
    if not question.place.strip() or (_SCHEME.match(question.place) and not question.remote):
        hint = "a URL that begins with http:// or https://, a file or a glob"
        raise UsageError(f"“{question.place}” is no place to look at", hint=hint)
    if question.remote and "@" in question.place.split("/", 3)[2]:
        raise UsageError(
            "an address is tried without a name and a password in it",
            hint="a source says them with `basic:`, `bearer:`, `cookie:` or `headers:`",
        )
    name = question.kind or FIND_OUT
    if name not in KINDS:
        raise UsageError(f"there is no kind {name}", hint=f"there are: {', '.join(KINDS)}")
    if not question.options:
        return
    if not question.remote:
        raise UsageError("a file is not shown in a browser: --render is for what is on the web")
    try:
        KINDS[name].options.model_validate(question.options)
    except ValidationError as error:
        wrong = "; ".join(str(one["msg"]) for one in error.errors())
        raise UsageError(f"{name} cannot be read so: {wrong}") from error


async def attempt(question: Question, fetch: Fetch, now: datetime) -> Trial:
    """Visit once, read as what it is, keep nothing."""
    visit = await (_visited(question, fetch) if question.remote else _looked_at(question))
    if isinstance(visit, Postponed):
        visit = visit.why
    if isinstance(visit, Failure):
        problem = f"{visit.message} ({visit.hint})" if visit.hint else visit.message
        return _nothing(question, problem)
    parts = () if isinstance(visit, NotModified) else visit.parts
    return await _understood(question, parts, now)


async def _visited(question: Question, fetch: Fetch) -> Visit:
    kind = KINDS[question.kind or FIND_OUT]
    source = _source(kind.name, question.place, question.options)
    async with Door(fetch) as door:
        return await kind.fetch(source, SourceState(TRIAL), Visitor(door, fetch, clock.now))


async def _looked_at(question: Question) -> Visit:
    """Files as they stand; one that is still being written is waited for."""
    from monitor.intake.sources.files import look

    there = Path(question.place).exists()
    source = _source("files", glob.escape(question.place) if there else question.place)
    for _ in range(MOST_LOOKS):
        visit = await asyncio.to_thread(look, source, {})
        if isinstance(visit, Failure | Postponed) or visit.again_seconds is None:
            break
        await asyncio.sleep(visit.again_seconds)
    return visit


async def _understood(question: Question, parts: Sequence[Part], now: datetime) -> Trial:
    """The parts read as what they are: as asked, else as is found out."""
    name, why, sure = _kind(question, parts)
    place = question.base_url or (parts[0].place if len(parts) == 1 else question.place)
    if name != "files":
        parts = [replace(part, place=place) for part in parts]
    options = question.options if name in {FIND_OUT, question.kind} else {}
    found = await _read(_source(name, place, options), parts, now)
    failures = [*found.unread.values()]
    problems = [f"{f.message} ({f.hint})" if f.hint else f.message for f in failures]
    if not found.documents and not problems:
        problems.append(f"{question.place} holds nothing that could be told")
    feeds = _announced(parts, place)
    explain, finding = [why], found.finding
    if finding:
        name, sure, explain = finding.kind, finding.confidence, [*finding.explain]
    elif not found.documents:
        sure, doubt = _doubted(question, parts, failures)
        explain += doubt
    if name == "files" and found.documents:
        explain += await asyncio.to_thread(_cut, parts, now)
    if name in ("page", "listing") and not place.startswith("http"):
        explain.append("relative links are left out: --base-url says where a page came from")
    title = finding.title if finding else None
    title = title or await asyncio.to_thread(_title, name, parts, found.documents)
    title = title or place
    documents = tuple(_without_path(document) for document in found.documents)
    others = finding.others if finding else ()
    return Trial(
        name, question.place, title, documents, (*explain,), (*problems,), sure, feeds, others
    )


def _cut(parts: Sequence[Part], now: datetime) -> list[str]:
    """How texts were cut; of several files each is named."""
    from monitor.extract.texts.explain import explain

    named = len(parts) > 1
    return [
        f"{part.place}: {line}" if named else line
        for part in parts
        for line in explain(part.body, today=now.date())
    ]


def _without_path(document: Document) -> Document:
    """A page that was saved and does not say from where has no link: a path is none."""
    here = document.url is None or document.url.startswith(("http://", "https://"))
    return document if here else replace(document, url=None)


def _kind(question: Question, parts: Sequence[Part]) -> tuple[str, str, float]:
    """The kind to read it as, why, and how sure that is."""
    if question.kind:
        return question.kind, f"read as `{question.kind}`: as asked", 1.0
    if not parts:
        return "files", "read as `files`", 1.0
    guess = recognise(parts[0], remote=question.remote)
    name = "files" if guess.kind == "files" else FIND_OUT
    return name, f"read as `{guess.kind}`: {guess.why}", guess.confidence


def _doubted(
    question: Question, parts: Sequence[Part], failures: Sequence[Failure]
) -> tuple[float, list[str]]:
    """How sure it is that a place is of a kind that gave nothing, and why: by its bytes alone."""
    if not parts:
        return 0.0, []
    guess = recognise(parts[0], remote=question.remote)
    if question.kind in (None, guess.kind) and not failures:
        return guess.confidence, []
    why = "nothing can be read so" if failures else "nothing is found so"
    seems = "" if question.kind in (None, guess.kind) else f"; it looks like `{guess.kind}`"
    return 0.0, [f"{why}{seems}: {guess.why}"]


def _announced(parts: Sequence[Part], place: str) -> tuple[str, ...]:
    """The feeds that a page announces, as alternatives to reading the page itself."""
    from feeds.discover import announced

    if not parts or b"<link" not in parts[0].body[:MOST_HEAD].lower():
        return ()
    links = announced(parts[0].body[:MOST_HEAD], place)
    return tuple(link.href for link in links[:MOST_FEEDS])


async def _read(source: Source, parts: Sequence[Part], now: datetime) -> Understood:
    """Read as a check does: what comes from strangers, saved or not, where it can be killed."""
    kind = KINDS[source.kind]
    if not kind.isolated:
        return await asyncio.to_thread(understand, source, kind, parts, now, had_items=False)
    async with Readers() as readers:
        return await readers.understand(source, parts, now, had_items=False)


def _nothing(question: Question, problem: str) -> Trial:
    kind, place = question.kind or "unknown", question.place
    return Trial(kind, place, place, (), (), (problem,), 0.0)


def _source(kind: str, place: str, options: Mapping[str, str] | None = None) -> Source:
    return Source(TRIAL, kind, place, place, root=str(Path.cwd()), options=options or {})


def _title(kind: str, parts: Sequence[Part], documents: Sequence[Document]) -> str | None:
    """What the place calls itself: a page by its one document, a feed by its own title.

    A reader has read these bytes just before, well within its limits: they are safe to read here.
    """
    if kind == "feed" and documents:
        from feeds.read import read
        from monitor.intake.visit.sniff import unpacked

        part = unpacked(parts[0])
        return read(part.body, url=part.place, content_type=part.content_type).title
    return documents[0].title if documents and documents[0].whole else None
