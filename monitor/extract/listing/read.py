"""Records and fields -> readings: what each record says, and the dates settled over all of them."""

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice

from monitor.extract.dates.conclude import Claim, published
from monitor.extract.dates.order import ambiguous, ordered
from monitor.extract.dates.said import Said
from monitor.extract.dates.stamps import in_address, year_alone
from monitor.extract.listing.facts import Dated, Facts, Parts, Piece
from monitor.extract.listing.links import Link
from monitor.extract.listing.model import Fields
from monitor.extract.listing.parts import take_apart
from monitor.extract.listing.records import Record
from monitor.extract.listing.summary import summary
from monitor.extract.listing.tags import HEADING_LIKE, HEADINGS
from monitor.extract.listing.words import GENERIC
from monitor.model.published import Published

_DRESSING = " \t-–—:|•·,;»›>*\u200b\ufeff"
_FOR_LISTENERS = re.compile(
    r"\s*\((?:opens?|link (?:is|opens)|external|öffnet|s.ouvre|ouvre|se abre|abre|si apre|opent)"
    r"\b[^()]{0,60}\)$",
    re.IGNORECASE,
)
_ALONE = 0.6
_DAY_ALONE = re.compile(r"\W*([1-9]|0[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\W*")
LONGEST_TITLE = 300
_AHEAD = timedelta(days=3 * 365)
_RIGHT_ABOVE = 4
REACH = 42
"""Leaves before the first record in which a heading may still date it."""
_NEAR = 14


@dataclass(frozen=True, slots=True)
class Reading:
    """What one record says.

    `said` is its date as it is written, `own` that it stands in the record, not above it or in its
    address; `titled` and `linked` that they stand in the usual slots.
    """

    record: Record
    title: str
    link: Link | None
    dated: Dated | None
    said: Said | None
    published: Published | None
    summary: str
    titled: bool
    own: bool
    linked: bool
    group: int = 0


def readings(
    facts: Facts, records: Sequence[Record], fields: Fields, *, events: bool = False
) -> list[Reading]:
    """All records read by these fields; those that say nothing are left out."""
    found = [_reading(facts, record, fields) for record in records]
    found = [r for r in found if r.title or r.link or r.dated]
    if not found:
        return []
    return _settled(facts, _with_groups(facts, found), events)


def _reading(facts: Facts, record: Record, fields: Fields) -> Reading:
    parts = take_apart(facts, record)
    link = _link(parts, fields)
    title, titled = _title(facts, parts, fields, link)
    dated = _dated(parts, fields)
    said = dated.stamp.said if dated else None
    return Reading(
        record, title[:LONGEST_TITLE], link, dated, said, None, summary(facts, parts, title),
        titled, said is not None, bool(fields.links) and link is parts.links.get(fields.links[0]),
    )  # fmt: skip


def _link(parts: Parts, fields: Fields) -> Link | None:
    """The best slot's link; else any that does not lead beside the release."""
    known = [parts.links[slot] for slot in fields.links if slot in parts.links]
    others = [link for link in parts.links.values() if not link.same]
    return next((link for link in known + others if not link.side), known[0] if known else None)


def _dated(parts: Parts, fields: Fields) -> Dated | None:
    """The best slot's date; else one that stands alone."""
    known = [parts.dates[slot] for slot in fields.dates if slot in parts.dates]
    others = [dated for dated in parts.dates.values() if dated.stamp.fills > _ALONE]
    return next((dated for dated in known + others if not dated.stamp.aside), None)


def typical(found: list[Reading]) -> list[Reading]:
    """Without what only stands among the records: a table's head, a link back, an advertisement.

    A reading stays that has more than half of what most have: the usual title, link, date, and
    a document. One with a title and a date of its own stays in any case, unless all others are
    documents.
    """
    found = _without_second_rows(found)
    usual = [sign for sign in _SIGNS if sum(map(sign, found)) >= _USUAL * len(found)]
    documents, dates = _is_document in usual, _has_own_date in usual
    return [r for r in found if _stays(r, usual, documents=documents, dates=dates)]


def _without_second_rows(found: list[Reading]) -> list[Reading]:
    """Each record with the row under it that only says more, where most have such a row."""
    bare = [not reading.link and not reading.own for reading in found]
    seconds = [i for i in range(1, len(found)) if bare[i] and not bare[i - 1]]
    if len(seconds) * 3 < len(found) or len(seconds) < 0.8 * sum(bare):
        return found
    more = {i - 1: found[i].title for i in seconds}
    return [
        replace(reading, summary=more.get(i) or reading.summary)
        for i, reading in enumerate(found)
        if i not in seconds
    ]


def _stays(
    reading: Reading, usual: Sequence[Callable[[Reading], bool]], *, documents: bool, dates: bool
) -> bool:
    other = documents and reading.link is not None and not reading.link.document
    if reading.own and reading.title and not other:
        return True
    has = sum(sign(reading) for sign in usual)
    return 2 * has > len(usual) or (2 * has == len(usual) and not dates)


def _is_titled(reading: Reading) -> bool:
    return reading.titled


def _is_linked(reading: Reading) -> bool:
    return reading.linked


def _has_own_date(reading: Reading) -> bool:
    return reading.own


def _is_document(reading: Reading) -> bool:
    return reading.link is not None and reading.link.document


_SIGNS = (_is_titled, _is_linked, _has_own_date, _is_document)
_USUAL = 0.7


def _title(facts: Facts, parts: Parts, fields: Fields, link: Link | None) -> tuple[str, bool]:
    """The best slot's text that names something, else a heading's, else the link's; whether it was
    the best's."""
    best = [parts.pieces[slot] for slot in fields.titles[:1] if slot in parts.pieces]
    linked = [p for p in parts.pieces.values() if link and link.start <= p.start < link.end]
    others = [parts.pieces[slot] for slot in fields.titles[1:] if slot in parts.pieces]
    headings = [] if best else [p for p in parts.pieces.values() if _in_heading(facts, p)]
    for piece in best + headings + linked + others:
        text = _FOR_LISTENERS.sub("", piece.text).strip(_DRESSING)
        if text and not GENERIC.fullmatch(text[:80]):
            return text, piece in best
    return "", False


def _in_heading(facts: Facts, piece: Piece) -> bool:
    return any(node.tag in HEADINGS for node in islice(facts.page.ancestors(piece.node), 3))


# ── dates that stand above their records ───────────────────────────────────────────────────


def _with_groups(facts: Facts, found: list[Reading]) -> list[Reading]:
    """Undated records with the date of the heading above, year-less ones with its year."""
    found = [_spanned(facts, r) for r in found]
    undated = [r for r in found if r.said is None]
    yearless = [r for r in found if r.said is not None and r.said.year is None]
    if len(undated) * 2 > len(found):
        above = _above(facts, found)
        found = [_under(facts, r, above) for r in found]
    if yearless:
        years = list(_years_above(facts, found))
        found = [_in_year(r, years) for r in found]
    if sum(r.said is None for r in found) * 2 > len(found):
        found = [_by_address(r) for r in found]
    return found


def _spanned(facts: Facts, reading: Reading) -> Reading:
    """A row with the date of the cell that spans it, if it has none."""
    dated = facts.spanned.get(reading.record.node) if reading.said is None else None
    return replace(reading, dated=dated, said=dated.stamp.said, own=True) if dated else reading


def _above(facts: Facts, found: Sequence[Reading]) -> list[tuple[int, Said]]:
    """Dates between the records, and just before the first, that are set like headings.

    A single one counts where it stands right above the records.
    """
    starts = [r.record.start for r in found]
    above = []
    for dated in facts.dates_in(max(0, starts[0] - _NEAR), found[-1].record.end):
        place = bisect_left(starts, dated.at + 1) - 1
        if place >= 0 and dated.at < found[place].record.end:
            continue
        if _heads(facts, dated):
            above.append((dated.at, dated.stamp.said))
    between = sum(at > starts[0] for at, _ in above)
    return above if between or (above and starts[0] - above[-1][0] <= _RIGHT_ABOVE) else []


def _heads(facts: Facts, dated: Dated) -> bool:
    """Whether a date is set like a heading."""
    if dated.stamp.aside or dated.stamp.relative or len(facts.page.leaves[dated.at].text) > 120:
        return False
    if dated.stamp.fills > _ALONE:
        return True
    around = islice(facts.page.ancestors(dated.node), 3)
    return dated.stamp.fills > 0.2 and any(node.tag in HEADING_LIKE for node in around)


def _under(facts: Facts, reading: Reading, above: Sequence[tuple[int, Said]]) -> Reading:
    if reading.said is not None:
        return reading
    at = bisect_left([place for place, _ in above], reading.record.start)
    return (
        replace(reading, said=_on_day(facts, reading.record, above[at - 1][1])) if at else reading
    )


def _on_day(facts: Facts, record: Record, said: Said) -> Said:
    """The date above a record; if it is a month, with the day that the record begins with."""
    first = next(
        (leaf.text for leaf in facts.page.leaves[record.start : record.end] if leaf.text), ""
    )
    day = _DAY_ALONE.fullmatch(first)
    if said.day is not None or day is None or said.year is None:
        return said
    fits = int(day[1]) <= monthrange(said.year, said.month)[1]
    return replace(said, day=int(day[1])) if fits else said


def _years_above(facts: Facts, found: Sequence[Reading]) -> Iterator[tuple[int, int]]:
    """Years that headings around the records are about."""
    first = max(0, found[0].record.start - REACH)
    for at in range(first, found[-1].record.end):
        year = year_alone(facts.page.leaves[at].text)
        if year:
            yield at, year


def _in_year(reading: Reading, years: Sequence[tuple[int, int]]) -> Reading:
    said = reading.said
    if said is None or said.year is not None:
        return reading
    at = bisect_left([place for place, _ in years], reading.record.start + 1)
    if not at:
        return reading
    return replace(reading, said=replace(said, year=years[at - 1][1], weekday=None))


def _by_address(reading: Reading) -> Reading:
    if reading.said is not None or reading.link is None:
        return reading
    said = in_address(reading.link.url)
    return replace(reading, said=said) if said and said.day is not None else reading


# ── what the dates mean ────────────────────────────────────────────────────────────────────


def _settled(facts: Facts, found: list[Reading], events: bool) -> list[Reading]:
    """The missing years concluded from the other records; the order of numbers, from the page."""
    claims = [Claim(_ordered(facts, r.said)) for r in found]
    until = facts.today + _AHEAD if events else facts.today
    dates = published(claims, until, english=facts.usual.month_first)
    return [
        replace(reading, published=_marked(facts, reading, day)) if day else reading
        for reading, day in zip(found, dates, strict=True)
    ]


def _ordered(facts: Facts, said: Said | None) -> Said | None:
    if said is None or said.numbers is None:
        return said
    return replace(ordered(said, facts.orders[said.numbers[2]].month_first), numbers=None)


def _marked(facts: Facts, reading: Reading, day: Published) -> Published:
    """Counted from the visit, or with numbers whose order nothing on the page shows: concluded."""
    counted = reading.dated is not None and reading.dated.stamp.relative
    said = reading.said
    unsure = said and said.numbers and ambiguous(said) and not facts.orders[said.numbers[2]].read
    return replace(day, inferred=True) if counted or unsure else day
