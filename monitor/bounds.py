"""How large a number from outside may be: no larger than both databases can hold."""

LARGEST = 2**63 - 1
"""Of a BIGINT, and of SQLite's INTEGER."""


def bounded(number: int) -> int:
    """The number, or the largest there is: nothing kept has a greater one, so it asks the same."""
    return min(number, LARGEST)
