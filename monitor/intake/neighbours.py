"""Items and releases that stand between the same neighbours, and say mostly the same. Pure.

An edit may change the title and the date, and so everything that a release is known by, but
hardly ever its neighbours at the same time. So what is still open is looked at gap by gap.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from monitor.diff import document
from monitor.intake.identify import Item, by_place
from monitor.intake.links import Links
from monitor.intake.scope import Scope
from monitor.model.release import Known
from monitor.text import similarity

ENOUGH = 0.5
"""Share of words in common above which the text between the same neighbours is the same one."""

WINDOW = 3
"""In a long gap an item is compared with this many releases on either side of its own place."""

FEW = 400
"""Up to so many pairs, every item of a gap is compared with every release in it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Open items between two neighbours, and the open releases that stood there."""

    items: tuple[int, ...]
    known: tuple[Known, ...]


def gaps(items: Sequence[Item], free: Iterable[Known], links: Links, scope: Scope) -> Iterator[Gap]:
    """The open items of each place, run by run, with the open releases of the same stretch."""
    left = {one.id for one in free} - links.taken
    if not left or len(links.found) == len(items):
        return
    orders = _orders([*links.found.values(), *(one for one in free if one.id in left)], scope)
    for place, numbers in by_place(items):
        order = orders.get(place, [])
        rank = {one.id: at for at, one in reversed(list(enumerate(order)))}
        ranks = [rank.get(links.found[n].id) if n in links.found else None for n in numbers]
        before = _carried(ranks, -1)
        after = _carried(ranks[::-1], len(order))[::-1]
        for start, end in _runs([n in links.found for n in numbers]):
            stretch = _stretch(order, before[start], after[end - 1], end - start + FEW, left)
            if stretch:
                yield Gap(tuple(numbers[start:end]), stretch)


def _orders(known: Iterable[Known], scope: Scope) -> dict[str, list[Known]]:
    """The releases of each part of the visit, in the order in which they stood there."""
    spots: dict[str, list[tuple[int, str, Known]]] = {}
    for one in known:
        for place, position in one.places.items():
            if part := scope.part(place):
                spots.setdefault(part, []).append((position, one.id, one))
    return {part: [one for _, _, one in sorted(rows)] for part, rows in spots.items()}


def _runs(closed: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Stretches [start, end) of what is not closed."""
    start = 0
    for shut, group in groupby(closed):
        end = start + sum(1 for _ in group)
        if not shut:
            yield start, end
        start = end


def _carried(ranks: Iterable[int | None], rank: int) -> list[int]:
    """The nearest rank up to each spot; `rank` where there is none yet."""
    carried = []
    for given in ranks:
        rank = rank if given is None else given
        carried.append(rank)
    return carried


def _stretch(
    order: Sequence[Known], before: int, after: int, most: int, left: Container[str]
) -> tuple[Known, ...]:
    """What stood open right after the one neighbour, or right before the other."""

    def is_open(one: Known) -> bool:
        return one.id in left

    below = range(before + 1, min(before + 1 + most, len(order)))
    above = range(after - 1, max(after - 1 - most, -1), -1)
    near_first = list(takewhile(is_open, (order[at] for at in below)))
    near_last = list(takewhile(is_open, (order[at] for at in above)))
    return tuple({one.id: one for one in [*near_first, *reversed(near_last)]}.values())


def near(
    found: Mapping[int, Known],
    gaps: Iterable[Gap],
    items: Sequence[Item],
    texts: Mapping[str, tuple[str, str]],
) -> Mapping[int, Known]:
    """What was `found`, and the items and releases in the gaps that are mostly the same.

    `texts` has (title, text) of the releases in the gaps.
    """
    links = Links(items)
    for number, known in found.items():
        links.link(number, known)
    for gap in gaps:
        for _, number, one in sorted(_likely(gap, items, texts), key=lambda p: (p[0], p[1])):
            if number not in links.found and one.id not in links.taken:
                links.link(number, one)
    return links.found


def _likely(
    gap: Gap, items: Sequence[Item], texts: Mapping[str, tuple[str, str]]
) -> Iterator[tuple[tuple[float, int], int, Known]]:
    """Pairs of a gap that are similar enough: the likeliest have the lowest first value."""
    for row, number in enumerate(gap.items):
        said = items[number].seen.document
        now = document(said.title, said.text)
        for column in _columns(row, len(gap.items), len(gap.known)):
            one = gap.known[column]
            share = similarity(document(*texts[one.id]), now) if one.id in texts else 0.0
            if share >= ENOUGH:
                yield (-share, abs(row - column)), number, one


def _columns(row: int, rows: int, columns: int) -> Iterable[int]:
    """Which releases of a gap an item is compared with: all of few, its own spot's of many."""
    if rows * columns <= FEW:
        return range(columns)
    spots = {row, columns - rows + row}
    near = {spot + step for spot in spots for step in range(-WINDOW, WINDOW + 1)}
    return sorted(spot for spot in near if 0 <= spot < columns)
