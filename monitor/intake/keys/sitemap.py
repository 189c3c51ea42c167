"""Keys of `sitemap:`."""

from monitor.intake.keys.common import ListedOptions, VisitedOptions


class SitemapOptions(ListedOptions, VisitedOptions):
    """`full_text`: each page that is named is read, too (monitor.intake.full_text)."""

    full_text: bool = False
