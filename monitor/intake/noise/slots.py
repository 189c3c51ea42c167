"""Slots: where a value stands, told by the words around it, so that it is known again. Pure.

    Visitors today: 1,042 so far     ─▸  "visitors today: … so far", a count

A slot keeps its name while its value moves. Where the words around it change as well, it is another
slot, of which nothing has been learnt: what is beside a value is never left out with it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from monitor.intake.noise.values import Kind, Value, values

WORDS = 3
"""Words on each side that a slot is told by."""

NEAR = 100
"""Characters on each side among which they are looked for."""

FEWEST_WORDS = 1
"""With none on its line, the line before has its say."""

LONGEST_LINE = 500
"""Characters of a line that is looked at; a longer one is no place for a clock."""

MOST_LINES = 200
"""A text that differs in more was written anew: nothing is learnt from it."""

MOST_LOOKS = 1000
"""Lines of a text that are looked at, from its beginning: a stranger's page costs no more."""

MARK = "…"
_DIGITS = re.compile(r"\d+")

Wanted = Callable[[str, str], bool]
"""Whether a line is to be looked at, given it and the one before."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One value of a text. `name` is equal wherever it stands among the same words; `label` is
    that for people; `start` and `end` count characters of the text."""

    name: str
    kind: Kind
    label: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Moving:
    """Slots that move by themselves, by name; `words` has a word of each one's label, so that
    lines without any need not be looked at; None where one has no word."""

    names: frozenset[str] = frozenset()
    words: frozenset[str] | None = frozenset()

    @classmethod
    def of(cls, labels: Mapping[str, str]) -> "Moving":
        """The slots with these labels, by name."""
        words = [_telling_word(label) for label in labels.values()]
        return cls(frozenset(labels), frozenset(words) if all(words) else None)

    def may_stand(self, line: str, above: str) -> bool:
        """Whether one of them may stand in a line."""
        if self.words is None:
            return True
        said = f"{above}\n{line}".casefold()
        return any(word in said for word in self.words)


def _telling_word(label: str) -> str:
    """The longest word of a label that stands in the text as it is."""
    words = label.casefold().split()
    return max(
        (w for w in words if "#" not in w and MARK not in w and w != "/"), key=len, default=""
    )


def slots(text: str, wanted: Wanted | None = None) -> Iterator[Slot]:
    """The values of a text that may move, in its order; of the lines that are wanted."""
    at, above, looks = 0, "", 0
    for line in text.split("\n"):
        if len(line) <= LONGEST_LINE and (wanted is None or wanted(line, above)):
            looks += 1
            if looks > MOST_LOOKS:
                return
            found = values(line)
            for number in range(len(found)):
                yield _slot(line, at, found, number, above)
        if line.strip():
            above = line[-NEAR:]
        at += len(line) + 1


def _slot(line: str, at: int, found: Sequence[Value], number: int, above: str) -> Slot:
    value = found[number]
    left = _words(line, max(0, value.start - NEAR), value.start, found)[-WORDS:]
    right = _words(line, value.end, min(len(line), value.end + NEAR), found)[:WORDS]
    before: list[str] = []
    if sum(word != MARK for word in (*left, *right)) < FEWEST_WORDS:
        before = [*_words(above, 0, len(above), values(above))[-WORDS:], "/"]
    label = " ".join([*before, *left, MARK, *right])
    said = f"{value.kind}\n{label}".casefold()
    name = blake2b(said.encode("utf-8", "replace"), digest_size=6).hexdigest()
    start, end = at + value.start, at + value.end
    return Slot(name, value.kind, label, line[value.start : value.end], start, end)


def _words(line: str, start: int, end: int, found: Sequence[Value]) -> list[str]:
    """The words of a part of a line, values left out, other numbers without their digits."""
    pieces, at = [], start
    for value in found:
        if start <= value.start and value.end <= end:
            pieces += [line[at : value.start], f" {MARK} "]
            at = value.end
    pieces.append(line[at:end])
    return _DIGITS.sub("#", "".join(pieces)).split()


def said(found: Iterable[Slot]) -> dict[str, tuple[Slot, str]]:
    """By slot: its first place, and all that stands in its places."""
    by_name: dict[str, tuple[Slot, str]] = {}
    for slot in found:
        first, value = by_name.get(slot.name, (slot, ""))
        by_name[slot.name] = (first, f"{value} {slot.value}".strip())
    return by_name


def unlike(text: str, other: str) -> Iterator[Slot]:
    """The values of a text in lines that the other does not have: what stands in both is equal."""
    lines = frozenset(other.split("\n"))
    if sum(line not in lines for line in text.split("\n")) > MOST_LINES:
        return iter(())
    return slots(text, lambda line, _: line not in lines)


def masked(text: str, moving: Moving) -> str:
    """A text without the values of slots that move."""
    found = (slot for slot in slots(text, moving.may_stand) if slot.name in moving.names)
    return _replaced(text, ((slot, MARK) for slot in found))


def pinned(text: str, before: str, moving: Moving) -> str:
    """A text whose moving values are those that it had before, in the order of their places."""
    values: dict[str, list[str]] = {}
    for slot in unlike(before, text):
        if slot.name in moving.names:
            values.setdefault(slot.name, []).append(slot.value)
    if not values:
        return text
    turns = {name: iter(kept) for name, kept in values.items()}
    found = (slot for slot in unlike(text, before) if slot.name in turns)
    return _replaced(text, ((slot, next(turns[slot.name], slot.value)) for slot in found))


def _replaced(text: str, replacements: Iterable[tuple[Slot, str]]) -> str:
    pieces, at = [], 0
    for slot, value in replacements:
        pieces += [text[at : slot.start], value]
        at = slot.end
    return "".join([*pieces, text[at:]])
