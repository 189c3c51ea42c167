"""What the dates of pages are written with, all languages as one; `languages` has them row by row.

All words are in small letters, without full stops. What no row can say alone, since it is another
word elsewhere, is said here.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitor import languages
from monitor.extract.dates.languages.latin import LATIN
from monitor.extract.dates.languages.others import OTHERS
from monitor.extract.dates.languages.words import Words

ROWS = (*LATIN.values(), *OTHERS.values())


def names(text: str) -> frozenset[str]:
    """Words as a set, for tables that people edit."""
    return frozenset(text.split())


def bare(word: str) -> str:
    """A word without its accents, as capitals and hasty hands write it: `μαΐου` -> `μαιου`."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))


def _forms(text: str) -> list[str]:
    """Forms apart by spaces, in the letters that texts are compared in."""
    whole = unicodedata.normalize("NFC", text.lower())
    return [form.replace("_", " ") for form in whole.split()]


def _numbered(rows: Iterable[str], first: int) -> dict[str, int]:
    """Each form of each part -> the number of its part."""
    return {
        form: number
        for row in rows
        for number, part in enumerate(row.split(","), first)
        for form in _forms(part)
    }


def _is_word(name: str) -> bool:
    """Whether the grammar sees a name as a word; all others are made signs first (`plain`).

    Thai has words, and no spaces between them.
    """
    return len(name) >= 3 and name.isalpha() and not "\u0e00" <= name[0] <= "\u0e7f"


def _words(numbered: dict[str, int]) -> dict[str, int]:
    return {name: number for name, number in numbered.items() if _is_word(name)}


def _signed(numbered: dict[str, int]) -> dict[str, int]:
    return {name: number for name, number in numbered.items() if not _is_word(name)}


# ── months and weekdays ────────────────────────────────────────────────────────────────────

_SHORT = 3
"""Without its accent such a name is often another word: `şub`."""
_MONTHS = _numbered((row.months for row in ROWS), 1)
_WEEKDAYS = _numbered((row.weekdays for row in ROWS), 0)

MONTHS = (
    {bare(name): number for name, number in _words(_MONTHS).items() if len(name) > _SHORT}
    | {name.casefold(): number for name, number in _words(_MONTHS).items()}  # σ for ς, ΐ as three
    | _words(_MONTHS)
    | languages.MONTHS
)
"""Name or abbreviation -> 1 to 12. Some are common words: see below."""
SIGNED_MONTHS = _signed(_MONTHS)
"""Those of two words or two letters, or with marks in them."""
WEEKDAYS = _words(_WEEKDAYS) | languages.WEEKDAYS
"""Name or abbreviation -> 0 (Monday) to 6."""
SIGNED_WEEKDAYS = _signed(_WEEKDAYS)

COMMON = names(
    "ara avg cze des dis eka fra gen gru haz ion kas kol kwi lip lis lut mac mag mail mart nis noy "
    "oca ogo out pri sen set sie stu sty svi tem tet tra urt yan лист мам мау там"
)
"""Months that are other words elsewhere: only dates with their year, or where they stand alone."""
COMMON_IN_SMALL_LETTERS = names("may march")
BY_A_STOP = {"listopad": 10, "listopada": 10, "lis": 10, "lip": 6}
"""Croatian months, whose days and years end in a full stop; others in Polish and Czech."""


# ── counted from the visit ─────────────────────────────────────────────────────────────────


def _all(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(form for text in texts for form in _forms(text))


TODAY = _all(row.today for row in ROWS)
YESTERDAY = _all(row.yesterday for row in ROWS)
"""Days that are counted from the visit. `hier` (French) is only taken beside a time or alone."""


@dataclass(frozen=True, slots=True)
class Ago:
    """How one language counts back: `units` are its words -> their English name."""

    before: frozenset[str]
    after: frozenset[str]
    units: Mapping[str, str]


_UNITS = ("minute", "hour", "day", "week", "month", "year")


def _ago(row: Words) -> Ago:
    parts = zip(_UNITS, row.units.split(","), strict=True)
    units = {form: unit for unit, part in parts for form in _forms(part)}
    return Ago(frozenset(_forms(row.before)), frozenset(_forms(row.after)), units)


AGO = tuple(_ago(row) for row in ROWS if row.units)
AGO_BEFORE = frozenset().union(*(ago.before for ago in AGO))
AGO_AFTER = frozenset().union(*(ago.after for ago in AGO))
UNITS = frozenset().union(*(ago.units for ago in AGO))
"""What "ago" counts with and in, in all languages; whose words go together says `AGO`."""


# ── other dates than that of publication ───────────────────────────────────────────────────

UPDATED = languages.UPDATED_LABELS | _all(row.updated for row in ROWS)
"""Words that make a date the day of an edit."""

NOT_PUBLISHED = names(
    "deadline due expires expiry ends end closes closing until bis frist ablauf argued submitted "
    "heard scheduled comments jusqu'au hasta fino tot t.o.m copyright born"
)
"""Words that make a date another than that of publication."""
