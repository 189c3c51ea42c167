"""At a start many sources of one host may be overdue: they are visited one after another (C4).

What is due stays due, and nothing is written: only the first visits are put off, by less than a
minute and by less than their own interval. Pure.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitor.config.durations import is_interval, seconds
from monitor.engine.frontier import NOBODY
from monitor.intake.schedule import share

LONGEST_SPREAD_SECONDS = 60.0

SPREAD_SECONDS_EACH = 0.1
"""What each of a crowd adds: a handful at one host need not wait a minute for each other."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """A source that is due as the program starts. `host` is NOBODY where none is visited."""

    source: str
    host: str
    every: str


def spread(overdue: Iterable[Overdue]) -> Mapping[str, float]:
    """Seconds after the start at which each source is to be visited, by its id.

    The order at a host is the same at every start, so that the same ones are not always late
    for being last in the configuration.
    """
    at_host: dict[str, list[Overdue]] = defaultdict(list)
    delays: dict[str, float] = {}
    for each in overdue:
        if each.host == NOBODY:
            delays[each.source] = 0.0
        else:
            at_host[each.host].append(each)
    for guests in at_host.values():
        guests.sort(key=lambda guest: share(guest.source))
        for rank, guest in enumerate(guests):
            delays[guest.source] = first_due(_interval(guest.every), rank, len(guests))
    return delays


def first_due(every_seconds: float, rank: int, count: int) -> float:
    """Seconds after the start for the `rank`-th (from 0) of `count` overdue sources of a host.

    They lie evenly within a minute, or within less: the interval, or what so few need. The
    first one, and one that is alone, goes at once.
    """
    crowd_seconds = count * SPREAD_SECONDS_EACH
    return min(every_seconds, LONGEST_SPREAD_SECONDS, crowd_seconds) * rank / count


def _interval(every: str) -> float:
    return seconds(every) if is_interval(every) else LONGEST_SPREAD_SECONDS
