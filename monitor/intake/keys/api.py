"""Keys of `api:`."""

from typing import Annotated

from pydantic import AfterValidator

from monitor.intake.keys.common import Duration, ListedOptions, Pages, VisitedOptions
from monitor.intake.keys.items import PickShape, RulesShape


def _path(written: str) -> str:
    from monitor.extract.api.paths import compiled

    try:
        compiled(written)
    except ValueError as error:
        raise ValueError(f"{written!r} is not a JSON path (RFC 9535): {error}") from error
    return written


JsonPath = Annotated[str, AfterValidator(_path)]


class RecordPick(PickShape):
    """Where in a record something stands; `match` and `template` take a part of it."""

    select: JsonPath


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


class ApiOptions(ListedOptions, VisitedOptions):
    """`items` says by hand what is found otherwise. `full_text`: each item's page is read, too.
    `backfill`: so many older pages are read, once."""

    items: RecordRules | None = None
    confirm: Duration | None = None
    full_text: bool = False
    backfill: Pages = 0
