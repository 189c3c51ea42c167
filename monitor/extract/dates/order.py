"""What the dates of a page mean: the order of its numbers, decided once over the whole page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from monitor.extract.dates.said import Said
from monitor.languages import ENGLISH

_MONTH_FIRST_ENGLISH = ("us", "ph", "ca")
"""Countries whose English may write the month first."""
_OF_NO_COUNTRY = ("ai", "cc", "co", "fm", "gg", "io", "ly", "me", "sh", "so", "to", "tv", "ws")
"""Endings of hosts that are a country's by name alone."""
_CLEARLY = 0.2


class Order(NamedTuple):
    """Whether the month comes first; `read` where the page shows it, not only what is usual."""

    month_first: bool
    read: bool = False


_NONE: Mapping[str, Order] = MappingProxyType({})


def orders(saids: Sequence[Said], today: date, *, default: bool) -> Mapping[str, bool]:
    """For each sign between numbers, whether the month comes first on this page."""
    found = decided(saids, today, usual=Order(default))
    return {sign: order.month_first for sign, order in found.items()}


def decided(
    saids: Sequence[Said],
    today: date,
    *,
    usual: Order,
    kept: Mapping[str, Order] = _NONE,
    witnesses: Iterable[tuple[Said, date]] = (),
) -> Mapping[str, Order]:
    """For each sign between numbers, the order of day and month on this page.

    Numbers above twelve decide, and `witnesses`, dates that stand beside their day written out:
    then the order is read. Else it is concluded: the one that puts fewer days into the future;
    else the one in which the dates fall or rise more steadily; else the `usual` one, the day first
    between dots. `kept`: what an earlier visit found; what it read is not concluded again.
    """
    known = list(witnesses)
    found = {}
    for sign in _signs(saids):
        signed = [said for said in saids if said.numbers and said.numbers[2] == sign]
        shown = sum(map(_shows, signed)) + sum(
            _shown_by(said, day) for said, day in known if said.numbers and said.numbers[2] == sign
        )
        before = kept.get(sign) or (Order(False, usual.read) if sign == "." else usual)
        if shown:
            found[sign] = Order(shown > 0, read=True)
        else:
            fixed = before.read and sign in kept
            found[sign] = before if fixed else _concluded(signed, today, before)
    return found


def _signs(saids: Sequence[Said]) -> set[str]:
    return {said.numbers[2] for said in saids if said.numbers}


def _shows(said: Said) -> int:
    """1 where the month must come first, -1 where the day must, 0 where either may."""
    first, second, _ = said.numbers or (0, 0, "")
    return (second > 12) - (first > 12)


def _shown_by(said: Said, day: date) -> int:
    """The same, where the day that is meant stands beside it."""
    return (_day(ordered(said, True)) == day) - (_day(ordered(said, False)) == day)


def ambiguous(said: Said) -> bool:
    """Whether a date is another day when its numbers are read in the other order."""
    first, second, _ = said.numbers or (0, 0, "")
    return first != second and max(first, second) <= 12


def _concluded(saids: Sequence[Said], today: date, usual: Order) -> Order:
    read = {first: [_day(ordered(said, first)) for said in saids] for first in (True, False)}
    future = {first: sum(day > today for day in days if day) for first, days in read.items()}
    if future[True] != future[False]:
        return Order(future[True] < future[False])
    steady = {first: _steady([day for day in days if day]) for first, days in read.items()}
    if abs(steady[True] - steady[False]) > _CLEARLY:
        return Order(steady[True] > steady[False])
    return usual


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


def customary(language: str, url: str, opening: str) -> Order:
    """The order that a page of this language and host writes, where nothing on it tells.

    Only English has two orders: a page that says it is in another language has said its order, too.
    """
    read = bool(language) and not language.startswith("en")
    return Order(writes_month_first(language, url, opening), read)


def writes_month_first(language: str, url: str, opening: str) -> bool:
    """Whether a page of this language and host writes the month first, where nothing else tells."""
    language = language or ("en" if _english(opening) else "")
    if not language.startswith("en"):
        return False
    country = _country(url) or language.replace("_", "-").partition("-")[2]
    return country in ("", *_MONTH_FIRST_ENGLISH)


def _country(url: str) -> str:
    """The country that a host's name ends in; "eu" counts as one; empty where it has none."""
    host = url.split("/")[2].partition(":")[0].lower() if url.count("/") > 1 else ""
    ending = host.rpartition(".")[2]
    return ending if len(ending) == 2 and ending.isalpha() and ending not in _OF_NO_COUNTRY else ""


def _english(text: str) -> bool:
    words = text.casefold().split()
    return sum(word in ENGLISH for word in words) * 40 > len(words)
