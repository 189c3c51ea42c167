"""Wrapped texts: which line goes on with the sentence of the line above it."""

import re
from itertools import islice, pairwise

from monitor.extract.dates.lines import date_line, dated_lead, dated_title
from monitor.extract.texts.units import begins_item, separator_sign

_SAMPLE_LINES = 20_000
_WIDEST = 140
_NARROWEST = 24
_NO_SENTENCE = re.compile(r"(?:https?|ftp)://\S+$|www\.\S+$|[\w-]{2,20}: ", re.IGNORECASE)
"""An address, or a field: `date: 2024-12-10`."""


def joins(lines: list[str]) -> list[bool]:
    """For each line, whether it continues the one above; all False where nothing is wrapped.

    A line was broken where the next word did not fit, so a line whose successor's first word
    would have fitted ends a paragraph, blank line or not.
    """
    joined = [False] * len(lines)
    width = _width(lines)
    if width is None:
        return joined
    dated = [date_line(line) is not None for line in lines]
    # Under a date stands a title where dates come first, and the text may follow it at once.
    dated_first = next(
        (date for date, line in zip(dated, lines, strict=True) if line.strip()), False
    )
    for index in range(1, len(lines)):
        under_title = dated_first and index > 1 and dated[index - 2]
        if dated[index] or dated[index - 1] or (under_title and not _lower(lines[index])):
            continue
        joined[index] = _continues(lines[index - 1].rstrip(), lines[index].strip(), width)
    return joined


def _width(lines: list[str]) -> int | None:
    """The column at which lines were broken, learnt from lines that go on in lower case."""
    pairs = [
        (len(above.rstrip()), _lower(line))
        for above, line in pairwise(islice(lines, _SAMPLE_LINES))
        if above.strip() and line.strip()
    ]
    broken = sorted(length for length, lower in pairs if lower)
    if len(broken) < 2 or len(broken) * 7 < len(pairs):
        return None
    width = broken[-1 - len(broken) // 50]
    alike = sum(length * 10 > width * 7 for length in broken)
    return width if _NARROWEST <= width <= _WIDEST and alike * 5 >= len(broken) * 4 else None


def _lower(line: str) -> bool:
    """Whether a line goes on with a sentence, by its first letter."""
    text = line.strip()
    return text[:1].islower() and not begins_item(text) and not _NO_SENTENCE.match(text)


def _continues(above: str, line: str, width: int) -> bool:
    """Whether `line` goes on where `above` was broken: its first word would not have fitted."""
    if not above or not line or line[0] == "#" or above[0] == "#" or begins_item(line):
        return False
    if _NO_SENTENCE.match(line) or _NO_SENTENCE.match(above):
        return False
    if line[0].islower():
        return True
    if len(above) > width + 2 or len(above) + len(line.partition(" ")[0]) < width:
        return False
    if separator_sign(line) or separator_sign(above) or dated_title(above):
        return False
    lead = dated_lead(line)
    return not (lead and lead.dateline)
