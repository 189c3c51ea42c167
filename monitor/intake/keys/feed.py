"""Keys of `feed:`."""

from monitor.intake.keys.common import ListedOptions, Pages, VisitedOptions


class FeedOptions(ListedOptions, VisitedOptions):
    """`full_text`: each entry's own page is read, too (monitor.intake.full_text).
    `backfill`: so many older pages or archive documents (RFC 5005) of the feed are read, once."""

    full_text: bool = False
    backfill: Pages = 0
