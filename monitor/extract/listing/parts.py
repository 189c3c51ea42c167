"""A record taken apart: everything in it, each thing under its slot."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from monitor.extract.listing.facts import Facts, Parts
from monitor.extract.listing.model import Slot
from monitor.extract.listing.records import Record

MOST_SLOTS = 6
"""Slots that are kept for a field: the best, and those to fall back to."""
_MOST_OF_A_KIND = 5
_RARE = 0.25
_LATER = 0.05
_AS_MANY = 0.8
T = TypeVar("T")


def take_apart(facts: Facts, record: Record) -> Parts:
    """What stands in a record, each thing under its slot. Remembered: it is asked for again."""
    span = record.start, record.end, record.base
    parts = facts.parts.get(span)
    if parts is None:
        parts = facts.parts[span] = _taken_apart(facts, record)
    return parts


def _taken_apart(facts: Facts, record: Record) -> Parts:
    nodes, start, end = facts.page.nodes, record.start, record.end

    def slot(node: int, *, attribute: bool = False) -> Slot:
        return Slot(facts.path(nodes[node].key, record.base), 0, attribute)

    return Parts(
        start,
        end,
        _numbered((slot(piece.node), piece) for piece in facts.pieces(start, end)),
        _numbered((slot(link.node), link) for link in facts.links_in(start, end)),
        _numbered((slot(d.node, attribute=d.attribute), d) for d in facts.dates_in(start, end)),
    )


def _numbered(found: Iterable[tuple[Slot, T]]) -> dict[Slot, T]:
    """Each thing under its slot, where the same slot comes again by number, a few times."""
    again: dict[Slot, int] = {}
    numbered: dict[Slot, T] = {}
    for slot, value in found:
        if slot not in numbered:
            numbered[slot] = value
            continue
        number = again[slot] = again.get(slot, 0) + 1
        if number < _MOST_OF_A_KIND:
            numbered[Slot(slot.path, number, slot.attribute)] = value
    return numbered


def gathered(parts: Sequence[Mapping[Slot, T]]) -> dict[Slot, list[T]]:
    """What stands in each slot, without slots that only few records have."""
    found: dict[Slot, list[T]] = defaultdict(list)
    for part in parts:
        for slot, value in part.items():
            found[slot].append(value)
    least = min(len(parts) * _RARE, max(map(len, found.values()), default=0))
    return {slot: values for slot, values in found.items() if len(values) >= least}


def best(scored: Mapping[Slot, float], found: Mapping[Slot, Sequence[T]]) -> tuple[Slot, ...]:
    """The slots that speak for themselves, best first; of lists within the records, their first."""
    fair = {slot: min(score, _most(slot, scored, found)) for slot, score in scored.items()}
    ordered = sorted(fair, key=lambda slot: -fair[slot])
    return tuple(slot for slot in ordered if fair[slot] > 0)[:MOST_SLOTS]


def _most(slot: Slot, scored: Mapping[Slot, float], found: Mapping[Slot, Sequence[T]]) -> float:
    """The most that a slot may count: a list's later members, which not all records have, less
    than its first. Where all have as many, they are columns, each with its own meaning."""
    first = slot._replace(number=0)
    if first not in scored or len(found[slot]) > _AS_MANY * len(found[first]):
        return math.inf
    return scored[first] - _LATER * slot.number
