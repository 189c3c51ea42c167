"""The shape of a source's week: in which hours, on which days its releases appear. Pure.

A shape is a product, hour of the day × day of the week, around 1: thirty-one numbers learn a
habit from few releases where the hundred and sixty-eight hours of a week would need many.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp, log
from zoneinfo import ZoneInfo

MEMORY_DAYS = 45.0
"""After so many days a release counts for a third of a new one."""

_HOURS_PRIOR = 3.0
_DAYS_PRIOR = 7.0
"""How many releases, spread evenly, are thought to have been seen before the first."""

_TRUST_MEMORY_DAYS = 20.0
_MOST_TRUST = 6.0

_DAY_SECONDS = 86_400.0
_LONG_DAYS = 8.0

Slice = tuple[int, float]
"""An hour of the week, counted from Monday 00:00 on the wall clock, and so many days of it."""

Span = tuple[datetime, datetime]
"""When something appeared: after the first instant and not after the second, or just then."""


@dataclass(frozen=True, slots=True)
class Week:
    """Fading counts of what appeared: by hour of the day, by day of the week, and how many days
    of each kind were watched. `trust` is the evidence, in nats, that the shape tells anything.
    """

    hours: tuple[float, ...] = (0.0,) * 24
    days: tuple[float, ...] = (0.0,) * 7
    watched: tuple[float, ...] = (0.0,) * 7
    trust: float = 0.0

    def shape(self) -> "Shape":
        """How much more than on average appears in each hour and on each day."""
        return Shape(self._by_hour(), self._by_day(), 1 / (1 + exp(-self.trust)))

    def after(
        self,
        shape: "Shape",
        watched: Sequence[Slice],
        spans: Sequence[Sequence[Slice]],
        weight: float,
        level: float,
    ) -> "Week":
        """What is known after some more time was watched in which some things appeared.

        Each counts for `weight`. Where it is not known when one appeared, it is shared out over
        the time in which it may have, as `shape`, that of before, has it: so nobody's visiting
        times are taken for the publisher's. `level` is how many a day were expected.
        """
        elapsed = sum([days for _, days in watched])
        fade = exp(-elapsed / MEMORY_DAYS)
        hours, days, seen = ([v * fade for v in of] for of in (self.hours, self.days, self.watched))
        for hour, length in watched:
            seen[hour // 24] += length
        for span in spans:
            whole = shape.over(span)
            for hour, length in span:
                part = weight * length * shape.at(hour) / whole
                hours[hour % 24] += part
                days[hour // 24] += part
        trust = self.trust * exp(-elapsed / _TRUST_MEMORY_DAYS)
        trust += _evidence(Shape(shape.hours, shape.days, 1.0), watched, spans, weight, level)
        trust = min(max(trust, -_MOST_TRUST), _MOST_TRUST)
        return Week(tuple(hours), tuple(days), tuple(seen), trust)

    def _by_hour(self) -> tuple[float, ...]:
        """Neighbouring hours lend each other a half: habits are not sharp to the hour."""
        kept = self.hours
        scale = 24 / (sum(kept) + _HOURS_PRIOR)
        prior, half, quarter = _HOURS_PRIOR / 24 * scale, scale / 2, scale / 4
        around = zip(kept, (kept[-1], *kept[:-1]), (*kept[1:], kept[0]), strict=True)
        return tuple(
            [prior + at * half + (before + next_) * quarter for at, before, next_ in around]
        )

    def _by_day(self) -> tuple[float, ...]:
        a_day = (sum(self.days) + 1) / (sum(self.watched) + 1)
        prior = _DAYS_PRIOR / 7
        times = [
            (count + prior) / (a_day * watched + prior)
            for count, watched in zip(self.days, self.watched, strict=True)
        ]
        scale = 7 / sum(times)
        return tuple([each * scale for each in times])


@dataclass(frozen=True, slots=True)
class Shape:
    """Factors around 1. `share` is how far they are trusted; the rest is a flat week."""

    hours: tuple[float, ...]
    days: tuple[float, ...]
    share: float

    def at(self, hour: int) -> float:
        """The factor of an hour of the week."""
        return 1 + self.share * (self.hours[hour % 24] * self.days[hour // 24] - 1)

    def over(self, slices: Sequence[Slice]) -> float:
        """Days, those counted more in which more appears."""
        return sum(length * self.at(hour) for hour, length in slices)


def slices(begin: datetime, end: datetime, timezone: str) -> Iterator[Slice]:
    """The time between two instants, hour by hour. A long time is like any other: whole weeks.

    A change of the clocks in between is left out of account: it is soon over.
    """
    left = (end - begin).total_seconds()
    if left > _LONG_DAYS * _DAY_SECONDS:
        yield from ((hour, left / _DAY_SECONDS / 168) for hour in range(168))
        return
    local = begin.astimezone(ZoneInfo(timezone))
    hour = local.weekday() * 24 + local.hour
    length = 3600.0 - local.minute * 60 - local.second - local.microsecond / 1e6
    while left > 0:
        yield hour, min(length, left) / _DAY_SECONDS
        left -= length
        hour, length = (hour + 1) % 168, 3600.0


def slices_of(span: Span, timezone: str) -> list[Slice]:
    """The time in which something appeared; an instant is a sliver of its hour."""
    begin, end = span
    if begin < end:
        return list(slices(begin, end, timezone))
    local = end.astimezone(ZoneInfo(timezone))
    return [(local.weekday() * 24 + local.hour, 1.0)]


def _evidence(
    shape: Shape,
    watched: Sequence[Slice],
    spans: Sequence[Sequence[Slice]],
    weight: float,
    level: float,
) -> float:
    """How much likelier what was seen is by the shape than by a flat week: log-likelihoods of
    Poisson processes, whose common terms fall out."""
    fewer = level * (shape.over(watched) - sum(length for _, length in watched))
    found = (shape.over(span) / sum(length for _, length in span) for span in spans)
    return weight * sum(log(each) for each in found) - fewer
