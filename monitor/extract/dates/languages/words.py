"""What a language's row holds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words. Commas part what is meant, spaces its forms; `_` is a space in a form.

    `months`: January to December, each in every form that dates take (nominative, genitive, short).
    `weekdays`: Monday to Sunday. `units`: minute, hour, day, week, month, year, as "ago" counts in
    them; `before` and `after` stand before or after such a count. `updated`: what makes a date the
    day of an edit.
    """

    months: str
    weekdays: str = ""
    today: str = ""
    yesterday: str = ""
    units: str = ""
    before: str = ""
    after: str = ""
    updated: str = ""
