"""What a list showed at the last visit and does not show now: fallen off its end, or taken away.

    oldest end    it made room for newer ones                  nothing to tell, unless its own page
                                                               is gone (monitor.intake.gone)
    elsewhere     taken away, once the next visit says so too  WITHDRAWN

Of a document that is complete (a sitemap, or one of which its source says so) every place is one
of the latter.

Pure. A list that keeps no order, or that lost more than half of what it had, says nothing of a
single release; nor does one that is older than all that stands behind it (a teaser, or pinned to
the top). Then what is missing counts as fallen off.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.intake.chronology import rises
from monitor.intake.identify import Item
from monitor.intake.order import longest_rising
from monitor.intake.scope import Scope
from monitor.model.release import Known

FEW = 3
"""So many may be taken away at once, however short the list is."""

MOST = 200
"""What is missed is noted by its id until the next visit: more than so many is another list."""

IN_ORDER = 0.8
"""Share of the releases seen again that must stand in the order in which they stood."""


@dataclass(frozen=True, slots=True)
class Unlisted:
    """Releases that are listed no more."""

    fallen: tuple[Known, ...] = ()
    missed: tuple[Known, ...] = ()


def unlisted(
    items: Sequence[Item], known: Sequence[Known], found: Mapping[int, Known], timezone: str
) -> Unlisted:
    """What stood on a list that was read whole, and stands there no more."""
    here = {one.id for one in found.values()}
    stood = sorted((one for one in known if one.places), key=_position)
    gone = [one for one in stood if one.id not in here]
    if not gone or not _in_order(items, found):
        return Unlisted(fallen=tuple(gone))
    if rises([item.seen.document for item in items], timezone):
        stood.reverse()
    missed = {one.id: one for one in _before_older_ones(stood, here)}
    if len(missed) > min(MOST, max(FEW, len(stood) // 2)):
        return Unlisted(fallen=tuple(gone))
    return Unlisted(tuple(k for k in gone if k.id not in missed), tuple(missed.values()))


def vanished(known: Sequence[Known], found: Mapping[int, Known], scope: Scope) -> Unlisted:
    """What stood in a complete document that was read, and stands there no more."""
    here = {one.id for one in found.values()}
    stood = [one for one in known if one.places and not scope.elsewhere(one)]
    gone = tuple(one for one in stood if one.id not in here)
    if len(gone) > min(MOST, max(FEW, len(stood) // 2)):
        return Unlisted(fallen=gone)
    return Unlisted(missed=gone)


def _before_older_ones(stood: Sequence[Known], here: Container[str]) -> Iterator[Known]:
    """What is gone although something older stands behind it still. `stood` is newest first.

    A teaser, or what was pinned on top, is older than what stands behind it: it comes and goes.
    """
    behind = False
    oldest: datetime | None = None
    for one in reversed(stood):
        dated = _date(one)
        if one.id in here:
            behind = True
            oldest = min(filter(None, (oldest, dated)), default=None)
        elif behind and (oldest is None or dated is None or oldest <= dated):
            yield one


def _date(known: Known) -> datetime | None:
    """When a release says that it was published, if it says so itself."""
    date = known.published
    if date is None or date.first_seen:
        return None
    return date.starts_at("UTC")


def _position(known: Known) -> int:
    return min(known.places.values())


def _in_order(items: Sequence[Item], found: Mapping[int, Known]) -> bool:
    """Whether the list keeps the order in which its releases stood."""
    again = [found[n] for n in sorted(found, key=lambda n: items[n].spots[0][1])]
    positions = [_position(one) for one in again if one.places]
    return len(longest_rising(positions)) >= IN_ORDER * len(positions)
