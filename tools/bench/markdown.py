"""What a run wrote with `--json`, as the tables of docs/benchmarks.md.

python -m tools.bench.markdown FIGURES.json
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.bench.table import number


def lines(document: Mapping[str, Any]) -> Iterator[str]:
    """Every table of a run, under its title."""
    for tables in document["parts"].values():
        for table in tables:
            yield from ("", f"## {table['title']}", "")
            yield from ("| what | figure | beside | times | goal |", "|---|---|---|---|---|")
            yield from map(_row, table["rows"])


def _row(row: Mapping[str, Any]) -> str:
    figure = "not measured" if row["value"] is None else f"{number(row['value'])} {row['unit']}"
    times = "" if row["ratio"] is None else number(row["ratio"])
    goal = f"{row['goal']['sense']} {number(row['goal']['limit'])}" if row["goal"] else ""
    if row["missed"]:
        goal = f"**missed**: {goal}"
    cells = (row["what"].strip(), figure.strip(), row["beside"] or row["note"] or "", times, goal)
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    print("\n".join(lines(json.loads(Path(sys.argv[1]).read_text()))).strip())
