"""A table of kinds: a name in the configuration -> what it stands for, loaded at first use."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@cache
def imported(where: str) -> Any:
    """What stands at `module:NAME`; looked up once, for it is asked for at every source."""
    module, _, name = where.partition(":")
    return getattr(import_module(module), name)


class Table(Mapping[str, T], Generic[T]):
    """Names and where their values stand (`module:NAME`): a program loads the kinds in use."""

    def __init__(self, rows: Mapping[str, str]) -> None:
        self._rows = dict(rows)
        self._loaded: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self._loaded:
            self._loaded[name] = imported(self._rows[name])
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, name: object) -> bool:
        return name in self._rows
