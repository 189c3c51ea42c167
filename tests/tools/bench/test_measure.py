import os
import sys
from time import sleep

import pytest

from tools.bench.measure import Broken, Run, Watch, cpu_seconds, memory_bytes, run, tree

SPIN = "print(sum(range(300_000)))"


def test_a_run_is_measured_to_its_end() -> None:
    done = run([sys.executable, "-c", SPIN])
    assert done.output == f"{sum(range(300_000))}\n"
    assert done.wall_seconds > 0
    assert done.cpu_seconds > 0
    assert done.memory_bytes > 1_000_000


def test_a_run_that_fails_says_why() -> None:
    with pytest.raises(Broken, match="ended with 3\nso it is"):
        run([sys.executable, "-c", "import sys; print('so it is', file=sys.stderr); sys.exit(3)"])


def test_a_code_that_is_allowed_is_no_failure() -> None:
    assert run([sys.executable, "-c", "raise SystemExit(1)"], allowed=(0, 1)).output == ""


def test_start_up_is_taken_away_and_never_leaves_nothing() -> None:
    whole, start = Run(5.0, 3.0, 9), Run(1.0, 4.0, 1)
    assert whole.less(start).wall_seconds == 4.0
    assert 0 < whole.less(start).cpu_seconds < 0.01


def test_a_tree_is_seen_as_it_runs() -> None:
    with Watch(os.getpid(), every_seconds=0.001) as watch:
        while not watch.samples:
            sleep(0.001)
    most = watch.most()
    assert tree(os.getpid())[0] == os.getpid()
    assert min(most.tree_bytes, most.root_bytes) > 1_000_000
    assert memory_bytes(os.getpid()) > 1_000_000
    assert cpu_seconds(os.getpid()) > 0
    assert watch.most(since_seconds=1e9).tree_bytes == 0
