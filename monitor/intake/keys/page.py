"""Keys of `page:`."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator

from monitor.intake.keys.common import Duration
from monitor.intake.keys.render import RenderOptions


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


class PageOptions(RenderOptions):
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
