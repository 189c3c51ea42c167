"""What kinds share that find a list by themselves: how they fail, and what they remember."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Protocol

from monitor.errors import ExtractError

MOST_REMEMBERED = 200
"""How many items of the last visit are remembered, to know a rebuilt list by them."""

BEYOND_DOUBT = 0.9
"""A rebuilt place whose list has no item from before is believed from this confidence on."""


class NoList(ExtractError):
    """There is no list of releases at a place."""

    kind = "no_list"

    def __init__(self, hint: str, where: str = "on this page") -> None:
        super().__init__(f"there is no list of releases {where}", hint=hint)


class Redesigned(ExtractError):
    """A place was rebuilt, and nothing there is surely the list that it was."""

    kind = "redesigned"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"the list is not where it was ({reason}), and nothing here is surely the same list",
            hint="say where it is with `items:`; what was kept of it stays published",
        )


class Marked(Protocol):
    """What an item may be known by."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def url(self) -> str | None:
        """Its address, if it has one."""


def marks(items: Iterable[Marked]) -> list[str]:
    """Items by short hashes of address and title: enough to know some of them again."""
    values = (value for item in items for value in (item.url, item.title) if value)
    found = dict.fromkeys(blake2b(v.encode(), digest_size=6).hexdigest() for v in values)
    return list(found)[: 2 * MOST_REMEMBERED]
