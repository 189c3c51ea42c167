"""Marks and seats that processes share through a file, and what becomes of a bad one."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from monitor.intake.visit import slate as module
from monitor.intake.visit.mark import BLANK, Mark, Moment, pause_left, refused, spacing_left
from monitor.intake.visit.slate import ENTRIES, SharedSlate, Slate

NOW = Moment(monotonic=1000.0, wall=1.8e9)
LANE = "example.com"
MARK = Mark(NOW.monotonic + 5, NOW.wall + 600, 600.0, 3)

OTHER = """
import sys
from pathlib import Path
from monitor.intake.visit.slate import SharedSlate
slate = SharedSlate(Path(sys.argv[1]))
{act}
print("done", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "monitor.db.hosts"


@pytest.fixture
def slate(path: Path) -> Iterator[SharedSlate]:
    slate = SharedSlate(path)
    yield slate
    slate.close()


@contextmanager
def another_process(path: Path, act: str) -> Iterator[subprocess.Popen[str]]:
    """A process that has done something with the slate, and lives until the end."""
    program = [sys.executable, "-c", OTHER.format(act=act), str(path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(program, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "done\n"
        try:
            yield process
        finally:
            process.kill()


def test_what_one_process_notes_another_reads(path: Path, slate: SharedSlate) -> None:
    note = f"from monitor.intake.visit.mark import *; slate.write({LANE!r}, {MARK}, {NOW})"
    with another_process(path, note):
        assert slate.read(LANE) == MARK
        assert slate.read("other.example") == BLANK


def test_it_outlives_its_processes(path: Path) -> None:
    for expected in (BLANK, MARK):
        slate = SharedSlate(path)
        assert slate.read(LANE) == expected
        slate.write(LANE, MARK, NOW)
        slate.close()


def test_every_lane_has_its_own_mark(slate: SharedSlate) -> None:
    marks = {f"{n}.example": Mark(NOW.monotonic + n, 0.0, 0.0, n) for n in range(2000)}
    for lane, mark in marks.items():
        slate.write(lane, mark, NOW)
    assert {lane: slate.read(lane) for lane in marks} == marks


def test_what_is_over_makes_room(slate: SharedSlate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUCKETS", 1)
    paused = {f"paused-{n}.example": refused(BLANK, NOW, 600) for n in range(ENTRIES - 1)}
    for lane, mark in paused.items():
        slate.write(lane, mark, NOW)
    for n in range(20):
        slate.write(f"brief-{n}.example", Mark(free_at=NOW.monotonic), NOW)
    assert {lane: slate.read(lane) for lane in paused} == paused
    assert slate.read("brief-19.example").free_at == NOW.monotonic


def test_in_a_full_bucket_the_shortest_pause_gives_way(
    slate: SharedSlate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUCKETS", 1)
    for n in range(ENTRIES + 1):
        slate.write(f"full-{n}.example", refused(BLANK, NOW, 600 + n), NOW)
    kept = [n for n in range(ENTRIES + 1) if slate.read(f"full-{n}.example") != BLANK]
    assert kept == list(range(1, ENTRIES + 1))


def test_a_file_of_nonsense_holds_nobody_for_long(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(random.Random(1).randbytes(module.BUCKETS * 32 * ENTRIES))
    slate = SharedSlate(path)
    tag, at = module._place(LANE)
    with path.open("r+b") as file:
        file.seek(at)
        file.write(tag)
    nonsense = slate.read(LANE)
    assert nonsense != BLANK
    assert spacing_left(nonsense, NOW, 30) <= 30
    assert pause_left(nonsense, NOW) <= 8 * 86_400
    for lane in (LANE, "other.example"):
        slate.write(lane, replace(MARK, refusals=1), NOW)
        assert slate.read(lane) == replace(MARK, refusals=1)
    slate.close()


def test_a_file_that_is_cut_short_meanwhile_is_an_empty_one(path: Path, slate: SharedSlate) -> None:
    slate.write(LANE, MARK, NOW)
    os.truncate(path, 0)
    assert slate.read(LANE) == BLANK
    slate.write(LANE, MARK, NOW)
    assert slate.read(LANE) == MARK


def test_it_is_small_on_the_disk(path: Path, slate: SharedSlate) -> None:
    for n in range(50):
        slate.write(f"{n}.example", MARK, NOW)
    assert path.stat().st_blocks * 512 < 500_000


def test_without_a_usable_file_each_process_is_polite_by_itself(tmp_path: Path) -> None:
    with capture_logs() as logs:
        slate = SharedSlate(tmp_path)
        slate.write(LANE, MARK, NOW)
        assert slate.read(LANE) == MARK
        with slate.held(LANE):
            assert slate.sit(LANE, 1) == 0
        assert slate.sit(LANE, 1) is None
        slate.rise(LANE, 0)
        assert slate.sit(LANE, 1) == 0
    assert [entry["event"] for entry in logs] == ["hosts_not_shared"]


def test_a_file_that_fails_later_is_given_up_once(
    slate: SharedSlate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    with capture_logs() as logs:
        slate.write(LANE, MARK, NOW)
        slate.write("other.example", MARK, NOW)
    assert slate.read(LANE) == slate.read("other.example") == MARK
    assert [entry["error"] for entry in logs] == ["No space left on device"]


def test_seats_are_taken_and_given_back(slate: SharedSlate) -> None:
    taken = [slate.sit(LANE, 2) for _ in range(3)]
    assert taken == [0, 1, None]
    assert slate.sit("other.example", 2) == 0
    slate.rise(LANE, 0)
    assert slate.sit(LANE, 2) == 0


def test_processes_share_seats_until_they_die(path: Path, slate: SharedSlate) -> None:
    with another_process(path, f"slate.sit({LANE!r}, 2)") as process:
        assert [slate.sit(LANE, 2), slate.sit(LANE, 2)] == [1, None]
        assert slate.sit("other.example", 2) == 0
        process.kill()
        process.wait()
        assert slate.sit(LANE, 2) == 0


def test_a_process_that_stopped_while_it_held_a_mark_stops_nobody(
    path: Path, slate: SharedSlate
) -> None:
    _, at = module._place(LANE)
    with another_process(path, f"held = slate.held({LANE!r}); held.__enter__()"):
        assert not slate._lock(at, 1)
        with slate.held(LANE):
            slate.write(LANE, MARK, NOW)
    assert slate.read(LANE) == MARK


def test_one_process_alone_forgets_what_is_over() -> None:
    slate = Slate()
    slate.write("paused.example", MARK, NOW)
    for n in range(10_000):
        slate.write(f"{n}.example", Mark(free_at=n), Moment(n, NOW.wall))
    assert slate.read("paused.example") == MARK
    assert len(slate._marks) <= 2048
