"""A feed document as the rules look at it: what it says, word for word, in whatever format."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that is not kept: its number (`P4`), and what is the matter, where."""

    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Item:
    """An entry. Dates are as they are written."""

    id: str | None
    title: str
    title_is_markup: bool = False
    published: str | None = None
    updated: str | None = None
    html: str | None = None
    summary: str | None = None
    links: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called in a message."""
        return f"entry {self.id or self.title!r}"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document. `own` are the rules of its format alone that it breaks.

    `archive`: it says that it is one (RFC 5005); `current` is where it says that the newest
    entries stand.
    """

    own: tuple[Broken, ...] = ()
    self_url: str | None = None
    updated: str | None = None
    links: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    archive: bool = False
    current: str | None = None


def lacking(rule: str, what: Mapping[str, object]) -> Iterator[Broken]:
    """Those of these that are not there."""
    return (Broken(rule, f"there is no `{name}`") for name, value in what.items() if not value)
