"""Lines as they stand on pages -> paragraphs as they were written. Pure.

A line goes on with the one above it in the same size and at the usual distance. Where a column or
a page ends, a sentence that has not ended goes on. What stands on most pages alike (running heads,
page numbers) belongs to none of them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from monitor.extract.dates.lines import date_line
from monitor.extract.pdf.lines import BROKEN, Line
from monitor.extract.texts.units import begins_item

FEWEST_PAGES = 3
"""Of two pages nobody can tell what runs through them."""

AT_THE_EDGE = 3
"""So many lines from the top and the bottom of a page may be running heads."""

FARTHER = 1.3
"""A paragraph begins where a line is so many times as far from the one above as usual."""

INDENT = 0.8
"""Or so many times its size farther in."""

ALIKE = 0.12
_ENDS = re.compile(r"[.!?:;…。！？؟»”\"')\]]$")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Its text on one line, and the size of its letters in points."""

    text: str
    size: float
    page: int


def paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """The paragraphs of a document, in the order in which its lines come."""
    kept = _without_running_heads(lines)
    if not kept:
        return []
    pitch = _pitch(kept)
    groups = [[kept[0]]]
    for above, line in pairwise(kept):
        if _goes_on(above, line, pitch):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [Paragraph(_joined(group), group[0].size, group[0].page) for group in groups]


def _goes_on(above: Line, line: Line, pitch: float) -> bool:
    if above.text.endswith(BROKEN):
        return True
    if begins_item(line.text) or date_line(line.text) or date_line(above.text):
        return False
    if abs(line.size - above.size) > ALIKE * max(line.size, above.size):
        return False
    down = above.base - line.base
    if line.page == above.page and down >= 0:
        usual = pitch * line.size
        indented = line.left - above.left > INDENT * line.size
        return down <= FARTHER * usual and not (indented and _ENDS.search(above.text))
    return line.text[0].islower() and not _ENDS.search(above.text)


def _pitch(lines: Sequence[Line]) -> float:
    """How far lines of a paragraph are from each other, as a multiple of their size.

    Three steps in four may be from one paragraph to the next, as in a page of short ones.
    """
    steps = sorted(
        (above.base - line.base) / line.size
        for above, line in pairwise(lines)
        if line.page == above.page and line.size > 0 and 0 < above.base - line.base < 3 * line.size
    )
    return steps[len(steps) // 4] if steps else 1.2


def _joined(lines: Sequence[Line]) -> str:
    pieces = []
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        after = following.text if following else ""
        if line.text.endswith(BROKEN) or _hyphened(line.text, after):
            pieces.append(line.text[:-1])
        else:
            pieces.append(f"{line.text} ")
    return "".join(pieces).strip()


def _hyphened(text: str, following: str) -> bool:
    """Whether a word was broken: a hyphen after a letter, and on it goes in lower case."""
    return text[-1:] in "-‐" and text[-2:-1].isalpha() and following[:1].islower()


def _without_running_heads(lines: Sequence[Line]) -> list[Line]:
    pages = [list(page) for _, page in groupby(lines, key=lambda line: line.page)]
    if len(pages) < FEWEST_PAGES:
        return list(lines)
    seen = Counter(shape for page in pages for shape in {_shape(line) for line in _edges(page)})
    running = {shape for shape, count in seen.items() if count * 2 > len(pages)}
    return [line for page in pages for line in _body(page, running)]


def _body(page: Sequence[Line], running: set[str]) -> Iterator[Line]:
    edges = {id(line) for line in _edges(page)}
    return (line for line in page if id(line) not in edges or _shape(line) not in running)


def _edges(page: Sequence[Line]) -> Sequence[Line]:
    if len(page) <= 2 * AT_THE_EDGE:
        return page
    return [*page[:AT_THE_EDGE], *page[-AT_THE_EDGE:]]


def _shape(line: Line) -> str:
    """A line, whatever numbers it counts pages with."""
    return _DIGITS.sub("#", line.text)
