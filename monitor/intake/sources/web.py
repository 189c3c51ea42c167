"""What all kinds have in common that visit a URL: where, with what, and what came instead."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.intake.sources.kind import Visit
from monitor.intake.visit.moved import address
from monitor.intake.visit.posted import Posted
from monitor.model.source import Source, SourceState
from monitor.model.visit import Part, Response
from monitor.net.redirect import carried
from monitor.net.url import parse

if TYPE_CHECKING:
    from monitor.intake.visit.visitor import Visitor


async def visit(
    source: Source,
    state: SourceState,
    visitor: "Visitor",
    *,
    robots: bool = True,
    accept: str | None = None,
    posted: Posted | None = None,
) -> Visit:
    """Get what is at the source's place: politely, conditionally, where it moved to if it did.

    Credentials go no further than a redirect would have taken them. Where nothing is kept to
    compare with, the whole is asked for (rule C1); so it is of a page that its scripts build, for
    its bytes do not say whether it is as it was. `accept`: what is asked for, unless the source's
    own headers say it. `posted`: what goes along with the request.
    """
    url, headers = address(source, state), source.headers
    if headers and url != source.place:
        lower = {name.lower(): value for name, value in headers.items()}
        headers = carried(lower, parse(source.place), parse(url))
    if source.options.get("render"):
        return await _shown(source, url, headers, visitor, robots=robots)
    if accept and not any(name.lower() == "accept" for name in headers):
        headers = {**headers, "accept": accept}
    validators = state.validators if state.raw_hash and not posted else None
    return await visitor.get(
        url, headers=headers, validators=validators, robots=robots, posted=posted
    )


def elsewhere(source: Source, url: str) -> Source:
    """The source as if it were at another address. Credentials stay with their origin.

    Raises FetchError for an address that nobody can be asked at.
    """
    same = parse(source.place).origin == parse(url).origin
    return replace(source, place=url, headers=source.headers if same else {})


async def _shown(
    source: Source, url: str, headers: Mapping[str, str], visitor: "Visitor", *, robots: bool
) -> Visit:
    from monitor.intake.render.wish import wait

    answer = await visitor.get(url, headers=headers, robots=robots)
    if not isinstance(answer, Response):
        return answer
    return await visitor.show(answer, url, headers, wait(source.options.get("wait")))


def charset(content_type: str | None) -> str | None:
    """The charset that a Content-Type header names: `text/html; charset=utf-8`."""
    _, _, parameters = (content_type or "").partition(";")
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None


def refuse_stand_in(source: Source, part: Part) -> None:
    """Raise ExtractError where a page came instead of what was asked for, and says why.

    For kinds whose own reader found that this is nothing for it.
    """
    from monitor.extract.decode import BinaryContent, EmptyText, decode
    from monitor.intake.visit.standin import refuse

    with suppress(EmptyText, BinaryContent):
        text = decode(part.body, charset=charset(part.content_type), markup=True)
        refuse(source.place, part, text)
