"""What commands print: tables and lines for people, one JSON document for programs.

What is shown may come from anywhere: nothing in it may steer the terminal, and nothing in it is
read as Rich's markup. Rich itself is loaded for people alone.
"""

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from textwrap import indent
from typing import TYPE_CHECKING, Any, Literal

from rich.cells import cell_len

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_PIPED_WIDTH = 10_000

STYLES = {
    "ok": "green", "changed": "green", "sent": "green",
    "failing": "red", "failed": "red", "dead": "red", "withdrawn": "red",
    "paused": "yellow", "retrying": "yellow", "revised": "yellow",
    "wrong": "red", "warning": "yellow",
}  # fmt: skip
"""Words that stand for a state, and their colours on a terminal."""

_AGES = ((86_400 * 365, "year"), (86_400 * 30, "month"), (86_400, "day"), (3_600, "hour"),
         (60, "minute"), (1, "second"))  # fmt: skip


def out() -> "Console":
    """Standard output. Piped, lines are as long as they must be."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else _PIPED_WIDTH
    return Console(width=width, highlight=False, markup=False, emoji=False, soft_wrap=width is None)


def err() -> "Console":
    """Standard error: progress, questions."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def document(value: Any) -> None:
    """Print one JSON document and nothing else."""
    sys.stdout.write(json.dumps(value, ensure_ascii=not _says_utf8(), indent=2) + "\n")


def lines(values: Iterable[Any]) -> None:
    """Print a list as one JSON document, a value a line: there may be as many as sources."""
    encode = json.JSONEncoder(ensure_ascii=not _says_utf8()).encode
    written = ",\n".join(f"  {encode(value)}" for value in values)
    sys.stdout.write(f"[\n{written}\n]\n" if written else "[]\n")


def documents(values: Iterable[Any]) -> None:
    """Print a list as one JSON document, a value at a time: it may be longer than memory."""
    opening = "[\n"
    for value in values:
        written = json.dumps(value, ensure_ascii=not _says_utf8(), indent=2)
        sys.stdout.write(opening + indent(written, "  "))
        opening = ",\n"
    sys.stdout.write("[]\n" if opening == "[\n" else "\n]\n")


def _says_utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


def table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], nothing: str, *, whole: bool = False
) -> None:
    """Print rows under their headings, aligned; a column that begins with `#` is of numbers.

    On a terminal that is too narrow the last column is cut, and no other one; `whole`: it goes on
    in the next line.
    """
    lines = [tuple(map(_words, row)) for row in rows]
    if not lines:
        remark(nothing)
    elif _for_people():
        out().print(_drawn(columns, lines, whole=whole))
    else:
        sys.stdout.writelines(_aligned(columns, lines))


def _drawn(
    columns: Sequence[str], lines: Iterable[Sequence[str]], *, whole: bool = False
) -> "Table":
    from rich.table import Table

    made = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        justify: Literal["right", "left"] = "right" if column.startswith("#") else "left"
        made.add_column(column.lstrip("#"), justify=justify, no_wrap=column != columns[-1])
    for line in lines:
        cells = [cell(word) for word in line]
        cells[-1].no_wrap, cells[-1].overflow = not whole, "fold" if whole else "ellipsis"
        made.add_row(*cells)
    return made


def _aligned(columns: Sequence[str], lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """The same without colours, and without Rich: it takes half a millisecond a row."""
    headings = [column.lstrip("#") for column in columns]
    every = [headings, *lines]
    widths = [max(map(cell_len, column)) for column in zip(*every, strict=True)]
    for line in every:
        padded = (
            " " * (width - cell_len(word)) + word if column.startswith("#")
            else word + " " * (width - cell_len(word))
            for column, word, width in zip(columns, line, widths, strict=True)
        )  # fmt: skip
        yield "  ".join(padded).rstrip() + "\n"


def cell(value: object) -> "Text":
    """A value in a table, coloured where it is the word for a state."""
    from rich.text import Text

    text = _words(value)
    return Text(text, style=STYLES.get(text, ""), overflow="ellipsis", no_wrap=True)


def _words(value: object) -> str:
    return "" if value is None else plain(str(value)).replace("\n", " ")


def line(*parts: "str | Text") -> None:
    """Print one line, at once."""
    if _for_people():
        out().print(*(plain(part) if isinstance(part, str) else part for part in parts))
        return
    sys.stdout.write(" ".join(plain(str(part)) for part in parts) + "\n")
    sys.stdout.flush()


def joined(parts: Sequence[str], states: Sequence[str]) -> "str | Text":
    """Parts of a line; `states` says of each which state it is the word for, and so its colour."""
    shown = [plain(part) for part in parts]
    if not _for_people():
        return "  ".join(shown).rstrip()
    from rich.text import Text

    coloured = (
        Text(part, STYLES.get(state, "")) for part, state in zip(shown, states, strict=True)
    )
    text = Text("  ").join(coloured)
    text.rstrip()
    return text


def _for_people() -> bool:
    """Whether colours are wanted: on a terminal, or where FORCE_COLOR asks for them. A pipe gets
    plain lines, which cost a hundredth."""
    return sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR"))


def remark(text: str) -> None:
    """Say something beside the result."""
    sys.stderr.write(plain(text) + "\n")


def plain(text: str) -> str:
    """A text without what steers terminals: escapes, controls, changes of direction."""
    return _STEERING.sub("", text)


def ago(moment: datetime | None, now: datetime) -> str:
    """An instant as people say it: `3 minutes ago`, `in 2 hours`, `never`."""
    if moment is None:
        return "never"
    seconds = (now - moment).total_seconds()
    for size, unit in _AGES:
        count = int(abs(seconds) // size)
        if count:
            words = f"{count} {unit}{'s' if count > 1 else ''}"
            return f"{words} ago" if seconds > 0 else f"in {words}"
    return "now"


def size(count: int) -> str:
    """A number of bytes as people say it: `14 kB`, `2.5 MB`."""
    return f"{count / 1e6:,.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"


def counted(count: int, noun: str) -> str:
    """`1 release`, `2 releases`, `3 deliveries`."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count:,} {noun if count == 1 else plural}"
