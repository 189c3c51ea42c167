"""Keys of `any:`."""

from monitor.intake.keys.common import ListedOptions
from monitor.intake.keys.render import RenderOptions


class AnyOptions(ListedOptions, RenderOptions):
    """`full_text`: each item's own page is read, too, if it is a list of them."""

    full_text: bool = False
