"""Releases that something divides: a separator line, or more blank lines than texts have inside.

Each possible boundary is tried over the whole file. The right one is that whose chunks carry
their dates in one and the same place; what it divides off without a date is then a release of
its own where it looks like one, else more text of the one before.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from monitor.extract.texts.titles import first_line
from monitor.extract.texts.units import LABEL, LEADS, Kind, Unit
from monitor.text import width

_WIDEST_GAP = 3
_LONGEST_PREAMBLE = 20
_SURE_SHARE = 0.8
_MOST_TITLE_LINES = 3
_LONG = 60


@dataclass(frozen=True, slots=True)
class Cut:
    """One release: units `start` up to `end` (not included), its title and its date."""

    start: int
    end: int
    title: int | None
    date: int | None


@dataclass(frozen=True, slots=True)
class Boundary:
    """What divides releases: a separator's sign, or at least so many blank lines."""

    sign: str
    gap: int

    def before(self, unit: Unit) -> bool:
        """Whether it stands before a unit."""
        return unit.separator == self.sign if self.sign else unit.distance >= self.gap


class Form(Enum):
    """Where a chunk has its date."""

    FIRST = "date, title, text"
    AFTER_TITLE = "title, date, text"
    BESIDE_TITLE = "title and date in one line"
    LEAD = "a paragraph that opens with it"
    DATELINE = "title, and a paragraph that opens with it"
    LAST = "title, text, date"


Chunk = tuple[int, int]
"""From which unit up to which (not included)."""


def divided(units: Sequence[Unit]) -> list[Cut] | None:
    """The releases between the file's boundaries; None where it has no boundary to go by."""
    best: tuple[float, Boundary] | None = None
    dated = max((_dated(units, _chunks(units, b)) for b in _boundaries(units)), default=0)
    for boundary in _boundaries(units):
        rating = _rating(units, _chunks(units, boundary), boundary, dated)
        if rating and (best is None or rating > best[0]):
            best = rating, boundary
    return list(_cuts(units, best[1])) if best else None


def _without_preamble(units: Sequence[Unit], chunks: list[Chunk]) -> list[Chunk]:
    """The chunks, the first without the lines that no other has above its date."""
    lines = [_lines_above_date(units, chunk) for chunk in chunks]
    others = [count for count in lines[1:] if count is not None]
    if lines[0] is None or len(others) * 2 < len(chunks) - 1 or not others:
        return chunks
    (start, end), most = chunks[0], max(others)
    if lines[0] <= most:
        return chunks
    begin = start + lines[0] - most
    return [(first_line(units, begin) if most else begin, end), *chunks[1:]]


def _lines_above_date(units: Sequence[Unit], chunk: Chunk) -> int | None:
    """How many lines stand above the date line of a chunk; None where it has none near its top."""
    start, end = chunk
    for index in range(start, min(end - 1, start + _LONGEST_PREAMBLE)):
        if units[index].kind is Kind.DATE and not units[index].edit_date:
            return index - start
        if not units[index].title_like and units[index].kind is not Kind.LINK:
            return None
    return None


def _boundaries(units: Sequence[Unit]) -> list[Boundary]:
    """Everything that may divide this file, the most telling first."""
    signs = sorted({unit.separator for unit in units[1:] if unit.separator})
    widest = max((min(unit.gap, _WIDEST_GAP) for unit in units[1:]), default=0)
    return [Boundary(sign, 0) for sign in signs] + [Boundary("", g) for g in range(widest, 0, -1)]


def _chunks(units: Sequence[Unit], boundary: Boundary) -> list[Chunk]:
    starts = [i for i, unit in enumerate(units) if not i or boundary.before(unit)]
    return list(pairwise([*starts, len(units)]))


def _dated(units: Sequence[Unit], chunks: list[Chunk]) -> int:
    return sum(form(units, chunk) is not None for chunk in chunks)


# ── where a chunk has its date ─────────────────────────────────────────────────────────────


def form(units: Sequence[Unit], chunk: Chunk) -> Form | None:
    """The place of a chunk's date; None if it has none where dates of releases stand."""
    start, end = chunk
    first = units[start]
    if first.kind is Kind.DATE:
        return Form.FIRST if end - start > 1 and not first.edit_date else None
    if (date := _date_under_title(units, chunk)) is not None:
        return Form.LAST if start + 1 < date == end - 1 else Form.AFTER_TITLE
    if first.kind is Kind.DATED_TITLE:
        return Form.BESIDE_TITLE
    if first.kind in LEADS:
        return Form.LEAD
    if units[end - 1].kind is Kind.DATE and not units[end - 1].edit_date:
        return Form.LAST
    return Form.DATELINE if _opens_with_date(units, chunk) else None


def _date_under_title(units: Sequence[Unit], chunk: Chunk) -> int | None:
    """The date line under the first line, or under a few that are like titles."""
    start, end = chunk
    for index in range(start + 1, min(end, start + 1 + _MOST_TITLE_LINES)):
        if units[index].kind is Kind.LINK:
            continue
        if units[index].kind is Kind.DATE and not units[index].edit_date:
            return index
        if not (units[start].title_like and units[index].title_like):
            return None
    return None


def _opens_with_date(units: Sequence[Unit], chunk: Chunk) -> bool:
    """Whether the first paragraph under a title opens with a date."""
    start, end = chunk
    for unit in units[start : min(end, start + 1 + _MOST_TITLE_LINES)]:
        if unit.kind in LEADS:
            return True
        if not unit.title_like:
            return False
    return False


# ── which boundary ─────────────────────────────────────────────────────────────────────────


def _rating(units: Sequence[Unit], chunks: list[Chunk], boundary: Boundary, dated: int) -> float:
    """How well a boundary explains the file's dates: up to 1, and 0 if it cannot be the one."""
    forms = [form(units, chunk) for chunk in chunks]
    if boundary.sign == LABEL and (Form.LAST in forms or _few(units, chunks)):
        return 0.0  # what ends its chunks is the head of a release
    if forms[0] is None and not whole(units, chunks[0]):
        forms, chunks = forms[1:], chunks[1:]  # a preamble
    found = Counter(kind for kind in forms if kind)
    if len(chunks) < 2:
        return 0.0
    if not found and (boundary.sign != LABEL or not dated):
        return _rating_without_dates(units, chunks, boundary)
    share, most = found.total() / len(chunks), max(found.values(), default=0)
    if boundary.sign == LABEL and share < _SURE_SHARE:
        return 0.0  # it stands within releases
    if most < 2 and share < 1 and not _begin_alike(units, chunks):
        return 0.0
    if not boundary.sign and not _divides(units, chunks, boundary, found):
        return 0.0
    return 2 * share * found.total() / (share * dated + found.total())


def _few(units: Sequence[Unit], chunks: list[Chunk]) -> bool:
    """Whether there are many more dates than chunks."""
    dated = sum(unit.kind in {Kind.DATE, Kind.DATED_TITLE} for unit in units)
    return dated * 2 > len(chunks) * 3


def _divides(
    units: Sequence[Unit], chunks: list[Chunk], boundary: Boundary, found: Counter[Form]
) -> bool:
    """Whether blank lines divide releases, and not the paragraphs of one."""
    share, most = found.total() / len(chunks), max(found.values())
    if boundary.gap == 1:
        if found[Form.LEAD] and len(found) > 1:
            return _hold_paragraphs(units, chunks)
        story = found[Form.DATELINE] and len(found) > 1
        return most * 5 >= len(chunks) * 4 and not story
    return share >= 0.5 or (share >= 0.3 and _begin_alike(units, chunks))


def _hold_paragraphs(units: Sequence[Unit], chunks: list[Chunk]) -> bool:
    """Whether paragraphs stand together in what blank lines divide: so it is releases, not they.

    A date and title that are set off from their text claim the chunks without a date below them.
    """
    compact = bare = explained = 0
    claims = False
    for chunk in chunks:
        kind = form(units, chunk)
        paragraphs = sum(_paragraph(unit) for unit in units[slice(*chunk)])
        explained += kind is not None or claims
        if kind is not None:
            claims = kind is not Form.LEAD and not paragraphs
            compact += kind is not Form.LEAD and paragraphs > 1
            bare += claims
    return compact > 0 and compact >= bare and explained * 5 >= len(chunks) * 4


def _rating_without_dates(units: Sequence[Unit], chunks: list[Chunk], boundary: Boundary) -> float:
    """Separators and wide gaps count where nearly all that follows looks like a beginning."""
    if not boundary.sign and boundary.gap < 2:
        return 0.0
    return 0.5 if _begin_alike(units, chunks) else 0.0


def _begin_alike(units: Sequence[Unit], chunks: list[Chunk]) -> bool:
    """Whether nearly every chunk has a date or a title with its text."""
    begins = sum(form(units, chunk) is not None or whole(units, chunk) for chunk in chunks)
    return begins * 5 >= len(chunks) * 4


def whole(units: Sequence[Unit], chunk: Chunk) -> bool:
    """A title and at least one paragraph."""
    start, end = chunk
    return units[start].title_like and any(_paragraph(unit) for unit in units[start + 1 : end])


def _paragraph(unit: Unit) -> bool:
    return not unit.title_like and not unit.mark and width(unit.text) >= _LONG


# ── cuts ───────────────────────────────────────────────────────────────────────────────────


def _cuts(units: Sequence[Unit], boundary: Boundary) -> Iterator[Cut]:
    """A release a chunk; a chunk that cannot be one belongs to the one before."""
    pending: Cut | None = None
    for chunk in _without_preamble(units, _chunks(units, boundary)):
        for cut in _releases(units, chunk, boundary):
            if pending and not boundary.sign and _goes_on(units, pending, cut):
                pending = Cut(pending.start, cut.end, pending.title, pending.date)
                continue
            if pending:
                yield pending
            pending = cut
    if pending:
        yield pending


def _goes_on(units: Sequence[Unit], before: Cut, cut: Cut) -> bool:
    """Whether what follows a gap is still the text of the release before it."""
    if cut.date is not None:
        return False
    if all(i in {before.title, before.date} for i in range(before.start, before.end)):
        return True
    return cut.title is None and units[cut.start].kind not in LEADS


def _releases(units: Sequence[Unit], chunk: Chunk, boundary: Boundary) -> Iterator[Cut]:
    """The release of one chunk, or its leads, one each; nothing for a preamble."""
    start, end = chunk
    match form(units, chunk):
        case Form.FIRST:
            yield Cut(start, end, title_under_date(units, start), start)
        case Form.AFTER_TITLE:
            yield Cut(start, end, start, _date_under_title(units, chunk))
        case Form.BESIDE_TITLE:
            yield Cut(start, end, start, start)
        case Form.LAST:
            yield Cut(start, end, start if units[start].title_like else None, end - 1)
        case Form.LEAD:
            yield from _leads(units, chunk)
        case Form.DATELINE:
            yield Cut(start, end, start, None)
        case None:
            yield from _undated(units, chunk, boundary)


def title_under_date(units: Sequence[Unit], date: int) -> int | None:
    """The title that follows a date line, and perhaps a line that tells the day of an edit."""
    title = date + 1
    if title < len(units) and units[title].edit_date:
        title += 1
    fits = title < len(units) and units[title].likeness >= 0
    return title if fits else None


def _leads(units: Sequence[Unit], chunk: Chunk) -> Iterator[Cut]:
    start, end = chunk
    dated = sum(unit.kind in LEADS for unit in units[start:end])
    if dated > 2 and dated * 5 >= (end - start) * 4:
        yield from (Cut(index, index + 1, None, None) for index in range(start, end))
    else:
        yield Cut(start, end, None, None)


def _undated(units: Sequence[Unit], chunk: Chunk, boundary: Boundary) -> Iterator[Cut]:
    start, end = chunk
    if not start and not whole(units, chunk):
        return
    titled = units[start].title_like and (bool(boundary.sign) or whole(units, chunk))
    yield Cut(start, end, start if titled else None, None)
