"""The dates that stand in a page's text, attributes and addresses, in many languages.

Like `grammar` this only reads: a `Said` may lack its year, and `05/03` may be in May or in March.
What they mean is concluded over the whole page, in `order`. It is beside that module, not in it,
because a page's pieces of text are short: a date fills one, or stands in it, and no sentence's
grammar has to be told from a plan or a quotation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from monitor.extract.dates import eras, han, named
from monitor.extract.dates.ago import may_count, relative
from monitor.extract.dates.calendar import NOT_PUBLISHED, UPDATED, WEEKDAYS
from monitor.extract.dates.plain import plain
from monitor.extract.dates.said import Said, full_year, of

LONGEST = 600
"""Characters of one piece of text in which dates are looked for."""
_MOST = 4

_YEAR = r"(?:19[5-9]|20[0-9])\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_CLOCK = r"(?:[T,]?\s?(\d\d?:\d\d(?::\d\d)?)(?:[.,]\d{1,9})?\s?(Z|[+-]\d\d:?\d\d)?(?!\d))?"
_ISO = re.compile(
    rf"(?<![\d.])({_YEAR})\s?([-/.–])\s?(0?[1-9]|1[0-2])\s?\2\s?({_DAY})(?!\d)\.?{_CLOCK}"
)
_NUMBERS = re.compile(
    rf"(?<![\d.,/:$€£-])(\d\d?)\s?([./-])\s?(\d\d?)\s?\2\s?({_YEAR}|\d\d)(?![\d/]|[.,]\d)"
)
_PARTED = re.compile(r"\d\s?[-/.–]\s?\d")
_YEAR_ALONE = re.compile(rf"\W*(?:\w+\W+){{0,3}}?({_YEAR})(?:\W+\w+){{0,2}}\W*")
_ANY_DIGIT = re.compile(r"\d")
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
    if _ANY_DIGIT.search(text) or "月" in text or (len(text) < 60 and may_count(text)):
        return _stamps(text, today)
    return ()


@lru_cache(maxsize=2048)
def _stamps(said: str, today: date) -> tuple[Stamp, ...]:
    text = plain(said)
    found = _absolute(text, said)
    if found:
        before = [0, *(one.end for one in found)]
        return tuple(
            Stamp(one, _fills(text, one), aside=_aside(text[start : one.start]))
            for start, one in zip(before, found, strict=False)
        )
    counted = relative(text, today)
    return (Stamp(counted, _fills(text, counted), relative=True),) if counted else ()


def _absolute(text: str, original: str) -> list[Said]:
    """The dates of a plain text in their order; where readings overlap, the first reader's."""
    found: list[Said] = []
    for said in _readings(text, original):
        if not any(other.start < said.end and said.start < other.end for other in found):
            found.append(said)
            if len(found) == _MOST:
                break
    return [_beside_weekday(said, text) for said in sorted(found, key=lambda said: said.start)]


def _readings(text: str, original: str) -> Iterator[Said]:
    yield from eras.read(text, original)
    if _PARTED.search(text):
        yield from filter(None, map(_iso, _ISO.finditer(text)))
        yield from filter(None, map(_numbers, _NUMBERS.finditer(text)))
    yield from han.read(text)
    yield from named.read(text)


def _beside_weekday(said: Said, text: str) -> Said:
    words = _WORDS.findall(text[max(0, said.start - 16) : said.start])
    weekday = WEEKDAYS.get(words[-1].casefold().rstrip(".")) if words else None
    return said if weekday is None else replace(said, weekday=weekday)


def _iso(match: re.Match[str]) -> Said | None:
    year, _, month, day, clock, zone = match.groups()
    said = of(match, int(year), int(month), int(day))
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
    return of(match, full_year(digits), month, day, (first, second, separator))


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
    found = _absolute(plain(value), value)
    return found[0] if found else None


def in_address(url: str) -> Said | None:
    """The date that an address carries: `/2024/05/12/`, `2024-05-12-slug`, `20240512.pdf`."""
    try:
        path = unquote(urlsplit(url).path)[:LONGEST]
    except ValueError:
        return None
    best: Said | None = None
    for match in _ADDRESS.finditer(path):
        said = of(match, int(match[1]), int(match[2]), int(match[3]) if match[3] else None)
        if said and (best is None or (best.day is None and said.day is not None)):
            best = said
    return best


def year_alone(text: str) -> int | None:
    """The year that a heading is about: `2024`, `Archive 2023`; None where it says more."""
    if len(text) > 40:
        return None
    match = _YEAR_ALONE.fullmatch(plain(text))
    return int(match[1]) if match else None
