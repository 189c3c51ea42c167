"""Dates with a month's name, in every language: `3 May 2024`, `2024. május 3.`, `el 3 de mayo`.

A name counts beside a day or a year only, and names that are common words elsewhere with their
year, or where nothing else is said: `3 des` in a sentence is German for "3 of the".
"""

import re
from collections.abc import Iterator

from monitor.extract.dates.calendar import (
    BY_A_STOP,
    COMMON,
    COMMON_IN_SMALL_LETTERS,
    MONTHS,
    WEEKDAYS,
)
from monitor.extract.dates.eras import AHEAD
from monitor.extract.dates.plain import MONTH_SIGNS
from monitor.extract.dates.said import Said, full_year, of

_YEAR = r"(?:19[5-9]|20[0-9])\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_NAME = r"([^\W\d_]{3,12}|[\ufdd0-\ufddb])"
_AFTER_DAY = r"(?:st|nd|rd|th|er|re|ère|º|ª|°|-?го|-?е|-?(?:ին|ի))?\.?"
_OF = r"(?:\s+(?:of|de|di|den|ta['’]|mí\sna)\s+|\s?d['’]\s?|\s*[-/]\s*|\s*)"
_OTHER_NAME = r"(?:\s?/\s?[\u0600-\u06ff]{3,12}(?=\s))?"
"""The same month in another tradition, as Arabic texts put it: `3 أيار/مايو 2024`."""
_TO_YEAR = (
    rf"(?:\s*[-/.,،]?\s*(?:(?:de|del|do|of|năm|mwaka)\s+|dell['’]\s?|[àa]\s+)?({_YEAR}|25[4-9]\d)(?!\d)"
    r"|\s?['’](\d\d)(?!\w)|-(\d\d)(?!\w))"
)
_DAY_MONTH = re.compile(
    rf"(?<![\d.,:/$€£])({_DAY}){_AFTER_DAY}{_OF}{_NAME}(?![^\W\d_]){_OTHER_NAME}[.׳]?{_TO_YEAR}?",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"(?<![^\W\d_]){_NAME}\.?\s*[-/]?\s*({_DAY})(?!\d|:\d|[.]\d)(?:st|nd|rd|th)?"
    rf"(?:\s?[-–]\s?{_DAY}(?!\d))?{_TO_YEAR}?",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(
    rf"(?<![^\W\d_]){_NAME}{_OTHER_NAME}[.׳]?,?\s*(?:(?:de|del|năm)\s+|[-/]\s?)?({_YEAR})(?!\d)",
    re.IGNORECASE,
)
_IN_YEAR = (
    r"(?:\.?\s?(?:gada|жылғы|жылдың|წლის|թվականի)(?!\w)|\s?(?:m|г|թ|ж)\.|(?:\(e\)|e)?ko(?!\w))"
)
_YEAR_MONTH_DAY = re.compile(
    rf"(?<![\d.,/-])({_YEAR})(?:\.|{_IN_YEAR})?,?\s+{_NAME}(?![^\W\d_])\.?\s*({_DAY})(?![\d:/])"
    rf"(?!{_TO_YEAR})(?:\s?d\.|a\b|\.)?",
    re.IGNORECASE,
)
_YEAR_DAY_MONTH = re.compile(
    rf"(?<![\d.,/-])({_YEAR}){_IN_YEAR}\s*({_DAY})\.?-?\s*{_NAME}(?![^\W\d_])", re.IGNORECASE
)

_LETTERS = re.compile(r"[^\W\d_]+")
_NAMES = MONTHS.keys() | MONTH_SIGNS.keys()
_A_NAME = re.compile(r"[^\W\d_]{3,}|[\ufdd0-\ufddb]")


def read(text: str) -> Iterator[Said]:
    """The dates of a text that has been made `plain`, the fullest forms first."""
    if not _NAMES.isdisjoint(_A_NAME.findall(text.lower())):
        for said, pattern in _READERS:
            yield from filter(None, map(said, pattern.finditer(text)))


def _month(word: str) -> int | None:
    return MONTHS.get(word.casefold()) or MONTH_SIGNS.get(word)


def _year_month_day(match: re.Match[str]) -> Said | None:
    month = _month(match[2])
    return of(match, int(match[1]), month, int(match[3])) if month else None


def _year_day_month(match: re.Match[str]) -> Said | None:
    month = _month(match[3])
    return of(match, int(match[1]), month, int(match[2])) if month else None


def _day_month(match: re.Match[str]) -> Said | None:
    month = _month(match[2])
    if month and match.string[match.end(1) : match.end(1) + 1] == ".":
        month = _stopped(match[2], month)
    year = match[3] or match[4] or match[5]
    return _dated(match, month, match[2], int(match[1]), year)


def _month_day(match: re.Match[str]) -> Said | None:
    year = match[3] or match[4] or match[5]
    return _dated(match, _month(match[1]), match[1], int(match[2]), year)


def _month_year(match: re.Match[str]) -> Said | None:
    month = _month(match[1])
    if month is None or match.string[: match.start()].rstrip()[-1:].isdigit():
        return None  # 31 February: no day at all
    if _common(match[1], small=False) and not _alone(match):
        return None
    if match.string[match.end() : match.end() + 1] == ".":
        month = _stopped(match[1], month)
    return of(match, int(match[2]), month, None)


_READERS = (
    (_year_month_day, _YEAR_MONTH_DAY),
    (_year_day_month, _YEAR_DAY_MONTH),
    (_day_month, _DAY_MONTH),
    (_month_day, _MONTH_DAY),
    (_month_year, _MONTH_YEAR),
)


def _dated(
    match: re.Match[str], month: int | None, name: str, day: int, year: str | None
) -> Said | None:
    """The date, unless its name is likelier to be another word."""
    if month is None or (year is None and _common(name, small=True) and not _alone(match)):
        return None
    number = full_year(year) if year else None
    return of(match, number - AHEAD if number and number > 2400 else number, month, day)


def _stopped(name: str, month: int) -> int:
    return BY_A_STOP.get(name.casefold(), month)


def _common(name: str, *, small: bool) -> bool:
    return name.casefold() in COMMON or (small and name in COMMON_IN_SMALL_LETTERS)


def _alone(match: re.Match[str]) -> bool:
    """Whether nothing but a weekday stands beside the date."""
    rest = match.string[: match.start()] + " " + match.string[match.end() :]
    return all(word.casefold() in WEEKDAYS for word in _LETTERS.findall(rest))
