"""What a process holds, as the system says it."""

import subprocess
import sys
from pathlib import Path

import pytest

from monitor.intake.reader.footprint import resident_bytes

pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="Linux says it there")

PEAK = """
from monitor.intake.reader.footprint import peak_bytes
before = peak_bytes()
bytearray(20_000_000)
print(before, peak_bytes())
"""

HELD = """
import os
from monitor.intake.reader.footprint import resident_bytes
before = resident_bytes(os.getpid())
held = bytearray(b"x") * 30_000_000
print(resident_bytes(os.getpid()) - before)
"""


def test_resident_bytes_are_those_of_the_process() -> None:
    done = subprocess.run([sys.executable, "-c", HELD], capture_output=True, text=True, check=True)
    assert 25_000_000 < int(done.stdout) < 35_000_000


def test_a_process_that_is_gone_holds_nothing() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    assert resident_bytes(child.pid) == 0


def test_the_peak_is_this_processs_own_and_stays_when_it_is_over() -> None:
    big = bytearray(b"x") * 100_000_000  # a child's `ru_maxrss` would begin with this
    done = subprocess.run([sys.executable, "-c", PEAK], capture_output=True, text=True, check=True)
    del big
    before, after = map(int, done.stdout.split())
    assert before < 60_000_000
    assert 15_000_000 < after - before < 25_000_000
