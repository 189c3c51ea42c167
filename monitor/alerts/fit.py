"""Cutting text: to bytes as JSON counts them, or to characters. Pure."""

import json
import re

ELLIPSIS = "…"

LONGEST_WORD = 100
"""Some languages write no spaces: beyond this a word is cut through rather than dropped."""


def encoded(value: object) -> bytes:
    """JSON without spaces, in UTF-8: the same value always gives the same bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def size(text: str) -> int:
    """How many bytes a text takes inside a JSON string: escapes count as written."""
    return len(encoded(text)) - 2


def cut(text: str, limit_bytes: int) -> str:
    """The text whole where it fits, else its beginning up to a word's end, marked with `…`."""
    if len(text) <= limit_bytes and size(text) <= limit_bytes:
        return text
    room = limit_bytes - size(ELLIPSIS)
    head = text[: _fitting(text[: max(room, 0)], room)]
    return (_whole_words(text, head) + ELLIPSIS) if room >= 0 else ""


def shortened(text: str, limit: int) -> str:
    """The text whole where it has no more than `limit` characters, else its beginning up to a
    word's end, marked with `…`."""
    if len(text) <= limit:
        return text
    return (_whole_words(text, text[: limit - 1]) + ELLIPSIS) if limit > 0 else ""


def share(wishes: tuple[int, int], room: int) -> tuple[int, int]:
    """Divide room between two texts of these sizes: half each, what one leaves to the other."""
    first, second = wishes
    half = room // 2
    if first <= half:
        return first, room - first
    if second <= half:
        return room - second, second
    return half, half


def _fitting(text: str, room: int) -> int:
    """The largest number of leading characters that take no more than `room` bytes."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(text[:middle]) <= room else (low, middle - 1)
    return low


def _whole_words(text: str, head: str) -> str:
    """Drop a last word that was cut through, unless it is one of those that never end."""
    if text[len(head)].isspace():
        return head.rstrip()
    piece = re.search(r"\S*$", head)
    begun = len(piece[0]) if piece else 0
    whole = head[: len(head) - begun].rstrip()
    return whole if whole and begun <= LONGEST_WORD else head
