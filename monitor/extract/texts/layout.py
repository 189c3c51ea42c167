"""A file's units to its releases: where each begins and ends.

    blocks of fields ─▸ from block to block
    else headings with dates ─▸ from heading to heading
    else a boundary, separators or wide gaps ─▸ `chunks`
    else dates and their titles ─▸ from head to head
    what stands before the first head ─▸ leads, or a preamble; leads may also follow a text

No unit is lost: each belongs to one release, or to the preamble.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from monitor.extract.texts.chunks import Cut, divided
from monitor.extract.texts.heads import Head, dated_heads, titled_by_headings
from monitor.extract.texts.lists import without_lists
from monitor.extract.texts.units import FIELDS, LEADS, Kind, Unit
from monitor.extract.texts.within import leads_within
from monitor.text import width

_LONG_PARAGRAPH = 120
_WIDEST_GAP = 3
_HABIT = 2
_RUN = 3
_MANY = 2
"""So many times as many heads as chunks: what divides them stands in some of the releases only."""


def cuts(units: Sequence[Unit]) -> list[Cut]:
    """The releases of a file, in order."""
    if not units:
        return []
    if fields := [i for i, unit in enumerate(units) if unit.mark == FIELDS]:
        return _without_bare_dates(units, list(_from_fields(units, fields)))
    heads = dated_heads(units)
    found = None if titled_by_headings(units, heads) else divided(units)
    if found is None or len(found) * _MANY <= len(heads):
        heads = _evenly_set_off(units, heads)
        opening = _opening(units[: heads[0].start] if heads else units, alone=not heads)
        leads = sum(cut.title is None for cut in opening)
        least = 1 if leads >= _HABIT else _RUN
        found = [*opening, *_from_head_to_head(units, heads, least)]
    return without_lists(units, _without_bare_dates(units, found))


def _from_fields(units: Sequence[Unit], fields: list[int]) -> Iterator[Cut]:
    """A release begins with each block of fields."""
    yield from _opening(units[: fields[0]], alone=False)
    heads = [Head(i, i, i if units[i].said else _date_below(units, i)) for i in fields]
    yield from _from_head_to_head(units, heads, _RUN)


def _date_below(units: Sequence[Unit], title: int) -> int | None:
    below = title + 1
    return below if below < len(units) and units[below].kind is Kind.DATE else None


def _without_bare_dates(units: Sequence[Unit], found: list[Cut]) -> list[Cut]:
    """Date lines alone are no release: they belong to the one before."""
    kept: list[Cut] = []
    for cut in found:
        if any(unit.kind is not Kind.DATE for unit in units[cut.start : cut.end]):
            kept.append(cut)
        elif kept:
            kept[-1] = replace(kept[-1], end=cut.end)
    return kept


def _from_head_to_head(units: Sequence[Unit], heads: list[Head], least: int) -> Iterator[Cut]:
    """Full releases; at least so many leads that end one's text are releases of their own."""
    ends = [*(head.start for head in heads[1:]), len(units)]
    for head, end in zip(heads, ends, strict=bool(heads)):
        leads = _leads_at_end(units, head, end)
        own = end - leads >= least
        yield Cut(head.start, leads if own else end, head.title, head.date)
        yield from (Cut(i, i + 1, None, None) for i in range(leads, end) if own)


def _leads_at_end(units: Sequence[Unit], head: Head, end: int) -> int:
    """Where the leads begin that follow a release's own text; `end` if none do.

    A release may tell its story by dates: so there must be other text before them.
    """
    start = end
    while start > head.start and _is_news(units[start - 1]):
        start -= 1
    text = [i for i in range(head.start, start) if i not in {head.title, head.date}]
    return start if text else end


def _is_news(unit: Unit) -> bool:
    """Whether it is a lead of a day: `In April 2018` tells how things came."""
    return unit.kind is Kind.LEAD and unit.said is not None and unit.said.day is not None


def _evenly_set_off(units: Sequence[Unit], heads: list[Head]) -> list[Head]:
    """Heads without those that stand closer to the text above than nearly all others do."""
    inner = [units[head.start].distance for head in heads if head.start]
    for gap in range(_WIDEST_GAP, 0, -1):
        if inner and sum(distance >= gap for distance in inner) * 5 >= len(inner) * 4:
            return [h for h in heads if not h.start or units[h.start].distance >= gap]
    return heads


# ── what stands before the first head ──────────────────────────────────────────────────────


def _opening(units: Sequence[Unit], *, alone: bool) -> list[Cut]:
    """Leads before the first full release, or in a file that has none; else nothing."""
    if not alone and (found := divided(units)):
        return found
    end = len(units)
    leads = [i for i in range(end) if units[i].kind in LEADS]
    if not leads and alone:
        leads = leads_within(units)
    if not leads:
        return _undated(units, end, alone=alone)
    first = leads[0]
    titled = _titled(units, leads)
    if len(leads) * 5 >= (end - first) * 3 and len(titled) * 2 < len(leads):
        return _each_its_own(units, first, end)
    starts: list[tuple[int, int | None]] = [(i, i) for i in titled]
    starts = starts or [(i, None) for i in leads]
    ends = [start for start, _ in starts[1:]] + [end]
    found = [Cut(s, e, title, None) for (s, title), e in zip(starts, ends, strict=True)]
    above = units[: found[0].start]
    if alone and titled and all(unit.title_like for unit in above):
        return [Cut(0, found[0].end, 0, None), *found[1:]]  # a title of several lines
    return [*_undated(above, len(above), alone=False), *found]


def _titled(units: Sequence[Unit], leads: list[int]) -> list[int]:
    """Titles right above leads; where some lead is a dateline, only those above datelines."""
    titled = [i for i in leads if i and units[i - 1].title_like and units[i - 1].kind is Kind.TEXT]
    datelines = [i for i in titled if units[i].kind is Kind.DATELINE]
    return [i - 1 for i in datelines or titled]


def _each_its_own(units: Sequence[Unit], first: int, end: int) -> list[Cut]:
    """One release a paragraph; a short line among them belongs to the one before."""
    while first and not units[first - 1].title_like:
        first -= 1
    starts = [
        i
        for i in range(first, end)
        if i == first or not units[i].title_like or units[i].kind in LEADS
    ]
    return [Cut(s, e, None, None) for s, e in pairwise([*starts, end])]


def _undated(units: Sequence[Unit], end: int, *, alone: bool) -> list[Cut]:
    """A file, or its beginning, that names no date."""
    if not end:
        return []
    title = 0 if units[0].title_like and units[0].kind is Kind.TEXT else None
    if alone:
        return [Cut(0, end, title, None)]
    long = [not unit.title_like and width(unit.text) >= _LONG_PARAGRAPH for unit in units[:end]]
    if all(long):
        return [Cut(i, i + 1, None, None) for i in range(end)]
    if any(long) and not any(unit.mark for unit in units[:end]):
        return [Cut(0, end, title, None)]
    return []
