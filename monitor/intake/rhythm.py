"""`every: auto`: a source's rhythm, learnt from its releases, and when to look next. Pure.

    what appeared between two visits ─▸ Week (when) + Pace (how many) ─▸ the next visit

Releases are taken for a Poisson process whose rate changes with the hour. Of all ways to place a
given number of visits, the mean wait of a release is least where the integral of the rate's
square root from visit to visit is always the same. That one number is the price of a visit here:
a release a day is worth looking every hour, a hundred a day every six minutes. So a source whose
habits are known costs fewer visits than another with as many releases, and is seen sooner.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import sqrt
from typing import Any

from monitor.config.durations import AUTO
from monitor.intake.pace import Pace
from monitor.intake.week import Span, Week, slices, slices_of
from monitor.model.change import Change, ChangeKind
from monitor.model.published import Precision, Published
from monitor.model.release import Release
from monitor.model.source import Source, SourceState

SOONEST_SECONDS = 300.0
LATEST_SECONDS = 86_400.0
"""A visit is never nearer to the last one, nor further from it."""

_PRICE = 1 / 24
"""√(releases a day) × days between two visits: an hour, where one a day is expected."""

_LEAST_FACTOR = 0.02
"""Even in an hour in which nothing ever appeared something may."""

_MOST_AT_ONCE = 10
"""A flood (an archive put online, a rebuilt site) says little about tomorrow."""

_KEPT = ("hours", "days", "watched", "counts", "spent", "evidence", "trust")

_PAST = timedelta(days=180)
"""How far back the dates of a baseline tell anything."""

_NEW = ChangeKind.NEW
_SIGNS_OF_LIFE = (ChangeKind.NEW, ChangeKind.REVISED)

_DAY_SECONDS = 86_400.0


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What is known of a source's habits. About 400 bytes as JSON, however long it was watched."""

    week: Week = field(default_factory=Week)
    pace: Pace = field(default_factory=Pace)

    @classmethod
    def of(cls, kept: Mapping[str, Any] | None) -> "Rhythm":
        """What `kept` says; a source of which nothing is kept is an ordinary one."""
        if kept is None:
            return cls()
        hours, days, watched, counts, spent, evidence, (trust,) = (
            tuple([value / 1000 for value in kept[name]]) for name in _KEPT
        )
        return cls(Week(hours, days, watched, trust), Pace(counts, spent, evidence))

    def kept(self) -> dict[str, list[int]]:
        """As it is kept: JSON, in thousandths."""
        week, pace = self.week, self.pace
        values = (week.hours, week.days, week.watched, pace.counts, pace.days, pace.evidence)
        return {
            name: [round(value * 1000) for value in of]
            for name, of in zip(_KEPT, (*values, (week.trust,)), strict=True)
        }


def observe(
    rhythm: Rhythm, since: datetime, now: datetime, appeared: Sequence[Span], timezone: str
) -> Rhythm:
    """What is known after a visit at `now`, the one before it being at `since`.

    `appeared` says of each release when it did, as far as that is known. Where the clock went
    back in between, the time is taken for none.
    """
    since = min(since, now)
    watched = list(slices(since, now, timezone))
    spans = [slices_of(span, timezone) for span in appeared]
    weight = min(1.0, _MOST_AT_ONCE / len(spans)) if spans else 1.0
    shape, level = rhythm.week.shape(), rhythm.pace.level()
    ages = [(now - end).total_seconds() / _DAY_SECONDS for _, end in appeared]
    elapsed = (now - since).total_seconds() / _DAY_SECONDS
    return Rhythm(
        rhythm.week.after(shape, watched, spans, weight, level),
        rhythm.pace.after(elapsed, shape.over(watched), ages, weight),
    )


def next_visit(rhythm: Rhythm, now: datetime, timezone: str) -> datetime:
    """When to look again after a visit at `now`."""
    latest = now + timedelta(seconds=LATEST_SECONDS)
    shape = rhythm.week.shape()
    left = _PRICE / sqrt(rhythm.pace.level())
    days = 0.0
    for hour, length in slices(now, latest, timezone):
        factor = sqrt(max(shape.at(hour), _LEAST_FACTOR))
        if factor * length >= left:
            days += left / factor
            break
        left -= factor * length
        days += length
    return min(now + timedelta(seconds=max(days * _DAY_SECONDS, SOONEST_SECONDS)), latest)


def learnt(
    source: Source,
    state: SourceState,
    now: datetime,
    releases: Iterable[Release] = (),
    changes: Iterable[Change] = (),
) -> dict[str, list[int]] | None:
    """What to keep of a source's rhythm after a visit at `now` that went well; None where the
    schedule has no use for it. `releases` and `changes` are what the visit brought.
    """
    if source.every != AUTO:
        return None
    dates = {release.id: release.published for release in releases}
    told = [change for change in changes if change.kind in _SIGNS_OF_LIFE and not change.held]
    published = [dates.get(change.release or "") for change in told if change.kind is _NEW]
    before = Rhythm.of(state.rhythm)
    zone = source.timezone
    if state.last_success_at is None:
        spans = [span for date in published if (span := span_of(date, now - _PAST, now, zone))]
        since = min((begin for begin, _ in spans), default=now)
        return observe(before, since, now, spans, zone).kept()
    since = min(state.last_success_at, now)
    published += [None for change in told if change.kind is not _NEW]
    spans = [span_of(date, since, now, zone) or (since, now) for date in published]
    return observe(before, since, now, spans, zone).kept()


def span_of(published: Published | None, since: datetime, now: datetime, zone: str) -> Span | None:
    """When something appeared, by its own date; None where that says nothing, or nothing that
    can be: what is dated before the last visit was not there then."""
    if published is None or published.inferred:
        return None
    begin = published.starts_at(zone)
    if published.precision is Precision.INSTANT:
        return (begin, begin) if since <= begin <= now else None
    if published.precision is not Precision.DAY:
        return None
    begin, end = max(begin, since), min(begin + timedelta(days=1), now)
    return (begin, end) if begin < end else None
