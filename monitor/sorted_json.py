"""A JSON document to lines that a person can compare: one value a line, keys in order.

The order of keys means nothing in JSON, and servers change it from answer to answer; the order of
a list does mean something and stays. Numbers are kept as they were written.
"""

import json
from collections.abc import Iterator
from typing import Any

_DEEPEST = 100


def readable(text: str) -> str | None:
    """The lines of a JSON object or list; None for everything else, what is nested too deep too."""
    if text.lstrip()[:1] not in {"{", "["}:
        return None
    try:
        value = json.loads(text, parse_int=_Written, parse_float=_Written)
        return "\n".join(_lines("", value, 0))
    except (ValueError, RecursionError):
        return None


class _Written(str):
    """A number as it was written: 1.10 is no float."""

    __slots__ = ()


def _lines(path: str, value: Any, depth: int) -> Iterator[str]:
    """A line `path: value` for each plain value; empty objects and lists are values, too."""
    if depth > _DEEPEST:
        raise ValueError("nested too deep")
    if isinstance(value, dict) and value:
        for key in sorted(value):
            yield from _lines(f"{path}.{key}" if path else key, value[key], depth + 1)
    elif isinstance(value, list) and value:
        for item in value:
            yield from _lines(f"{path}[]", item, depth + 1)
    else:
        yield f"{path}: {_plain(value)}"


def _plain(value: Any) -> str:
    if isinstance(value, _Written):
        return str(value)
    return json.dumps(value, ensure_ascii=False)
