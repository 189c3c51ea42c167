"""`every: auto` beside a fixed interval with as many requests: by simulation, and by replay.

    python -m tools.rhythm [HISTORIES] [SEEDS]

Each publisher is simulated for some months, from a seed; `auto` visits it as the program would,
and each release waits from its instant to the next visit. Then as many visits are laid out evenly
over the same time. An even schedule that knows how many visits to make is the best there is for a
publisher without habits, so there 1.0 is all that can be reached. The seeds measured here are not
those with which the constants were chosen (0 to 9).
"""

import json
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import ceil, exp, log
from pathlib import Path
from random import Random
from statistics import fmean, quantiles

from monitor.intake.rhythm import Rhythm, next_visit, observe, span_of
from monitor.intake.schedule import JITTER, MOST_JITTER_SECONDS
from monitor.model.published import Precision, Published
from tools.publishers import BEGIN, DAY, PAST, PUBLISHERS, SLOW, ZONE, Publisher

SEEDS = range(1000, 1003)
PHASES = 8
"""From how many beginnings a schedule is measured where few releases are waited for."""

Appearance = tuple[datetime, Published | None]
"""When a release could first be seen, and the date that it bore."""


@dataclass(frozen=True, slots=True)
class Waits:
    """How long releases waited to be seen, in minutes, and how many requests a day it took."""

    minutes: Sequence[float]
    requests: float

    @property
    def mean(self) -> float:
        """The mean wait."""
        return fmean(self.minutes) if self.minutes else 0.0

    @property
    def p90(self) -> float:
        """The wait that one in ten exceeds."""
        return quantiles(self.minutes, n=10)[-1] if len(self.minutes) > 1 else self.mean


def main(arguments: list[str]) -> int:
    """Print both tables."""
    histories = Path(arguments[0] if arguments else "../shared/corpora/histories")
    seeds = range(1000, 1000 + int(arguments[1])) if len(arguments) > 1 else SEEDS
    for line in tables(histories, seeds):
        print(line, flush=True)
    return 0


# ── the tables ─────────────────────────────────────────────────────────────────────────────

HEAD = f"{'':24}  {'requests':>8}  {'mean':>7} {'even':>7} {'ratio':>6}  {'p90':>7} {'even':>7}"


def tables(histories: Path, seeds: Iterable[int] = SEEDS) -> Iterator[str]:
    """Both tables, line by line."""
    yield from simulated(seeds)
    yield from replayed(histories)


def simulated(seeds: Iterable[int]) -> Iterator[str]:
    """A row for each kind of publisher, with dates on its releases and without."""
    yield f"{'rhythm, simulated':24}  {'per day':>8}  minutes until seen, auto and an even schedule"
    yield HEAD
    ratios = []
    for name, publisher in PUBLISHERS.items():
        for dated in (True, False):
            pairs = [_simulated(publisher, f"{name} {seed}", dated) for seed in seeds]
            auto, evenly = (_joined(pair[which] for pair in pairs) for which in (0, 1))
            ratios.append(auto.mean / evenly.mean)
            yield _row(f"{name}, {'dated' if dated else 'undated'}", auto, evenly)
    yield f"{'geometric mean':24}  {'':8}  {'':7} {'':7} {exp(fmean(map(log, ratios))):6.2f}"


def replayed(folder: Path) -> Iterator[str]:
    """A row for each history: releases are there from the snapshot that first had them."""
    yield f"{'rhythm, histories':24}  {'per day':>8}  minutes until seen, auto and an even schedule"
    yield HEAD
    for path in sorted(each for each in folder.iterdir() if each.is_dir()):
        begin, end, appearances = _history(path)
        auto, evenly = measured(appearances, begin, end, PHASES)
        if auto.minutes:
            yield _row(path.name, auto, evenly) + f"  {len(auto.minutes) // PHASES} seen"
        else:
            yield f"{path.name:24}  nothing new in it"


def _row(name: str, auto: Waits, evenly: Waits) -> str:
    ratio = auto.mean / evenly.mean
    return (
        f"{name:24}  {auto.requests:8.1f}  {auto.mean:7.1f} {evenly.mean:7.1f} {ratio:6.2f}"
        f"  {auto.p90:7.1f} {evenly.p90:7.1f}"
    )


def _joined(parts: Iterable[Waits]) -> Waits:
    all_of = list(parts)
    minutes = [wait for part in all_of for wait in part.minutes]
    return Waits(minutes, fmean(part.requests for part in all_of))


# ── visiting ───────────────────────────────────────────────────────────────────────────────


def measured(
    appearances: Sequence[Appearance], begin: datetime, end: datetime, times: int = 1
) -> tuple[Waits, Waits]:
    """How both schedules do between two instants, on an average of so many `times`.

    What appeared before is the baseline.
    """
    new = [each for each in appearances if each[0] > begin]
    old = [date for at, date in appearances if at <= begin][-15:]
    runs = [visited(new, old, begin, end, (run + 0.5) / times) for run in range(times)]
    visits = fmean(visits for _, visits in runs)
    days = (end - begin) / DAY
    evenly = even([at for at, _ in new], (end - begin) / visits, begin)
    waits = [wait for part, _ in runs for wait in part]
    return Waits(waits, visits / days), Waits(evenly, visits / days)


def visited(
    new: Sequence[Appearance],
    old: Iterable[Published | None],
    begin: datetime,
    end: datetime,
    share: float,
) -> tuple[list[float], int]:
    """The waits with `every: auto`, in minutes, and the number of visits.

    `share` is the source's own in what visits are put off by, so that they differ.
    """
    spans = [span for date in old if (span := span_of(date, begin - 3 * PAST, begin, ZONE))]
    first = min((span[0] for span in spans), default=begin)
    rhythm = observe(Rhythm(), first, begin, spans, ZONE)
    instants = [at for at, _ in new]
    waits: list[float] = []
    since, seen, visits = begin, 0, 0
    while (now := _jittered(since, next_visit(rhythm, since, ZONE), share)) < end:
        visits += 1
        until = bisect_right(instants, now)
        found, seen = new[seen:until], until
        waits += [(now - at) / timedelta(minutes=1) for at, _ in found]
        spans = [span_of(date, since, now, ZONE) or (since, now) for _, date in found]
        rhythm = Rhythm.of(observe(rhythm, since, now, spans, ZONE).kept())
        since = now
    return waits, visits


def _jittered(since: datetime, at: datetime, share: float) -> datetime:
    most = timedelta(seconds=MOST_JITTER_SECONDS)
    return at + min((at - since) * JITTER, most) * share


def even(instants: Sequence[datetime], step: timedelta, begin: datetime) -> list[float]:
    """The waits with visits at equal distances, in minutes, on an average of several beginnings."""
    starts = [begin + step * (phase + 0.5) / PHASES for phase in range(PHASES)]
    return [
        (start + step * ceil((at - start) / step) - at) / timedelta(minutes=1)
        for start in starts
        for at in instants
    ]


def _simulated(publisher: Publisher, seed: str, dated: bool) -> tuple[Waits, Waits]:
    random = Random(seed)
    end = BEGIN + timedelta(days=360 if publisher in SLOW else 120)
    instants = sorted(publisher(random, BEGIN - PAST, end))
    dates = [Published(at.isoformat(), Precision.INSTANT) if dated else None for at in instants]
    times = PHASES if publisher in SLOW else 1
    return measured(list(zip(instants, dates, strict=True)), BEGIN, end, times)


# ── histories ──────────────────────────────────────────────────────────────────────────────


def _history(folder: Path) -> tuple[datetime, datetime, list[Appearance]]:
    """When each release of a history was first there; of a document, when its text changed."""
    snapshots = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["snapshots"]
    times = [datetime.fromisoformat(each["time"]).astimezone(UTC) for each in snapshots]
    items = folder / "items.json"
    if not items.exists():
        edits = [
            at for at, each in zip(times, snapshots, strict=True) if each["crude_text_changed"]
        ]
        return times[0], times[-1] + DAY, [(at, None) for at in edits]
    seen: dict[str, Appearance] = {}
    for each in json.loads(items.read_text(encoding="utf-8"))["snapshots"]:
        at = datetime.fromisoformat(each["time"]).astimezone(UTC)
        for item in each["items"]:
            seen.setdefault(item.get("url") or item["title"], (at, _published(item.get("date"))))
    return times[0], times[-1] + DAY, sorted(seen.values(), key=lambda pair: pair[0])


def _published(text: str | None) -> Published | None:
    return Published.on(date.fromisoformat(text[:10])) if text else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
