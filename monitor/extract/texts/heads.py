"""The heads of releases: which units are titles with dates, by the file's own habit.

A file keeps to one order (title, date, text; or date, title, text; or the date last), to one
way of setting titles off, and to one place for dates. So each is decided once, over the whole
file, and a date that stands otherwise is part of somebody's text.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from monitor.extract.texts.chunks import title_under_date
from monitor.extract.texts.titles import first_line
from monitor.extract.texts.units import LEADS, Kind, Unit

_HIGHEST_TITLE = 3
_HEADINGS = frozenset("#=~")
_BEYOND = 9
_TITLE_AND_TEXT = 2
_AT_START = 2


@dataclass(frozen=True, slots=True)
class Head:
    """Indices of units: where a release begins, its title, its date."""

    start: int
    title: int | None
    date: int | None


class Order(Enum):
    """Where the date line of a release stands."""

    AFTER_TITLE = 1
    BEFORE_TITLE = 2
    AT_END = 3


def dated_heads(units: Sequence[Unit]) -> list[Head]:
    """The heads that carry a date, and those that are set off just as they are."""
    dates = [i for i, unit in enumerate(units) if unit.kind is Kind.DATE and not unit.edit_date]
    titles = _dated_titles(units)
    if _beside_titles(titles, dates):
        heads = [Head(i, i, i) for i in titles]
    else:
        heads = _around_dates(units, dates)
    return _with_equal_marks(units, heads)


def _beside_titles(titles: list[int], dates: list[int]) -> bool:
    """Whether this file's dates stand in the line of the title: more do, or the first does."""
    if len(titles) != len(dates) or not titles:
        return len(titles) > len(dates)
    return titles[0] + 1 < dates[0]


def _dated_titles(units: Sequence[Unit]) -> list[int]:
    """The dated titles that are set off in the way that most are; headings before all others."""
    marks = Counter(unit.mark for unit in units if unit.kind is Kind.DATED_TITLE)
    if not marks:
        return []
    best = max(marks, key=lambda mark: (mark.startswith("#"), marks[mark]))
    return [i for i, unit in enumerate(units) if unit.title and unit.mark == best]


# ── date lines ─────────────────────────────────────────────────────────────────────────────


def _around_dates(units: Sequence[Unit], dates: list[int]) -> list[Head]:
    if not dates:
        return []
    order = _order(units, dates)
    if order is Order.AT_END:
        begins = [0, *(date + 1 for date in dates if date + 1 < len(units))]
        return [
            Head(start, start if units[start].title_like else None, date)
            for start, date in zip(begins, dates, strict=False)
            if start < date
        ]
    if order is Order.BEFORE_TITLE:
        return [head for date in dates if (head := _date_then_title(units, date))]
    return _titles_then_dates(units, dates)


def _order(units: Sequence[Unit], dates: list[int]) -> Order:
    """Votes of all date lines: which neighbour looks like a title, which side is closer."""
    if _end_texts(units, dates):
        return Order.AT_END
    above, below = [date - 1 for date in dates if date], [date + 1 for date in dates]
    if (said := _says_the_same(units, above)) != _says_the_same(units, below):
        return Order.BEFORE_TITLE if said else Order.AFTER_TITLE
    after, before = _votes(units, dates)
    return Order.BEFORE_TITLE if before > after else Order.AFTER_TITLE


def _votes(units: Sequence[Unit], dates: list[int]) -> tuple[int, int]:
    """For titles above their dates, and for titles below them."""
    after, before = 0, 2 * (dates[0] == 0)
    for date in dates:
        above, below = _distance(units, date), _distance(units, date + 1)
        over = _distance(units, date - 1) if date > 1 or len(dates) == 1 else 0
        after += _title_votes(units, date - 1) + 2 * (above < below or over > above)
        before += _title_votes(units, date + 1) + 2 * (below < above)
    return after, before


def _end_texts(units: Sequence[Unit], dates: list[int]) -> bool:
    """Whether dates stand at the end of texts: so does the last one, and a text is above it.

    What stands right above may be a signature; then a title follows each of the other dates.
    """
    if dates[-1] != len(units) - 1:
        return False
    above = [unit for unit in units[: dates[0]] if _is_text(unit)]
    if above and all(unit.kind in LEADS for unit in above):
        return False
    titled = sum(units[date - 1].likeness > 1 for date in dates if date)
    if above and (titled * 2 < len(dates) or len(dates) == 1):
        return True
    return (
        len(dates) > 1
        and dates[0] > 1
        and all(
            units[date + 1].title_like and following - date > _TITLE_AND_TEXT
            for date, following in pairwise(dates)
        )
    )


def _is_text(unit: Unit) -> bool:
    return not unit.title_like and unit.kind not in {Kind.DATE, Kind.LINK}


def _says_the_same(units: Sequence[Unit], places: list[int]) -> bool:
    """Whether what looks like titles in these places tells no release from another."""
    said = [units[i].text for i in places if i < len(units) and units[i].title_like]
    return len(said) > 1 and len(said) * 2 > len(places) and len(set(said)) * 2 <= len(said)


def _title_votes(units: Sequence[Unit], index: int) -> int:
    """How much speaks for a title there."""
    if not 0 <= index < len(units):
        return 0
    return (units[index].likeness >= 0) + (units[index].mark[:1] in _HEADINGS)


def _distance(units: Sequence[Unit], index: int) -> int:
    """How far a unit is set off from the one above it."""
    if index <= 0:
        return _AT_START
    if index >= len(units):
        return _BEYOND
    return units[index].distance


def _date_then_title(units: Sequence[Unit], date: int) -> Head | None:
    below = date + 1
    if below < len(units) and units[below].edit_date:
        below += 1
    if below == len(units) or units[below].kind is Kind.DATE:
        return None
    if date and _distance(units, below) > _distance(units, date):
        return None  # it ends the text above
    return Head(date, title_under_date(units, date), date)


def _titles_then_dates(units: Sequence[Unit], dates: list[int]) -> list[Head]:
    """Each date with its title above, of several lines where the file's titles have several."""
    least = _least_likeness(units, dates)
    above = {date: _line_above(units, date) for date in dates if _line_above(units, date) >= 0}
    titles = [(line, date) for date, line in above.items() if _may_be_title(units, line, least)]
    tops = [_top(units, title) for title, _ in titles]
    inner = [title > top for (title, _), top in zip(titles, tops, strict=True) if top]
    if inner and not all(inner):
        tops = [top or title for (title, _), top in zip(titles, tops, strict=True)]
    tops = [first_line(units, top) for top in tops]
    return [Head(top, top, date) for (_, date), top in zip(titles, tops, strict=True)]


def _line_above(units: Sequence[Unit], date: int) -> int:
    """The line above a date; a link between them is passed over."""
    line = date - 1
    while line > 0 and units[line].kind is Kind.LINK:
        line -= 1
    return line


def _top(units: Sequence[Unit], title: int) -> int:
    """The first line of a title of several: a heading, or one that is set off, close above."""
    for higher in range(title, max(-1, title - _HIGHEST_TITLE), -1):
        if not units[higher].title_like or units[higher].kind in LEADS:
            break
        if units[higher].mark[:1] in _HEADINGS or _distance(units, higher) > 0:
            return higher
    return title


def _least_likeness(units: Sequence[Unit], dates: list[int]) -> int:
    """0 where titles are written like short sentences, with a full stop; else 1."""
    above = [units[_line_above(units, date)].likeness for date in dates if date]
    sentences = sum(likeness >= 0 for likeness in above)
    return 0 if sentences * 5 >= len(above) * 4 > sum(score > 0 for score in above) * 5 else 1


def _may_be_title(units: Sequence[Unit], index: int, least: int) -> bool:
    """A line like a title; one like a sentence only where it stands apart, or opens the file."""
    if index == 0 and units[index].kind is Kind.TEXT:
        return True
    apart = _distance(units, index) > _distance(units, index + 1)
    return units[index].likeness >= (0 if apart else least)


# ── marks ──────────────────────────────────────────────────────────────────────────────────


def _with_equal_marks(units: Sequence[Unit], heads: list[Head]) -> list[Head]:
    """Where titles are headings: only those of their level, and the undated ones of it too."""
    mark = _heading_mark(units, heads)
    if not mark:
        return heads
    dated = {head.title: head for head in heads if _mark(units, head) == mark}
    return [dated.get(i) or Head(i, i, None) for i, unit in enumerate(units) if unit.mark == mark]


def titled_by_headings(units: Sequence[Unit], heads: list[Head]) -> bool:
    """Whether headings alone tell where releases begin."""
    return bool(heads) and all(_mark(units, head)[:1] in _HEADINGS for head in heads)


def _mark(units: Sequence[Unit], head: Head) -> str:
    return units[head.title].mark if head.title is not None else ""


def _heading_mark(units: Sequence[Unit], heads: list[Head]) -> str:
    """The mark of titles, if titles are headings."""
    if heads:
        marks = Counter(_mark(units, head) for head in heads)
        mark, count = marks.most_common(1)[0]
        return mark if mark[:1] in _HEADINGS and count * 2 > len(heads) else ""
    marks = Counter(unit.mark for unit in units if unit.mark[:1] in _HEADINGS)
    repeated = sorted(mark for mark, count in marks.items() if count > 1)
    if not repeated or _one_document(units):
        return min(marks, default="")
    return repeated[0]


def _one_document(units: Sequence[Unit]) -> bool:
    """A single top heading with text under it, before any other heading."""
    return bool(units[0].mark.startswith("#")) and len(units) > 1 and not units[1].mark
