"""Flapping: a text that is back soon after it went, as A → B → A (conformance H). Pure.

An A/B test, servers of which one is behind, a page that is half written now and then: nobody wants
to be told of each turn, and everybody of what it comes to. So a return is held until the text has
stood still for a while. A text that nobody has seen before is news, whatever happened around it.

    A ──────── B ─ A ─ B ───── A ────────────────────▸
               │   │   │       │             └ it stood long enough: B → A is told, once
               │   └───┴───────┴ back soon: held
               └ new: told

How long is long enough grows with what was seen: the longest stay since the first turn, times one
more than the times that it came back (as routers damp a route that flaps, RFC 2439).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.model.release import Version

SOON_SECONDS = 6 * 3_600.0
"""What is back within this was away for a moment; where visits are rarer, within three of them."""

VISITS = 3

LONGEST_SECONDS = 86_400.0
"""Whatever was seen, one that stands for a day, or for four times what is soon, has settled."""


@dataclass(frozen=True, slots=True)
class Flap:
    """A text that is back: how often that happened, how long it was away this time, how many
    texts take turns, and how long one of them must stand to be believed."""

    returns: int
    away_seconds: float
    texts: int
    settles_seconds: float


def flapping(
    versions: Sequence[Version], *, every_seconds: float, least_seconds: float
) -> Flap | None:
    """Whether the newest of these versions, oldest first, is the return of an earlier one.

    `every_seconds`: how far visits are apart. `least_seconds`: how long one must stand at least.
    """
    soon_seconds = max(SOON_SECONDS, VISITS * every_seconds)
    returns, longest_seconds, turned = 0, 0.0, 0
    away_seconds: float | None = None
    for number in range(1, len(versions)):
        away_seconds = _away(versions, number, soon_seconds)
        if _stay(versions, number) > soon_seconds:
            returns = 0
        if away_seconds is not None:
            if not returns:
                turned, longest_seconds = _turn(versions, number), 0.0
            returns += 1
        if returns:
            stays = _stays(versions[turned : number + 1])
            longest_seconds = max(longest_seconds, *stays)
    if away_seconds is None or not returns:
        return None
    most_seconds = max(LONGEST_SECONDS, 4 * soon_seconds)
    needed = min(longest_seconds * (1 + returns), most_seconds)
    texts = len({version.content_hash for version in versions[turned - 1 :]})
    return Flap(returns, away_seconds, texts, max(needed, least_seconds))


def _turn(versions: Sequence[Version], number: int) -> int:
    """The version that stood in the place of the one that is back, first of all."""
    said = versions[number].content_hash
    return 1 + max(at for at in range(number - 1) if versions[at].content_hash == said)


def _away(versions: Sequence[Version], number: int, soon_seconds: float) -> float | None:
    """How long the text of a version had been away; None where it was never there, or long ago."""
    said = versions[number].content_hash
    if not any(version.content_hash == said for version in versions[: number - 1]):
        return None
    gone_at = versions[_turn(versions, number)].seen_at
    seconds = (versions[number].seen_at - gone_at).total_seconds()
    return seconds if seconds <= soon_seconds else None


def _stay(versions: Sequence[Version], number: int) -> float:
    """How long the version before this one stood."""
    return (versions[number].seen_at - versions[number - 1].seen_at).total_seconds()


def _stays(versions: Sequence[Version]) -> list[float]:
    return [
        (after.seen_at - before.seen_at).total_seconds() for before, after in pairwise(versions)
    ]
