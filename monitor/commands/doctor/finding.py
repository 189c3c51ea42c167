"""What was found: one line of a report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

SHOWN = 20
"""So many of one kind stand in a report; there may be thousands, for one and the same reason."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`about` names a thing, `message` says how it stands, `hint` what to do next."""

    state: Literal["ok", "warning", "wrong"]
    about: str
    message: str
    hint: str | None = None


def ok(about: str, message: str) -> Finding:
    """All is well."""
    return Finding("ok", about, message)


def warning(about: str, message: str, hint: str | None = None) -> Finding:
    """Something to know; nothing is lost by it."""
    return Finding("warning", about, message, hint)


def wrong(about: str, message: str, hint: str | None = None) -> Finding:
    """Something that does not work."""
    return Finding("wrong", about, message, hint)


def bounded(found: Sequence[Finding], about: str) -> Iterator[Finding]:
    """The first of many findings, and how many more there are, as grave as the gravest of them."""
    yield from found[:SHOWN]
    rest = found[SHOWN:]
    if rest:
        grave = any(each.state == "wrong" for each in rest)
        more = f"… and {len(rest):,} more like these"
        yield wrong(about, more) if grave else warning(about, more)
