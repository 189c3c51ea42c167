"""What is judged, and what comes of it: frozen."""

from dataclasses import dataclass
from datetime import date

LONGEST_TEXT = 200_000
"""Characters of a text that count: what is longer is told apart well before."""


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

    @property
    def said(self) -> str:
        """Title and text, as far as they count."""
        return f"{self.title}\n{self.text[:LONGEST_TEXT]}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two releases are one story, and the evidence in plain words."""

    same: bool
    why: tuple[str, ...]
