"""Lengths of time as people say them, for reasons and notes. Pure."""

_UNITS = ((86_400, "days"), (3_600, "hours"), (60, "minutes"), (1, "seconds"))


def spoken(seconds: float) -> str:
    """`2 hours`, `90 minutes`, `a moment`: in the largest unit that there are two of."""
    for size, unit in _UNITS:
        if seconds >= 2 * size:
            return f"{round(seconds / size)} {unit}"
    return "a moment"
