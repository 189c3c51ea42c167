"""Positions that keep an order while as few as possible of them change.

Only the order of positions means anything. New items get numbers between or beside those of
their neighbours, so that an item on top of a list of 100,000 writes one row, not 100,000.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

STRIDE = 256
"""Between neighbours that are numbered for the first time: room for eight later halvings."""


def renumber(kept: Sequence[int | None]) -> list[int]:
    """A strictly rising number for each item: the kept one where it can stay.

    `kept` has each item's number so far, None for a new one, in the order that now holds.
    """
    stays = longest_rising(kept)
    anchors = [-1, *stays, len(kept)]
    numbers: list[int] = []
    for before, after in pairwise(anchors):
        low = kept[before] if before >= 0 else None
        high = kept[after] if after < len(kept) else None
        between = _between(low, high, after - before - 1)
        if between is None:
            return [index * STRIDE for index in range(len(kept))]
        numbers.extend(between)
        if high is not None:
            numbers.append(high)
    return numbers


def _between(low: int | None, high: int | None, count: int) -> list[int] | None:
    """`count` rising numbers above `low` and below `high`; None if there is no room."""
    if high is None:
        start = 0 if low is None else low + STRIDE
        return [start + index * STRIDE for index in range(count)]
    if low is None:
        return [high - (count - index) * STRIDE for index in range(count)]
    if high - low <= count:
        return None
    return [low + (index + 1) * (high - low) // (count + 1) for index in range(count)]


def longest_rising(kept: Sequence[int | None]) -> list[int]:
    """Indices of the most items whose numbers rise already (patience sorting, n log n)."""
    tops: list[int] = []
    ends: list[int] = []
    previous: list[int] = [-1] * len(kept)
    for index, number in enumerate(kept):
        if number is None:
            continue
        pile = bisect_left(tops, number)
        previous[index] = ends[pile - 1] if pile else -1
        tops[pile : pile + 1] = [number]
        ends[pile : pile + 1] = [index]
    chain: list[int] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(index)
        index = previous[index]
    return chain[::-1]
