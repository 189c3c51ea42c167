"""Two long, mostly equal sequences, walked along side by side.

At each difference the nearest place is looked for, in a small window, from which both go on alike.
That costs what the texts are long plus what changed, however much a table or a log repeats
itself; where nothing is found nearby, the walk ends and says how far it came.
"""

from collections.abc import Sequence

WINDOW = 48
"""Words on either side in which both have to come together again."""

TOGETHER = 6
"""Words in a row by which that is recognised."""


def walk(a: Sequence[str], b: Sequence[str]) -> tuple[list[tuple[int, int, int]], int, int]:
    """The stretches that both have, and where in each the walk ended."""
    found: list[tuple[int, int, int]] = []
    i, j = 0, 0
    while True:
        length = _alike(a, b, i, j)
        if length:
            found.append((i, j, length))
        step = _next(a[i + length : i + length + WINDOW], b[j + length : j + length + WINDOW])
        if step is None:
            return found, i + length, j + length
        i, j = i + length + step[0], j + length + step[1]


def _alike(a: Sequence[str], b: Sequence[str], i: int, j: int) -> int:
    """How many words both have in common from here on."""
    length, most = 0, min(len(a) - i, len(b) - j)
    while length < most and a[i + length] == b[j + length]:
        length += 1
    return length


def _next(a: Sequence[str], b: Sequence[str]) -> tuple[int, int] | None:
    """How many words to pass over on each side, as few as can be, until both go on alike."""
    where: dict[tuple[str, ...], int] = {}
    for at in range(len(b) - TOGETHER, -1, -1):
        where[tuple(b[at : at + TOGETHER])] = at  # the first one stays
    best: tuple[int, int] | None = None
    for at in range(len(a) - TOGETHER + 1):
        if best and at >= sum(best):
            break
        there = where.get(tuple(a[at : at + TOGETHER]))
        if there is not None and (best is None or at + there < sum(best)):
            best = at, there
    return best
