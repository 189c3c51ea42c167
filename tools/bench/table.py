"""Rows of figures: what was measured, beside what, and whether it is as good as it has to be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

MISSED = "✗ misses its goal"


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure, or its ratio where there is one, must be: at most or at least `limit`."""

    limit: float
    sense: Literal["at most", "at least"] = "at most"

    def met(self, value: float) -> bool:
        """Whether `value` is as good as it has to be."""
        return value <= self.limit if self.sense == "at most" else value >= self.limit


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `beside` names the floor or peer that `ratio` is in times of.

    `value` None: not measured, and `note` says why. `goal` is about the ratio, or about the value
    of a row that has none.
    """

    what: str
    value: float | None
    unit: str = ""
    beside: str = ""
    ratio: float | None = None
    goal: Goal | None = None
    note: str = ""

    @property
    def missed(self) -> bool:
        """Measured, and not as good as it has to be."""
        judged = self.value if self.ratio is None else self.ratio
        return self.goal is not None and judged is not None and not self.goal.met(judged)

    def cells(self) -> tuple[str, ...]:
        """The row as people read it."""
        figure = "not measured" if self.value is None else f"{number(self.value)} {self.unit}"
        ratio = "" if self.ratio is None else number(self.ratio)
        goal = f"{self.goal.sense} {number(self.goal.limit)}" if self.goal else ""
        remark = MISSED if self.missed else ""
        return self.what, figure.strip(), self.beside, ratio, goal, remark or self.note


@dataclass(frozen=True, slots=True)
class Table:
    """One part of the benchmarks. `circumstances` are said above the rows: sizes, settings."""

    title: str
    rows: Sequence[Row]
    circumstances: str = ""

    def lines(self) -> Iterator[str]:
        """Aligned for a terminal."""
        head = ("", "figure", "beside", "times", "goal", "")
        cells = [head, *(row.cells() for row in self.rows)]
        widths = [max(len(row[at]) for row in cells) for at in range(len(head))]
        yield self.title
        if self.circumstances:
            yield f"  {self.circumstances}"
        for row in cells:
            yield ("  " + "  ".join(_aligned(row, widths))).rstrip()

    def document(self) -> dict[str, Any]:
        """For machines: every field of every row, and whether it missed its goal."""
        return {
            "title": self.title,
            "circumstances": self.circumstances,
            "rows": [_fields(row) for row in self.rows],
        }


@dataclass(slots=True)
class Rows:
    """Rows as they are measured, in order."""

    all: list[Row] = field(default_factory=list)

    def add(
        self,
        what: str,
        value: float | None,
        unit: str = "",
        beside: str = "",
        ratio: float | None = None,
        **more: Any,
    ) -> None:
        """One more row: the fields of Row."""
        self.all.append(Row(what, value, unit, beside, ratio, **more))


def number(value: float) -> str:
    """With as many digits as say something: 12,345, 123, 12.3, 1.23, 0.123."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    digits = 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return f"{value:.{digits}f}"


def _aligned(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """Words to the left, figures to the right."""
    for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
        yield cell.rjust(width) if at in (1, 3) else cell.ljust(width)


def _fields(row: Row) -> dict[str, Any]:
    goal = {"sense": row.goal.sense, "limit": row.goal.limit} if row.goal else None
    return {
        "what": row.what,
        "value": row.value,
        "unit": row.unit,
        "beside": row.beside or None,
        "ratio": row.ratio,
        "goal": goal,
        "missed": row.missed,
        "note": row.note or None,
    }
