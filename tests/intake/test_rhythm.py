"""`every: auto`: what is learnt of a source's habits, and when it is looked at."""

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from statistics import fmean
from zoneinfo import ZoneInfo

import pytest

from monitor.intake.rhythm import (
    LATEST_SECONDS,
    SOONEST_SECONDS,
    Rhythm,
    learnt,
    next_visit,
    observe,
    span_of,
)
from monitor.model.change import Change, ChangeKind
from monitor.model.published import Precision, Published
from monitor.model.release import Document, Release
from monitor.model.source import Source, SourceState

ZONE = "Europe/Berlin"
MONDAY = datetime(2026, 3, 2, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
FOUR_WEEKS = 28 * DAY

Publishes = Callable[[datetime], int]
"""How many releases appear in an hour of the wall clock."""


def appearances(publishes: Publishes, begin: datetime, end: datetime) -> Iterator[datetime]:
    at = begin
    while at < end:
        for n in range(count := publishes(at.astimezone(ZoneInfo(ZONE)))):
            yield at + HOUR * ((n + 0.5) / count)
        at += HOUR


def watched(
    publishes: Publishes, length: timedelta, *, rhythm: Rhythm | None = None, dated: bool = True
) -> tuple[Rhythm, list[datetime]]:
    """What is known after being visited for a while, and when the visits were."""
    rhythm, visits, seen = rhythm or Rhythm(), [MONDAY], 0
    due = list(appearances(publishes, MONDAY, MONDAY + length))
    while visits[-1] < MONDAY + length:
        since, now = visits[-1], next_visit(rhythm, visits[-1], ZONE)
        until = bisect_right(due, now)
        spans = [(at, at) if dated else (since, now) for at in due[seen:until]]
        rhythm, seen = observe(rhythm, since, now, spans, ZONE), until
        visits.append(now)
    return rhythm, visits


def weekday_mornings(at: datetime) -> int:
    return int(at.weekday() < 5 and at.hour == 9)


def every_other_hour(at: datetime) -> int:
    return int(at.hour % 2)


def seven_an_hour(at: datetime) -> int:
    return 7


def never(at: datetime) -> int:
    return 0


def by_hour(visits: Sequence[datetime]) -> list[datetime]:
    return [at.astimezone(ZoneInfo(ZONE)) for at in visits]


def rests(visits: Sequence[datetime]) -> list[float]:
    return [(after - before).total_seconds() for before, after in pairwise(visits)]


@pytest.mark.parametrize("dated", [True, False])
def test_a_source_that_publishes_at_nine_on_weekdays_is_looked_at_then_and_seldom_at_night(
    dated: bool,
) -> None:
    rhythm, _ = watched(weekday_mornings, FOUR_WEEKS, dated=dated)
    _, visits = watched(weekday_mornings, 7 * DAY, rhythm=rhythm, dated=dated)
    local = by_hour(visits)
    at_nine = [at for at in local if at.weekday() < 5 and at.hour == 9]
    at_night = [at for at in local if at.hour < 6]
    an_hour_at_nine, an_hour_at_night = len(at_nine) / 5, len(at_night) / 7 / 6
    assert an_hour_at_nine >= 3
    assert an_hour_at_nine > 5 * an_hour_at_night
    on_weekends = [at for at in local if at.weekday() > 4]
    assert len(on_weekends) / 2 < 0.7 * (len(local) - len(on_weekends)) / 5


@pytest.mark.parametrize("dated", [True, False])
def test_it_is_found_sooner_than_by_as_many_visits_at_equal_distances(dated: bool) -> None:
    rhythm, _ = watched(weekday_mornings, FOUR_WEEKS, dated=dated)
    _, visits = watched(weekday_mornings, 14 * DAY, rhythm=rhythm, dated=dated)
    waits = [
        min(visit - at for visit in visits if visit >= at)
        for at in appearances(weekday_mornings, MONDAY, MONDAY + 13 * DAY)
    ]
    even = (visits[-1] - visits[0]) / len(visits) / 2
    assert fmean(wait.total_seconds() for wait in waits) < even.total_seconds() / 3


def test_our_own_visiting_times_are_not_taken_for_the_publishers() -> None:
    """Undated releases at any hour, visited at nine and at five: no hour stands out."""
    rhythm, at = Rhythm(), MONDAY
    for _ in range(60):
        for hour in (9, 17):
            now = (at + DAY).replace(hour=hour) if hour == 9 else at.replace(hour=hour)
            rhythm = observe(rhythm, at, now, [(at, now)] * 2, ZONE)
            at = now
    hours = rhythm.week.shape().hours
    assert max(hours) < 2.5 * min(hours)


def test_the_more_a_source_publishes_the_oftener_it_is_looked_at_within_limits() -> None:
    found = {}
    for publishes in (never, weekday_mornings, every_other_hour, seven_an_hour):
        _, visits = watched(publishes, 14 * DAY)
        found[publishes.__name__] = fmean(rests(visits[-20:]))
        assert min(rests(visits)) >= SOONEST_SECONDS
        assert max(rests(visits)) <= LATEST_SECONDS
    assert found["seven_an_hour"] < 1.1 * SOONEST_SECONDS
    assert found["seven_an_hour"] < found["every_other_hour"] < found["weekday_mornings"]
    assert found["weekday_mornings"] < found["never"]
    assert found["never"] > 3 * 3600


def test_a_source_that_stopped_is_soon_looked_at_less() -> None:
    rhythm, before = watched(every_other_hour, FOUR_WEEKS)
    _, after = watched(never, 21 * DAY, rhythm=rhythm)
    assert fmean(rests(after[-10:])) > 4 * fmean(rests(before[-10:]))


def test_a_source_that_wakes_up_is_soon_looked_at_more() -> None:
    rhythm, before = watched(never, 8 * FOUR_WEEKS)
    _, after = watched(seven_an_hour, 2 * DAY, rhythm=rhythm)
    assert fmean(rests(before[-10:])) > 6 * 3600
    assert fmean(rests(after[-10:])) < 600


def test_a_habit_that_changes_is_learnt_anew() -> None:
    def evenings(at: datetime) -> int:
        return int(at.hour == 20)

    rhythm, _ = watched(weekday_mornings, FOUR_WEEKS)
    rhythm, _ = watched(evenings, 2 * FOUR_WEEKS, rhythm=rhythm)
    _, visits = watched(evenings, 7 * DAY, rhythm=rhythm)
    local = by_hour(visits)
    assert len([at for at in local if at.hour == 20]) > 2 * len(
        [at for at in local if at.hour == 9]
    )


def test_a_flood_counts_as_a_few() -> None:
    now = MONDAY + HOUR
    few = observe(Rhythm(), MONDAY, now, [(MONDAY, now)] * 10, ZONE)
    flood = observe(Rhythm(), MONDAY, now, [(MONDAY, now)] * 5000, ZONE)
    assert flood.pace.level() == pytest.approx(few.pace.level())
    assert sum(flood.week.hours) == pytest.approx(10)


def test_nine_in_summer_is_nine_in_winter() -> None:
    """The hours are those of the source's wall clock, not of UTC."""
    rhythm, _ = watched(weekday_mornings, FOUR_WEEKS)  # the last Sunday of March lies ahead
    summer = datetime(2026, 7, 6, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
    visits = [summer]
    while visits[-1] < summer + DAY:
        visits.append(next_visit(rhythm, visits[-1], ZONE))
    counts = [sum(at.hour == hour for at in by_hour(visits)) for hour in range(24)]
    assert counts.index(max(counts)) == 9


def test_it_is_kept_small_and_comes_back_as_it_was() -> None:
    rhythm, visits = watched(every_other_hour, FOUR_WEEKS)
    kept = rhythm.kept()
    text = json.dumps(kept, separators=(",", ":"))
    assert len(text) < 600
    back = Rhythm.of(json.loads(text))
    assert back.kept() == kept
    away = next_visit(back, visits[-1], ZONE) - next_visit(rhythm, visits[-1], ZONE)
    assert abs(away) < timedelta(seconds=5)


def test_a_clock_that_went_back_does_no_harm() -> None:
    rhythm, _ = watched(every_other_hour, 7 * DAY)
    after = observe(rhythm, MONDAY + HOUR, MONDAY, [], ZONE)
    assert after.pace.level() == pytest.approx(rhythm.pace.level())
    once = observe(rhythm, MONDAY + HOUR, MONDAY, [(MONDAY, MONDAY)], ZONE)
    assert sum(once.week.hours) == pytest.approx(sum(rhythm.week.hours) + 1)


def test_years_without_a_visit_are_looked_through_at_once() -> None:
    rhythm, _ = watched(every_other_hour, 7 * DAY)
    long = observe(rhythm, MONDAY, MONDAY + 3650 * DAY, [], ZONE)
    assert next_visit(long, MONDAY, ZONE) <= MONDAY + DAY


# ── what a date says ───────────────────────────────────────────────────────────────────────

SINCE, NOW = MONDAY + 8 * HOUR, MONDAY + 10 * HOUR


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        pytest.param(None, None, id="none"),
        pytest.param(Published.on(date(2026, 3, 2), inferred=True), None, id="concluded"),
        pytest.param(Published("2026-03-02T09:30:00+01:00", Precision.INSTANT),
                     (SINCE + 1.5 * HOUR, SINCE + 1.5 * HOUR), id="an instant"),
        pytest.param(Published("2026-03-02T07:00:00+01:00", Precision.INSTANT), None,
                     id="before it was there"),
        pytest.param(Published("2026-03-03T07:00:00+01:00", Precision.INSTANT), None, id="ahead"),
        pytest.param(Published.on(date(2026, 3, 2)), (SINCE, NOW), id="today"),
        pytest.param(Published.on(date(2026, 3, 1)), None, id="yesterday"),
        pytest.param(Published("2026-03", Precision.MONTH), None, id="a month"),
    ],
)  # fmt: skip
def test_a_date_says_when_it_appeared_as_far_as_that_can_be(
    published: Published | None, expected: tuple[datetime, datetime] | None
) -> None:
    assert span_of(published, SINCE, NOW, ZONE) == expected


# ── what a visit teaches ───────────────────────────────────────────────────────────────────

AUTO = Source("news", "feed", "https://example.org/feed", "News", every="auto", timezone=ZONE)
SEEN = SourceState("news", version=3, last_success_at=SINCE, rhythm=Rhythm().kept())


def release(name: str, published: Published) -> Release:
    document = Document(title=name, text=name, place="feed")
    return Release(name, "news", name, "hash", 1, document, published, NOW, NOW, {"feed": 0})


def change(kind: ChangeKind, about: str) -> Change:
    return Change(f"{about}/0", kind, "news", NOW, about)


def count(kept: dict[str, list[int]] | None) -> float:
    assert kept is not None
    return sum(kept["hours"]) / 1000


def test_only_auto_keeps_a_rhythm() -> None:
    hourly = Source("news", "feed", "https://example.org/feed", "News")
    assert learnt(hourly, SEEN, NOW) is None


def test_an_uneventful_visit_teaches_too() -> None:
    kept = learnt(AUTO, SEEN, NOW)
    assert kept is not None
    assert count(kept) == 0
    assert Rhythm.of(kept).pace.level() < Rhythm().pace.level()


def test_new_and_revised_releases_are_signs_of_life_and_nothing_else_is() -> None:
    told = [change(kind, kind.value) for kind in ChangeKind]
    assert count(learnt(AUTO, SEEN, NOW, (), told)) == pytest.approx(2, abs=0.01)


def test_a_baseline_tells_of_the_past_by_its_dates() -> None:
    times = [MONDAY - n * DAY - 15 * HOUR for n in range(1, 15)]  # at nine in the morning
    dates = [Published(at.isoformat(), Precision.INSTANT) for at in times]
    some = [release(f"r{n}", published) for n, published in enumerate(dates)]
    told = [change(ChangeKind.NEW, each.id) for each in some]
    kept = learnt(AUTO, SourceState("news"), MONDAY, some, told)
    assert count(kept) > 8
    hours = Rhythm.of(kept).week.shape().hours
    assert hours.index(max(hours)) == 9


def test_a_baseline_without_dates_tells_nothing() -> None:
    some = [release("r", Published.on(MONDAY.date(), inferred=True))]
    kept = learnt(AUTO, SourceState("news"), MONDAY, some, [change(ChangeKind.NEW, "r")])
    assert kept == Rhythm().kept()
