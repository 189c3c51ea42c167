"""Keys of `any:`."""

from monitor.intake.keys.common import ListedOptions, Pages
from monitor.intake.keys.render import RenderOptions


class AnyOptions(ListedOptions, RenderOptions):
    """`full_text`: each item's own page is read, too, if it is a list of them. `backfill`: so many
    older pages are read, once, where it leads on to any."""

    full_text: bool = False
    backfill: Pages = 0
