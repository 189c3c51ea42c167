"""The dates that stand in a page's text, attributes and addresses, in many languages.

Like `grammar` this only reads: a `Said` may lack its year, and `05/03` may be in May or in March.
What they mean is concluded over the whole page, in `order`. It is beside that module, not in it,
because a page's pieces of text are short: a date fills one, or stands in it, and no sentence's
grammar has to be told from a plan or a quotation.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from monitor.extract.dates.ago import may_count, relative
from monitor.extract.dates.calendar import (
    LEVANTINE,
    MONTHS,
    NOT_PUBLISHED,
    UPDATED,
    WEEKDAYS,
)
from monitor.extract.dates.said import Said

LONGEST = 600
"""Characters of one piece of text in which dates are looked for."""
_MOST = 4

_YEAR = r"(?:19[5-9]|20[0-9])\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_WORD = r"[^\W\d_]{3,12}"
_CLOCK = r"(?:[T,]?\s?(\d\d?:\d\d(?::\d\d)?)(?:[.,]\d{1,9})?\s?(Z|[+-]\d\d:?\d\d)?(?!\d))?"
_ISO = re.compile(
    rf"(?<![\d.])({_YEAR})\s?([-/.–])\s?(0?[1-9]|1[0-2])\s?\2\s?({_DAY})(?!\d)\.?{_CLOCK}"
)
_NUMBERS = re.compile(
    rf"(?<![\d.,/:$€£-])(\d\d?)\s?([./-])\s?(\d\d?)\s?\2\s?({_YEAR}|\d\d)(?![\d/]|[.,]\d)"
)
_HAN = re.compile(
    rf"(?:(?:({_YEAR})|(?:令和|平成)(\d\d?|元))\s?[年년]\s?)?"
    rf"(?<!\d)(1[0-2]|0?[1-9])\s?[月월]\s?({_DAY})\s?[日号號일]"
)
_HAN_MONTH = re.compile(rf"({_YEAR})\s?[年년]\s?(1[0-2]|0?[1-9])\s?[月월](?!\s?\d)")
_ERAS = {"令": 2018, "平": 1988}
_AFTER_DAY = r"(?:st|nd|rd|th|er|re|ère|º|ª|°|-?го|-?е)?\.?"
_OF = r"(?:\s+(?:of|de|di|den)\s+|\s?d['’]\s?|\s*[-/]\s*|\s*)"
_TO_YEAR = (
    rf"(?:\s*[-/.,]?\s*(?:(?:de|del|do|of)\s+|dell['’]\s?|[àa]\s+)?({_YEAR})(?!\d)"
    r"|\s?['’](\d\d)(?!\w)|-(\d\d)(?!\w))"
)
_DAY_MONTH = re.compile(
    rf"(?<![\d.,:/$€£])({_DAY}){_AFTER_DAY}{_OF}({_WORD})(?![^\W\d_])\.?{_TO_YEAR}?", re.IGNORECASE
)
_MONTH_DAY = re.compile(
    rf"(?<![^\W\d_])({_WORD})\.?\s*[-/]?\s*({_DAY})(?!\d|:\d|[.]\d)(?:st|nd|rd|th)?"
    rf"(?:\s?[-–]\s?{_DAY}(?!\d))?{_TO_YEAR}?",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(
    rf"(?<![^\W\d_])({_WORD})\.?,?\s*(?:(?:de|del)\s+|[-/]\s?)?({_YEAR})(?!\d)"
)
_YEAR_ALONE = re.compile(rf"\W*(?:\w+\W+){{0,3}}?({_YEAR})(?:\W+\w+){{0,2}}\W*")
_ANY_DIGIT = re.compile(r"\d")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９", "0123456789" * 3)
_LEVANTINE = re.compile("|".join(LEVANTINE))
_LATIN = "january february march april may june july august september october november december"
_WORDS = re.compile(r"[^\W\d_][^\W_'’.-]*(?:['’.-][^\W\d_]+)*")
_ADDRESS = re.compile(rf"(?<!\d)({_YEAR})[-/_]?(0[1-9]|1[0-2])(?:[-/_]?({_DAY}))?(?!\d)")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date as it was found: what is said, and how much of its piece of text it fills (0 to 1).

    `relative`: counted from the day of the visit ("3 days ago"). `aside`: a word beside it says
    that it is another date than that of publication (an edit's, a deadline's).
    """

    said: Said
    fills: float
    relative: bool = False
    aside: bool = False


def stamps(text: str, today: date) -> tuple[Stamp, ...]:
    """The dates of a piece of text, in order; few, so that no page is costly."""
    text = text[:LONGEST]
    if _ANY_DIGIT.search(text) or (len(text) < 60 and may_count(text)):
        return _stamps(text, today)
    return ()


@lru_cache(maxsize=2048)
def _stamps(text: str, today: date) -> tuple[Stamp, ...]:
    text = _plain(text)
    found = _absolute(text)
    if found:
        before = [0, *(said.end for said in found)]
        return tuple(
            Stamp(said, _fills(text, said), aside=_aside(text[start : said.start]))
            for start, said in zip(before, found, strict=False)
        )
    said = relative(text, today)
    return (Stamp(said, _fills(text, said), relative=True),) if said else ()


def _plain(text: str) -> str:
    """ASCII digits; month names of two words as one."""
    if text.isascii():
        return text
    text = text.translate(_DIGITS)
    if max(text, default="") >= "\u0600" and _LEVANTINE.search(text):
        text = _LEVANTINE.sub(lambda m: _LATIN.split()[LEVANTINE[m[0]] - 1], text)
    return text


def _absolute(text: str) -> list[Said]:
    found: list[Said] = []
    readers = [*_NUMERIC] if _PARTED.search(text) else []
    if "月" in text or "월" in text:
        readers += _HAN_READERS
    if any(word.casefold() in MONTHS for word in _LETTERS.findall(text)):
        readers += _NAMED
    for read, pattern in readers:
        for match in pattern.finditer(text):
            if any(s.start < match.end() and match.start() < s.end for s in found):
                continue
            if said := read(match):
                found.append(said)
                if len(found) == _MOST:
                    break
    return sorted(found, key=lambda said: said.start)


def _iso(match: re.Match[str]) -> Said | None:
    year, _, month, day, clock, zone = match.groups()
    said = _said(match, int(year), int(month), int(day))
    return _timed(said, clock, zone) if said and clock else said


def _timed(said: Said, clock: str, zone: str | None) -> Said:
    """The date with its time. Midnight is how programs write that there is none."""
    day = f"{said.year:04}-{said.month:02}-{said.day:02}"
    try:
        moment = datetime.fromisoformat(f"{day}T{clock.zfill(5)}{zone or ''}")
    except ValueError:  # 25:70 is no time; the day still stands
        return said
    if not (moment.hour or moment.minute or moment.second):
        return said
    return Said(said.start, said.end, said.year, said.month, said.day, instant=moment.isoformat())


def _numbers(match: re.Match[str]) -> Said | None:
    first, separator, second, digits = int(match[1]), match[2], int(match[3]), match[4]
    month, day = (first, second) if second > 12 else (second, first)
    if len(digits) == 2 and separator == "-" and first > 12 and second <= 12:
        return None  # 24-05-12: a file number, or a date that nobody can read
    return _said(match, _full(digits), month, day, (first, second, separator))


def _full(digits: str) -> int:
    """Two digits are of 1970 to 2069, as POSIX has it."""
    number = int(digits)
    return number if number > 99 else number + (2000 if number < 70 else 1900)


def _han(match: re.Match[str]) -> Said | None:
    year, era, month, day = match.groups()
    if era:
        number = 1 if era == "元" else int(era)
        return _said(match, _ERAS[match[0][0]] + number, int(month), int(day))
    return _said(match, int(year) if year else None, int(month), int(day))


def _han_month(match: re.Match[str]) -> Said | None:
    return _said(match, int(match[1]), int(match[2]), None)


def _day_month(match: re.Match[str]) -> Said | None:
    month = MONTHS.get(match[2].casefold())
    if month is None:
        return None
    year = match[3] or match[4] or match[5]
    return _said(match, _full(year) if year else None, month, int(match[1]))


def _month_day(match: re.Match[str]) -> Said | None:
    month = MONTHS.get(match[1].casefold())
    if month is None:
        return None
    year = match[3] or match[4] or match[5]
    return _said(match, _full(year) if year else None, month, int(match[2]))


def _month_year(match: re.Match[str]) -> Said | None:
    month = MONTHS.get(match[1].casefold())
    numbered = match.string[: match.start()].rstrip()[-1:].isdigit()  # 31 February: no day at all
    return _said(match, int(match[2]), month, None) if month and not numbered else None


_NUMERIC = ((_iso, _ISO), (_numbers, _NUMBERS))
_HAN_READERS = ((_han, _HAN), (_han_month, _HAN_MONTH))
_NAMED = ((_day_month, _DAY_MONTH), (_month_day, _MONTH_DAY), (_month_year, _MONTH_YEAR))
_PARTED = re.compile(r"\d\s?[-/.–]\s?\d")
_LETTERS = re.compile(r"[^\W\d_]+")


def _said(
    match: re.Match[str],
    year: int | None,
    month: int,
    day: int | None,
    numbers: tuple[int, int, str] | None = None,
) -> Said | None:
    """The date, unless there is no such day."""
    if not 1 <= month <= 12 or not 1 <= (day or 1) <= monthrange(year or 2024, month)[1]:
        return None
    return Said(*match.span(), year, month, day, _weekday(match), numbers)


def _weekday(match: re.Match[str]) -> int | None:
    before = _WORDS.findall(match.string[max(0, match.start() - 16) : match.start()])
    return WEEKDAYS.get(before[-1].casefold().rstrip(".")) if before else None


def _fills(text: str, said: Said) -> float:
    """How much of a text is the date, counting letters and digits; a weekday belongs to it."""
    rest = text[: said.start] + " " + text[said.end :]
    words = [w for w in _WORDS.findall(rest) if w.casefold().rstrip(".") not in WEEKDAYS]
    size = said.end - said.start
    return size / (size + sum(len(word) for word in words))


def _aside(before: str) -> bool:
    """Whether the words just before a date say that it is not that of publication."""
    words = [word.casefold().rstrip(".") for word in _WORDS.findall(before[-40:])]
    return any(word in UPDATED or word in NOT_PUBLISHED for word in words[-3:])


# ── attributes and addresses ───────────────────────────────────────────────────────────────


def attribute(value: str) -> Said | None:
    """The date of a machine-readable attribute: ISO 8601, or a Unix time in (milli)seconds."""
    value = value.strip()[:64]
    if value.isdigit() and len(value) in {10, 13}:
        moment = datetime.fromtimestamp(int(value[:10]), tz=None)  # noqa: DTZ006
        return Said(0, len(value), moment.year, moment.month, moment.day)
    match = _ISO.match(value)
    if match:
        return _iso(match)
    found = _absolute(_plain(value))
    return found[0] if found else None


def in_address(url: str) -> Said | None:
    """The date that an address carries: `/2024/05/12/`, `2024-05-12-slug`, `20240512.pdf`."""
    try:
        path = unquote(urlsplit(url).path)[:LONGEST]
    except ValueError:
        return None
    best: Said | None = None
    for match in _ADDRESS.finditer(path):
        said = _said(match, int(match[1]), int(match[2]), int(match[3]) if match[3] else None)
        if said and (best is None or (best.day is None and said.day is not None)):
            best = said
    return best


def year_alone(text: str) -> int | None:
    """The year that a heading is about: `2024`, `Archive 2023`; None where it says more."""
    if len(text) > 40:
        return None
    match = _YEAR_ALONE.fullmatch(text.translate(_DIGITS))
    return int(match[1]) if match else None
