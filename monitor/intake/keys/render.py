"""Keys of the kinds that a browser can show first."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, model_validator

from monitor.intake.keys.common import VisitedOptions
from monitor.intake.render.wish import wait


def _checked(written: str) -> str:
    wait(written)
    return written


class RenderOptions(VisitedOptions):
    """`render: browser` has a page built by its own scripts first, `wait` says when it is ready."""

    render: Literal["browser"] | None = None
    wait: Annotated[str, AfterValidator(_checked)] | None = None

    @model_validator(mode="after")
    def _waits_for_a_browser(self) -> Self:
        if self.wait is not None and self.render is None:
            raise ValueError("`wait` is what a browser waits for: set `render: browser`, too")
        return self
