"""Lines of a text, edits marked in them, to markup: lists as lists, table rows as rows.

A line is an item when it begins with a bullet, and a row when upright strokes part its cells.
Numbered lines stay paragraphs: their numbers may be what was edited.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

_MARK = r"(?:<(?:ins|del)(?: title=\"moved\")?>)?"
_ITEM = re.compile(rf"({_MARK})[-*•‣◦–]\s+(?=\S)")
_ROW = re.compile(r"^[^|]*\|.*\|[^|]*$|^\|.+|^[^|]+\s\|\s[^|]+$")
_STROKE_EDITED = re.compile(r">[\s|]*\|[\s|]*</")
_TAG = re.compile(r"<(/?)(ins|del)( title=\"moved\")?>")


def blocks(lines: Iterable[str]) -> str:
    """Markup of escaped lines whose only tags are `<ins>` and `<del>`."""
    return "\n".join(made for kind, group in groupby(lines, _kind) for made in _BLOCK[kind](group))


def _kind(line: str) -> str:
    if _ITEM.match(line):
        return "bullets"
    if _STROKE_EDITED.search(line):  # in a table nobody would see it
        return "paragraphs"
    return "rows" if _ROW.match(_TAG.sub("", line)) else "paragraphs"


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    return (f"<p>{line}</p>" for line in lines)


def _bullets(lines: Iterable[str]) -> Iterator[str]:
    items = (_ITEM.sub(r"\1", line, count=1) for line in lines)
    yield "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _rows(lines: Iterable[str]) -> Iterator[str]:
    yield "<table>" + "".join(f"<tr>{_cells(line)}</tr>" for line in lines) + "</table>"


def _cells(line: str) -> str:
    """The cells of a row; a mark that reaches over a stroke is closed and opened again."""
    parts = list(_balanced(line.split("|")))
    first = 1 if not _TAG.sub("", parts[0]).strip() else 0
    last = len(parts) - 1 if not _TAG.sub("", parts[-1]).strip() else len(parts)
    return "".join(f"<td>{part.strip()}</td>" for part in parts[first:last])


def _balanced(parts: Iterable[str]) -> Iterator[str]:
    mark = ""
    for part in parts:
        opened = mark
        for tag in _TAG.finditer(part):
            mark = "" if tag[1] else tag[0]
        closing = f"</{mark[1:4]}>" if mark else ""
        yield _EMPTY.sub("", f"{opened}{part.strip()}{closing}")


_EMPTY = re.compile(r"<(ins|del)(?: title=\"moved\")?>\s*</\1>")
_BLOCK = {
    "paragraphs": _paragraphs,
    "bullets": _bullets,
    "rows": _rows,
}
