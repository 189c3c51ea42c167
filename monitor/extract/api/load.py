"""Bytes -> the JSON value in them, or why there is none."""

import json
import re
from typing import Any

from monitor.errors import ExtractError
from monitor.extract.decode import decode

_GUARD = re.compile(r"\)\]\}'?,?\s*|(?:while|for)\s*\((?:1|;;)\)\s*;\s*")
"""What some servers put before their JSON so that no foreign script can run it."""


class NotJson(ExtractError):
    """What came is no JSON."""

    kind = "no_json"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"this is no JSON: {why}", hint="a page is watched with `listing:` or `page:`"
        )


def load(body: bytes, charset: str | None = None) -> Any:
    """The value. Raises NotJson; ExtractError where there is no text at all."""
    text = decode(body, charset=charset)
    guard = _GUARD.match(text)
    text = text[guard.end() :] if guard else text
    try:
        return json.loads(text)
    except RecursionError:
        raise NotJson("it is nested too deep") from None
    except ValueError as error:
        found = _lines(text)
        if found is None:
            raise NotJson(str(error)) from None
        return found


def is_json(text: str) -> bool:
    """Whether a text is a JSON object or list: a number or a word is a text as well."""
    bare = text.strip()
    if bare[:1] + bare[-1:] not in ("{}", "[]"):
        return False
    try:
        json.loads(bare)
    except (ValueError, RecursionError):
        return False
    return True


def _lines(text: str) -> list[Any] | None:
    """JSON Lines: an object in each line. None where one of them is none."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or not all(line.lstrip().startswith("{") for line in lines):
        return None
    try:
        return [json.loads(line) for line in lines]
    except (ValueError, RecursionError):
        return None
