"""Two releases to what speaks for one story and what against it.

The words are aligned. What both have in a row is a shared passage. Between two shared passages
each may say something else: where that is another number or another name, and neither is found
anywhere in the other text, the passage is a template and these are its blanks filled in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.align import Match, Words, align
from monitor.stories.commons import Common, Commons
from monitor.stories.model import Told
from monitor.stories.sketch import LONGEST, RUN, passages
from monitor.stories.wording import Mark, Wording, wording

PASSAGE = 6
"""From so many words in a row on, a shared stretch is a passage."""

_BLANK = 12
"""A template's blank takes no more words than this; what is longer is other text."""

_LONG_NUMBER = 4

_TELLING = (Mark.NUMBER, Mark.NAME)


@dataclass(frozen=True, slots=True)
class Evidence:
    """`words`: of the shorter text. `shared`: of these, in passages that are no template's.

    `blanks`: what each says where the other says something else. `numbers` and `names` of the
    shorter list, and how many of them the other text has too. `days` apart, None when unknown.
    """

    words: int
    shared: int
    passages: int
    longest: int
    blanks: tuple[tuple[str, str], ...]
    numbers: int
    numbers_shared: int
    names: int
    names_shared: int
    days: int | None

    @property
    def share(self) -> float:
        """How much of the shorter text stands in shared passages."""
        return self.shared / self.words if self.words else 0.0


@dataclass(frozen=True, slots=True)
class _Side:
    """One release's words, the set of them, and which are its source's own."""

    said: Wording
    known: frozenset[str]
    digits: str
    common: Common

    def telling(self, start: int, end: int, mark: Mark, other: "_Side") -> list[str]:
        """Words of one kind in a stretch that the other text has nowhere, and no template has."""
        return [
            self.said.shown[at]
            for at in range(start, end)
            if self.said.marks[at] is mark
            and self.said.keys[at] not in self.common.words
            and not other.says(self.said.keys[at])
        ]

    def says(self, key: str) -> bool:
        """Whether a word stands anywhere; a long number may stand within a longer run of digits."""
        return key in self.known or (len(key) >= _LONG_NUMBER and key in self.digits)

    def all(self, mark: Mark) -> set[str]:
        """Every word of one kind that is not the source's own."""
        pairs = zip(self.said.keys, self.said.marks, strict=True)
        return {key for key, its in pairs if its is mark and key not in self.common.words}


def weigh(a: Told, b: Told, commons: Commons) -> Evidence:
    """Everything that the judgement is made of."""
    ours, theirs = _side(a, commons), _side(b, commons)
    matches = align(_words(ours), _words(theirs))
    long = [match for match in matches if match[2] >= PASSAGE]
    proper = [length for match in long if (length := _proper(match, ours, theirs)) >= PASSAGE]
    numbers = _both(ours, theirs, Mark.NUMBER)
    names = _both(ours, theirs, Mark.NAME)
    return Evidence(
        min(len(ours.said), len(theirs.said)),
        sum(proper),
        len(proper),
        max(proper, default=0),
        tuple(_blanks(matches, ours, theirs)),
        *numbers,
        *names,
        abs((a.day - b.day).days) if a.day and b.day else None,
    )


def _side(told: Told, commons: Commons) -> _Side:
    said = wording(told.said)
    cut = Wording(said.keys[:LONGEST], said.shown[:LONGEST], said.marks[:LONGEST])
    digits = " ".join(key for key in cut.keys if key[0].isdigit())
    return _Side(cut, frozenset(cut.keys), digits, commons.of(told.source))


def _words(side: _Side) -> Words:
    return Words(side.said.keys, [0, len(side.said)])


def _proper(match: Match, ours: _Side, theirs: _Side) -> int:
    """How many words of a shared stretch no template of either source has."""
    start, _, length = match
    templates = ours.common.passages | theirs.common.passages
    if not templates:
        return length
    part = slice(start, start + length)
    stretch = Wording(ours.said.keys[part], ours.said.shown[part], ours.said.marks[part])
    covered = [False] * length
    for at, run in enumerate(passages(stretch)):
        if run in templates:
            covered[at : at + RUN] = [True] * RUN
    return covered.count(False)


def _both(ours: _Side, theirs: _Side, mark: Mark) -> tuple[int, int]:
    """Words of one kind: how many has who has fewer, and how many of these have both."""
    mine, others = ours.all(mark), theirs.all(mark)
    return min(len(mine), len(others)), len(mine & others)


def _blanks(matches: Sequence[Match], ours: _Side, theirs: _Side) -> Iterator[tuple[str, str]]:
    a, b = 0, 0
    for i, j, length in [*matches, (len(ours.said), len(theirs.said), 0)]:
        inside = 0 < i - a <= _BLANK and 0 < j - b <= _BLANK
        if inside and (pair := _filled(ours, (a, i), theirs, (b, j))):
            yield pair
        a, b = i + length, j + length


def _filled(
    ours: _Side, mine: tuple[int, int], theirs: _Side, other: tuple[int, int]
) -> tuple[str, str] | None:
    """What each side fills a blank with: numbers, or else names; None when nothing is told."""
    for mark in _TELLING:
        here = ours.telling(*mine, mark, theirs)
        there = theirs.telling(*other, mark, ours)
        if here and there:
            return " ".join(here), " ".join(there)
    return None
