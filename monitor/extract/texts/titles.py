"""Titles that were broken over several lines."""

from collections.abc import Sequence

from monitor.extract.texts.units import LONGEST_TITLE, Kind, Unit
from monitor.languages import FUNCTION_WORDS

_MOST_LINES = 3
_MAY_END = frozenset(
    ["an", "auf", "aus", "bei", "mit", "nach", "über", "unter", "ein", "zu", "on", "in"]
)
"""Small words that titles may end with: `Der Rat hört auf`."""
_OPEN = FUNCTION_WORDS - _MAY_END


def title_lines(units: Sequence[Unit], first: int, end: int) -> list[int]:
    """The lines of the title that begins at `first`, none of them from `end` on."""
    lines = [first]
    for index in range(first + 1, min(end, first + _MOST_LINES)):
        if not goes_on(units[index - 1], units[index]):
            break
        lines.append(index)
    return lines


def first_line(units: Sequence[Unit], title: int) -> int:
    """The first line of the title that has a line at `title`."""
    first = title
    while first and title - first < _MOST_LINES - 1 and goes_on(units[first - 1], units[first]):
        first -= 1
    return first


def goes_on(above: Unit, line: Unit) -> bool:
    """Whether a title goes on in the next line: both in capitals, or broken within a phrase."""
    if line.distance or line.mark or above.mark or not above.title_like:
        return False
    if {above.kind, line.kind} != {Kind.TEXT} or len(line.text) > LONGEST_TITLE:
        return False
    if line.text.endswith("."):
        return False
    if above.text.isupper() and line.text.isupper():
        return True
    broken = above.text.split()[-1].casefold() in _OPEN
    return line.text[0].islower() or (broken and line.title_like)
