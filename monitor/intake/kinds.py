"""The tables: a name in the configuration -> the kind of source, the filter. One row each.

Rows are resolved when they are asked for, so that a program loads only the kinds in use.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from monitor.table import Table

if TYPE_CHECKING:
    from monitor.intake.filters.filter import Filter
    from monitor.intake.sources.kind import SourceKind

KINDS: Mapping[str, "SourceKind"] = Table(
    {
        "files": "monitor.intake.sources.files:KIND",
        "page": "monitor.intake.sources.page:KIND",
        "listing": "monitor.intake.sources.listing:KIND",
        "feed": "monitor.intake.sources.feed:KIND",
        "sitemap": "monitor.intake.sources.sitemap:KIND",
        "api": "monitor.intake.sources.api:KIND",
        "any": "monitor.intake.sources.any:KIND",
    }
)

INNER: Mapping[str, "SourceKind"] = Table({"article": "monitor.intake.sources.article:KIND"})
"""Kinds that no configuration names: what a source of another kind leads to."""


def kind_of(name: str) -> "SourceKind":
    """The kind by its name, inner ones included."""
    return INNER[name] if name in INNER else KINDS[name]


FILTERS: Mapping[str, "Filter"] = Table(
    {
        "keep": "monitor.intake.filters.keep:keep",
        "drop": "monitor.intake.filters.drop:drop",
    }
)
"""In the order in which they are applied."""
