"""How people write a length of time (`15m`), an amount of bytes (`10MB`) and when to look again.

Each function raises `Wrong`: what is not right, and what would be.
"""

import re
from functools import lru_cache

_UNIT_SECONDS = {"s": 1.0, "m": 60.0, "h": 3_600.0, "d": 86_400.0}
_UNIT_BYTES = {"": 1, "B": 1, "KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}
_DURATION = re.compile(r"([0-9]+(?:\.[0-9]+)?)(s|m|h|d)")
_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([KMG]?B)?", re.IGNORECASE)

AUTO = "auto"
"""`every: auto`: look when something is likely."""

EVERY_HINT = (
    'write 30s, 15m, 1h or 1d (1s at least), auto, or five cron fields as "0 9 * * mon-fri"'
)


class Wrong(ValueError):
    """A written value that cannot be used. `message` follows the value: `is not a duration`."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def seconds(text: str) -> float:
    """`30s`, `15m`, `2h`, `1.5d` as seconds; `0s` is a duration too."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise Wrong("is not a duration", "write a number and a unit: 30s, 15m, 2h or 1d")
    return float(match[1]) * _UNIT_SECONDS[match[2]]


def size(text: str | int) -> int:
    """`10MB`, `500 kB` or a plain number, as bytes; units count in thousands."""
    match = _SIZE.fullmatch(str(text).strip())
    if match is None:
        raise Wrong("is not a size", "write a number and a unit: 500kB, 10MB or 1GB")
    return int(float(match[1]) * _UNIT_BYTES[(match[2] or "").upper()])


def is_cron(text: str) -> bool:
    """Whether `every` is written as cron fields rather than as a duration."""
    return len(text.split()) > 2


def is_interval(text: str) -> bool:
    """Whether `every` is a duration: neither cron nor `auto`."""
    return text != AUTO and not is_cron(text)


@lru_cache(maxsize=1024)
def every(text: str) -> str:
    """When a source is looked at, checked and tidied: a duration of 1s at least, auto, cron."""
    tidy = " ".join(text.split())
    if tidy == AUTO:
        return tidy
    if is_cron(tidy):
        _check_cron(tidy)
        return tidy
    try:
        enough = seconds(tidy) >= 1
    except Wrong as error:
        raise Wrong("does not say when to look again", EVERY_HINT) from error
    if not enough:
        raise Wrong("is too often", "1s is the least")
    return tidy


@lru_cache(maxsize=64)
def cron(text: str) -> str:
    """Five cron fields, checked and tidied."""
    tidy = " ".join(text.split())
    if not is_cron(tidy):
        raise Wrong("does not say when", 'five cron fields: "0 9 * * *" is every day at nine')
    _check_cron(tidy)
    return tidy


def _check_cron(text: str) -> None:
    from monitor.config.cron import trigger  # only where somebody writes cron: it takes 80 ms

    try:
        trigger(text, "UTC")
    except ValueError as error:
        raise Wrong(f"is not a cron expression: {error}", EVERY_HINT) from error
