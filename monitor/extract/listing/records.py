"""Repeated records: what on a page looks like one thing said many times.

Leads (links, headings, rows, items, dates) of one kind are each widened to the largest element
that holds no other lead of its kind. Where those elements are the records' own, a record is an
element (`whole`); where they only begin it, among loose paragraphs and line breaks, it runs to the
next one (`run`), and may have begun a little before (a date above its heading).
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from monitor.extract.listing.cycles import turns
from monitor.extract.listing.outline import Node, Outline, Unit
from monitor.extract.listing.tags import HEADINGS, ITEMS
from monitor.extract.listing.units import before_of, gaps_of, peers_of, units_of

MOST_RECORDS = 5_000
_MOST_PARENTS = 200
_MOST_PARTS = 12
_FEWEST_IN_A_PART = 3


@dataclass(frozen=True, slots=True)
class Record:
    """One interval of a page's leaves.

    `node` is its element, -1 where it has none of its own. `base` is the key that the paths of
    what is in it count from: its element's, or that of the element around a run.
    """

    start: int
    end: int
    node: int
    base: int


@dataclass(frozen=True, slots=True)
class Shape:
    """How records are told: the keys of the elements that are, or begin, one.

    `before`: how many units before its beginning element still belong to a record of a run.
    `turn`: the keys are of elements that hold records, each of so many units (`cycles`).
    `part`: only the records in the so-manieth of the elements alike that hold such.
    """

    keys: frozenset[int]
    run: bool = False
    before: int = 0
    turn: int = 0
    part: int | None = None


def leads(page: Outline, linked: Iterable[int], dated: Iterable[int]) -> dict[int, list[int]]:
    """Elements of one key that may each stand for a record. `linked`, `dated`: their indices."""
    found: dict[int, list[int]] = defaultdict(list)
    marked = sorted({*linked, *dated})
    for index in marked:
        found[page.nodes[index].key].append(index)
    for node in page.nodes:
        if (node.tag in HEADINGS or node.tag in ITEMS) and node.end > node.start:
            found[node.key].append(node.index)
    return {key: sorted(set(nodes)) for key, nodes in found.items() if len(nodes) > 1}


def shape(page: Outline, lead_nodes: Sequence[int], urls: Sequence[str | None]) -> Shape | None:
    """What the records around leads of one kind look like; None where they are none."""
    tops = _tops(page, _apart(lead_nodes, urls))
    if len(tops) < 2:
        return None
    key = Counter(page.nodes[top].key for top in tops).most_common(1)[0][0]
    return widen(page, [page.nodes[top] for top in tops if page.nodes[top].key == key])


def _apart(nodes: Sequence[int], urls: Sequence[str | None]) -> list[int]:
    """Leads without those that only repeat the one before (a picture and a title, both linked)."""
    kept: list[int] = []
    last: str | None = None
    for node, url in zip(nodes, urls, strict=True):
        if url is None or url != last:
            kept.append(node)
        last = url
    return kept


def _tops(page: Outline, nodes: Sequence[int]) -> list[int]:
    """Each lead's largest element that holds no other."""
    tops = []
    for place, index in enumerate(nodes):
        before = nodes[place - 1] if place else -1
        after = nodes[place + 1] if place + 1 < len(nodes) else len(page.nodes)
        top = page.nodes[index]
        while top.parent > before and page.nodes[top.parent].after <= after:
            if page.nodes[top.parent].tag in {"body", "html"}:
                break
            top = page.nodes[top.parent]
        tops.append(top.index)
    return tops


def widen(page: Outline, tops: Sequence[Node]) -> Shape | None:
    """Whether these elements are the records, or begin them; with their likes beside them."""
    if len(tops) < 2:
        return None
    keys = {tops[0].key}
    parents = sorted({top.parent for top in tops})[:_MOST_PARENTS]
    gaps = between = 0
    for parent in parents:
        units = units_of(page, page.nodes[parent])
        keys |= peers_of(page, units, keys)
        inner = gaps_of(page, units, keys)
        gaps += len(inner)
        between += sum(any(unit[2] for unit in gap) for gap in inner)
    if len(tops) < 2 or not gaps or between * 2 < gaps:
        return Shape(frozenset(keys))
    before = Counter(
        before_of(page, units_of(page, page.nodes[parent]), keys) for parent in parents[:20]
    )
    return Shape(frozenset(keys), run=True, before=before.most_common(1)[0][0])


def peers(page: Outline, shaped: Shape) -> Shape:
    """The shape with the keys of what stands beside its records, and is built like them."""
    if shaped.turn:
        return shaped
    parents = {node.parent for key in shaped.keys for node in page.by_key.get(key, ())}
    found = set(shaped.keys)
    for parent in sorted(parents)[:_MOST_PARENTS]:
        if parent >= 0:
            found |= peers_of(page, units_of(page, page.nodes[parent]), shaped.keys)
    return replace(shaped, keys=frozenset(found))


def records(page: Outline, shaped: Shape) -> list[Record]:
    """The page's records of a shape, in order."""
    tops = [node for key in shaped.keys for node in page.by_key.get(key, ())]
    if shaped.turn:
        return [_record(turn, top.key) for top in tops for turn in turns(page, top, shaped.turn)]
    if shaped.part is not None:
        tops = _in_part(page, tops, shaped.part)
    tops = _outermost(sorted(tops, key=lambda node: node.index)[:MOST_RECORDS])
    if not shaped.run:
        return [Record(t.start, t.end, t.index, t.key) for t in tops if t.end > t.start]
    by_parent: dict[int, list[Node]] = defaultdict(list)
    for top in tops:
        by_parent[top.parent].append(top)
    found = [r for parent in by_parent for r in _run(page, page.nodes[parent], shaped)]
    return sorted(found, key=lambda record: record.start)


def parts(page: Outline, shaped: Shape) -> Iterator[Shape]:
    """The same in each of the elements alike that hold such records: lists that stand apart.

    A page of plain lists calls all their items the same: news, partners, months.
    """
    if shaped.run or shaped.turn:
        return
    held = Counter(node.parent for key in shaped.keys for node in page.by_key.get(key, ()))
    holders = [index for index, count in held.items() if count >= _FEWEST_IN_A_PART]
    if not 1 < len(holders) <= _MOST_PARTS or len({page.nodes[i].key for i in holders}) > 1:
        return
    alike = page.by_key[page.nodes[holders[0]].key]
    for place, node in enumerate(alike):
        if node.index in holders:
            yield replace(shaped, part=place)


def _in_part(page: Outline, tops: Iterable[Node], part: int) -> list[Node]:
    found = []
    for top in tops:
        alike = page.by_key[page.nodes[top.parent].key] if top.parent >= 0 else ()
        if part < len(alike) and alike[part].index == top.parent:
            found.append(top)
    return found


def _outermost(nodes: list[Node]) -> list[Node]:
    kept: list[Node] = []
    for node in nodes:
        if not kept or node.index >= kept[-1].after:
            kept.append(node)
    return kept


def _run(page: Outline, parent: Node, shaped: Shape) -> list[Record]:
    """The records of one run: each from its lead (or a little before) to the next one's."""
    units = units_of(page, parent)
    places = [i for i, u in enumerate(units) if u[3] >= 0 and page.nodes[u[3]].key in shaped.keys]
    if not places:
        return []
    rare = _rare(page, units, places)
    longest = max((b - a for a, b in pairwise(places)), default=len(units))
    usual = {units[i][4] for i in range(places[0], places[-1])}
    last = _last(units, places[-1], usual, longest)
    found = []
    for number, place in enumerate(places):
        first = max(place - shaped.before, places[number - 1] + 1 if number else 0)
        until = (
            places[number + 1] - shaped.before if number + 1 < len(places) else last - shaped.before
        )
        until = max(place + 1, min(until, len(units)))
        until = next((i for i in range(place + 1, until) if i in rare), until)
        found.append(_record(units[first:until], parent.key))
    return [record for record in found if record.end > record.start]


def _record(units: Sequence[Unit], base: int) -> Record:
    """What stands side by side as one record."""
    return Record(units[0][0], max(unit[1] for unit in units), -1, base)


def _last(units: Sequence[Unit], place: int, usual: set[str], longest: int) -> int:
    """Where the last record ends: as long as there stands what stands in the others."""
    until = min(place + longest, len(units))
    farthest = min(place + 4 * longest, len(units))
    while until < farthest and units[until][4] in usual and units[until][4] not in {"text", "br"}:
        until += 1
    return until


def _rare(page: Outline, units: Sequence[Unit], places: Sequence[int]) -> set[int]:
    """Headings between records that not every record has, or that stand above theirs: they begin
    another group."""
    leads_tags = {page.nodes[units[i][3]].tag for i in places}
    highest = min(leads_tags) if leads_tags <= HEADINGS else ""
    names = Counter(u[4] for u in units)
    return {
        i
        for i, u in enumerate(units)
        if u[3] >= 0
        and (tag := page.nodes[u[3]].tag) in HEADINGS | {"hr"}
        and tag not in leads_tags
        and (names[u[4]] * 2 < len(places) or tag < highest)
    }


def within(positions: Sequence[int], start: int, end: int) -> range:
    """The indices of sorted positions that lie in an interval."""
    return range(bisect_left(positions, start), bisect_left(positions, end))
