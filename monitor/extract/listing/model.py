"""What listing detection gives, and the rule that it keeps: all frozen, the rule JSON-able."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from monitor.model.published import Published

SURE = 0.5
"""Below this confidence there is no list here."""
_VERSION = 2

Path = tuple[str, ...]
"""How an element is found again: what each element on the way to it is called, from the root."""


@dataclass(frozen=True, slots=True)
class Found:
    """One release that a page lists.

    `url` is absolute, as published, and None where the record has no link. `summary` is plain
    text, often empty. `position` counts from 0 in the order of the page.
    """

    title: str
    url: str | None
    published: Published | None
    summary: str
    position: int


class Slot(NamedTuple):
    """Where in a record something stands: in the `number`-th element of this path.

    The path counts from the record's own element. `attribute`: in what the element's attribute
    says, not in its text.
    """

    path: Path
    number: int = 0
    attribute: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """The slots of titles, links and dates, best first."""

    titles: tuple[Slot, ...] = ()
    links: tuple[Slot, ...] = ()
    dates: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupRule:
    """One group of records: how they are told, and where in them title, link and date stand.

    `turn`: the paths are of what holds the records, each of so many elements beside each other.
    `part`: the records stand in the so-manieth of the elements alike that hold such.
    """

    paths: tuple[Path, ...]
    run: bool
    before: int
    fields: Fields
    turn: int = 0
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """How the releases of a page are read on later visits, and what a visit may expect.

    `container` holds all of it, so that nothing else has to be looked at. `data`: the releases
    are in data beside the page, at this path of keys. `bare`: classes and ids count for nothing.
    `grouped`: dates stand in headings between the records. `orders`: for each sign between the
    numbers of its dates, whether the month comes first, and whether that was read. `heading`: what
    records without a title are called. `one_title`: all had the same one. `linked` and `dated` are
    shares of the records of the first visit; `forms` the kinds of address that they had, and
    `unclaimed` how many links of such a kind stood elsewhere.
    """

    groups: tuple[GroupRule, ...]
    container: Path = ()
    data: Path = ()
    bare: bool = False
    grouped: bool = False
    events: bool = False
    orders: tuple[tuple[str, bool, bool], ...] = ()
    heading: str = ""
    one_title: bool = False
    count: int = 0
    linked: float = 0.0
    dated: float = 0.0
    forms: tuple[str, ...] = ()
    unclaimed: int = 0

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "version": _VERSION,
            "container": list(self.container),
            "data": list(self.data),
            "bare": self.bare,
            "grouped": self.grouped,
            "events": self.events,
            "heading": self.heading,
            "one_title": self.one_title,
            "orders": [list(order) for order in self.orders],
            "count": self.count,
            "linked": self.linked,
            "dated": self.dated,
            "forms": list(self.forms),
            "unclaimed": self.unclaimed,
            "groups": [
                {
                    "paths": [list(path) for path in group.paths],
                    "run": group.run,
                    "before": group.before,
                    "turn": group.turn,
                    "part": group.part,
                    "titles": _out(group.fields.titles),
                    "links": _out(group.fields.links),
                    "dates": _out(group.fields.dates),
                }
                for group in self.groups
            ],
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "Rule | None":
        """The rule that was kept; None when it is of another version, so that it is learnt anew."""
        if kept.get("version") != _VERSION:
            return None
        groups = tuple(
            GroupRule(
                tuple(tuple(path) for path in group["paths"]),
                group["run"],
                group["before"],
                Fields(_in(group["titles"]), _in(group["links"]), _in(group["dates"])),
                group.get("turn", 0),
                group.get("part"),
            )
            for group in kept["groups"]
        )
        return cls(
            groups,
            tuple(kept["container"]),
            tuple(kept["data"]),
            kept["bare"],
            kept["grouped"],
            kept["events"],
            tuple((sign, month_first, read) for sign, month_first, read in kept["orders"]),
            kept["heading"],
            kept["one_title"],
            kept["count"],
            kept["linked"],
            kept["dated"],
            tuple(kept["forms"]),
            kept["unclaimed"],
        )


def _out(slots: tuple[Slot, ...]) -> list[list[Any]]:
    return [[list(slot.path), slot.number, slot.attribute] for slot in slots]


def _in(kept: list[list[Any]]) -> tuple[Slot, ...]:
    return tuple(Slot(tuple(path), number, attribute) for path, number, attribute in kept)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another group on the page that could be meant; its rule can be used instead."""

    confidence: float
    count: int
    titles: tuple[str, ...]
    rule: Rule


@dataclass(frozen=True, slots=True)
class Listing:
    """The releases that a page lists.

    `confidence` is a probability: of answers with 0.9 about nine in ten are right; below SURE
    the page has no list. `explain` says why, a line each. `title` is the heading above the list.
    """

    items: tuple[Found, ...]
    confidence: float
    explain: tuple[str, ...]
    rule: Rule
    title: str | None = None
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that does not fit any more: the page was rebuilt, or this is another page.

    `reason` says what is missing, for people.
    """

    reason: str
    found: int
    expected: int
