"""What the dates of a page mean: the order of its numbers, decided once over the whole page."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from monitor.extract.dates.said import Said
from monitor.languages import ENGLISH

_DAY_FIRST_ENGLISH = ("en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za")
_DAY_FIRST_HOSTS = (".uk", ".au", ".nz", ".ie", ".in", ".za", ".eu")
_CLEARLY = 0.2


def orders(saids: Sequence[Said], today: date, *, default: bool) -> Mapping[str, bool]:
    """For each sign between numbers, whether the month comes first on this page.

    Numbers above twelve decide; else the order that puts fewer days into the future; else the one
    in which the page's dates fall or rise more steadily; else `default` (dots: the day).
    """
    signs = {said.numbers[2] for said in saids if said.numbers}
    return {
        sign: _month_first(
            [said for said in saids if said.numbers and said.numbers[2] == sign],
            today,
            default=default and sign != ".",
        )
        for sign in signs
    }


def _month_first(saids: Sequence[Said], today: date, *, default: bool) -> bool:
    numbers = [said.numbers for said in saids if said.numbers]
    sure = sum(second > 12 for _, second, _ in numbers) - sum(first > 12 for first, _, _ in numbers)
    if sure:
        return sure > 0
    read = {first: [_day(ordered(said, first)) for said in saids] for first in (True, False)}
    future = {first: sum(day > today for day in days if day) for first, days in read.items()}
    if future[True] != future[False]:
        return future[True] < future[False]
    steady = {first: _steady([day for day in days if day]) for first, days in read.items()}
    if abs(steady[True] - steady[False]) > _CLEARLY:
        return steady[True] > steady[False]
    return default


def _day(said: Said) -> date | None:
    try:
        return date(said.year or 1, said.month, said.day or 1)
    except ValueError:
        return None


def _steady(days: Sequence[date]) -> float:
    pairs = list(pairwise(days))
    if len(pairs) < 3:
        return 0.0
    falls, rises = sum(b < a for a, b in pairs), sum(b > a for a, b in pairs)
    return max(falls, rises) / len(pairs)


def ordered(said: Said, month_first: bool) -> Said:
    """The date with its numbers in this order, or in the other where there is no such day."""
    if said.numbers is None:
        return said
    first, second, _ = said.numbers
    if first <= 12 and (month_first or second > 12):
        return replace(said, month=first, day=second)
    return replace(said, month=second, day=first) if second <= 12 else said


def writes_month_first(language: str, url: str, opening: str) -> bool:
    """Whether a page of this language and host writes the month first, where nothing else tells."""
    language = language or ("en" if _english(opening) else "")
    host = url.split("/")[2].lower() if url.count("/") > 1 else ""
    if not language.startswith("en") or language in _DAY_FIRST_ENGLISH:
        return False
    return not host.endswith(_DAY_FIRST_HOSTS)


def _english(text: str) -> bool:
    words = text.casefold().split()
    return sum(word in ENGLISH for word in words) * 40 > len(words)
