"""What a source says in release after release: its template, learnt from what it told before.

The words and passages of a template prove nothing: two grants that differ in who gets how much
share all of it. What an office prints under everything (a phone, its own name) parts no stories.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from monitor.stories.model import Told
from monitor.stories.sketch import passages
from monitor.stories.wording import wording

ENOUGH = 3
"""From so many releases on, a source shows what it repeats."""

OFTEN = 0.25
"""A word is common at a source when so much of its releases have it."""

_MOST_PASSAGES = 5_000
_MOST_WORDS = 2_000


@dataclass(frozen=True, slots=True)
class Common:
    """One source's words and passages (their hashes) that stand in many of its releases."""

    words: frozenset[str] = frozenset()
    passages: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Template:
    """What is common at a source, and how many of its releases that was learnt from."""

    common: Common
    learnt_from: int

    def outgrown(self, count: int) -> bool:
        """Whether a source that told `count` releases by now is to be learnt anew."""
        return count >= 2 * self.learnt_from


@dataclass(frozen=True, slots=True)
class Commons:
    """What every source repeats; nothing is known of one that told little yet."""

    by_source: Mapping[str, Common] = field(default_factory=dict)

    def of(self, source: str) -> Common:
        """What is known of one source."""
        return self.by_source.get(source, _NOTHING)


_NOTHING = Common()
T = TypeVar("T")


def learn(told: Iterable[Told]) -> Common:
    """What one source's releases have in common. Give each release once, and a few dozen do."""
    words: Counter[str] = Counter()
    runs: Counter[int] = Counter()
    releases = list(told)
    for one in releases:
        said = wording(one.said)
        words.update(set(said.keys))
        runs.update(set(passages(said)))
    if len(releases) < ENOUGH:
        return _NOTHING
    return Common(
        frozenset(_frequent(words, max(ENOUGH, len(releases) * OFTEN), _MOST_WORDS)),
        frozenset(_frequent(runs, ENOUGH, _MOST_PASSAGES)),
    )


def _frequent(counts: Counter[T], least: float, most: int) -> Iterable[T]:
    return [item for item, count in counts.most_common(most) if count >= least]
