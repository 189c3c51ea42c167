"""Many values, some at a time: memory stays bounded and statements short."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

ROWS = 1000
"""How many rows one statement reads or writes: SQLite takes 32,766 parameters at most."""


def in_batches(values: Iterable[T], size: int = ROWS) -> Iterator[list[T]]:
    """Lists of up to `size` values, in order, until there are none left."""
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch
