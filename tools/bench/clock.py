"""Clock steps: how long after one the next visits come, by a clock that does not step.

A page is watched every second. `wallclock.c`, preloaded, moves the daemon's wall clock and leaves
everything else alone, as a step by an administrator or NTP does; visits are timed at the server.
(libfaketime 0.9.10 was tried: with the monotonic clock left alone it breaks `clock_nanosleep`.)
"""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from time import sleep, time
from zoneinfo import ZoneInfo

from tools.bench.measure import run
from tools.bench.options import Options
from tools.bench.program import EAGER, Program
from tools.bench.table import Goal, Row, Table
from tools.bench.town import Town

HOUR_SECONDS = 3600
CALM_SECONDS = 8
WATCHED_SECONDS = 12
TICKS = Goal(3)
BEFORE_SECONDS = 20
"""How long before a change of daylight saving time a daemon is started."""

ZONE = "Europe/Berlin"
SPRING = datetime(2027, 3, 28, 1, 59, 59, tzinfo=ZoneInfo(ZONE)).timestamp() + 1
AUTUMN = datetime(2027, 10, 31, 2, 59, 59, tzinfo=ZoneInfo(ZONE)).timestamp() + 1
STEPS = {
    "one hour back": -HOUR_SECONDS,
    "three hours on": 3 * HOUR_SECONDS,
    "a day on": 24 * HOUR_SECONDS,
    "a day back": -24 * HOUR_SECONDS,
}
CHANGES = {"daylight saving begins": SPRING, "daylight saving ends": AUTUMN}


class WallClock:
    """The daemon's wall clock: so many whole seconds beside the true one."""

    def __init__(self, folder: Path) -> None:
        self._library = folder / "wallclock.so"
        self._file = folder / "wallclock"
        self.offset = 0
        self.step(0)
        compiler = ("cc", "-shared", "-fPIC", "-O1", "-o", self._library)
        run([*compiler, Path(__file__).with_name("wallclock.c")])

    def step(self, seconds: int) -> None:
        """Move it, at once."""
        self.offset += seconds
        with self._file.open("r+b" if self._file.exists() else "wb") as file:  # mapped: never cut
            file.write(self.offset.to_bytes(8, sys.byteorder, signed=True))

    def environment(self) -> dict[str, str]:
        """What the daemon is started with."""
        return {"LD_PRELOAD": str(self._library), "WALL_CLOCK": str(self._file), "TZ": ZONE}


def measure(options: Options) -> Iterator[Table]:
    """One table."""
    if which("cc"):
        changes = {} if options.quick else CHANGES
        rows = [*_steps(), *(_change(what, at) for what, at in changes.items())]
    else:
        why = "a C compiler is needed to move a clock"
        rows = [Row(name, None, note=why) for name in (*STEPS, *CHANGES)]
    yield Table("Clock steps: a page that is watched every second", rows)


def _steps() -> Iterator[Row]:
    """All on one daemon, one after another."""
    with TemporaryDirectory() as name, Town() as town:
        clock = WallClock(Path(name))
        with _daemon(Path(name), town, clock):
            for what, seconds in STEPS.items():
                sleep(CALM_SECONDS)
                stepped_at = time()
                clock.step(seconds)
                sleep(WATCHED_SECONDS)
                yield _row(what, late(_visited(town), stepped_at, stepped_at + WATCHED_SECONDS))


def _change(what: str, change_at: float) -> Row:
    """A daemon that is started shortly before its zone's clocks are put forward or back."""
    with TemporaryDirectory() as name, Town() as town:
        clock = WallClock(Path(name))
        clock.step(round(change_at - BEFORE_SECONDS - time()))
        changes_at = change_at - clock.offset
        with _daemon(Path(name), town, clock):
            sleep(max(changes_at - time(), 0.0) + WATCHED_SECONDS)
            return _row(what, late(_visited(town), changes_at - 2, changes_at + WATCHED_SECONDS))


def _row(what: str, seconds: float) -> Row:
    return Row(f"{what}: late by", seconds, "ticks of a second", goal=TICKS)


def late(visited_at: Sequence[float], since: float, until: float) -> float:
    """The longest silence that reaches into that time, beyond the longest one before it."""
    before = [at for at in visited_at if at < since]
    usual = max((later - earlier for earlier, later in pairwise(before[-5:])), default=0.0)
    watched = [*before[-1:], *(at for at in visited_at if since <= at < until), until]
    return max(max(later - earlier for earlier, later in pairwise(watched)) - usual, 0.0)


def _daemon(folder: Path, town: Town, clock: WallClock) -> Program:
    program = Program(folder, EAGER, clock.environment())
    source = {"id": "page", "page": town.url(0, 0), "every": "1s", "timezone": ZONE}
    program.write([source])
    program.start()
    return program


def _visited(town: Town) -> list[float]:
    """When the page was asked for, in order."""
    return [visit.began_at for visit in town.visits() if visit.path == "/p/0"]
