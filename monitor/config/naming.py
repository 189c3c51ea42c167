"""Ids for sources that were given none: short, readable, each once."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from monitor.config.values import slugged

LONGEST_ID = 64
_ROOM = 7
"""For what tells names apart: `-2` to `-100000`."""


class Names:
    """Which names are taken. Sources and feeds share them, and some are of feeds that are always
    there."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {"all", *taken}
        self._numbers = Counter[str]()

    def take(self, name: str) -> bool:
        """Take a name as it is; whether it was free."""
        free = name not in self._taken
        self._taken.add(name)
        return free

    def make(self, *wishes: str) -> str:
        """Take the first wish that says something; where it is taken, name-2, name-3, …"""
        name = found = next(filter(None, map(_usable, wishes)), "source")
        while found in self._taken:
            self._numbers[name] += 1
            found = f"{name}-{self._numbers[name] + 1}"
        self._taken.add(found)
        return found


def of_place(place: str) -> str:
    """A short name of a place: its host and the words of its path, or its file."""
    parts = urlsplit(place)
    host = (parts.hostname or "").removeprefix("www.")
    name = slugged(f"{host} {parts.path}" if host else Path(place).stem)
    return re.sub(r"-(?:html?|php|aspx?|xml)$", "", name)


def _usable(name: str) -> str:
    return slugged(name).removeprefix("tag-")[: LONGEST_ID - _ROOM].strip("-")
