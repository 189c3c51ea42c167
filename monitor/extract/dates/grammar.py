"""The grammar of dates in running text: what is written at one place of a line, in six languages.

Here a date is only *read*: `Said` holds what stands there. Where in a line dates stand is
`lines`; which year an unsaid one is, and whether `05/03` is in May or in March, is concluded
from the whole file in `conclude`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from monitor.extract.dates.said import Said, full_year, of
from monitor.languages import BETWEEN_DAYS, MONTHS

_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_ORDINAL = r"(?:st|nd|rd|th|er|re|ère|º|ª|°|-?го|-?е)?\.?"
_WORD = r"[^\W\d_]{3,12}"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_YEAR_AFTER = rf"(?:,?\s*(?:(?:de|del|of)\s+|dell['’]\s?)?({_YEAR})|\s?['’](\d\d)(?!\w))"
_ERA = r"(?:\s?(?:года|году|год|г\.?)(?!\w))?"
_OF = r"(?:\s+(?:of|de|di)\s+|\s?d['’]\s?|\s*-\s*|\s*)"
_THE = r"(?:(?:the|den|le|el|il)\s+|l['’])?"
_JOIN = rf"\s*(?:{BETWEEN_DAYS}|-|–|—|/|&|\+)\s*{_THE}"
_MORE_DAYS = rf"(?:,\s?{_DAY}{_ORDINAL}){{0,4}}"

_DAY_MONTH = re.compile(
    rf"(?:{_DAY}{_ORDINAL}{_MORE_DAYS}(?:{_OF}({_WORD})\.?(?:\s+{_YEAR})?)?{_JOIN})?"
    rf"({_DAY}){_ORDINAL}{_OF}({_WORD})\.?(?:{_YEAR_AFTER}|-({_YEAR}|\d\d(?!\d)))?{_ERA}",
    re.IGNORECASE,
)
# After the month a spaced dash goes on with the sentence: "December 5 – 10 people came".
_MONTH_DAY = re.compile(
    rf"({_WORD})\.?\s+(?:{_DAY}{_ORDINAL}{_MORE_DAYS}(?:,?\s+{_YEAR})?"
    rf"(?:\s+(?:{BETWEEN_DAYS})\s+{_THE}|[-–—/]|{_JOIN}(?={_WORD}))(?:({_WORD})\.?\s+)?)?"
    rf"({_DAY})(?:st|nd|rd|th)?{_YEAR_AFTER}?",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"({_WORD})\.?(?:\s+(?:de|del|of))?\s+({_YEAR}){_ERA}", re.IGNORECASE)
_ISO = re.compile(
    rf"({_YEAR})([-/.])(0?[1-9]|1[0-2])\2({_DAY})"
    r"(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?\s?(Z|[+-]\d\d:?\d\d)?)?",
)
_NUMBERS = re.compile(
    rf"(?:{_DAY}\.?(?:\d{{1,2}}\.)?\s?(?:-|–|—|bis|und|and|et|y|e|и)\s?)?"
    rf"(\d{{1,2}})(\s?[./]\s?|-)(\d{{1,2}})\2({_YEAR}|\d\d(?!\d)){_ERA}"
)
_DAY_DOT_MONTH_DOT = re.compile(rf"({_DAY})\.\s?(0?[1-9]|1[0-2])\.(?!\d)")

_DIGITS = re.compile(r"\d+")
_WORD_BEFORE = re.compile(rf"(?<![^\W\d_])({_WORD})\.?\s+$")
_LONGEST_WORD_BEFORE = 16
_MOST_TRIES = 8


@lru_cache(maxsize=8)
def dates(text: str, reach: int) -> tuple[Said, ...]:
    """Dates that begin in the first `reach` characters, in order; few, so that no line is costly.

    Remembered for a moment: a line is asked in turn whether it is a date, a title or a lead.
    """
    return tuple(_dates(text, reach))


def _dates(text: str, reach: int) -> Iterator[Said]:
    reached = 0
    for tries, digits in enumerate(_DIGITS.finditer(text, 0, reach)):
        if tries == _MOST_TRIES:
            return
        if digits.start() < reached:
            continue
        said = _month_first(text, digits.start()) or _day_first(text, digits)
        if said:
            reached = said.end
            yield said


def _month_first(text: str, number: int) -> Said | None:
    """The date whose month is the word before the number."""
    if number < 4 or not text[number - 1].isspace():
        return None
    word = _WORD_BEFORE.search(text[max(0, number - _LONGEST_WORD_BEFORE) : number])
    if not word or word[1].casefold() not in MONTHS:
        return None
    start = number - len(word[0])
    return _month_day(text, start) or _month_year(text, start)


def _day_first(text: str, digits: re.Match[str]) -> Said | None:
    start, end = digits.span()
    if end - start > 2:
        return _iso(text, start) if end - start == 4 else None
    return _numbers(text, start) or _day_month(text, start)


def _iso(text: str, position: int) -> Said | None:
    match = _ISO.match(text, position)
    if not match:
        return None
    year, _, month, day, clock, zone = match.groups()
    said = of(match, int(year), int(month), int(day))
    if said and clock and zone:
        return replace(
            said, instant=_instant(f"{said.year}-{int(month):02}-{int(day):02}T{clock}{zone}")
        )
    return said


def _instant(text: str) -> str | None:
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError:  # 25:70 is no time; the day still stands
        return None


def _numbers(text: str, position: int) -> Said | None:
    match = _NUMBERS.match(text, position)
    if not match:
        return None
    first, separator, second, year = int(match[1]), match[2].strip(), int(match[3]), match[4]
    month, day = (first, second) if second > 12 else (second, first)
    return of(match, full_year(year), month, day, (first, second, separator))


def _day_month(text: str, position: int) -> Said | None:
    match = _DAY_MONTH.match(text, position)
    if match and match[3].casefold() in MONTHS:
        year = match[4] or match[5] or match[6]
        month = MONTHS[match[3].casefold()]
        return of(match, full_year(year) if year else None, month, int(match[2]))
    return _day_dot_month_dot(text, position)


def _day_dot_month_dot(text: str, position: int) -> Said | None:
    match = _DAY_DOT_MONTH_DOT.match(text, position)
    return of(match, None, int(match[2]), int(match[1])) if match else None


def _month_day(text: str, position: int) -> Said | None:
    match = _MONTH_DAY.match(text, position)
    if not match or match[1].casefold() not in MONTHS:
        return None
    if match[2] and match[2].casefold() not in MONTHS:
        return None
    year = match[4] or match[5]
    month = MONTHS[(match[2] or match[1]).casefold()]
    return of(match, full_year(year) if year else None, month, int(match[3]))


def _month_year(text: str, position: int) -> Said | None:
    match = _MONTH_YEAR.match(text, position)
    if not match or match[1].casefold() not in MONTHS:
        return None
    return Said(*match.span(), int(match[2]), MONTHS[match[1].casefold()], None)
