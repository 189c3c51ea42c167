"""`page: https://example.org/terms`: one page, watched as one document.

There is exactly one release, under a fixed key; every edit is a revision of it. The page has no
date of its own: it was published when it was first seen.
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator

from monitor.config.shape import web_url
from monitor.intake.sources.kind import Duration, Options, SourceKind, Visit
from monitor.intake.sources.web import charset, visit
from monitor.model import Document, Part, Source, SourceState

if TYPE_CHECKING:
    from monitor.intake.visit.visitor import Visitor


def _css(selectors: tuple[str, ...]) -> tuple[str, ...]:
    import soupsieve

    for selector in selectors:
        try:
            soupsieve.compile(selector)
        except soupsieve.SelectorSyntaxError as error:
            reason = str(error).splitlines()[0].rstrip(":")
            raise ValueError(f"{selector!r} is not a CSS selector: {reason}") from error
    return selectors


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Selectors = Annotated[tuple[str, ...], BeforeValidator(_listed), AfterValidator(_css)]
"""One CSS selector or a list of them."""


StandIns = Annotated[
    tuple[Literal["wall", "login", "consent", "missing", "unavailable"], ...],
    BeforeValidator(_listed),
]


class PageOptions(Options):
    """`select` keeps parts of the page, `strip` takes parts out, `robots: ignore` is a decision
    of whoever runs this program about a page that is theirs to decide about. `accept` names what
    is to be taken for the page though it looks like something else that came in its place.
    `confirm`: how much later a change is looked at again before it is told.
    """

    select: Selectors = ()
    strip: Selectors = ()
    robots: Literal["obey", "ignore"] = "obey"
    accept: StandIns = ()
    confirm: Duration | None = None


async def fetch(source: Source, state: SourceState, visitor: "Visitor") -> Visit:
    """Get the page politely: conditionally, and only where robots.txt lets us."""
    obey = source.options.get("robots", "obey") == "obey"
    return await visit(source, state, visitor, robots=obey)


def parse(source: Source, part: Part, today: date) -> tuple[Document, ...]:
    """The page as one document.

    Raises ExtractError: it is no page (NotAPage) or another one (StandIn), or a selector matches
    nothing.
    """
    del today
    from monitor.extract.page import page
    from monitor.intake.visit.sniff import page_text, unpacked
    from monitor.intake.visit.standin import refuse

    options: Mapping[str, Any] = source.options
    part = unpacked(part)
    text = page_text(part.body, charset(part.content_type))
    refuse(source.place, part, text, accept=options.get("accept", ()))
    found = page(
        part.body,
        url=part.place,
        charset=charset(part.content_type),
        select=tuple(options.get("select", ())),
        strip=tuple(options.get("strip", ())),
    )
    title = found.title or source.title
    return (
        Document(title, found.text, source.place, html=found.html, url=source.place, whole=True),
    )


KIND = SourceKind(name="page", place=web_url, options=PageOptions, fetch=fetch, parse=parse)
