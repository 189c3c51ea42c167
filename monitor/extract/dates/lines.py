"""Where dates stand: in a line of their own, beside a title, at the head of a sentence."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone

from monitor.extract.dates.abroad import date_filling, date_opening
from monitor.extract.dates.calendar import TODAY, YESTERDAY
from monitor.extract.dates.grammar import dates
from monitor.extract.dates.said import Said
from monitor.languages import (
    ABBREVIATIONS,
    BEFORE_DATE,
    NAME_PARTICLES,
    PUBLISHED_LABELS,
    SHORT_MONTHS,
    UPDATED_LABELS,
    WEEKDAYS,
)

LONGEST_DATE_LINE = 90
LONGEST_DATED_TITLE = 250
LEAD_REACH = 70
_LABEL_REACH = 24
_TIME_REACH = 24

_TIME = (
    r"(?:[,;|@–—-]|\s|(?:at|um|à|alle|ore|a\s+las|в|kl)\b\.?)*(?<!\d)"
    r"(?:(\d{1,2})[:.h](\d\d)(?::(\d\d))?(?!\d)|(\d{1,2})(?=\s?(?:uhr|h|[ap]\.?m|ч|часов)(?!\w)))"
    r"(?:\s?(uhr|hrs|h|[ap]\.?m\.?|ч\.?|часов)(?!\w))?"
)
_OFFSETS = {
    "z": 0, "utc": 0, "gmt": 0, "bst": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2,
    "eest": 3, "msk": 3, "мск": 3, "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7,
}  # fmt: skip
"""Hours from UTC of zone names that mean one thing only (`IST` and `CST` do not)."""
_ZONE = rf"(?:\s?\(?(?:({'|'.join(_OFFSETS)})(?![^\W\d]))?(?:([+-]\d\d?)(?::?(\d\d))?(?!\d))?\)?)"
_AFTER = re.compile(_TIME + _ZONE, re.IGNORECASE)

_TOKEN = re.compile(r"[^\W_]+(?:[-.][^\W\d_]+)*")
_ENDS_A_PLACE = re.compile(
    r"(?:[,:;|/(\[–—：，،՝-]|(?<!\w)(?:le|den|il|el|the|am|on))\s*$", re.IGNORECASE
)
_CATEGORY = re.compile(r"[|·•/]\s*(?:[^\s|]+\s*){1,3}")
_PLACE_AFTER = re.compile(r"\([^()]{2,40}\)|[^\W\d_a-z][\w.-]{1,20}")
_BYLINE = re.compile(r"(?:by|par|von|por|di|от)\s+\S+(?:\s\S+){0,2}", re.IGNORECASE)
_MOST_WORDS_OF_A_PLACE = 4
_DRESSING = " \t*_[](){}<>|•·–—-#.,;:"
_TOWN = frozenset({"г", "гор", "м"})
"""What stands before a town's name, shortened."""
_NOT_FIRST = frozenset({"the", "der", "des", "день"})


def date_line(line: str) -> Said | None:
    """The date of a line that says nothing else but, perhaps, a place, a weekday and a time."""
    if len(line) > LONGEST_DATE_LINE:
        return None
    for said in dates(line, len(line)):
        before = _TOKEN.findall(line[: said.start])
        place = said.year is not None and _is_place(before)
        if not place and not _introduces(before, line[: said.start], sure=said.year is not None):
            return None
        timed, end = _with_time(said, line)
        if _may_follow(line[end:].strip()):
            return _with_words(timed, before)
    return date_filling(line)


def _may_follow(rest: str) -> bool:
    """Whether a date line may go on so: a category, a place, an author, the day of an edit."""
    said = rest.strip(_DRESSING)
    if not said or _CATEGORY.fullmatch(rest) or _PLACE_AFTER.fullmatch(rest):
        return True
    words = _TOKEN.findall(said.casefold())
    updated = any(word in UPDATED_LABELS for word in words[:3]) and words[-1].isdigit()
    return updated or _BYLINE.fullmatch(said) is not None


def _is_place(tokens: list[str]) -> bool:
    """Whether these are words of a name alone: `Port of Spain 10 December 2024`."""
    if not 0 < len(tokens) <= _MOST_WORDS_OF_A_PLACE or _known(tokens[0].casefold()):
        return False
    named = tokens[0][0].isupper() and tokens[-1][0].isupper()
    inner = tokens[1:-1]
    return named and all(token[0].isupper() or token in NAME_PARTICLES for token in inner)


def _introduces(tokens: list[str], prefix: str, *, sure: bool = True) -> bool:
    """Whether all before a date is what date lines begin with: weekday, label, place.

    Where the date is not `sure`, a sign must set off the place: `Veterans on 5 May` is none.
    """
    unknown = [token for token in tokens if not _known(token.casefold())]
    if not unknown:
        return True
    if len(unknown) > _MOST_WORDS_OF_A_PLACE or any(token[0].islower() for token in unknown):
        return False
    if not sure and prefix.rstrip()[-1:].isalpha():
        return False
    return bool(_ENDS_A_PLACE.search(prefix)) and not any(token.isdigit() for token in unknown)


def _known(word: str) -> bool:
    return (
        word in BEFORE_DATE
        or word in _TOWN
        or word in WEEKDAYS
        or word in PUBLISHED_LABELS
        or word in UPDATED_LABELS
    )


def _with_time(said: Said, line: str) -> tuple[Said, int]:
    """The date with the instant that follows it if its zone is said, and where that ends."""
    match = _AFTER.match(line, said.end)
    if not match:
        return said, said.end
    hour, minute, second, lone_hour, half, *zone = match.groups()
    clock = _clock(int(hour or lone_hour), int(minute or 0), int(second or 0), half)
    offset = _offset(*zone)
    if clock is None or offset is None or said.day is None or said.year is None:
        return said, match.end()
    moment = datetime(said.year, said.month, said.day, *clock, tzinfo=offset)
    return replace(said, instant=moment.isoformat()), match.end()


def _clock(hour: int, minute: int, second: int, half: str | None) -> tuple[int, int, int] | None:
    if half and half[0] in "aApP" and hour <= 12:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    return (hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _offset(name: str | None, hours: str | None, minutes: str | None) -> timezone | None:
    """The offset that a zone's name or number gives; `UTC+3` gives both."""
    if name is None and hours is None:
        return None
    away = timedelta(hours=_OFFSETS[name.casefold()] if name else 0)
    if hours:
        part = timedelta(hours=abs(int(hours)), minutes=int(minutes or 0))
        away += -part if hours[0] == "-" else part
    return timezone(away) if abs(away) < timedelta(hours=15) else None


def _with_words(said: Said, before: list[str]) -> Said:
    """The date with what the words before it say: a weekday, or that it is of an edit."""
    if not before:
        return said
    words = [word.casefold() for word in before]
    weekday = next((WEEKDAYS[word] for word in reversed(words) if word in WEEKDAYS), None)
    updated = any(word in UPDATED_LABELS for word in words)
    if weekday is None and not updated:
        return said
    return replace(said, weekday=weekday, updated=updated)


@dataclass(frozen=True, slots=True)
class DatedTitle:
    """A title with its date in one line; `title` is what is left without the date."""

    said: Said
    title: str


_TITLE_AFTER = re.compile(
    r"[\s)\]*_]*(?:[:–—|·-]+\s+|\s+|(?<=[)\]]))(?=\S*[^\W\d_]|\d+\s+[^\W\d_])"
)
_TITLE_BEFORE = re.compile(r"(?:\s?[(\[]|\s[–—|·-]\s?|\s?\|\s?)[^\w]*$")
_SETTING_OFF = 12


def dated_title(line: str) -> DatedTitle | None:
    """`(20.01.2023, 14 Uhr) Title`, `2024-12-10: Title`, `Title (10.12.2024)`, `Title | 5 May`.

    A date that is called the day of an edit stays in the title: it tells readers something.
    """
    if len(line) > LONGEST_DATED_TITLE or (_is_sentence(line) and line[0] not in "(["):
        return None
    return _date_then_title(line) or _title_then_date(line)


def _is_sentence(line: str) -> bool:
    if not line.endswith("."):
        return False
    last = line.split()[-1].removesuffix(".").casefold()
    return last not in ABBREVIATIONS and "." not in last


def _date_then_title(line: str) -> DatedTitle | None:
    for said in dates(line, len(line)):
        if said.start > _LABEL_REACH:
            return None
        before = _TOKEN.findall(line[: said.start])
        words = [word.casefold() for word in before]
        if not all(w in WEEKDAYS or w in PUBLISHED_LABELS or w in UPDATED_LABELS for w in words):
            return None
        timed, end = _with_time(said, line)
        gap = _TITLE_AFTER.match(line, end)
        if not gap or (said.year is None and not gap[0].strip()) or not _begins(line[gap.end()]):
            return None
        named = _with_words(timed, before)
        return DatedTitle(named, line if named.updated else line[gap.end() :])
    return None


def _begins(letter: str) -> bool:
    """Whether a title begins with it; what opens with a bracket after a date is a place."""
    return letter not in "(/" and not letter.islower()


def _title_then_date(line: str) -> DatedTitle | None:
    for said in dates(line, len(line)):
        if said.end < len(line) - _TIME_REACH or said.year is None:
            continue
        timed, end = _with_time(said, line)
        set_off = _TITLE_BEFORE.search(line, max(0, said.start - _SETTING_OFF), said.start)
        title = line[: set_off.start()] if set_off else ""
        if _TOKEN.search(title) and not line[end:].strip(_DRESSING):
            return DatedTitle(timed, title)
    return None


@dataclass(frozen=True, slots=True)
class DatedLead:
    """A paragraph that opens with its date; its news begins at `news`.

    `dateline`: in the manner of agencies, set off by a dash, mostly with a place.
    """

    said: Said
    news: int
    dateline: bool


_AFTER_CLAUSE = re.compile(r"[)\]]?\s*(?:г\.)?\s*(?:\([^()]{2,40}\)|/[^/]{2,40}/)?\s*[,.:–—-]*\s*")
_FULL_STOP = re.compile(r"\.\s+(?=[^\W\d_])")
_DAYS_TOLD = TODAY | YESTERDAY
_DATELINE_END = re.compile(
    r"[)\]]?\s*(?:\([^()]{2,40}\)|/[^/]{2,40}/|[.,])*\s*(?:[–—-]|/[^/]{2,40}/)"
)


def dated_lead(paragraph: str) -> DatedLead | None:
    """The date clause that opens a sentence: `On 10 and 11 December,`, `BERLIN, 5 May 2024 –`."""
    paragraph = paragraph[:LONGEST_DATED_TITLE]
    found = dates(paragraph, LEAD_REACH)
    lead = _known_lead(paragraph, found[0]) if found else None
    if lead is None and (abroad := date_opening(paragraph)):
        return DatedLead(*abroad)
    return lead


def _known_lead(paragraph: str, said: Said) -> DatedLead | None:
    prefix = paragraph[: said.start]
    before = _TOKEN.findall(prefix)
    if not _opens(before, said, paragraph):
        return None
    timed, end = _with_time(said, paragraph)
    clause = _AFTER_CLAUSE.match(paragraph, end)
    introduced = bool(before) and before[0].casefold() in BEFORE_DATE
    return DatedLead(
        _with_words(timed, before),
        clause.end() if clause else end,
        dateline=not introduced and _ends_dateline(paragraph, said),
    )


def _opens(before: list[str], said: Said, paragraph: str) -> bool:
    """Whether a sentence, not a list's number or a subject, begins with this date."""
    words = [word.casefold() for word in before]
    if all(word in BEFORE_DATE or word in WEEKDAYS or word in _DAYS_TOLD for word in words):
        if words and words[0] in _NOT_FIRST:
            return False
        return said.year is not None or bool(words) or _sure_month(said, paragraph)
    if words[0] in BEFORE_DATE:
        return words[0] not in _NOT_FIRST and _at_a_place(before)
    if not _introduces(before, paragraph[: said.start]):
        return False
    return _ends_dateline(paragraph, said)


def _at_a_place(before: list[str]) -> bool:
    """Whether a sentence begins with a place and then the date: `In Visby on 5 May 2024`."""
    names = [token for token in before if token.casefold() not in BEFORE_DATE]
    return len(before) <= _MOST_WORDS_OF_A_PLACE and all(token[0].isupper() for token in names)


def _ends_dateline(paragraph: str, said: Said) -> bool:
    """Whether a dash, or another sign, sets off place and date; a full stop if all is said."""
    if _DATELINE_END.match(paragraph, said.end):
        return True
    place = paragraph[: said.start]
    full = place.isupper() or (said.year is not None and bool(place.strip()))
    end = said.end - (paragraph[said.end - 1] == ".")
    return full and _FULL_STOP.match(paragraph, end) is not None


def _sure_month(said: Said, paragraph: str) -> bool:
    """Whether an unintroduced date without a year names its month in full, as `10 декабря`."""
    words = paragraph[said.start : said.end].casefold().split()
    return any(len(word) > 4 or word in SHORT_MONTHS for word in words)
