"""What somebody wants to be told of an edit at all: the rules of a source. Pure.

    least_words: 5              edits of fewer words are held; small ones add up
    only: ["added: vacanc"]     told if a line that came or went matches one
    ignore: ["^last updated"]   held if every line that came or went matches one

A pattern is a regular expression without regard to case; `added: ` or `removed: ` before it has it
look at lines that came, or that went, alone. An edit is judged against what was told last, so that
what is held is not lost: the next edit that is told brings it along.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monitor.diff import between
from monitor.intake.filters.filter import matcher
from monitor.text import normalise

ADDED, REMOVED = "added: ", "removed: "

Said = tuple[str, str]
"""Title and text."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that came with an edit, or went with it."""

    text: str
    added: bool


def refusal(options: Mapping[str, Any], before: Said, after: Said) -> str | None:
    """Why the rules of a source hold an edit, in words; None where they let it be told."""
    if least := options.get("least_words"):
        edit = between(before, after)
        words = edit.added_words + edit.removed_words
        if words < least:
            return f"small: {words} of the {least} words that `least_words` asks for"
    only, ignore = tuple(options.get("only") or ()), tuple(options.get("ignore") or ())
    if not only and not ignore:
        return None
    lines = [*_lines(before, after)]
    if only and not any(_matches(only, line) for line in lines):
        return "no line that came or went matches `only`"
    if ignore and all(_matches(ignore, line) for line in lines):
        return "every line that came or went matches `ignore`"
    return None


def bare(pattern: str) -> str:
    """A pattern without the word that says which lines it looks at."""
    return pattern.removeprefix(ADDED).removeprefix(REMOVED)


def _matches(patterns: Sequence[str], line: Line) -> bool:
    other = REMOVED if line.added else ADDED
    wanted = tuple(bare(pattern) for pattern in patterns if not pattern.startswith(other))
    return bool(wanted) and matcher(wanted)(line.text)


def _lines(before: Said, after: Said) -> Iterator[Line]:
    """The lines that only one of two texts has, the title among them."""
    was, now = _counted(before), _counted(after)
    yield from (Line(text, added=True) for text in now - was)
    yield from (Line(text, added=False) for text in was - now)


def _counted(said: Said) -> Counter[str]:
    lines = (normalise(line) for line in "\n".join(said).split("\n"))
    return Counter(line for line in lines if line)
