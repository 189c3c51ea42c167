"""python -m tools.bench [NAME …] [--quick] [--count N] [--no-peers] [--json FILE]

Without a name: every part, in the order of the table below.
"""

import json
import os
import platform
import resource
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from signal import SIGTERM, signal
from typing import Any

from tools.bench.measure import Broken
from tools.bench.options import Options
from tools.bench.table import Row, Table

PARTS: Mapping[str, str] = {
    "texts": "100,000 short releases in one text file",
    "backup": "100,000 releases as one file, and back",
    "unchanged": "2,000 unchanged pages, beside the bare client and the peers",
    "hosts": "2,000 different hosts with TLS",
    "idle": "100,000 sources, nothing due; a tick at three sizes",
    "crowd": "10,000 sources due within a minute, some hosts ill",
    "hostile": "1,000 hostile answers within 300 MB",
    "clock": "clock steps",
    "stories": "a new release beside a million others",
    "diffs": "word diffs, beside difflib and git",
}
"""Name of a module here -> what it is about."""


def main(words: list[str]) -> int:
    """Measure, print, perhaps write. 0 whatever the figures are: they are for people to judge."""
    said = _arguments(words)
    _allow_many_connections()
    signal(SIGTERM, lambda *_: sys.exit(143))  # what was started is ended on the way out
    options = Options(said.quick, said.count, not said.no_peers)
    tables: dict[str, list[dict[str, Any]]] = {}
    for name in said.names or PARTS:
        tables[name] = []
        for table in _tables(name, options):
            print("\n".join(table.lines()), end="\n\n", flush=True)
            tables[name].append(table.document())
            if said.json:  # after each: a run that is broken off has not been for nothing
                said.json.write_text(json.dumps(_document(said, tables), indent=1) + "\n")
    print(_summary([row for each in tables.values() for table in each for row in table["rows"]]))
    return 0


def _summary(rows: list[dict[str, Any]]) -> str:
    missed = sum(row["missed"] for row in rows)
    unknown = sum(row["value"] is None for row in rows)
    met = sum(row["goal"] is not None for row in rows) - missed
    return f"goals: {met} met, {missed} missed; {unknown} figures not measured"


def _arguments(words: list[str]) -> Namespace:
    parser = ArgumentParser("python -m tools.bench", description="What the program costs.")
    parser.add_argument(
        "names", nargs="*", choices=[*PARTS, []], metavar="NAME", help=", ".join(PARTS)
    )
    parser.add_argument("--quick", action="store_true", help="small sizes")
    parser.add_argument("--count", type=int, help="another main size")
    parser.add_argument("--no-peers", action="store_true", help="leave other programs out")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there too")
    return parser.parse_args(words)


def _tables(name: str, options: Options) -> Iterator[Table]:
    """A part's tables. One that breaks says so in a last table, and the others go on.

    A part is loaded when it runs: some need what others do not.
    """
    measure: Callable[[Options], Iterator[Table]] = import_module(f"tools.bench.{name}").measure
    try:
        yield from measure(options)
    except (Broken, OSError) as error:
        yield Table(PARTS[name], [Row(name, None, note=f"broken: {error}".replace("\n", " | "))])


def _document(said: Namespace, tables: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": said.quick,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "parts": tables,
    }


def _allow_many_connections() -> None:
    """Servers here hold thousands of connections."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
