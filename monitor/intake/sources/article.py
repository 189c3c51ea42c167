"""An item's own page, to which a list or a feed with `full_text` leads: one document.

No configuration names it: it is visited by `monitor.intake.full_text`, once for each new item.
"""

from datetime import date
from typing import TYPE_CHECKING

from monitor.config.web import web_url
from monitor.intake.sources.kind import COMMON_KEYS, SourceKind, Visit
from monitor.intake.sources.web import charset, visit
from monitor.model.release import Document
from monitor.model.source import Source, SourceState
from monitor.model.visit import Part

if TYPE_CHECKING:
    from monitor.intake.visit.visitor import Visitor


async def fetch(source: Source, state: SourceState, visitor: "Visitor") -> Visit:
    """Get the page, only where robots.txt lets us: nobody configured it."""
    return await visit(source, state, visitor)


def parse(source: Source, part: Part, today: date) -> tuple[Document, ...]:
    """The article. Raises ExtractError: no page, another one in its place, no main text."""
    from monitor.extract.article.read import read_article
    from monitor.extract.pdf.mark import is_pdf
    from monitor.intake.visit.sniff import page_text, unpacked
    from monitor.intake.visit.standin import refuse

    part = unpacked(part)
    if is_pdf(part.body):
        return (_of_pdf(source, part, today),)
    refuse(source.place, part, page_text(part.body, charset(part.content_type)))
    found = read_article(part.body, url=part.place, charset=charset(part.content_type), today=today)
    return (
        Document(
            found.title,
            found.text,
            source.place,
            html=found.html,
            url=source.place,
            published=found.published,
            author=found.author,
        ),
    )


def _of_pdf(source: Source, part: Part, today: date) -> Document:
    from monitor.extract.pdf.read import read_pdf

    found = read_pdf(part.body, today=today)
    return Document(
        found.title,
        found.text,
        source.place,
        url=source.place,
        published=found.published,
        author=found.author,
    )


KIND = SourceKind(name="article", place=web_url, keys=COMMON_KEYS, fetch=fetch, parse=parse)
