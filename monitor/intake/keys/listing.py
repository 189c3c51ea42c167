"""Keys of `listing:`."""

from typing import Literal

from monitor.intake.keys.common import Duration, ListedOptions, Pages
from monitor.intake.keys.items import PickShape, RulesShape, Selection
from monitor.intake.keys.page import StandIns
from monitor.intake.keys.render import RenderOptions


class ItemPick(PickShape):
    """Where in a record something stands; `match` and `template` take a part of it."""

    select: Selection | None = None


class ItemRules(RulesShape):
    """`items`: where on the page the records stand, and in each of them what is what.

    `strip` takes elements out of the records first.
    """

    select: Selection
    title: ItemPick | None = None
    url: ItemPick | None = None
    date: ItemPick | None = None
    text: ItemPick | None = None
    strip: tuple[Selection, ...] = ()


class ListingOptions(ListedOptions, RenderOptions):
    """`items` says by hand what is found otherwise. `robots` and `accept` are as of a page.
    `full_text`: each item's own page is read, too. `backfill`: so many older pages are read,
    once."""

    items: ItemRules | None = None
    robots: Literal["obey", "ignore"] = "obey"
    accept: StandIns = ()
    confirm: Duration | None = None
    full_text: bool = False
    backfill: Pages = 0
