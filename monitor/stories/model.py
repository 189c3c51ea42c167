"""What is judged, and what comes of it: frozen."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Told:
    """A release as it is judged: who told it, where, when, and in which words.

    `address` is whatever the source knows the release by; `day` when it was published, if known.
    """

    source: str
    title: str
    text: str
    address: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two releases are one story, and the evidence in plain words."""

    same: bool
    why: tuple[str, ...]
