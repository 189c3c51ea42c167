"""What two texts both have, but not in the same order: words that were moved.

Looked for only in what an alignment left over, by phrases that stand once in what went. The work
grows with the number of words left over, and not at all beyond a bound.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from monitor.align import Match

PHRASE = 8
"""Fewer words in a row than these recur by chance."""

_MOST = 200_000
"""A text with more words left over is another text: what moved in it nobody asks."""

_TWICE = -1
Stretch = tuple[int, int]


def moves(a: Sequence[str], b: Sequence[str], matches: Sequence[Match]) -> list[Match]:
    """Where moved words stood, where they stand now, how many; in the order of the later text."""
    went, came = _left(matches, len(a), 0), _left(matches, len(b), 1)
    if max(_total(went), _total(came)) > _MOST:
        return []
    index = _index(a, went)
    found: list[Match] = []
    taken: set[int] = set()
    for start, end in came if index else ():
        for move in _within(a, b, (start, end), index):
            fresh = _untaken(move, taken)
            if fresh >= PHRASE:
                found.append((move[0], move[1], fresh))
                taken.update(range(move[0], move[0] + fresh))
    return found


def _left(matches: Sequence[Match], length: int, side: int) -> list[Stretch]:
    """The stretches of one side, before, between and behind the matches."""
    bounds = [(0, 0), *((match[side], match[2]) for match in matches), (length, 0)]
    return [(at + size, after) for (at, size), (after, _) in pairwise(bounds) if at + size < after]


def _total(stretches: Sequence[Stretch]) -> int:
    return sum(end - start for start, end in stretches)


def _index(words: Sequence[str], stretches: Sequence[Stretch]) -> dict[tuple[str, ...], Stretch]:
    """Phrase -> where it stands and its stretch's end; only those that stand once."""
    where: dict[tuple[str, ...], Stretch] = {}
    for start, end in stretches:
        for at in range(start, end - PHRASE + 1):
            phrase = tuple(words[at : at + PHRASE])
            where[phrase] = (_TWICE, end) if phrase in where else (at, end)
    return {phrase: place for phrase, place in where.items() if place[0] != _TWICE}


def _within(
    a: Sequence[str],
    b: Sequence[str],
    stretch: Stretch,
    index: dict[tuple[str, ...], Stretch],
) -> Iterator[Match]:
    """Every longest run of one stretch that stands in what went."""
    at, end = stretch
    while at + PHRASE <= end:
        place = index.get(tuple(b[at : at + PHRASE]))
        if place is None:
            at += 1
            continue
        length = _length(a, b, place, (at, end))
        yield place[0], at, length
        at += length


def _length(a: Sequence[str], b: Sequence[str], ours: Stretch, theirs: Stretch) -> int:
    """How far both go on alike, from a phrase on that they share."""
    length, most = PHRASE, min(ours[1] - ours[0], theirs[1] - theirs[0])
    while length < most and a[ours[0] + length] == b[theirs[0] + length]:
        length += 1
    return length


def _untaken(move: Match, taken: set[int]) -> int:
    """How many of its words, from the first on, no other move took."""
    at, _, length = move
    return next((n for n in range(length) if at + n in taken), length)
