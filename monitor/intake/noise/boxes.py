"""Boxes: some lines between two that stay, which show others of a few at each visit. Pure.

    Read also              ─▸  the line above it
    Ten years of harbour   ─▸  what the box shows now: lines that it is known to show
    Contact                ─▸  the line below it

A teaser or three, a quotation, a picture of the day. A box is known by the lines around it, and
hidden only while it shows what it has shown before, in whatever order: what was never there is told
like any other edit.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby

MOST_ROWS = 12
"""Lines of a box at most."""

MOST_CHARACTERS = 1_000
FEWEST_WORDS = 3
"""With fewer it is a state ("open", "level 2"), whose every turn is news."""

MOST_LINES = 2_000
"""Lines of a text that are looked at."""

MARK = "…"


@dataclass(frozen=True, slots=True)
class Box:
    """Rows `start` to `end` of a text, its empty lines not counted. `name` is equal wherever the
    same lines stand around it, `shows` has each line that is in it, as a hash."""

    name: str
    label: str
    shows: tuple[str, ...]
    text: str
    start: int
    end: int


Known = Mapping[str, Collection[str]]
"""What each box is known to show, by its name: lines, as hashes."""


def exchanged(
    before: str, after: str, suspects: Collection[str] = frozenset()
) -> Iterator[tuple[Box, Box]]:
    """The boxes that show something else now: as it was, as it is.

    `suspects` are lines that were seen to come and go: none of them is a line around a box.
    """
    was, now = _rows(before), _rows(after)
    old = {box.name: box for box in _unlike(was, frozenset(now), suspects)}
    for box in _unlike(now, frozenset(was), suspects):
        if box.name in old and set(box.shows) != set(old[box.name].shows):
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


def _unlike(
    rows: Sequence[str], others: Collection[str], suspects: Collection[str]
) -> Iterator[Box]:
    """Runs of lines that stand only here, or are suspected to come and go."""

    def moves(row: int) -> bool:
        return rows[row] not in others or (bool(suspects) and _hash(rows[row]) in suspects)

    for strange, group in groupby(range(len(rows)), key=moves):
        run = list(group)
        if strange and (box := _box(rows, run[0], run[-1] + 1)):
            yield box


def _standing(rows: Sequence[str], known: Known) -> Iterator[Box]:
    """The boxes of a text that show what they are known to show, in its order, none in another."""
    above: dict[str, set[str]] = {}
    for name, shown in known.items():
        above.setdefault(name.partition("-")[0], set()).update(shown)
    at = 0
    for row in range(len(rows)):
        shown = above.get(_hash(_line(rows, row - 1)), ()) if row >= at else ()
        end = row
        while shown and end < len(rows) and _hash(rows[end]) in shown:
            end += 1
        box = _box(rows, row, end) if end > row else None
        if box and set(box.shows) <= set(known.get(box.name, ())):
            yield box
            at = end


def _box(rows: Sequence[str], start: int, end: int) -> Box | None:
    inside = rows[start:end]
    text = "\n".join(inside)
    if len(inside) > MOST_ROWS or len(text) > MOST_CHARACTERS:
        return None
    if max(len(line.split()) for line in inside) < FEWEST_WORDS:
        return None
    above, below = _line(rows, start - 1), _line(rows, end)
    label = f"{above} {MARK} {below}".strip()
    name, shows = f"{_hash(above)}-{_hash(below)}", tuple(map(_hash, inside))
    return Box(name, label, shows, text, start, end)


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
