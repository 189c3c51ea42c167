import os
import subprocess
import sys
from pathlib import Path
from shutil import which
from time import monotonic, time

import pytest

from tools.bench.clock import WallClock, late


@pytest.mark.parametrize(
    ("visited_at", "seconds"),
    [
        ([6, 7, 8, 9, 10, 11, 12, 13, 14], 0),
        ([6, 7, 8, 9, 13, 14], 3),
        ([6, 7, 8, 9], 5),
        ([5, 7, 9, 12, 14], 1),
    ],
)
def test_late_is_the_longest_silence_beyond_the_usual(
    visited_at: list[float], seconds: float
) -> None:
    assert late(visited_at, since=9.5, until=15) == seconds


@pytest.mark.skipif(not which("cc"), reason="moving a clock needs a C compiler")
def test_a_step_moves_the_wall_clock_and_no_other(tmp_path: Path) -> None:
    clock = WallClock(tmp_path)
    clock.step(-3600)
    clock.step(-60)
    program = (
        "import time, datetime as d\n"
        "print(time.time(), d.datetime.now().timestamp(), time.monotonic())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **clock.environment()},
        capture_output=True,
        text=True,
        check=True,
    )
    seen = [float(word) for word in done.stdout.split()]
    assert seen[:2] == [pytest.approx(time() - 3660, abs=30)] * 2
    assert seen[2] == pytest.approx(monotonic(), abs=30)
