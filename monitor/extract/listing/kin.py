"""Records that are of one kind, and look different: cards of news and of videos, cells of a grid.

What stands side by side and shares a class (`card card--news`, `card card--video`), or fills the
rows of a table cell by cell, may be one list, though nothing in it comes twice at one place.
"""

from collections import defaultdict
from collections.abc import Iterator

from monitor.extract.listing.outline import Outline
from monitor.extract.listing.words import LAYOUT

_FEWEST = 3
_MOST = 16
_MOST_KINDS = 8
_LOOKED_AT = 8
_TAGS = frozenset(["div", "li", "article", "section", "a", "tr", "dl"])


def kin(page: Outline) -> Iterator[frozenset[int]]:
    """Keys of elements side by side that may be records of one list; the most numerous first."""
    found: dict[frozenset[int], int] = {}
    for keys in (*_by_class(page), *_cells(page)):
        count = sum(len(page.by_key[key]) for key in keys)
        if 1 < len(keys) <= _MOST_KINDS and count >= _FEWEST:
            found[keys] = count
    yield from sorted(found, key=lambda keys: -found[keys])[:_MOST]


def _by_class(page: Outline) -> Iterator[frozenset[int]]:
    """Elements with the same parent, of the same name, with a class in common."""
    alike: dict[tuple[int, str, str], set[int]] = defaultdict(set)
    for key, (parent, name) in enumerate(page.steps):
        tag, *classes = name.split(".")
        if tag in _TAGS:
            for each in set(classes) - LAYOUT:
                alike[parent, tag, each].add(key)
    return map(frozenset, alike.values())


def _cells(page: Outline) -> Iterator[frozenset[int]]:
    """All cells of the rows of one table, where most cells link to something."""
    rows: dict[int, set[int]] = defaultdict(set)
    for key, (parent, name) in enumerate(page.steps):
        if name.startswith("td:"):
            rows[parent].add(key)
    return (keys for keys in map(frozenset, rows.values()) if len(keys) > 1 and _linked(page, keys))


def _linked(page: Outline, keys: frozenset[int]) -> bool:
    cells = [cell for key in keys for cell in page.by_key[key][:_LOOKED_AT]]
    linked = sum(any(node.tag == "a" for node in page.within(cell)) for cell in cells)
    return linked > 0.6 * len(cells)
