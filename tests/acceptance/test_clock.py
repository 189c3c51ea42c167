"""Conformance Q: the real daemon while somebody moves the clock under it.

libfaketime (Debian: `faketime`) gives the process a wall clock that follows a file, and leaves
its other clocks alone, as when an administrator or NTP sets the machine's.
"""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.process import Program
from tests.support.server import Seen, Site

LIBRARIES = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))

pytestmark = pytest.mark.skipif(not LIBRARIES, reason="libfaketime is not here: faketime")

CONFIG = """
fetch:
  allow_private: [127.0.0.0/8]
  per_host: {{delay: 0s}}
sources:
  - {{id: interval, page: "{site}/interval", every: 1s}}
  - {{id: hourly, page: "{site}/hourly", every: 1h}}
"""

MOST_SECONDS = 1.0 + 3.0 + 12.0
"""Between two visits: the interval, three ticks, and what a very busy machine takes besides."""

STEPS = {"-1h": -3600, "+2h": 10_800, "+26h": 86_400, "+2h ": -86_400}
"""What the clock is set to beside the true one, and by how many seconds that moves it."""


class Visits:
    """When a page was asked for, by a clock that nobody moves."""

    def __init__(self) -> None:
        self.times = [time.monotonic()]

    def more_than(self, count: int) -> bool:
        return len(self.times) > count

    def gaps(self) -> list[float]:
        return [after - before for before, after in pairwise(self.times)]

    def __call__(self, seen: Seen) -> str:
        self.times.append(time.monotonic())
        return "<html><title>Terms</title><body><main><p>One clause stands here.</p></main></body>"


@pytest.fixture
def visits() -> Visits:
    return Visits()


@pytest.fixture
def site(visits: Visits) -> Iterator[Site]:
    with Site() as site:
        site.set("/interval", visits, headers={"Content-Type": "text/html"})
        site.set("/hourly", "<title>Terms</title><p>Another clause stands here.</p>")
        yield site


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that sets the clock of the processes that are started from now on."""
    clock = tmp_path / "clock"
    clock.write_text("+0\n")
    monkeypatch.setenv("LD_PRELOAD", str(LIBRARIES[0]))
    monkeypatch.setenv("FAKETIME_TIMESTAMP_FILE", str(clock))
    monkeypatch.setenv("FAKETIME_NO_CACHE", "1")
    monkeypatch.setenv("FAKETIME_DONT_FAKE_MONOTONIC", "1")
    monkeypatch.setenv("DONT_FAKE_MONOTONIC", "1")  # as older releases call it
    return clock


def test_q_a_clock_that_is_moved_makes_nothing_late_and_nothing_early(
    tmp_path: Path, clock: Path, site: Site, visits: Visits
) -> None:
    with Program(tmp_path, CONFIG.format(site=site.url)) as program:
        program.start()
        program.wait_until_checked()
        for setting, by in STEPS.items():
            due_at = hourly_due_at(program)
            clock.write_text(f"{setting.strip()}\n")
            before = len(visits.times)
            program.eventually(partial(visits.more_than, before + 1), f"visits after {setting}")
            assert max(visits.gaps()[before - 1 :]) < MOST_SECONDS, setting
            moved = hourly_due_at(program) - due_at
            assert abs(moved - timedelta(seconds=by)) < timedelta(seconds=MOST_SECONDS), setting
        assert site.paths().count("/hourly") == 1


def hourly_due_at(program: Program) -> datetime:
    (row,) = [row for row in program.api("sources") if row["id"] == "hourly"]
    return datetime.fromisoformat(row["next_due_at"])
