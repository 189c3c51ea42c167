"""Which of the weighed groups are the page's releases: the best, its finer parts, and its like."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from monitor.extract.listing.candidates import Candidate, build
from monitor.extract.listing.links import form
from monitor.extract.listing.outline import Outline
from monitor.extract.listing.records import Record
from monitor.extract.listing.score import WEIGHTS

_FINER = 4.5
"""How much less likely the finer of two groups may look."""
_AS_LIKELY = 0.5
_LIKE = 5.0
"""How much less likely than the best group one may look that lists the same."""
_LIKELY = 0.0
_KEPT = ("linked", "dated", "distinct", "title")
"""What the finer of two groups must say nearly as well."""
_OF_THE_PAGE = ("few", "teaser", "prose")
"""What speaks against a group as the whole list, not as a part of one."""
_AGAINST = (
    *("navigation", "furniture", "called otherwise", "crowded", "archive"),
    *("sides", "here", "generic"),
)


def choose(page: Outline, weighed: Sequence[Candidate]) -> list[Candidate]:
    """The best group, taken apart where its records hold several, and those that are like it."""
    if not weighed:
        return []
    best = weighed[0]
    for other in weighed[1:]:
        if _finer(other, best):
            best = other
    best = next((other for other in weighed if _wider(page, other, best)), best)
    kept = [best]
    ours = build(page, best.shape)
    for other in sorted(weighed, key=lambda c: not build(page, c.shape) & ours):
        if other is not best and _like(other, best) and not any(_overlap(other, k) for k in kept):
            kept.append(other)
    return kept


def _finer(other: Candidate, best: Candidate) -> bool:
    """Whether these are the records, and `best` only groups of them."""
    if other.count < 1.5 * best.count or other.odds < max(_LIKELY, best.odds - _FINER):
        return False
    if not all(_says(other, name) >= 0.6 * _says(best, name) for name in _KEPT):
        return False
    spans = [(record.start, record.end) for record in best.records]
    inside = sum(_within(record.start, record.end, spans) for record in other.records)
    return inside >= 0.7 * len(other.records) and not _speaks_for_itself(best, other)


def _within(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether an interval lies in one of these, which are in order."""
    place = bisect_right(spans, start, key=lambda span: span[0]) - 1
    return place >= 0 and end <= spans[place][1]


def _speaks_for_itself(best: Candidate, other: Candidate) -> bool:
    """Whether most records have their date, and their link if any, outside of the finer ones in
    them: those are what a release says, point by point."""
    spans = [(record.start, record.end) for record in other.records]
    own = sum(
        r.dated is not None
        and (r.link is None or not _within(r.link.start, r.link.start + 1, spans))
        and not _within(r.dated.at, r.dated.at + 1, spans)
        for r in best.found
    )
    return own * 2 > len(best.found)


def _wider(page: Outline, other: Candidate, best: Candidate) -> bool:
    """Whether these are the same records and more of them side by side, and look as likely."""
    if other.count <= best.count or other.odds < best.odds - _AS_LIKELY:
        return False
    if not {r.start for r in best.records} < {r.start for r in other.records}:
        return False
    return {_held_by(page, r) for r in other.records} <= {_held_by(page, r) for r in best.records}


def _held_by(page: Outline, record: Record) -> int:
    """The key of the element that a record stands in."""
    return record.base if record.node < 0 else page.steps[record.base][0]


def _says(candidate: Candidate, name: str) -> float:
    above = candidate.features["dated above"] if name == "dated" else 0.0
    return candidate.features[name] + above


def _like(other: Candidate, best: Candidate) -> bool:
    """Whether another group lists the same kind of thing; to be a small part is no fault then."""
    small = sum(WEIGHTS[name] * other.features[name] for name in _OF_THE_PAGE)
    if other.odds - small < max(_LIKELY, best.odds - _LIKE):
        return False
    if any(other.features[name] > best.features[name] + 0.3 for name in _AGAINST):
        return False
    if _says(best, "dated") > 0.8 and _says(other, "dated") < 0.5:
        return False
    ours = {form(r.link.url) for r in best.found if r.link}
    theirs = [form(r.link.url) for r in other.found if r.link]
    return bool(theirs) and sum(kind in ours for kind in theirs) * 2 >= len(theirs)


def _overlap(other: Candidate, kept: Candidate) -> bool:
    spans = [(record.start, record.end) for record in kept.records]
    starts = [start for start, _ in spans]
    for record in other.records:
        place = bisect_left(starts, record.end) - 1
        if place >= 0 and spans[place][1] > record.start:
            return True
    return False
