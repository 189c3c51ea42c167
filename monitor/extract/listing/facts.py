"""What a page says, found once and kept by place: its links, its dates, its pieces of text."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate, islice
from types import MappingProxyType
from typing import NamedTuple

from monitor.extract.dates.order import Order, ambiguous, customary, decided
from monitor.extract.dates.said import Said
from monitor.extract.dates.stamps import Stamp, attribute, in_address, stamps
from monitor.extract.listing.grid import spans
from monitor.extract.listing.links import Link, links
from monitor.extract.listing.model import Path, Slot
from monitor.extract.listing.outline import Node, Outline
from monitor.extract.listing.tags import HEADINGS, INLINE, JOINED

_ATTRIBUTES = {"time": "datetime", "meta": "content", "data": "value", "abbr": "title"}
_PIECES_OF_A_DATE = range(2, 7)
_LONGEST_BADGE = 40
_DAY_FIRST = re.compile(r"^(\d\d?) (20\d\d)[-./](\d\d?)$")
"""A large day over a small year and month, as pages in Chinese have it."""
_SENTENCES = 100
_MOST_UNSURE = 50
_BESIDE = 2
"""Leaves between a date and another one that may be the same, written out."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date at a place: the leaf it stands in, its element, and whether an attribute says it."""

    at: int
    node: int
    stamp: Stamp
    attribute: bool


class Piece(NamedTuple):
    """What a reader takes in at once: a heading, a link's text, a cell, a line."""

    node: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Parts:
    """A record taken apart: everything in it, by slot."""

    start: int
    end: int
    pieces: Mapping[Slot, Piece]
    links: Mapping[Slot, Link]
    dates: Mapping[Slot, Dated]


class Facts:
    """An outline with its links and dates, and their places for bisection."""

    def __init__(
        self,
        page: Outline,
        url: str,
        today: date,
        *,
        kept: Mapping[str, Order] = MappingProxyType({}),
        declared: frozenset[str] = frozenset(),
    ) -> None:
        self.page = page
        self.declared = declared
        self.url = url
        self.today = today
        self.links: Sequence[Link] = links(page, url)
        self.link_starts = [link.start for link in self.links]
        self.link_of = {link.node: link for link in self.links}
        self.dated: Sequence[Dated] = sorted(
            _dates(page, today), key=lambda found: (found.at, not found.attribute)
        )
        self.dated_at = [found.at for found in self.dated]
        self.usual = customary(page.language, url, page.text(0, 400))
        self.orders = decided(
            [found.stamp.said for found in self.dated],
            today,
            usual=self.usual,
            kept=kept,
            witnesses=self._witnesses(),
        )
        self.breaks = {node.start for node in page.nodes if node.tag == "br"}
        self.headings = sorted(node.start for node in page.nodes if node.tag in HEADINGS)
        self.prose = [0, *accumulate(_prose(leaf.text) for leaf in page.leaves)]
        self.sizes = [0, *accumulate(len(leaf.text) for leaf in page.leaves)]
        self.regions: dict[int, frozenset[str]] = {}
        self.parts: dict[tuple[int, int, int], Parts] = {}
        self._paths: dict[tuple[int, int], Path] = {}
        self._blocks: dict[int, int] = {}

    def links_in(self, start: int, end: int) -> Sequence[Link]:
        """The links that begin in an interval."""
        return self.links[bisect_left(self.link_starts, start) : bisect_left(self.link_starts, end)]

    def dates_in(self, start: int, end: int) -> Sequence[Dated]:
        """The dates that stand in an interval."""
        return self.dated[bisect_left(self.dated_at, start) : bisect_left(self.dated_at, end)]

    def size(self, start: int, end: int) -> int:
        """Characters of text in an interval."""
        return self.sizes[end] - self.sizes[start]

    @cached_property
    def spanned(self) -> Mapping[int, Dated]:
        """Rows, each with the date of a cell that began in a row above and spans it, too."""
        found: dict[int, Dated] = {}
        for cell in self.page.nodes:
            if cell.column >= 0 and "rowspan" in cell.element.attrib:
                dates = self.dates_in(cell.start, cell.end)
                for row in self._rows_after(cell) if dates else ():
                    found.setdefault(row, dates[0])
        return found

    def _rows_after(self, cell: Node) -> Iterator[int]:
        """The rows below its own that a cell spans."""
        index = self.page.nodes[cell.parent].after
        above = self.page.nodes[cell.parent].parent
        for _ in range(1, spans(cell.element)[0]):
            if index >= len(self.page.nodes) or self.page.nodes[index].parent != above:
                return
            yield index
            index = self.page.nodes[index].after

    def _witnesses(self) -> Iterator[tuple[Said, date]]:
        """Dates that could be read in two orders, each with a day that is said beside it."""
        unsure = (found for found in self.dated if ambiguous(found.stamp.said))
        for found in islice(unsure, _MOST_UNSURE):
            near = found.at - _BESIDE, found.at + _BESIDE + 1
            saids = [other.stamp.said for other in self.dates_in(*near)]
            saids += filter(None, (in_address(link.url) for link in self.links_in(*near)))
            for said in saids:
                if not said.numbers and said.year and said.day:
                    yield found.stamp.said, date(said.year, said.month, said.day)

    def pieces(self, start: int, end: int, most: int = 60) -> Iterator[Piece]:
        """The pieces of text of an interval, in order."""
        end = min(end, start + most)
        place = start
        while place < end:
            block = self._block(place)
            after = place + 1
            while after < end and after not in self.breaks and self._block(after) == block:
                after += 1
            if text := self.page.text(place, after):
                yield Piece(block, place, after, text)
            place = after

    def path(self, key: int, base: int) -> Path:
        """What the elements between a record (its `base`) and one in it are called. Remembered."""
        asked = key, base
        found = self._paths.get(asked)
        if found is None:
            names: list[str] = []
            while key not in (base, -1):
                key, name = self.page.steps[key]
                names.append(name)
            found = self._paths[asked] = tuple(reversed(names))
        return found

    def _block(self, leaf: int) -> int:
        """The element that a leaf belongs to for its reader: the heading, the link, the cell."""
        found = self._blocks.get(leaf)
        if found is None:
            found = self._blocks[leaf] = self._owner(self.page.nodes[self.page.leaves[leaf].node])
        return found

    def _owner(self, node: Node) -> int:
        page = self.page
        joined = node
        while joined.tag in JOINED and joined.parent >= 0 and "." not in page.steps[joined.key][1]:
            joined = page.nodes[joined.parent]
        outer = joined
        while outer.tag in INLINE and outer.parent >= 0:
            outer = page.nodes[outer.parent]
        return outer.index if outer.tag in HEADINGS or outer.tag == "a" else joined.index


def prose(page: Outline) -> int:
    """How many characters a page says in whole sentences."""
    return sum(_prose(leaf.text) for leaf in page.leaves)


def _prose(text: str) -> int:
    """The length of a text that only sentences are as long as."""
    return len(text) if len(text) >= _SENTENCES else 0


def _dates(page: Outline, today: date) -> Iterator[Dated]:
    whole: set[int] = set()
    for place, leaf in enumerate(page.leaves):
        for stamp in stamps(leaf.text, today):
            if stamp.said.year is not None:
                whole.add(place)
            yield Dated(place, leaf.node, stamp, attribute=False)
    for node in page.nodes:
        if node.tag in _ATTRIBUTES or "property" in node.element.attrib:
            yield from _said_by_attribute(node)
        elif node.tag == "img":
            yield from _drawn(node, today)
        elif node.end - node.start in _PIECES_OF_A_DATE and node.tag != "a":
            yield from _badge(page, node, whole, today)


def _said_by_attribute(node: Node) -> Iterator[Dated]:
    value = node.element.get(_ATTRIBUTES.get(node.tag, "content")) or node.element.get("content")
    if value and any(c.isdigit() for c in value) and (said := attribute(value)):
        yield Dated(node.start, node.index, Stamp(said, 1.0), attribute=True)


def _drawn(node: Node, today: date) -> Iterator[Dated]:
    """A date that is a picture: what stands in for it says nothing else."""
    for stamp in stamps((node.element.get("alt") or "")[:_LONGEST_BADGE], today)[:1]:
        if stamp.fills > 0.8 and stamp.said.day is not None:
            yield Dated(node.start, node.index, stamp, attribute=True)


def _badge(page: Outline, node: Node, whole: set[int], today: date) -> Iterator[Dated]:
    """A date whose day, month and year are elements of their own."""
    if any(place in whole for place in range(node.start, node.end)):
        return
    text = _DAY_FIRST.sub(r"\2-\3-\1", page.text(node.start, node.end))
    if len(text) <= _LONGEST_BADGE:
        for stamp in stamps(text, today)[:1]:
            if stamp.fills > 0.8 and stamp.said.day is not None:
                whole.update(range(node.start, node.end))
                yield Dated(node.start, node.index, stamp, attribute=False)
