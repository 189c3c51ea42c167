"""Messages owed to targets, and what sending one came to: frozen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    OWED = "owed"
    SENT = "sent"
    RETRYING = "retrying"
    DEAD = "dead"


CHANGE, DIGEST = "change", "digest"
"""What a delivery tells of: one change, or what was gathered."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message owed to one target. `id` is what the receiver sees on every attempt of it.

    A digest's `sequence` is that of the first change that it tells of.

    `attempts` counts attempts that were answered or refused; one that a crash cut short does
    not count. `lease` is the token that must still stand when the outcome is recorded.
    """

    id: str
    sequence: int | None
    target: str
    state: DeliveryState
    attempts: int
    next_at: datetime | None
    last_error: str | None = None
    lease: str | None = None
    kind: str = CHANGE


@dataclass(frozen=True, slots=True)
class DigestItem:
    """A change that its target hears of in a digest, which is due at `due_at`.

    `id` is the digest's, should this be its first change.
    """

    id: str
    sequence: int
    target: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """The receiver took the message; `status` is its answer's, None where it has none."""

    status: int | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """Not taken this time. `after_seconds` is the receiver's own wish, if it had one."""

    reason: str
    after_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Dead:
    """Never going to be taken. `switch_off`: the receiver wants nothing more, ever (410)."""

    reason: str
    switch_off: bool = False


Answer = Sent | Retry | Dead
"""What sending comes to: a closed set."""
