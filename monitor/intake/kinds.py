"""The tables: a name in the configuration -> the kind of source, the filter. One row each.

Rows are resolved when they are asked for, so that a program loads only the kinds in use.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from monitor.intake.filters.filter import Filter
    from monitor.intake.sources.kind import SourceKind

T = TypeVar("T")


class Table(Mapping[str, T], Generic[T]):
    """Names and where their values stand (`module:NAME`); a module is imported at first use."""

    def __init__(self, rows: Mapping[str, str]) -> None:
        self._rows = dict(rows)

    def __getitem__(self, name: str) -> T:
        module, _, attribute = self._rows[name].partition(":")
        value: T = getattr(import_module(module), attribute)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, name: object) -> bool:
        return name in self._rows


KINDS: Mapping[str, "SourceKind"] = Table(
    {
        "files": "monitor.intake.sources.files:KIND",
        "page": "monitor.intake.sources.page:KIND",
        "feed": "monitor.intake.sources.feed:KIND",
    }
)

FILTERS: Mapping[str, "Filter"] = Table(
    {
        "keep": "monitor.intake.filters.keep:keep",
        "drop": "monitor.intake.filters.drop:drop",
    }
)
"""In the order in which they are applied."""
