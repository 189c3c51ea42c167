"""Boxes: some lines between two that stay, which show another of a few texts at each visit. Pure.

    Read also              ─▸  the line above it
    Ten years of harbour   ─▸  what the box shows now, one of those that it is known to show
    Contact                ─▸  the line below it

A teaser, a quotation, a picture of the day. A box is known by the lines around it, and hidden only
while it shows what it has shown before: what was never there is told like any other edit.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby

MOST_ROWS = 6
"""Lines of a box at most."""

MOST_CHARACTERS = 600
FEWEST_WORDS = 3
"""With fewer it is a state ("open", "level 2"), whose every turn is news."""

MOST_LINES = 2_000
"""Lines of a text that are looked at."""

MARK = "…"


@dataclass(frozen=True, slots=True)
class Box:
    """Rows `start` to `end` of a text, its empty lines not counted. `name` is equal wherever the
    same lines stand around it, `shows` says what is in it, as a hash."""

    name: str
    label: str
    shows: str
    text: str
    start: int
    end: int


Known = Mapping[str, Collection[str]]
"""What each box is known to show, by its name."""


def exchanged(before: str, after: str) -> Iterator[tuple[Box, Box]]:
    """The boxes that show something else now: as it was, as it is."""
    was, now = _rows(before), _rows(after)
    old = {box.name: box for box in _unlike(was, frozenset(now))}
    for box in _unlike(now, frozenset(was)):
        if box.name in old:
            yield old[box.name], box


def masked(text: str, known: Known) -> str:
    """A text without what its boxes show, where that is known."""
    rows = _rows(text)
    return _replaced(rows, ((box, [MARK]) for box in _standing(rows, known)), text)


def pinned(text: str, before: str, known: Known) -> str:
    """A text whose boxes show what they showed before, where both are known."""
    rows, was = _rows(text), _rows(before)
    old = {box.name: was[box.start : box.end] for box in _standing(was, known)}
    found = ((box, old[box.name]) for box in _standing(rows, known) if box.name in old)
    return _replaced(rows, found, text)


def _rows(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n")[:MOST_LINES] if line.strip()]


def _unlike(rows: Sequence[str], others: Collection[str]) -> Iterator[Box]:
    """Runs of lines that stand only here."""
    for strange, group in groupby(range(len(rows)), key=lambda row: rows[row] not in others):
        run = list(group)
        if strange and (box := _box(rows, run[0], run[-1] + 1)):
            yield box


def _standing(rows: Sequence[str], known: Known) -> Iterator[Box]:
    """The boxes of a text that show what they are known to show, in its order, none in another."""
    above = {name.partition("-")[0] for name in known}
    at = 0
    for row in range(len(rows)):
        if row < at or (_hash(_line(rows, row - 1)) not in above):
            continue
        for end in range(row + 1, min(row + MOST_ROWS, len(rows)) + 1):
            box = _box(rows, row, end)
            if box and box.shows in known.get(box.name, ()):
                yield box
                at = end
                break


def _box(rows: Sequence[str], start: int, end: int) -> Box | None:
    text = "\n".join(rows[start:end])
    if end - start > MOST_ROWS or len(text) > MOST_CHARACTERS or len(text.split()) < FEWEST_WORDS:
        return None
    above, below = _line(rows, start - 1), _line(rows, end)
    label = f"{above} {MARK} {below}".strip()
    return Box(f"{_hash(above)}-{_hash(below)}", label, _hash(text), text, start, end)


def _line(rows: Sequence[str], at: int) -> str:
    """A line; nothing beyond both ends."""
    return rows[at] if 0 <= at < len(rows) else ""


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=5).hexdigest()


def _replaced(
    rows: Sequence[str], replacements: Iterator[tuple[Box, Sequence[str]]], text: str
) -> str:
    """The text with other rows in some boxes; as it was where there are none."""
    lines = text.split("\n")
    numbers = [number for number, line in enumerate(lines) if line.strip()][: len(rows)]
    for box, shown in reversed(list(replacements)):
        lines[numbers[box.start] : numbers[box.end - 1] + 1] = ["\n".join(shown)]
    return "\n".join(lines)
