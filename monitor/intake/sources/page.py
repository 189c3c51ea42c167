"""`page: https://example.org/terms`: one page, watched as one document.

There is exactly one release, under a fixed key; every edit is a revision of it. The page has no
date of its own: it was published when it was first seen.

A JSON document is read too: a line for each value, whatever the order of its keys. What it was at
the first visit it stays: JSON in place of a page is an answer that went wrong, and so is a page in
place of JSON.
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from monitor.config.web import web_url
from monitor.errors import ExtractError
from monitor.intake.sources.kind import Finding, SourceKind, Visit
from monitor.intake.sources.web import charset, visit
from monitor.model.release import Document
from monitor.model.source import Source, SourceState
from monitor.model.visit import Part

if TYPE_CHECKING:
    from monitor.intake.visit.visitor import Visitor


NAME = "page"

SHORT_CHARACTERS = 300
"""Of a page that says less it is asked whether its scripts would have to build it first."""

FORM, HTML, JSON, PDF = "form", "html", "json", "pdf"
"""The key of a memo under which stands what the place was at its first visit, and both answers."""


async def fetch(source: Source, state: SourceState, visitor: "Visitor") -> Visit:
    """Get the page politely: conditionally, and only where robots.txt lets us."""
    obey = source.options.get("robots", "obey") == "obey"
    return await visit(source, state, visitor, robots=obey)


def parse(source: Source, part: Part, today: date) -> tuple[Document, ...]:
    """The page as one document, nothing known from before. Raises as `learn`."""
    return learn(source, part, today, {})[0]


def learn(
    source: Source, part: Part, today: date, memo: Mapping[str, Any]
) -> tuple[tuple[Document, ...], Finding]:
    """The page as one document.

    Raises ExtractError: it is no page (NotAPage), no JSON or PDF where it was that (NotJson,
    PdfUnreadable), another one (StandIn), or a selector matches nothing.
    """
    from monitor.intake.visit.sniff import unpacked

    part = unpacked(part)
    if memo.get(FORM, PDF) == PDF and (found := _pdf(source, part, today, memo)):
        return found
    lines = None if memo.get(FORM) == HTML else _json_lines(source, part)
    if lines is None and memo.get(FORM) == JSON:
        raise _no_json(source, part)
    if lines is not None:
        document = Document(source.title, lines, source.place, url=source.place, whole=True)
        why = "it is one JSON document: a line for each value, whatever the order of the keys"
        return (document,), Finding(NAME, explain=(why,), memo={FORM: JSON})
    document = _page(source, part)
    explain = _doubt(source, part) if len(document.text) <= SHORT_CHARACTERS else ()
    return (document,), Finding(NAME, document.title, explain=explain, memo={FORM: HTML})


def _doubt(source: Source, part: Part) -> tuple[str, ...]:
    """Why its scripts would have to build the page first, where that seems so."""
    from monitor.intake.sources.scripted import needs_browser, said

    found = needs_browser(source, part)
    return (said(found),) if found else ()


def _pdf(
    source: Source, part: Part, today: date, memo: Mapping[str, Any]
) -> tuple[tuple[Document, ...], Finding] | None:
    """A PDF document; None where it is none, or parts of a page are asked for."""
    from monitor.extract.pdf.mark import is_pdf
    from monitor.intake.sources.web import refuse_stand_in

    if source.options.get("select") or source.options.get("strip"):
        return None
    if not is_pdf(part.body):
        if memo.get(FORM) != PDF:
            return None
        refuse_stand_in(source, part)
    from monitor.extract.pdf.read import read_pdf

    found = read_pdf(part.body, today=today)
    title = found.title or source.title
    document = Document(title, found.text, source.place, url=source.place, whole=True)
    why = "it is a PDF document: its text, paragraph by paragraph"
    return (document,), Finding(NAME, title, explain=(why,), memo={FORM: PDF})


def _json_lines(source: Source, part: Part) -> str | None:
    """A JSON document as lines; None where it is none, or parts of a page are asked for."""
    from monitor.extract.decode import decode, signature
    from monitor.sorted_json import readable

    if part.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
        return None
    if source.options.get("select") or source.options.get("strip") or signature(part.body):
        return None
    return readable(decode(part.body, charset=charset(part.content_type)))


def _no_json(source: Source, part: Part) -> ExtractError:
    """Why what was JSON is none: what stands in for it says so, else the page itself."""
    from monitor.extract.api.load import NotJson
    from monitor.intake.sources.web import refuse_stand_in

    refuse_stand_in(source, part)
    return NotJson("it was at the first visit, and something else came now")


def _page(source: Source, part: Part) -> Document:
    from monitor.extract.cut import SelectorUnmatched
    from monitor.extract.page import PageEmpty, page
    from monitor.intake.sources.scripted import advised
    from monitor.intake.visit.sniff import page_text
    from monitor.intake.visit.standin import refuse

    options: Mapping[str, Any] = source.options
    text = page_text(part.body, charset(part.content_type))
    refuse(source.place, part, text, accept=options.get("accept", ()))
    try:
        found = page(
            part.body,
            url=part.place,
            charset=charset(part.content_type),
            select=tuple(options.get("select", ())),
            strip=tuple(options.get("strip", ())),
        )
    except (PageEmpty, SelectorUnmatched) as error:
        raise advised(error, source, part) from error.__cause__
    title = found.title or source.title
    return Document(title, found.text, source.place, html=found.html, url=source.place, whole=True)


KIND = SourceKind(
    name=NAME,
    place=web_url,
    keys="monitor.intake.keys.page:PageOptions",
    fetch=fetch,
    parse=parse,
    learn=learn,
)
