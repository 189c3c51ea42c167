"""Dates counted from the visit: "yesterday", "3 days ago", "vor 2 Stunden", "3天前"."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from monitor.extract.dates.calendar import AGO, AGO_AFTER, AGO_BEFORE, TODAY, UNITS, YESTERDAY
from monitor.extract.dates.said import Said

LONGEST = 120
_LONGEST_NAMED = 45
_LONGEST_HIER = 25
_FARTHEST_DAYS = 20_000


def _any(words: frozenset[str]) -> str:
    """A pattern for any of these words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_JOINED = frozenset(word for word in AGO_AFTER if re.match("[前之以\u0e00-\u0e7f]", word))
"""Of scripts without spaces: what follows is no part of the word."""
_ONE = r"(?:an?|one|einem|einer|einen|une?|una?|uma?|один|одну|een|en|ett)"
_TWO = {
    "يومين": "day", "أسبوعين": "week", "شهرين": "month", "ساعتين": "hour",
    "יומיים": "day", "שבועיים": "week", "חודשיים": "month", "שעתיים": "hour",
}  # fmt: skip
"""Units that are two of themselves, after "ago"."""
_TWO_AGO = re.compile(rf"(?<!\w)(?:منذ|قبل|לפני)\s+({'|'.join(_TWO)})(?!\w)")
_ANY_UNIT = {word: unit for ago in AGO for word, unit in ago.units.items()}
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0}
_CLOCK_TIME = re.compile(r"(?<!\d)\d\d?\s?[:.h]\s?\d\d(?!\d)|\d\s?(?:h|uhr|[ap]m)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")


def _hints() -> frozenset[str]:
    """A word of each phrase, as letters go: a text that has none of them counts nothing."""
    phrases = TODAY | YESTERDAY | AGO_AFTER | AGO_BEFORE
    return frozenset(_LETTERS.findall(phrase)[-1] for phrase in phrases)


_HINTS = _hints()
_SIGNS = re.compile("[今昨前전\u0e00-\u0e7f]")
"""Scripts that put no spaces between words, or join "ago" to what it counts."""


@cache
def _ago_pattern() -> re.Pattern[str]:
    """Made when first needed: most pages count nothing from today."""
    return re.compile(
        rf"(?P<before>(?<!\w)(?:{_any(AGO_BEFORE)})\s+)?(?P<count>\d{{1,3}}|(?<!\w){_ONE}(?=\s))"
        rf"\+?\s*(?:de\s+)?(?P<unit>{_any(UNITS)})(?![^\W\d_]*\w\s*\d)"
        rf"(?P<after>\s*(?:{_any(_JOINED)}|(?:{_any(AGO_AFTER - _JOINED)})(?!\w)))?",
        re.IGNORECASE,
    )


@cache
def _named_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'])({_any(TODAY | YESTERDAY)})(?!\w)", re.IGNORECASE)


def may_count(text: str) -> bool:
    """Whether a text without digits may count from today: a cheap look before the real one."""
    if not text.isascii() and _SIGNS.search(text):
        return True
    return not _HINTS.isdisjoint(_LETTERS.findall(text.lower()))


def relative(text: str, today: date) -> Said | None:
    """The day that a short text counts from the visit; None where it does not."""
    if len(text) > LONGEST or not may_count(text):
        return None
    return _ago(text, today) or _named(text, today)


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where a text says how long ago something was, or how soon it will be: "3 hours ago"."""
    for match in _ago_pattern().finditer(text):
        if _unit(match):
            yield match.span()


def _ago(text: str, today: date) -> Said | None:
    for match in _ago_pattern().finditer(text):
        if unit := _unit(match):
            count = int(match["count"]) if match["count"].isdigit() else 1
            days = count * _DAYS.get(unit, 0.0)
            return _on(match, today - timedelta(days=days)) if days < _FARTHEST_DAYS else None
    if two := _TWO_AGO.search(text):
        return _on(two, today - timedelta(days=2 * _DAYS.get(_TWO[two[1]], 0.0)))
    return None


def _unit(match: re.Match[str]) -> str | None:
    """The unit, where its word and those that count back are of one language.

    Half translated programs say "6 Tagen ago"; no other word for "ago" is so sure.
    """
    before, after = ((match[side] or "").strip().lower() for side in ("before", "after"))
    word = match["unit"].lower()
    for ago in AGO:
        if (before in ago.before or after in ago.after) and word in ago.units:
            return ago.units[word]
    return _ANY_UNIT[word] if after == "ago" else None


def _named(text: str, today: date) -> Said | None:
    """Today or yesterday. Among other words only beside a time: "Filed today" may be a name."""
    match = _named_pattern().search(text)
    if match is None:
        return None
    named = match[1].lower()
    if len(text) > (_LONGEST_HIER if named == "hier" else _LONGEST_NAMED):  # German "here"
        return None
    if len(_LETTERS.findall(text)) > len(_LETTERS.findall(named)) and not _CLOCK_TIME.search(text):
        return None
    return _on(match, today - timedelta(days=named in YESTERDAY))


def _on(match: re.Match[str], day: date) -> Said:
    return Said(*match.span(), day.year, day.month, day.day)
