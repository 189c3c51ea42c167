"""A text to its words as stories are compared: case, punctuation and spelling of numbers aside.

A number is one word however its groups are parted ("1.8", "1 8"; "110,500", "110 500"); words
that begin with a capital count as names; what belongs to a date is known as such, since two
offices seldom print the same dateline.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from monitor.languages import MONTHS, WEEKDAYS
from monitor.text import normalise

_WORD = re.compile(
    r"\d+(?:[ ,.'/)-]{1,2}\d+)*"
    r"|[\u3040-\u30ff\u3400-\u9fff]"  # scripts without blanks: a sign is a word
    r"|[^\W\d_]+(?:'[^\W\d_]{1,2}(?![^\W_]))?"
)
_DAY = re.compile(r"\d{4}[/.-]\d{1,2}[/.-]\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{2}|\d{4})")
_BESIDE_MONTH = re.compile(r"(?:[0-3]?\d)?(?:(?:19|20)\d\d)?")
"""Digits of a day, a year, or a day and its year."""


class Mark(Enum):
    """What a word says about which story it is."""

    PLAIN = 0
    NAME = 1
    NUMBER = 2
    DAY = 3


@dataclass(frozen=True, slots=True)
class Wording:
    """Words as compared and, one for one, as written and as what they count."""

    keys: Sequence[str]
    shown: Sequence[str]
    marks: Sequence[Mark]

    def __len__(self) -> int:
        return len(self.keys)


def wording(text: str) -> Wording:
    """The words of a text; single letters are left out: what is left of "U.S." and "state's"."""
    shown = [word for word in _WORD.findall(normalise(text)) if _counts(word)]
    keys = [_key(word) for word in shown]
    return Wording(keys, shown, list(_marks(keys, shown)))


def _counts(word: str) -> bool:
    return len(word) > 1 or not (word.isascii() and word.isalpha())


def _key(word: str) -> str:
    if word[0].isdigit():
        return re.sub(r"\D", "", word)
    return word.casefold().removesuffix("'s").replace("'", "")


def _marks(keys: Sequence[str], shown: Sequence[str]) -> Iterator[Mark]:
    for at, word in enumerate(shown):
        if word[0].isdigit():
            yield Mark.DAY if _is_day(keys, shown, at) else Mark.NUMBER
        elif keys[at] in MONTHS or keys[at] in WEEKDAYS:
            yield Mark.DAY
        else:
            yield Mark.NAME if word[0].isupper() else Mark.PLAIN


def _is_day(keys: Sequence[str], shown: Sequence[str], at: int) -> bool:
    """A day in digits, or beside the name of a month a day, a year or both."""
    if _DAY.fullmatch(shown[at]):
        return True
    near = keys[max(0, at - 2) : at + 2]
    return bool(_BESIDE_MONTH.fullmatch(keys[at])) and any(key in MONTHS for key in near)
