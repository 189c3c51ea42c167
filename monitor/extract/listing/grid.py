"""In which column of its table a cell stands, where cells span rows and columns.

HTML, 4.9.12.1 "Forming a table", without what only malformed tables need.
"""

from dataclasses import dataclass, field

from lxml import etree

_MOST_COLUMNS = 100
_MOST_ROWS = 1_000


@dataclass(slots=True)
class Grid:
    """The columns of a table's rows. `until`: the first row that a column's cell leaves free."""

    row: int = -1
    number: int = 0
    until: dict[int, int] = field(default_factory=dict)

    def place(self, row: int, column: int, down: int, across: int) -> int:
        """The column of the next cell of a row, of which `column` were looked at."""
        if row != self.row:
            self.row = row
            self.number += 1
        while self.until.get(column, 0) > self.number:
            column += 1
        for each in range(column, column + across):
            self.until[each] = self.number + down
        return column


def spans(element: etree._Element) -> tuple[int, int]:
    """How many rows and columns a cell takes: down, across."""
    if "rowspan" not in element.attrib and "colspan" not in element.attrib:
        return 1, 1
    down = _number(element.get("rowspan"), _MOST_ROWS)
    return down or _MOST_ROWS, _number(element.get("colspan"), _MOST_COLUMNS) or 1


def _number(said: str | None, most: int) -> int:
    digits = (said or "1").strip()[:6]
    return min(int(digits), most) if digits.isdecimal() else 1
