"""The time, as a value that is handed in: nothing else in the program asks the machine for it."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present instant: aware, in UTC."""


def now() -> datetime:
    """The machine's present instant, in UTC."""
    return datetime.now(UTC)
