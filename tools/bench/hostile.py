"""A thousand hostile answers at once, and what is left of the daemon.

All are due as it starts. Memory is the sum over its processes of what each adds (PSS), ten times
a second. Then each kind is checked alone, for how long that takes; and all of it once more where
the kernel itself keeps the limit, if it lets us.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Any

from tools.bench.cgroup import limited
from tools.bench.measure import MEGABYTE, Watch
from tools.bench.options import Options
from tools.bench.poison import KINDS, Poison
from tools.bench.program import LOOPBACK, Program
from tools.bench.table import Goal, Rows, Table

ANSWERS = 1_000
LIMIT_BYTES = 300_000_000
FETCH_SECONDS = 10
SETTINGS = (
    f"fetch: {{{LOOPBACK}, per_host: {{delay: 0s}}, limits: {{deadline: {FETCH_SECONDS}s}}}}\n"
)
SECONDS = Goal(2 * FETCH_SECONDS + 1)
"""What one check may take: the deadline counts for fetching, and once more for reading."""

HONEST = "honest"
PATIENCE_SECONDS = 1800.0
"""When a run is given up that never ends."""

State = Mapping[str, Any]


def measure(options: Options) -> Iterator[Table]:
    """A table for a run without a limit, and one for a run within it."""
    count = options.size(ANSWERS, 2 * len(KINDS))
    title = f"{count:,} hostile answers of {len(KINDS)} kinds"
    rows = Rows()
    with Poison() as poison:
        _run(rows, poison, count, [])
        yield Table(title, rows.all)
        rows = Rows()
        with limited(LIMIT_BYTES) as around:
            if around is None:
                rows.add("a cgroup", None, note="none can be made here")
            else:
                _run(rows, poison, count, around)
        yield Table(f"{title}, within a cgroup of {LIMIT_BYTES / MEGABYTE:.0f} MB", rows.all)


def _run(rows: Rows, poison: Poison, count: int, around: Sequence[str]) -> None:
    kinds = dict(enumerate(islice(cycle(KINDS), count)))
    with TemporaryDirectory() as name, Program(Path(name), SETTINGS) as program:
        program.write([*_sources(poison, kinds)])
        program.start(around=around)
        began = monotonic()
        with Watch(program.pid) as watch:
            states = _until_recorded(program, count)
            took = monotonic() - began
        _outcomes(rows, states, kinds, took)
        _survival(rows, program, watch)


def _sources(poison: Poison, kinds: Mapping[int, str]) -> Iterator[dict[str, str]]:
    for number, kind in kinds.items():
        url = poison.url(number, kind)
        yield {"id": f"s{number}", KINDS[kind].source: url, "every": "1d"}
    yield {"id": HONEST, "page": poison.url(len(kinds), HONEST), "every": "1d"}


def _until_recorded(program: Program, count: int) -> dict[str, State]:
    """Every source's state once each was checked, or as it is when the daemon is no more."""
    gives_up_at = monotonic() + PATIENCE_SECONDS
    states: dict[str, State] = {}
    while program.lives and monotonic() < gives_up_at:
        with suppress(OSError):  # it may be too busy to answer: that is seen in how long it takes
            states = {state["id"]: state for state in program.api("sources")}
        if sum(state["last_checked_at"] is not None for state in states.values()) > count:
            break
        sleep(0.5)
    return states


def _outcomes(
    rows: Rows, states: Mapping[str, State], kinds: Mapping[int, str], took: float
) -> None:
    recorded = [n for n in kinds if states.get(f"s{n}", {}).get("last_checked_at")]
    bound = [n for n in recorded if KINDS[kinds[n]].fails]
    failing = [n for n in bound if states[f"s{n}"]["state"] == "failing"]
    due = sum(KINDS[kind].fails for kind in kinds.values())
    rows.add("recorded", len(recorded), goal=Goal(len(kinds), "at least"))
    rows.add("  as failures, where it cannot be read", len(failing), goal=Goal(due, "at least"))
    rows.add("all of them took", took, "s")
    rows.add("  a second", len(recorded) / took)


def _survival(rows: Rows, program: Program, watch: Watch) -> None:
    most = watch.most()
    goal = Goal(LIMIT_BYTES / MEGABYTE)
    rows.add("memory at most, children too", most.tree_bytes / MEGABYTE, "MB", goal=goal)
    rows.add("  of it the daemon itself", most.root_bytes / MEGABYTE, "MB")
    rows.add("daemon alive", int(program.lives), goal=Goal(1, "at least"))
    if program.lives:
        elapsed = (program.check_now(f"s{n}")["elapsed_seconds"] for n in range(len(KINDS)))
        rows.add("  each kind once more, alone, takes at most", max(elapsed), "s", goal=SECONDS)
        outcome = program.check_now(HONEST)
        well = outcome["outcome"] in ("unchanged", "changed")
        rows.add("  an honest page is read", int(well), goal=Goal(1, "at least"))
        rows.add("  which takes", outcome["elapsed_seconds"], "s")
