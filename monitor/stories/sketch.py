"""A release to a handful of keys: who shares one with it is worth comparing, nobody else is.

Every run of a few words is hashed, and the smallest hashes are the keys (a bottom-k sketch, one
kind of min-hash). Two texts with the share J of their runs in common have a key in common with a
probability of about 1 - (1 - J) ** KEYS: 0.97 at a quarter of the runs, 0.999 at half of them.

They are kept as rows (key, release) under an index, nothing in memory. A template's sentences may
make one key stand at thousands of releases, and one story is told within days: so each key of a
new release is asked for its newest releases only,

    SELECT release FROM story_keys WHERE key = ? ORDER BY release DESC LIMIT NEWEST

`ranked` puts the answers together, and each candidate goes to `judge.same_story`. The passages
that a source repeats (`commons`) never become keys of its releases.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from hashlib import blake2b
from heapq import nsmallest
from itertools import islice

from monitor.stories.wording import Wording, wording

RUN = 5
"""How many words in a row are hashed: a phrase of this length is seldom chance."""

KEYS = 12
"""More would find hardly more, and each is a row in the store."""

NEWEST = 200
CANDIDATES = 20

LONGEST = 20_000
"""Words of a text that count: what is longer is told apart well before."""


def signature(text: str, common: Container[int] = frozenset()) -> tuple[int, ...]:
    """Up to KEYS signed 64-bit keys of a release, rising; none for a text without a whole run.

    `common` are the passages that its source repeats in release after release.
    """
    runs = {run for run in passages(wording(text)) if run not in common}
    return tuple(nsmallest(KEYS, runs))


def ranked(postings: Iterable[Iterable[int]]) -> list[int]:
    """Releases that share keys, those with most of them first, then the newest; a bounded number.

    `postings` has, for each key of the new release, the releases (rising numbers) that have it.
    """
    shared = Counter(release for releases in postings for release in set(releases))
    return sorted(shared, key=lambda one: (-shared[one], -one))[:CANDIDATES]


def passages(words: Wording, length: int = RUN) -> Iterator[int]:
    """The hash of every run of words, in reading order: the same in every process."""
    keys = words.keys[:LONGEST]
    for run in zip(*(islice(keys, start, None) for start in range(length)), strict=False):
        yield _hash(run)


def _hash(run: Sequence[str]) -> int:
    said = " ".join(run).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(said, digest_size=8).digest(), signed=True)
