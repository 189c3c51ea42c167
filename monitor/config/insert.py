"""config.yaml with an item more in one of its lists: new lines, every other character as it was.

Where things stand is told by the marks of the parser that reads the configuration: so quoted keys,
comments, lists in one line and what follows the document are taken for what they are.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from monitor.config.compose import Mark, Node
from monitor.config.document import composed
from monitor.errors import UsageError

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_DOCUMENT_ENDS = re.compile(r"(?:---|\.\.\.)(?:\s|$)")
_PLAIN = re.compile(r"[A-Za-z_/][\w /.()&?=%+~-]*(?:://?[\w/.()&?=%+~-]+)?")
_ODD = frozenset(["yes", "no", "on", "off", "true", "false", "null", "y", "n"])
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class _Item:
    """An item as it is written in lines of its own, and in a list in one line."""

    lines: tuple[str, ...]
    flow: str


def with_source(text: str, entry: Mapping[str, str]) -> str:
    """The text with this source as the last of `sources`. UsageError: it has no room for it."""
    lines = tuple(f"{key}: {_value(value)}" for key, value in entry.items())
    return _with(text, "sources", _Item(lines, json.dumps(dict(entry), ensure_ascii=False)))


def with_include(text: str, pattern: str) -> str:
    """The text with this as the last of `include`. UsageError: it has no room for it."""
    return _with(text, "include", _Item((_value(pattern),), _value(pattern)))


def added(before: str, after: str) -> str:
    """The lines of `after` that are not those of `before`, which differs in one place."""
    old, new = _LINE.findall(before), _LINE.findall(after)
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    return "".join(new[first : len(new) - last])


def _alike(some: list[str], others: list[str]) -> int:
    """How many lines two lists have in common from their beginning."""
    pairs = enumerate(zip(some, others, strict=False))
    return next((n for n, (one, other) in pairs if one != other), min(len(some), len(others)))


def _with(text: str, key: str, item: _Item) -> str:
    if text.startswith(_BOM):
        return _BOM + _with(text.removeprefix(_BOM), key, item)
    root = composed(text, "config.yaml")
    if root is None or _is_null(root):
        return _with_key(text, key, item, _begins(text), 0)
    if root.id != "mapping" or root.flow_style:
        raise _no_room("the configuration is written in one line")
    margin = root.start_mark.column
    value = next((value for name, value in root.value if name.value == key), None)
    if value is None:
        return _with_key(text, key, item, _behind(root), margin)
    if _is_null(value) or (value.id == "sequence" and not value.value):
        return _filled(text, value, item, margin)
    if value.id != "sequence":
        raise _no_room(f"`{key}` is no list")
    if value.flow_style:
        at = _offset(text, _end(value.value[-1]))
        return f"{text[:at]}, {item.flow}{text[at:]}"
    return _put(text, _behind(value), _block(text, item, value.start_mark.column))


def _with_key(text: str, key: str, item: _Item, line: int, margin: int) -> str:
    """The key and its first item, at the end of a document whose values end before `line`."""
    lines = _LINE.findall(text)
    ends = (n for n in range(line, len(lines)) if _DOCUMENT_ENDS.match(lines[n]))
    written = f"{' ' * margin}{key}:{_ending(text)}{_block(text, item, margin + 2)}"
    return _put(text, next(ends, len(lines)), written)


def _filled(text: str, value: Node, item: _Item, margin: int) -> str:
    """The item in place of an empty list, or of nothing; a comment behind it stays where it is."""
    head = text[: _offset(text, value.start_mark)].rstrip(" ")
    emptied = head + text[_offset(text, value.end_mark) :]
    return _put(emptied, len(_LINE.findall(head)), _block(text, item, margin + 2))


def _block(text: str, item: _Item, indent: int) -> str:
    """An item in lines of its own."""
    marks = ("- ", *["  "] * (len(item.lines) - 1))
    rows = zip(marks, item.lines, strict=True)
    return "".join(f"{' ' * indent}{mark}{line}{_ending(text)}" for mark, line in rows)


def _put(text: str, line: int, written: str) -> str:
    """The text with these lines before the one of that number, counted from 0."""
    lines = _LINE.findall(text)
    above = "".join(lines[:line])
    gap = "" if not above or above.endswith(("\n", "\r")) else _ending(text)
    return f"{above}{gap}{written}{''.join(lines[line:])}"


def _ending(text: str) -> str:
    first = _LINE.match(text)
    return "\r\n" if first and first[0].endswith("\r\n") else "\n"


def _begins(text: str) -> int:
    """The line at which a document that says nothing may begin: behind its `---`."""
    starts = (n for n, line in enumerate(_LINE.findall(text), 1) if line.startswith("---"))
    return next(starts, 0)


def _behind(node: Node) -> int:
    """The first line behind a value. The end of a block of text is the beginning of that line."""
    end = _end(node)
    return end.line + (1 if end.column else 0)


def _end(node: Node) -> Mark:
    """Where the last thing in a value ends: what parsers call the end of a block is where the next
    token begins, behind all comments."""
    if node.id == "scalar" or node.flow_style or not node.value:
        return node.end_mark
    last = node.value[-1]
    return _end(last[1] if node.id == "mapping" else last)


def _offset(text: str, mark: Mark) -> int:
    return sum(map(len, _LINE.findall(text)[: mark.line])) + mark.column


def _is_null(node: Node) -> bool:
    return node.id == "scalar" and str(node.tag).endswith(":null")


def _value(value: str) -> str:
    """As YAML reads it back: plain where that is sure, else as JSON, which YAML understands."""
    if _PLAIN.fullmatch(value) and value.casefold() not in _ODD and value == value.strip():
        return value
    return json.dumps(value, ensure_ascii=False)


def _no_room(why: str) -> UsageError:
    return UsageError(why, hint="write each on lines of its own: `sources:`, and below it - id: …")
