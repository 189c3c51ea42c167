"""Two sequences of words to the stretches that both have, in order.

    trim both ends ▸ whole paragraphs that stand once in both ▸ words or phrases that stand once in
    both, gap by gap ▸ a thorough search in what is small ▸ chance matches dropped

The work grows with the length of the texts and not with its square: a large gap without any
anchor is taken as replaced, and the longer the texts, the smaller the gaps that are searched.
Very long ones are first walked along side by side (`monitor.walk`), and the looking for anchors
ends when it has cost a fixed multiple of their length.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from monitor.walk import walk

_DEEPEST = 12
_LARGEST_SEARCH = 64
_SMALLEST_ANCHORED = 12
_WORK = 2_000_000
_CHANCE = 4
_LONG = 200_000
_PASSES = 4
_FREE = 1_000_000
"""Looking for anchors may go over a text so many times, and over so many words in any case."""
_PHRASES = (1, 3, 8)


@dataclass(frozen=True, slots=True)
class Words:
    """`keys` are what is compared; `starts` says where paragraphs begin, and the end."""

    keys: Sequence[str]
    starts: Sequence[int]


Match = tuple[int, int, int]
"""Where in the first sequence, where in the second, how many words."""


def align(a: Words, b: Words) -> list[Match]:
    """The stretches that both have, in order, as long as possible, never touching both ways."""
    return _without_chance(_joined(sorted(_matches(a, b))), len(a.keys), len(b.keys))


@dataclass(frozen=True, slots=True)
class _Gap:
    """A stretch of both, [a, a_end) and [b, b_end), whose matches are still to be found."""

    a: int
    a_end: int
    b: int
    b_end: int
    depth: int = 0

    @property
    def shorter(self) -> int:
        return min(self.a_end - self.a, self.b_end - self.b)

    @property
    def longer(self) -> int:
        return max(self.a_end - self.a, self.b_end - self.b)


def _matches(first: Words, second: Words) -> list[Match]:
    a, b = first.keys, second.keys
    found: list[Match] = []
    whole = _walked(_trimmed(_Gap(0, len(a), 0, len(b)), a, b, found), a, b, found)
    gaps = list(_between(whole, _paragraph_anchors(first, second, whole), found))
    searched = min(_LARGEST_SEARCH, max(4, _WORK // (len(a) + len(b) + 1)))
    left = _FREE + _PASSES * (len(a) + len(b))
    while gaps:
        gap = _trimmed(gaps.pop(), a, b, found)
        if not gap.shorter:
            continue
        anchors: list[Match] = []
        if gap.longer >= _SMALLEST_ANCHORED and left > 0:
            anchors = _word_anchors(gap, a, b)
            left -= 3 * (gap.shorter + gap.longer)
        if anchors and gap.depth < _DEEPEST:
            gaps.extend(_between(gap, anchors, found))
        elif gap.longer <= searched:
            found.extend(_search(gap, a, b))
    return found


def _trimmed(gap: _Gap, a: Sequence[str], b: Sequence[str], found: list[Match]) -> _Gap:
    """The gap without the words that both sides begin or end with; those are matches."""
    shorter = gap.shorter
    head = 0
    while head < shorter and a[gap.a + head] == b[gap.b + head]:
        head += 1
    tail = 0
    while tail < shorter - head and a[gap.a_end - 1 - tail] == b[gap.b_end - 1 - tail]:
        tail += 1
    if head:
        found.append((gap.a, gap.b, head))
    if tail:
        found.append((gap.a_end - tail, gap.b_end - tail, tail))
    return _Gap(gap.a + head, gap.a_end - tail, gap.b + head, gap.b_end - tail, gap.depth)


def _walked(gap: _Gap, a: Sequence[str], b: Sequence[str], found: list[Match]) -> _Gap:
    """The gap without what a walk along two long texts came past; its stretches are matches."""
    if gap.longer < _LONG:
        return gap
    stretches, i, j = walk(a[gap.a : gap.a_end], b[gap.b : gap.b_end])
    found.extend((gap.a + at, gap.b + there, length) for at, there, length in stretches)
    return _trimmed(_Gap(gap.a + i, gap.a_end, gap.b + j, gap.b_end), a, b, found)


def _paragraph_anchors(first: Words, second: Words, gap: _Gap) -> list[Match]:
    """Whole paragraphs that stand once in both sides of the gap, in order."""
    ours = _paragraphs(first, gap.a, gap.a_end)
    theirs = _paragraphs(second, gap.b, gap.b_end)
    pairs = _unique_pairs([key for _, key in ours], [key for _, key in theirs])
    return [(ours[i][0], theirs[j][0], len(ours[i][1])) for i, j in pairs]


def _paragraphs(words: Words, start: int, end: int) -> list[tuple[int, tuple[str, ...]]]:
    """Paragraphs that lie whole within [start, end): where each begins, and its words."""
    bounds = [at for at in words.starts[bisect_left(words.starts, start) :] if at <= end]
    return [(begin, tuple(words.keys[begin:finish])) for begin, finish in pairwise(bounds)]


def _word_anchors(gap: _Gap, a: Sequence[str], b: Sequence[str]) -> list[Match]:
    """Words, or else phrases, that stand once in both sides of the gap, in order."""
    ours, theirs = a[gap.a : gap.a_end], b[gap.b : gap.b_end]
    for length in _PHRASES:
        pairs = _unique_pairs(_phrases(ours, length), _phrases(theirs, length))
        if pairs:
            return [(gap.a + i, gap.b + j, 1) for i, j in pairs]
    return []


def _phrases(words: Sequence[str], length: int) -> Sequence[object]:
    """Every run of so many words, by where it begins."""
    if length == 1:
        return words
    return list(zip(*(words[start:] for start in range(length)), strict=False))


def _unique_pairs(a: Sequence[object], b: Sequence[object]) -> list[tuple[int, int]]:
    """Positions of items that stand once in each, as the longest chain rising in both."""
    once = {item for item, count in Counter(a).items() if count == 1}
    once &= {item for item, count in Counter(b).items() if count == 1}
    where = {item: j for j, item in enumerate(b) if item in once}
    return _longest_rising([(i, where[item]) for i, item in enumerate(a) if item in once])


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence whose second members rise (patience sorting)."""
    tops: list[int] = []
    top_index: list[int] = []
    before = [-1] * len(pairs)
    for index, (_, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        before[index] = top_index[pile - 1] if pile else -1
        tops[pile : pile + 1] = [j]
        top_index[pile : pile + 1] = [index]
    chain: list[tuple[int, int]] = []
    index = top_index[-1] if top_index else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _between(gap: _Gap, anchors: list[Match], found: list[Match]) -> Iterator[_Gap]:
    """The gaps that anchors leave, one level deeper; the anchors themselves are matches."""
    found.extend(anchors)
    a, b = gap.a, gap.b
    for i, j, length in [*anchors, (gap.a_end, gap.b_end, 0)]:
        if i > a and j > b:
            yield _Gap(a, i, b, j, gap.depth + 1)
        a, b = i + length, j + length


def _search(gap: _Gap, a: Sequence[str], b: Sequence[str]) -> Iterator[Match]:
    """The matches within a small gap, by the longest common stretch, and so on beside it."""
    ours, theirs = a[gap.a : gap.a_end], b[gap.b : gap.b_end]
    if set(ours).isdisjoint(theirs):
        return
    for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        if block.size:
            yield gap.a + block.a, gap.b + block.b, block.size


def _joined(matches: list[Match]) -> list[Match]:
    """Matches that follow each other without a gap as one."""
    joined: list[Match] = []
    for i, j, length in matches:
        if joined and joined[-1][0] + joined[-1][2] == i and joined[-1][1] + joined[-1][2] == j:
            joined[-1] = (*joined[-1][:2], joined[-1][2] + length)
        else:
            joined.append((i, j, length))
    return joined


def _without_chance(matches: list[Match], a_end: int, b_end: int) -> list[Match]:
    """Without those lost among many changed words.

    A lone "the" between two rewritten sentences is chance, and only makes a diff harder to read.
    """
    kept: list[Match] = []
    a, b = 0, 0
    for (i, j, length), (next_i, next_j, _) in pairwise([*matches, (a_end, b_end, 0)]):
        before = max(i - a, j - b)
        after = max(next_i - i - length, next_j - j - length)
        if length * _CHANCE > min(before, after):
            kept.append((i, j, length))
            a, b = i + length, j + length
    return kept
