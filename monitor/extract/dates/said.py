"""A date as it was read: what is said, and what is not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A date as it stands in a line, from `start` to `end`.

    `day` is None for a month alone, `year` None where none is said. `numbers` holds first
    number, second number and separator of `05/03/2024`: `month` and `day` then are one reading.
    `instant` is ISO 8601 with offset where time and zone are said. `updated`: it is called the
    day of an edit.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    weekday: int | None = None
    numbers: tuple[int, int, str] | None = None
    instant: str | None = None
    updated: bool = False
