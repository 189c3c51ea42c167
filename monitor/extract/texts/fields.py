"""A block of fields above a text: `Title: …`, a mail's header, a front matter between two rules."""

import re
from dataclasses import dataclass

from monitor.extract.texts.words import DATE_FIELDS, LINK_FIELDS, OTHER_FIELDS, TITLE_FIELDS

_FIELD = re.compile(
    r"\s{0,3}[*_]{0,2}([^\W\d_][\w /-]{1,29}?)[*_]{0,2}\s?[:：][*_]{0,2}(?:\s+|(?=\S))(.*)"
)
_ROLES = (
    ("title", TITLE_FIELDS), ("date", DATE_FIELDS), ("link", LINK_FIELDS), ("other", OTHER_FIELDS),
)  # fmt: skip
_LONGEST = 500
_LONGEST_FOLDED = 120
_MOST_LINES = 60
_FEWEST_LINES = 2
_QUOTES = " \t\"'"


@dataclass(frozen=True, slots=True)
class Block:
    """The fields up to line `end` (inclusive); `date` and `url` may be empty."""

    end: int
    title: str
    date: str
    url: str


def block(lines: list[str], start: int) -> Block | None:
    """The block of fields that begins at a line: a title and at least one other, else None."""
    values: dict[str, str] = {}
    role, end = "", start
    for line in lines[start : start + _MOST_LINES]:
        if found := _field(line):
            role = found[0]
            values[role] = values.get(role) or found[1]
        elif not _goes_on(role, line):
            break
        elif role == "title":
            values[role] += f" {line.strip()}"
        end += 1
    title = values.get("title", "").strip(_QUOTES)
    if not title or end - start < _FEWEST_LINES:
        return None
    url = values.get("link", "").strip(_QUOTES)
    url = url if url.startswith(("http://", "https://")) else ""
    return Block(end - 1, title, values.get("date", "").strip(_QUOTES), url)


def _goes_on(role: str, line: str) -> bool:
    """Whether a line is more of the field above: folded (RFC 5322, 2.2.3), or a list's item."""
    if not line.strip() or len(line) > _LONGEST_FOLDED:
        return False
    return (role in {"title", "other"} and line[0] in " \t") or (role == "other" and line[0] == "-")


def _field(line: str) -> tuple[str, str] | None:
    """What a field is for, and its value."""
    match = _FIELD.fullmatch(line) if len(line) <= _LONGEST else None
    if not match:
        return None
    name = " ".join(match[1].casefold().split())
    role = next((role for role, names in _ROLES if name in names), None)
    if role is None and not name.startswith("x-"):
        return None
    return role or "other", match[2]
