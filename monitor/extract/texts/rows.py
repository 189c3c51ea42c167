"""A table of releases, as a spreadsheet exports it: a line of names, then a release a row."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass

from monitor.extract.dates.lines import date_line
from monitor.extract.dates.said import Said
from monitor.extract.texts.words import DATE_FIELDS, LINK_FIELDS, TEXT_COLUMNS, TITLE_FIELDS

_DELIMITERS = ",;\t|"
_LONGEST_HEADER = 300
_ROLES = (
    ("title", TITLE_FIELDS), ("date", DATE_FIELDS), ("text", TEXT_COLUMNS), ("url", LINK_FIELDS),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One release: its lines count from 1, `end_line` included."""

    start_line: int
    end_line: int
    title: str
    text: str
    said: Said | None
    url: str | None


def rows(text: str) -> list[Row] | None:
    """The releases of a table; None where the text is none."""
    header, _, _ = text.partition("\n")
    columns = _columns(header)
    if columns is None:
        return None
    delimiter, at = columns
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    found, start = list[Row](), 1
    try:
        for cells in reader:
            if start > 1 and (row := _row(cells, at, start, reader.line_num)):
                found.append(row)
            start = reader.line_num + 1
    except csv.Error:  # a cell of more than a hundred kilobytes: no table of releases
        return None
    return found or None


def _columns(header: str) -> tuple[str, Mapping[str, int]] | None:
    """What parts the columns, and where title, date and text stand."""
    if len(header) > _LONGEST_HEADER:
        return None
    for delimiter in _DELIMITERS:
        names = [name.strip(" \"'").casefold() for name in header.split(delimiter)]
        at = {
            role: next(i for i, name in enumerate(names) if name in known)
            for role, known in _ROLES
            if known & set(names)
        }
        if "title" in at and len(at) > 1:
            return delimiter, at
    return None


def _row(cells: list[str], at: Mapping[str, int], start: int, end: int) -> Row | None:
    def cell(role: str) -> str:
        return cells[at[role]].strip() if at.get(role, len(cells)) < len(cells) else ""

    title = " ".join(cell("title").split())
    rest = (each.strip() for i, each in enumerate(cells) if i not in at.values())
    body = cell("text") if "text" in at else "\n\n".join(filter(None, rest))
    url = cell("url") if cell("url").startswith(("http://", "https://")) else None
    return Row(start, end, title, body, date_line(cell("date")), url) if title else None
