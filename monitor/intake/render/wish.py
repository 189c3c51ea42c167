"""The keys `render` and `wait` of a source: whether a browser is used, and what it waits for. Pure.

wait: quiet         until nothing was asked for half a second; some seconds at most (default)
wait: ".news li"    until this is on the page (CSS)
wait: 3s            so long
"""

import re
from dataclasses import dataclass

from monitor.config.durations import seconds

QUIET = "quiet"
LONGEST_SECONDS = 60.0

_DURATION = re.compile(r"\d[\w.]*")


@dataclass(frozen=True, slots=True)
class Wait:
    """What is waited for: a selector, or seconds, or neither: a quiet network."""

    selector: str | None = None
    seconds: float | None = None


def wait(written: str | None) -> Wait:
    """What the key says. Raises ValueError for what is neither."""
    if written is None or written == QUIET:
        return Wait()
    if _DURATION.fullmatch(written):
        return Wait(seconds=_bounded(written))
    import soupsieve

    try:
        soupsieve.compile(written)
    except soupsieve.SelectorSyntaxError as error:
        reason = str(error).splitlines()[0].rstrip(":")
        raise ValueError(
            f"{written!r} is neither `quiet` nor seconds (3s) nor a CSS selector: {reason}"
        ) from error
    return Wait(selector=written)


def _bounded(written: str) -> float:
    value = seconds(written)
    if value > LONGEST_SECONDS:
        raise ValueError(f"a browser waits for {LONGEST_SECONDS:g} s at most")
    return value
