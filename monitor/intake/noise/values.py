"""Values in a line that may move by themselves: times of day, "3 hours ago", tokens, counts. Pure.

Found by how they are written alone; whether one does move is learnt (monitor.intake.noise.learn).
What people want to hear of is none: prices, shares, measures, years, plain dates.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from monitor.languages import MONTHS, WEEKDAYS

MOST = 12
"""A line with more of them is a row of figures: none of them is a part that moves by itself."""


class Kind(StrEnum):
    """How a value moves, in words that people are shown."""

    AGO = "time ago"
    CLOCK = "clock"
    TOKEN = "token"  # noqa: S105  a word for people
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Value:
    """A value by its place in a line."""

    start: int
    end: int
    kind: Kind


_NUMBER = re.compile(
    r"(?<![\w.,:/+#§€$£¥-])\d{1,3}(?:[.,'\u00a0\u202f ]\d{3})+(?!\d)|(?<![\w.,:/+#§€$£¥-])\d+"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_GOES_ON = re.compile(r"[\w%:/°€$£¥№-]|[.,]\d|[\u00a0\u202f ]?[%°€$£¥]")
_MEASURE = re.compile(
    r"[\u00a0\u202f ]?(?:eur|euros?|usd|gbp|chf|jpy|pln|zł|kr|dkk|sek|nok|czk|руб\w*|dollars?"
    r"|cents?|percent|prozent|pct|km|m|cm|mm|kg|g|mg|l|ml|mw|kw|kwh|gb|mb|°?[cf])\b",
    re.IGNORECASE,
)
_PRICED = re.compile(r"(?:[€$£¥]|\b(?:eur|usd|gbp|chf|jpy|pln))[\u00a0\u202f ]?$", re.IGNORECASE)
_WORD_BEFORE, _WORD_AFTER = re.compile(r"([^\W\d_]+)\W{1,3}$"), re.compile(r"\W{1,3}([^\W\d_]+)")
_TOKEN = re.compile(
    r"(?<![\w-])(?:"
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,64}"
    r"|(?=[^\W\d]*\d)(?=\w*?[a-z])(?=\w*?[A-Z])\w{16,64}"
    r")(?![\w-])"
)


@cache
def _clock() -> re.Pattern[str]:
    """A time of day, with the date that stands right before it."""
    months = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
    days = "|".join(sorted(map(re.escape, WEEKDAYS), key=len, reverse=True))
    date = (
        rf"(?:(?:{days})\.?,?\s)?(?:\d{{1,2}}\.?\s(?:{months})\.?,?\s\d{{4}}"
        rf"|(?:{months})\.?\s\d{{1,2}},?\s\d{{4}}|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}})"
    )
    between = r"(?:,?\s(?:at|um|à|a las|alle|в|ab)?\s?|T|,\s?|\s[-–|]\s)"
    time = (
        r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,6})?)?(?:\s?[ap]\.?m\b\.?)?(?:Z\b|\s?[+-]\d{2}:?\d{2})?"
    )
    return re.compile(rf"(?<![\w:.])(?:{date}{between})?{time}(?![\w:])", re.IGNORECASE)


def values(line: str) -> list[Value]:
    """What may move in a line, in its order; where two would overlap, the first kind has it."""
    if not any(map(str.isdigit, line)):
        return []
    found: list[Value] = []
    for kind, look in _LOOKS.items():
        for start, end in look(line):
            if not any(start < other.end and other.start < end for other in found):
                found.append(Value(start, end, kind))
            if len(found) > MOST:
                return []
    return sorted(found, key=lambda value: value.start)


def _agos(line: str) -> Iterator[tuple[int, int]]:
    from monitor.extract.dates.ago import spans

    return spans(line)


def _clocks(line: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in (_clock().finditer(line) if ":" in line else ()))


def _tokens(line: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _TOKEN.finditer(line))


def _counts(line: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _NUMBER.finditer(line) if _is_count(line, *match.span()))


def _is_count(line: str, start: int, end: int) -> bool:
    """Whether a whole number counts something, and is no year, day, price, share or measure."""
    after, before = line[end : end + 24], line[max(0, start - 24) : start]
    if _YEAR.fullmatch(line, start, end) or _GOES_ON.match(after):
        return False
    if _MEASURE.match(after) or _PRICED.search(before):
        return False
    beside = (_WORD_BEFORE.search(before), _WORD_AFTER.match(after))
    return not any(word and word[1].casefold() in MONTHS for word in beside)


_LOOKS: dict[Kind, Callable[[str], Iterator[tuple[int, int]]]] = {
    Kind.AGO: _agos,
    Kind.CLOCK: _clocks,
    Kind.TOKEN: _tokens,
    Kind.COUNT: _counts,
}
