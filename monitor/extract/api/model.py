"""What reading a JSON answer gives, and the rule that it keeps: all frozen, the rule JSON-able."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from monitor.model.published import Published

SURE = 0.5
"""Below this confidence there is no list here."""

_VERSION = 1

EACH = "*"
"""The step of a path that stands for every member of a list (or of an object used as one)."""

Path = tuple[str, ...]
"""How a value is found: the keys on the way to it. In a list a number, or `rel=alternate`."""

ROLES = ("titles", "links", "dates", "texts", "ids", "authors")


@dataclass(frozen=True, slots=True)
class Record:
    """One release that an answer holds.

    `url` is absolute, as published, and None where the record has no link: none is made up.
    `guid` is the record's own name, `html` its text as clean markup where it came as markup.
    `position` counts from 0 in the order of the answer.
    """

    title: str
    url: str | None
    guid: str | None
    published: Published | None
    text: str
    html: str | None
    author: str | None
    position: int


@dataclass(frozen=True, slots=True)
class Fields:
    """Where in a record what stands, best first: the first that says something counts."""

    titles: tuple[Path, ...] = ()
    links: tuple[Path, ...] = ()
    dates: tuple[Path, ...] = ()
    texts: tuple[Path, ...] = ()
    ids: tuple[Path, ...] = ()
    authors: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """How the releases of an answer are read on later visits, and what a visit may expect.

    `at` leads to the records. `month_first` says for each sign between numbers whether the month
    comes first. `titled`, `linked` and `dated` are shares of the records of the first visit.
    """

    at: Path
    fields: Fields
    month_first: tuple[tuple[str, bool], ...] = ()
    titled: float = 0.0
    linked: float = 0.0
    dated: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "version": _VERSION,
            "at": list(self.at),
            "month_first": dict(self.month_first),
            "titled": self.titled,
            "linked": self.linked,
            "dated": self.dated,
        } | {role: [list(path) for path in getattr(self.fields, role)] for role in ROLES}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "Rule | None":
        """The rule that was kept; None when it is of another version, so that it is learnt anew."""
        if kept.get("version") != _VERSION or "at" not in kept:
            return None
        return cls(
            tuple(kept["at"]),
            Fields(**{role: tuple(tuple(path) for path in kept[role]) for role in ROLES}),
            tuple(sorted(kept["month_first"].items())),
            kept["titled"],
            kept["linked"],
            kept["dated"],
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """The releases of an answer. `confidence` is a probability, `explain` says why, a line each."""

    items: tuple[Record, ...]
    confidence: float
    explain: tuple[str, ...]
    rule: Rule


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that does not fit any more. `reason` says what is missing, for people."""

    reason: str


def written(path: Path) -> str:
    """A path as JSONPath writes it (RFC 9535): `$.results[*]`."""
    return "$" + "".join(map(_step, path))


def _step(key: str) -> str:
    if key == EACH or key.isdigit():
        return f"[{key}]"
    if key.startswith("rel="):
        return f"[?@.rel=='{key.removeprefix('rel=')}']"
    quoted = key.replace("\\", "\\\\").replace("'", "\\'")
    return f".{key}" if key.isidentifier() and key.isascii() else f"['{quoted}']"
