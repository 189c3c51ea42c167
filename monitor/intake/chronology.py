"""In which order releases that appear together came about. Pure."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import pairwise

from monitor.model.release import Document


def oldest_first(documents: Sequence[Document], timezone: str) -> list[int]:
    """The numbers of the documents, oldest first, by the dates that they give themselves.

    One without a date came with the dated one that stands before it, else after it. Within
    one day the order of the place decides, read in the direction that its dates run: newest
    first, unless they say otherwise.
    """
    dates = [d.published.starts_at(timezone) if d.published else None for d in documents]
    numbers: dict[str, list[int]] = {}
    for number, document in enumerate(documents):
        numbers.setdefault(document.place, []).append(number)
    keys: dict[int, tuple[bool, datetime | None, int]] = {}
    for of_place in numbers.values():
        of_place.sort(key=lambda n: documents[n].position)
        filled = _filled([dates[n] for n in of_place])
        step = 1 if _rise([dates[n] for n in of_place]) else -1
        for rank, (number, moment) in enumerate(zip(of_place, filled, strict=True)):
            keys[number] = (moment is not None, moment, step * rank)
    return sorted(range(len(documents)), key=_comparable(keys))


def _comparable(
    keys: dict[int, tuple[bool, datetime | None, int]],
) -> Callable[[int], tuple[bool, float, int, int]]:
    def key(number: int) -> tuple[bool, float, int, int]:
        dated, moment, rank = keys[number]
        return dated, moment.timestamp() if moment else 0.0, rank, number

    return key


def _filled(dates: Sequence[datetime | None]) -> list[datetime | None]:
    """Dates of one place, each gap closed by the date before it, else the first after it."""
    current = next((moment for moment in dates if moment), None)
    filled = []
    for moment in dates:
        current = moment or current
        filled.append(current)
    return filled


def rises(documents: Sequence[Document], timezone: str) -> bool:
    """Whether a list is written oldest first; not where no date says so."""
    return _rise([d.published.starts_at(timezone) if d.published else None for d in documents])


def _rise(dates: Sequence[datetime | None]) -> bool:
    given = [moment for moment in dates if moment]
    steps = [(later > earlier) - (later < earlier) for earlier, later in pairwise(given)]
    return sum(steps) > 0
