"""Dates counted from the visit: "yesterday", "3 days ago", "vor 2 Stunden", "3天前"."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from monitor.extract.dates.calendar import AGO_AFTER, AGO_BEFORE, TODAY, UNITS, YESTERDAY
from monitor.extract.dates.said import Said

LONGEST = 120
_LONGEST_NAMED = 45
_LONGEST_HIER = 25
_FARTHEST_DAYS = 20_000


def _any(words: frozenset[str] | dict[str, str]) -> str:
    """A pattern for any of these words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_UNIT = {name: unit for unit, names in UNITS.items() for name in names.split()}
_ONE = r"(?:an?|one|einem|einer|einen|une?|una?|uma?|один|одну|een|en|ett)"
_AGO = re.compile(
    rf"(?P<before>(?<!\w)(?:{_any(AGO_BEFORE)})\s+)?(?P<count>\d{{1,3}}|(?<!\w){_ONE}(?=\s))"
    rf"\+?\s*(?P<unit>{_any(_UNIT)})(?![^\W\d_]*\w\s*\d)(?P<after>\s*(?:{_any(AGO_AFTER)}))?",
    re.IGNORECASE,
)
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0}
_NAMED_DAY = re.compile(rf"(?<![\w'])({_any(TODAY | YESTERDAY)})(?!\w)", re.IGNORECASE)
_CLOCK_TIME = re.compile(r"(?<!\d)\d\d?\s?[:.h]\s?\d\d(?!\d)|\d\s?(?:h|uhr|[ap]m)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
_DAY_WORDS = TODAY | YESTERDAY | {"aujourd"}
_HINTS = _DAY_WORDS | AGO_AFTER | (AGO_BEFORE - {"il y a"}) | {"y"}
_SIGNS = "今昨前"


def may_count(text: str) -> bool:
    """Whether a text without digits may count from today: a cheap look before the real one."""
    if not text.isascii() and any(sign in text for sign in _SIGNS):
        return True
    return not _HINTS.isdisjoint(_LETTERS.findall(text.casefold()))


def relative(text: str, today: date) -> Said | None:
    """The day that a short text counts from the visit; None where it does not."""
    if len(text) > LONGEST or not may_count(text):
        return None
    return _ago(text, today) or _named(text, today)


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where a text says how long ago something was, or how soon it will be: "3 hours ago"."""
    for match in _AGO.finditer(text):
        if match["after"] or match["before"]:
            yield match.span()


def _ago(text: str, today: date) -> Said | None:
    for match in _AGO.finditer(text):
        if match["after"] or match["before"]:
            count = int(match["count"]) if match["count"].isdigit() else 1
            days = count * _DAYS.get(_UNIT[match["unit"].casefold()], 0.0)
            return _on(match, today - timedelta(days=days)) if days < _FARTHEST_DAYS else None
    return None


def _named(text: str, today: date) -> Said | None:
    """Today or yesterday. Among other words only beside a time: "Filed today" may be a name."""
    match = _NAMED_DAY.search(text)
    if match is None:
        return None
    named = match[1].casefold()
    if len(text) > (_LONGEST_HIER if named == "hier" else _LONGEST_NAMED):  # German "here"
        return None
    if len(_LETTERS.findall(text)) > 1 + named.count("'") and not _CLOCK_TIME.search(text):
        return None
    return _on(match, today - timedelta(days=named in YESTERDAY))


def _on(match: re.Match[str], day: date) -> Said:
    return Said(*match.span(), day.year, day.month, day.day)
