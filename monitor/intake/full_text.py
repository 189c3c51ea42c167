"""`full_text: true`: each item's own page, read once, politely.

    documents ─by key─▸ known ones get the text that is kept of them
                        new ones are visited ─read where it can be killed─▸ text, date, author
                        those whose page was not to be had wait for the next visit

What a listing says of an item is a taste of it. Once its page was read, its text is that of the
page, and is not compared with the taste any more. An item whose page fails time and again is
taken as the listing has it: better short than never. The first visit waits for nobody: the newest
items are read, the older ones are kept as they are listed. Where the listing is shown by a browser
first, so are its items' pages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

from monitor.errors import FetchError
from monitor.intake.advance import Context
from monitor.intake.canonical import canonical_url
from monitor.intake.identify import TITLE, choose_policy, key_of
from monitor.intake.reader.readers import Readers
from monitor.intake.renamed import names
from monitor.intake.render.wish import wait
from monitor.intake.sources.kind import Finding
from monitor.intake.understand import Understood
from monitor.intake.visit.visitor import Visitor
from monitor.model.release import Document, Known
from monitor.model.source import Source
from monitor.model.visit import Response
from monitor.net.url import parse

TRIES = "tries"
"""The key of a memo under which stands how often an item's page was asked for in vain."""

MOST_TRIES = 3
MOST_PAGES = 20
"""Pages read in one visit: the next items have their turn at the next one."""
LONGEST_SECONDS = 60.0
"""No page is begun after so long: a check has a deadline."""
AGAIN_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What stands before the pages are read: the documents, and which of them are to be read.

    `new` are positions in `documents`, in the order of the page, and `keys` the keys of all.
    """

    documents: tuple[Document, ...]
    keys: tuple[str, ...]
    new: tuple[int, ...]


@dataclass(slots=True)
class Outcome:
    """What came of reading: texts by position, and the tries of those that gave none."""

    read: dict[int, Document] = field(default_factory=dict)
    tries: dict[str, int] = field(default_factory=dict)
    waiting: set[int] = field(default_factory=set)


def wanted(
    documents: Sequence[Document],
    policy: str | None,
    known: Sequence[Known],
    texts: Mapping[str, tuple[str, str]],
) -> Wanted:
    """The documents with the texts that are kept of them, and those that are new. Pure."""
    policy = policy or (choose_policy(documents) if documents else TITLE)
    keys = tuple(key_of(document, policy) for document in documents)
    kept = _kept(known, texts)
    said = [
        kept.get(key, kept.get(_page(document.url, document.title)))
        for document, key in zip(documents, keys, strict=True)
    ]
    filled = tuple(
        document if text is None else replace(document, text=text)
        for document, text in zip(documents, said, strict=True)
    )
    new = tuple(n for n, text in enumerate(said) if text is None and documents[n].url is not None)
    return Wanted(filled, keys, new)


def _kept(known: Sequence[Known], texts: Mapping[str, tuple[str, str]]) -> dict[object, str]:
    """What is kept, by every name that a release goes by, and by its page: a guid may change."""
    kept = [(one, texts[one.id][1]) for one in known if one.id in texts]
    by_page: dict[object, str] = {_page(one.url, one.title): text for one, text in kept if one.url}
    return by_page | {name: text for one, text in kept for name in names(one)}


def _page(url: str | None, title: str) -> tuple[str, str] | None:
    """An item's page, and what it is called there: many items may lead to one page."""
    return (canonical_url(url), title) if url else None


def completed(document: Document, page: Document) -> Document:
    """A listed item with what its own page says. The listing's title and date go first. Pure."""
    return replace(
        document,
        text=page.text or document.text,
        html=page.html or document.html,
        published=document.published or page.published,
        author=document.author or page.author,
    )


class FullText:
    """Completes what a visit gave. One for one visit."""

    def __init__(self, context: Context, visitor: Visitor, readers: Readers) -> None:
        self._context = context
        self._visitor = visitor
        self._readers = readers

    async def complete(self, understood: Understood, plan: Wanted) -> tuple[Understood, bool]:
        """The documents with their full text; whether some of them still wait for it."""
        outcome = await self._read_all(plan)
        baseline = self._context.state.baseline_at is None
        held = frozenset() if baseline else frozenset(outcome.waiting)
        documents = tuple(
            outcome.read.get(n, document)
            for n, document in enumerate(plan.documents)
            if n not in held
        )
        done = replace(understood, documents=documents)
        return _remembering(done, self._context, {} if baseline else outcome.tries), bool(held)

    async def _read_all(self, plan: Wanted) -> Outcome:
        outcome = Outcome()
        tried = dict(self._context.state.memo.get(TRIES, {}))
        until = monotonic() + LONGEST_SECONDS
        for count, n in enumerate(plan.new):
            key, document = plan.keys[n], plan.documents[n]
            if count >= MOST_PAGES or monotonic() > until:
                outcome.waiting.add(n)
            elif page := await self._page(document.url or ""):
                outcome.read[n] = completed(document, page)
            elif tried.get(key, 0) + 1 < MOST_TRIES:
                outcome.waiting.add(n)
                outcome.tries[key] = tried.get(key, 0) + 1
        return outcome

    async def _page(self, url: str) -> Document | None:
        """What an item's page says; None where it is not to be had now."""
        try:
            source = _article(self._context.source, url)
        except FetchError:
            return None  # an address that no request may leave for
        with self._visitor.room.share() as share:
            visitor = self._visitor.lent(share)
            visit = await visitor.get(url, headers=source.headers)
            if isinstance(visit, Response) and self._context.source.options.get("render"):
                visit = await visitor.show(visit, url, source.headers, wait(None))
            if not isinstance(visit, Response):
                return None
            found = await self._readers.understand(
                source, visit.parts, self._context.now, had_items=False
            )
        return found.documents[0] if found.documents else None


def _article(source: Source, url: str) -> Source:
    """An item's page as a source. Credentials stay with the origin that they are for."""
    same = parse(source.place).origin == parse(url).origin
    headers = source.headers if same else {}
    return replace(source, kind="article", place=url, headers=headers, options={})


def _remembering(understood: Understood, context: Context, tries: Mapping[str, int]) -> Understood:
    """With the tries in the memo, beside what the kind itself remembers."""
    finding = understood.finding or Finding(context.source.kind)
    memo: dict[str, Any] = {k: v for k, v in finding.memo.items() if k != TRIES}
    if tries:
        memo[TRIES] = dict(tries)
    return replace(understood, finding=replace(finding, memo=memo))
