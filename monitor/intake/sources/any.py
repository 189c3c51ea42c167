"""`any: https://example.org/`: an address, and what it is is found out.

    a feed                     its entries
    a sitemap, a JSON answer   what they list
    a page with a list         the list
    any other page             one document, watched for edits

What it was at the first success it is taken for from then on: a list that is gone is a failure,
never the silent beginning of something else.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from monitor.config.web import web_url
from monitor.intake.sources.kind import Finding, SourceKind, Visit
from monitor.intake.sources.web import visit
from monitor.model.release import Document
from monitor.model.source import Source, SourceState
from monitor.model.visit import Part, Response

if TYPE_CHECKING:
    from monitor.intake.visit.visitor import Visitor


async def fetch(source: Source, state: SourceState, visitor: "Visitor") -> Visit:
    """Get what is there; as the kind that it was found to be, once that is known."""
    from monitor.intake.kinds import KINDS

    if kind := KINDS.get(str(state.memo.get("kind"))):
        return await kind.fetch(_as(source, kind), state, visitor)
    answer = await visit(source, state, visitor)
    if isinstance(answer, Response) and _name(answer.parts[0], {})[0] == "sitemap":
        return await KINDS["sitemap"].fetch(source, state, visitor)
    return answer


def parse(source: Source, part: Part, today: date) -> tuple[Document, ...]:
    """What is there, nothing known from before."""
    return learn(source, part, today, {})[0]


def learn(
    source: Source, part: Part, today: date, memo: Mapping[str, Any]
) -> tuple[tuple[Document, ...], Finding]:
    """The documents, and as what they were read. Raises what the kind raises."""
    from monitor.intake.kinds import KINDS
    from monitor.intake.sources.learnt import NoList

    name, why = _name(part, memo)
    try:
        found, finding = _read(KINDS[name], source, part, today, memo)
    except NoList as error:
        if "kind" in memo or _empty_shell(source, part):
            raise
        name, why = "page", error.message
        found, finding = _read(KINDS[name], source, part, today, memo)
    explain = (f"read as `{name}`: {why}", *finding.explain)
    return found, replace(finding, kind=name, explain=explain, memo={**finding.memo, "kind": name})


def _empty_shell(source: Source, part: Part) -> bool:
    """Whether there is nothing to read before scripts have built it: no page to be watched."""
    from monitor.intake.sources.scripted import needs_browser
    from monitor.intake.visit.sniff import unpacked

    found = needs_browser(source, unpacked(part))
    return found is not None and found.empty


def _name(part: Part, memo: Mapping[str, Any]) -> tuple[str, str]:
    """The kind that this is, and why."""
    from monitor.extract.pdf.mark import is_pdf
    from monitor.intake.kinds import KINDS
    from monitor.intake.recognise import recognise

    kept = str(memo.get("kind"))
    if kept in KINDS:
        return kept, "as it was at the first visit"
    guess = recognise(part, remote=True)
    if is_pdf(part.body):
        return "page", "it is a PDF document"
    if guess.kind == "page":
        return "listing", "it is a page with a list"
    return guess.kind, guess.why


def _read(
    kind: SourceKind, source: Source, part: Part, today: date, memo: Mapping[str, Any]
) -> tuple[tuple[Document, ...], Finding]:
    source = _as(source, kind)
    if kind.learn:
        return kind.learn(source, part, today, memo)
    found = kind.parse(source, part, today)
    return found, Finding(kind.name, _title(kind.name, part, found))


def _title(name: str, part: Part, found: tuple[Document, ...]) -> str | None:
    """What the place calls itself: a page by its one document, a feed by its own title."""
    if name == "feed":
        from feeds.read import read
        from monitor.intake.visit.sniff import unpacked

        part = unpacked(part)
        return read(part.body, url=part.place, content_type=part.content_type).title
    return found[0].title if found and found[0].whole else None


def _as(source: Source, kind: SourceKind) -> Source:
    """The source as one of another kind, with that kind's defaults for what it does not say."""
    defaults = kind.options().model_dump(mode="json")
    options = defaults | {k: v for k, v in source.options.items() if k in defaults}
    return replace(source, kind=kind.name, options=options)


KIND = SourceKind(
    name="any",
    place=web_url,
    keys="monitor.intake.keys.any:AnyOptions",
    fetch=fetch,
    parse=parse,
    learn=learn,
)
