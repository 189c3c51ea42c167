"""What a file's dates mean: the order of their numbers, and the years that are not said.

Everything is concluded from the file itself and, last, from the day on which it was first
seen: never from the moment of looking again. A date to come is nobody's date of publication:
a release with no other has none (and is then dated by its first sight).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from monitor.extract.dates.said import Said
from monitor.model.published import Precision, Published

_DISORDER = 10.0
_MISSED_PLAN = 2.5
_TOLERANCE = timedelta(days=1)
"""Somewhere on earth it is tomorrow already."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one release says of its date; `plans` are years that its opening speaks of."""

    said: Said | None
    plans: tuple[int, ...] = ()


def published(claims: Sequence[Claim], today: date, *, english: bool) -> list[Published | None]:
    """The date of every release of a file, given in the file's order."""
    latest = today + _TOLERANCE
    ordered = _with_order(claims, latest, english=english)
    known = [_day(claim.said) for claim in ordered]
    if any(claim.said and claim.said.year is None for claim in ordered):
        known = _with_years(ordered, known, latest)
    return [_published(claim.said, day, latest) for claim, day in zip(ordered, known, strict=True)]


def _published(said: Said | None, day: date | None, latest: date) -> Published | None:
    if said is None or said.updated or day is None or day > latest:
        return None
    if said.instant:
        moment = datetime.fromisoformat(said.instant)
        return Published(moment.isoformat(), Precision.INSTANT)
    if said.day is None:
        return Published(f"{day:%Y-%m}", Precision.MONTH)
    return Published.on(day, inferred=said.year is None)


def _day(said: Said | None) -> date | None:
    """The day, where the year is said."""
    return _in_year(said, said.year) if said and said.year else None


def _in_year(said: Said, year: int) -> date | None:
    try:
        return date(year, said.month, said.day or 1)
    except ValueError:
        return None


# ── which number is the day ────────────────────────────────────────────────────────────────


def _with_order(claims: Sequence[Claim], latest: date, *, english: bool) -> list[Claim]:
    """Numbers read in the order that each separator's dates give away.

    Where nothing in the file tells: dots put the day first; slashes and hyphens the month in
    English and the day in other languages.
    """
    signs = {c.said.numbers[2] for c in claims if c.said and c.said.numbers}
    month_first = {
        sign: _month_first(claims, sign, latest, default=english and sign != ".") for sign in signs
    }
    return [
        replace(claim, said=_read(claim.said, month_first[claim.said.numbers[2]]))
        if claim.said and claim.said.numbers
        else claim
        for claim in claims
    ]


def _month_first(claims: Sequence[Claim], sign: str, latest: date, *, default: bool) -> bool:
    """Numbers above twelve decide; else days that would be to come; else the default."""
    saids = [c.said for c in claims if c.said and c.said.numbers and c.said.numbers[2] == sign]
    numbers = [said.numbers[:2] for said in saids if said.numbers]
    day_first_sure = sum(first > 12 for first, _ in numbers)
    month_first_sure = sum(second > 12 for _, second in numbers)
    if day_first_sure != month_first_sure:
        return month_first_sure > day_first_sure
    future = [
        sum(_to_come(_read(said, order), latest) for said in saids) for order in (False, True)
    ]
    return future[0] > future[1] if future[0] != future[1] else default


def _to_come(said: Said, latest: date) -> bool:
    day = _day(said)
    return day is not None and day > latest


def _read(said: Said, month_first: bool) -> Said:
    """The date with its numbers in this order, or in the other where there is no such day."""
    if said.numbers is None:
        return said
    first, second, _ = said.numbers
    if month_first and first <= 12:
        return replace(said, month=first, day=second)
    if not month_first and second <= 12:
        return replace(said, month=second, day=first)
    return said


# ── years ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Choice:
    """One possible day of a release, the least cost of all up to it, and the choice before."""

    day: date
    cost: float
    before: "_Choice | None"


def _with_years(
    claims: Sequence[Claim], known: list[date | None], latest: date
) -> list[date | None]:
    """The cheapest sequence of days: in the file's order, near its neighbours, never to come.

    A plan for a later year ("activities in 2026") speaks for the year just before it.
    """
    newest_first = _newest_first(claims, known)
    neighbours = _neighbours(known)
    anchored = any(known)
    dated = [index for index, claim in enumerate(claims) if claim.said]
    choices: list[_Choice] = []
    for index in dated:
        claim, near, day = claims[index], neighbours[index], known[index]
        choices = [
            _reached(day, choices, newest_first, _own_cost(claim, day, near, latest, anchored))
            for day in ([day] if day else _possible(claim, near, latest))
        ]
    days = _trail(min(choices, key=lambda choice: choice.cost, default=None))
    concluded = dict(zip(dated, days, strict=True))
    return [concluded.get(index) for index in range(len(claims))]


def _reached(day: date, choices: list[_Choice], newest_first: bool | None, cost: float) -> _Choice:
    """The cheapest way to this day over what was possible for the release before."""
    if not choices:
        return _Choice(day, cost, None)
    costs = [choice.cost + _step(choice.day, day, newest_first) for choice in choices]
    least = min(costs)
    return _Choice(day, cost + least, choices[costs.index(least)])


def _step(earlier: date, later: date, newest_first: bool | None) -> float:
    away = abs((later - earlier).days) / 365
    if newest_first is None or earlier == later:
        return away
    return away + (_DISORDER if (later > earlier) == newest_first else 0.0)


def _trail(choice: _Choice | None) -> list[date]:
    days: list[date] = []
    while choice:
        days.append(choice.day)
        choice = choice.before
    return days[::-1]


def _possible(claim: Claim, near: tuple[date, ...], latest: date) -> Iterator[date]:
    """The days that a date without a year can mean, given its nearest dated neighbours."""
    if claim.said is None:
        return
    around = {day.year + shift for day in near for shift in (-1, 0, 1)}
    years = (
        around
        | {plan - 1 for plan in claim.plans}
        | ({latest.year, latest.year - 1} if not near else set())
    )
    days = [day for year in sorted(years) if (day := _in_year(claim.said, year)) and day <= latest]
    fitting = [day for day in days if claim.said.weekday in {None, day.weekday()}]
    if claim.said.weekday is not None and not fitting:
        fitting = _on_weekday(claim.said, latest)
    yield from fitting or days or _recent(claim.said, latest)


def _on_weekday(said: Said, latest: date) -> list[date]:
    """The last day before `latest` that was that weekday."""
    days = (_in_year(said, latest.year - back) for back in range(12))
    return [d for d in days if d and d <= latest and d.weekday() == said.weekday][:1]


def _recent(said: Said, latest: date) -> list[date]:
    """The last such day: within eight years even 29 February comes."""
    days = (_in_year(said, latest.year - back) for back in range(9))
    return [day for day in days if day and day <= latest][:1]


def _own_cost(
    claim: Claim, day: date, near: tuple[date, ...], latest: date, anchored: bool
) -> float:
    """What speaks against a day beside its neighbours."""
    if claim.said is None or claim.said.year is not None:
        return 0.0
    newest = max((day.year for day in near), default=0)
    later = [plan for plan in claim.plans if plan > newest]
    missed = _MISSED_PLAN if later and day.year != min(later) - 1 else 0.0
    return missed + (0.0 if anchored else (latest - day).days / 3650)


def _newest_first(claims: Sequence[Claim], known: list[date | None]) -> bool | None:
    """The file's order, from its dates; None where they tell nothing."""
    falls, rises = _falls_and_rises([(day.year, day.month, day.day) for day in known if day])
    if falls == rises:
        months = [(c.said.month, c.said.day or 1) for c in claims if c.said]
        falls, rises = _falls_and_rises(months)
    if min(falls, rises) * 3 > max(falls, rises):
        return None
    return falls >= rises


def _falls_and_rises(days: Sequence[tuple[int, ...]]) -> tuple[int, int]:
    pairs = list(pairwise(days))
    return sum(b < a for a, b in pairs), sum(b > a for a, b in pairs)


def _neighbours(known: list[date | None]) -> list[tuple[date, ...]]:
    """For each release the nearest known days before and after it."""
    before: list[date | None] = []
    for day in known:
        before.append(day or (before[-1] if before else None))
    after: list[date | None] = []
    for day in reversed(known):
        after.append(day or (after[-1] if after else None))
    return [tuple(day for day in pair if day) for pair in zip(before, reversed(after), strict=True)]
