"""`items: {select, title, url, date, text}`: the releases of a page where somebody said they are.

    page ─select─▸ records ─title, url, date, text─▸ items

Each key is a CSS selector (`h3 a`), with an attribute (`h3 a@href`), or XPath (`.//h3/a/@href`).
Within a record it counts from the record. What is left out is the record's first link. The order
of day and month is decided over all records together. `strip` takes elements out of the records,
`keep` and `drop` choose among them, `match` takes a part of what is said (monitor.extract.pick).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from feeds.clean import web_url
from monitor.errors import ExtractError
from monitor.extract.dates.order import ordered, orders, writes_month_first
from monitor.extract.dates.said import Said
from monitor.extract.dates.stamps import attribute, stamps
from monitor.extract.listing.model import Found
from monitor.extract.listing.tree import base, parse
from monitor.extract.pick import Chosen, Pick
from monitor.model.published import Precision, Published

MOST_ITEMS = 5_000
_HINT = "the page was rebuilt, or this is another page: correct it"


class Unmatched(ExtractError):
    """An expression of the configuration finds nothing (conformance A)."""

    kind = "selector"

    def __init__(self, key: str, expression: str, nearest: str | None) -> None:
        hint = f"`{nearest}` would match; or {_HINT}" if nearest else _HINT
        super().__init__(f"`items.{key}: {expression}` finds nothing on the page", hint=hint)


@dataclass(frozen=True, slots=True)
class Expression:
    """One key of `items`: where to look, and which attribute, if not the text."""

    path: str
    attribute: str | None = None
    xpath: bool = False

    @classmethod
    def read(cls, written: str) -> "Expression":
        """Raises ValueError: it is neither CSS nor XPath."""
        written = written.strip()
        if written.startswith(("/", "./", "(")):
            etree.XPath(written)
            return cls(written, xpath=True)
        path, _, attribute = written.partition("@")
        if path.strip():
            _css(path.strip())
        return cls(path.strip(), attribute.strip() or None)

    def find(self, element: etree._Element) -> list[Any]:
        """Elements, or the strings that XPath gives. Without a path: the element itself."""
        if self.xpath:
            found = etree.XPath(self.path)(element)
            return found if isinstance(found, list) else [str(found)]
        return list(_css(self.path)(element)) if self.path else [element]

    def said(self, element: etree._Element) -> str:
        """What the first of them says, on one line; empty where there is none."""
        for one in self.find(element):
            if isinstance(one, etree._Element):
                text = one.get(self.attribute) if self.attribute else _text(one)
            else:
                text = str(one)
            if text and text.strip():
                return " ".join(text.split())
        return ""


@dataclass(frozen=True, slots=True)
class Selected:
    """The items, and how many records there were before `keep` and `drop`."""

    items: tuple[Found, ...]
    records: int


def select_items(
    body: bytes, *, url: str, charset: str | None, rules: Mapping[str, Any], today: date
) -> Selected:
    """The items. Raises Unmatched: no record, or a key that matches in none of them."""
    tree = parse(body, charset=charset)
    if tree is None:
        raise Unmatched("select", rules["select"], None)
    every = _records(tree, rules["select"])
    taken_out(every, rules.get("strip") or ())
    chosen = Chosen.read(rules)
    records = every if chosen.all else [one for one in every if chosen(_text(one))]
    said = {key: _column(records, key, rules.get(key)) for key in ("title", "url", "date", "text")}
    days = _dates(said["date"], tree, url, today)
    whole = base(tree, url)
    found = [
        Found(title, web_url(urljoin(whole, link)) if link else None, day, text, number)
        for number, (title, link, day, text) in enumerate(
            zip(said["title"], said["url"], days, said["text"], strict=True)
        )
    ]
    return Selected(tuple(item for item in found if item.title or item.url), len(every))


def _records(tree: etree._Element, select: str) -> list[etree._Element]:
    found = [one for one in Expression.read(select).find(tree) if isinstance(one, etree._Element)]
    if not found:
        raise Unmatched("select", select, nearest(tree, select))
    return found[:MOST_ITEMS]


def taken_out(records: Sequence[etree._Element], expressions: Sequence[str]) -> None:
    """Take elements out of the records; what follows them stays. One that is not there is none."""
    for expression in map(Expression.read, expressions):
        for record in records:
            for one in expression.find(record):
                if isinstance(one, etree._Element) and one is not record:
                    _take_out(one)


def _take_out(one: etree._Element) -> None:
    parent, before = one.getparent(), one.getprevious()
    if parent is None:
        return
    if one.tail and before is not None:
        before.tail = (before.tail or "") + one.tail
    elif one.tail:
        parent.text = (parent.text or "") + one.tail
    parent.remove(one)


def _column(records: Sequence[etree._Element], key: str, written: Any) -> list[str]:
    """What a key says in each record."""
    pick = Pick.read(written) or Pick()
    expression = Expression.read(pick.select) if pick.select else _DEFAULTS.get(key)
    if expression is None:
        return [""] * len(records)
    said = [expression.said(record) for record in records]
    if records and pick.select and not any(said):
        raise Unmatched(key, pick.select, _nearest_within(records[0], pick.select))
    parts = [pick.part(one) for one in said]
    if any(said) and not any(parts):
        raise Unmatched(key, str(pick), None)
    return parts


_DEFAULTS = {
    "title": Expression("(.//h1|.//h2|.//h3|.//h4|.//a)", xpath=True),
    "url": Expression("(self::a/@href|.//a/@href)", xpath=True),
}


def _text(element: etree._Element) -> str:
    return " ".join(part for part in map(str.strip, map(str, element.itertext())) if part)


def _css(path: str) -> Any:
    from lxml.cssselect import CSSSelector

    return CSSSelector(path, translator="html")


# ── when something does not match ──────────────────────────────────────────────────────────


def nearest(tree: etree._Element, written: str) -> str | None:
    """The selector with its first steps, or the names of its steps, that would match."""
    if Expression.read(written).xpath:
        return None
    steps = written.partition("@")[0].split()
    for count in range(len(steps) - 1, 0, -1):
        for path in (" ".join(steps[-count:]), " ".join(steps[:count])):
            if _matches(tree, path):
                return path
    bare = [step.split(".")[0].split("#")[0].split("[")[0] for step in steps]
    path = " ".join(step for step in bare if step and step not in ">+~")
    return path if path and _matches(tree, path) else None


def _nearest_within(record: etree._Element, written: str) -> str | None:
    _, at, name = written.partition("@")
    found = nearest(record, written)
    return f"{found}{at}{name}" if found else None


def _matches(tree: etree._Element, path: str) -> bool:
    try:
        return bool(_css(path)(tree))
    except Exception:  # half a selector need not be one
        return False


# ── when ───────────────────────────────────────────────────────────────────────────────────


def _dates(
    said: Sequence[str], tree: etree._Element, url: str, today: date
) -> list[Published | None]:
    found = [_said(text, today) for text in said]
    default = writes_month_first(tree.get("lang") or "", url, " ".join(said)[:500])
    order = orders([one for one in found if one], today, default=default)
    return [
        _published(ordered(one, order[one.numbers[2]] if one.numbers else True), today)
        if one
        else None
        for one in found
    ]


def _said(text: str, today: date) -> Said | None:
    if not text:
        return None
    found = stamps(text, today)
    return found[0].said if found else attribute(text)


def _published(said: Said, today: date) -> Published | None:
    """A year that is missing is the last one in which this day is not to come."""
    if said.instant and said.instant[-6:-5] in "+-":
        return Published(said.instant, Precision.INSTANT)
    year = said.year or today.year
    if said.day is None:
        return Published(f"{year:04}-{said.month:02}", Precision.MONTH, inferred=not said.year)
    try:
        day = date(year, said.month, said.day)
        if said.year is None and day > today + timedelta(1):
            day = day.replace(year=year - 1)
    except ValueError:
        return None
    return Published.on(day, inferred=said.year is None)
