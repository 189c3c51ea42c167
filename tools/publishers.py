"""Publishers of several habits, simulated: the same seed gives the same releases."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from math import exp, log, pi, sin
from random import Random
from zoneinfo import ZoneInfo

ZONE = "Europe/Berlin"
BEGIN = datetime(2025, 9, 1, tzinfo=UTC)
PAST = timedelta(days=60)
"""What is simulated before BEGIN, for a baseline."""

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

Publisher = Callable[[Random, datetime, datetime], list[datetime]]
"""When releases appear between two instants, in no order."""


def poisson(random: Random, a_day: float, begin: datetime, end: datetime) -> list[datetime]:
    """A process without memory, at a constant rate."""
    found, at = [], begin
    while (at := at + DAY * random.expovariate(a_day)) < end:
        found.append(at)
    return found


def shaped(
    random: Random, most: float, begin: datetime, end: datetime, part: Callable[[datetime], float]
) -> list[datetime]:
    """A process whose rate is `part` of `most`, by the wall clock."""
    zone = ZoneInfo(ZONE)
    candidates = poisson(random, most, begin, end)
    return [at for at in candidates if random.random() < part(at.astimezone(zone))]


def daily(
    random: Random, begin: datetime, end: datetime, hour: float, count: float, days: Sequence[int]
) -> list[datetime]:
    """About `count` on each of these weekdays, soon after an hour of the wall clock."""
    dates = (begin.date() + ahead * DAY for ahead in range((end - begin).days + 1))
    midnight = time(tzinfo=ZoneInfo(ZONE))
    found = [
        datetime.combine(day, midnight) + HOUR * (hour + abs(random.gauss(0, 0.6)))
        for day in dates
        if day.weekday() in days
        for _ in range(int(count) + (random.random() < count % 1))
    ]
    found = [at.astimezone(UTC) for at in found]
    return [at for at in found if begin < at < end]


WEEKDAYS = range(5)


def mornings(random: Random, begin: datetime, end: datetime) -> list[datetime]:
    """Some releases each weekday, in the hour after its own."""
    return daily(random, begin, end, random.uniform(7, 11), random.uniform(0.7, 4), WEEKDAYS)


def office_hours(random: Random, begin: datetime, end: datetime) -> list[datetime]:
    """All day on weekdays, hardly at night."""
    rate = random.uniform(8, 60)

    def part(at: datetime) -> float:
        return 1.0 if at.weekday() < 5 and 8 <= at.hour < 18 else 0.02

    return shaped(random, rate, begin, end, part)


def round_the_clock(random: Random, begin: datetime, end: datetime) -> list[datetime]:
    """At any hour alike."""
    return poisson(random, random.uniform(3, 40), begin, end)


def ticker(random: Random, begin: datetime, end: datetime) -> list[datetime]:
    """Two hundred a day or so, fewer at night and on Sundays."""

    def part(at: datetime) -> float:
        wave = (1 + 0.8 * sin((at.hour / 24 - 0.3) * 2 * pi)) / 1.8
        return wave * (0.5 if at.weekday() == 6 else 1.0)

    return shaped(random, random.uniform(200, 450), begin, end, part)


def bursts(random: Random, begin: datetime, end: datetime) -> list[datetime]:
    """Nothing for days, then a dozen within hours."""
    found = []
    for start in poisson(random, random.uniform(0.15, 0.5), begin, end):
        at, pause = start, random.uniform(600, 1800)
        for _ in range(random.randint(4, 20)):
            at += timedelta(seconds=random.expovariate(1 / pause))
            found.append(at)
    return [at for at in found if at < end]


def weekly(random: Random, begin: datetime, end: datetime) -> list[datetime]:
    """A newsletter: one weekday, one hour."""
    return daily(random, begin, end, random.uniform(8, 17), 1, [random.randrange(5)])


def monthly(random: Random, begin: datetime, end: datetime) -> list[datetime]:
    """A report: once a month, in office hours."""
    hour, found, at = random.uniform(9, 16), [], begin + DAY * random.uniform(0, 30)
    while at < end:
        day = at.replace(hour=0) + HOUR * (hour + random.gauss(0, 1))
        found.append(day + max(0, day.weekday() - 4) * DAY)
        at += DAY * random.gauss(30.4, 1)
    return [each for each in found if each < end]


def changed(random: Random, begin: datetime, end: datetime) -> list[datetime]:
    """Mornings until some day, then evenings; or more, or fewer, and at other hours."""
    change = BEGIN + (end - BEGIN) * random.uniform(0.3, 0.6)
    after = random.choice(
        (
            lambda: daily(random, change, end, 19, 2, WEEKDAYS),
            lambda: round_the_clock(random, change, end),
            lambda: daily(random, change, end, 14, 1, [1]),
        )
    )
    return mornings(random, begin, change) + after()


def stopped(random: Random, begin: datetime, end: datetime) -> list[datetime]:
    """Office hours, until it says nothing any more."""
    return office_hours(random, begin, BEGIN + (end - BEGIN) * 0.4)


def sporadic(random: Random, begin: datetime, end: datetime) -> list[datetime]:
    """Now and then, by no rule."""
    return poisson(random, exp(random.uniform(log(0.05), log(3))), begin, end)


PUBLISHERS: Mapping[str, Publisher] = {
    "weekday mornings": mornings,
    "office hours": office_hours,
    "round the clock": round_the_clock,
    "ticker": ticker,
    "bursts": bursts,
    "weekly": weekly,
    "monthly": monthly,
    "changed": changed,
    "stopped": stopped,
    "sporadic": sporadic,
}
SLOW = {monthly, weekly, sporadic}
"""Those of which few releases are waited for: they are measured for longer, and oftener."""
