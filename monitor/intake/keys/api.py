"""Keys of `api:`."""

from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from monitor.intake.keys.common import Duration, ListedOptions, Pages, VisitedOptions
from monitor.intake.keys.items import PickShape, RulesShape, Selection


def _path(written: str) -> str:
    from monitor.extract.api.paths import compiled

    try:
        compiled(written)
    except ValueError as error:
        raise ValueError(f"{written!r} is not a JSON path (RFC 9535): {error}") from error
    return written


JsonPath = Annotated[str, AfterValidator(_path)]


class RecordPick(PickShape):
    """Where in a record something stands; `match` and `template` take a part of it. `css` looks on
    in a value that is HTML, without what `strip` finds there."""

    select: JsonPath
    css: Selection | None = None
    strip: tuple[Selection, ...] = ()


class RecordRules(RulesShape):
    """`items`: where in the answer the records stand, and in each of them what is what.

    `strip` takes values out of the records first.
    """

    select: JsonPath
    title: RecordPick | None = None
    url: RecordPick | None = None
    date: RecordPick | None = None
    text: RecordPick | None = None
    id: RecordPick | None = None
    strip: tuple[JsonPath, ...] = ()


class PagingRules(BaseModel):
    """`paging`: how to ask for the next page (monitor.extract.api.paging.Paging)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    into: Annotated[str, Field(min_length=1)] | None = None
    next: JsonPath | None = None
    by: Annotated[int, Field(ge=1, le=100_000)] = 1
    more: JsonPath | None = None

    @model_validator(mode="after")
    def _leads_on(self) -> Self:
        if self.into is None and self.next is None:
            raise ValueError("say `into`, the parameter that makes it another page, or `next`")
        return self


class ApiOptions(ListedOptions, VisitedOptions):
    """`items` says by hand what is found otherwise. `full_text`: each item's page is read, too.
    `backfill`: so many older pages are read, once; `paging` says how, where the answer does not.
    `post`: what is asked for by POST, with this in its body; a text is sent as a form is."""

    post: dict[str, Any] | list[Any] | str | None = None
    items: RecordRules | None = None
    paging: PagingRules | None = None
    confirm: Duration | None = None
    full_text: bool = False
    backfill: Pages = 0
