"""What kinds share that find a list by themselves: how they fail, and what they remember."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import blake2b
from typing import Any, Protocol, TypeVar

from monitor.errors import ExtractError

MOST_REMEMBERED = 200
"""How many items of the last visit are remembered, to know a rebuilt list by them."""

BEYOND_DOUBT = 0.9
"""A rebuilt place whose list has no item from before is believed from this confidence on."""


class NoList(ExtractError):
    """There is no list of releases at a place."""

    kind = "no_list"

    def __init__(self, hint: str, where: str = "on this page") -> None:
        super().__init__(f"there is no list of releases {where}", hint=hint)


class Redesigned(ExtractError):
    """A place was rebuilt, and nothing there is surely the list that it was."""

    kind = "redesigned"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"the list is not where it was ({reason}), and nothing here is surely the same list",
            hint="say where it is with `items:`; what was kept of it stays published",
        )


class Marked(Protocol):
    """What an item may be known by."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def url(self) -> str | None:
        """Its address, if it has one."""


def marks(items: Iterable[Marked]) -> list[str]:
    """Items by short hashes of address and title: enough to know some of them again."""
    values = (value for item in items for value in (item.url, item.title) if value)
    found = dict.fromkeys(blake2b(v.encode(), digest_size=6).hexdigest() for v in values)
    return list(found)[: 2 * MOST_REMEMBERED]


class LearntRule(Protocol):
    """How a list is read again."""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""


class Learnt(Protocol):
    """A list as it was found, with the rule to find it again."""

    @property
    def items(self) -> Sequence[Marked]:
        """What it lists."""

    @property
    def confidence(self) -> float:
        """A probability that it is the list."""

    @property
    def explain(self) -> Sequence[str]:
        """Why, a line each."""

    @property
    def rule(self) -> LearntRule:
        """How it is read again."""


List = TypeVar("List", bound=Learnt)


def again(
    found: Iterable[List], what: str, reason: str, memo: Mapping[str, Any]
) -> tuple[List, str]:
    """A rebuilt place's list, and what to say of it: of those found, likeliest first, the one
    that holds something from before. Raises Redesigned."""
    known = frozenset(memo.get("known", ()))
    likeliest = None
    for one in found:
        likeliest = likeliest or one
        if known & set(marks(one.items)):
            return one, f"the {what} was rebuilt ({reason}); the list is known by its items"
    if likeliest is None or likeliest.confidence < BEYOND_DOUBT:
        raise Redesigned(reason)
    return likeliest, f"the {what} was rebuilt ({reason}), and all its items are others"


def memo_of(
    found: Learnt, note: str | None, before: Mapping[str, Any], today: date
) -> dict[str, Any]:
    """The rule and what it gave, for the next visit; how it was found, for people (`read`)."""
    rule = found.rule.as_dict()
    known = before.get("read") if rule == before.get("rule") else None
    read = [*found.explain, *([f"{today}: {note}"] if note else [])]
    return {"rule": rule, "known": marks(found.items), "read": known or read}
