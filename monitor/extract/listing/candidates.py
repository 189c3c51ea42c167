"""Every group of records that could be the list, weighed."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from monitor.extract.listing.cycles import cycles
from monitor.extract.listing.facts import Facts
from monitor.extract.listing.fields import fields
from monitor.extract.listing.kin import kin
from monitor.extract.listing.model import Fields
from monitor.extract.listing.outline import Outline
from monitor.extract.listing.read import Reading, readings, typical
from monitor.extract.listing.records import Record, Shape, leads, parts, peers, records, shape
from monitor.extract.listing.regions import regions
from monitor.extract.listing.score import features, log_odds

MOST_WEIGHED = 12
"""Groups that are read; the others are worse at a glance."""
MOST_READ = 24
"""Records of a group that are read to weigh it."""
_AT_FIRST = 8
"""Records of a group that are read to see whether it is worth more."""
_MOST_PROMISING = 4
_LEAST_WEIGHED = 5
_FAR = 2.2
"""How much less promising than the best at a glance a group may be to be read."""


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one shape, and how promising they are at a glance."""

    shape: Shape
    records: Sequence[Record]
    promise: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A group that was read. `found` are its readings: of a sample, until the group is chosen.

    `count` is how many records there are without what only stands among them.
    """

    group: Group
    count: float
    fields: Fields
    found: Sequence[Reading]
    features: dict[str, float]
    odds: float

    @property
    def shape(self) -> Shape:
        """How its records are told."""
        return self.group.shape

    @property
    def records(self) -> Sequence[Record]:
        """All of them."""
        return self.group.records


def candidates(facts: Facts) -> list[Candidate]:
    """The most promising groups, weighed, best first: all by a few records, the best by more."""
    rough = sorted(_groups(facts), key=lambda group: -group.promise)
    worth = [g for g in rough[:MOST_WEIGHED] if g.promise > rough[0].promise - _FAR]
    worth = rough[: max(len(worth), _LEAST_WEIGHED)]
    weighed = _ranked(_weighed(facts, group, _AT_FIRST) for group in worth)
    closer = [_weighed(facts, c.group, MOST_READ) for c in weighed[:_MOST_PROMISING]]
    likes = _built_alike(facts.page, rough[len(worth) :], weighed[:_MOST_PROMISING])
    others = [_weighed(facts, group, _AT_FIRST) for group in likes]
    return _ranked([*closer, *weighed[_MOST_PROMISING:], *others])


def build(page: Outline, shaped: Shape) -> frozenset[tuple[str, ...]]:
    """What a group's elements, and the ones around them, are called."""
    return frozenset(page.path(key)[-2:] for key in shaped.keys)


def _built_alike(page: Outline, rest: Sequence[Group], best: Sequence[Candidate]) -> list[Group]:
    """Groups built like the best ones, though they promised less: parts of one list, maybe."""
    builds = frozenset[tuple[str, ...]]().union(*(build(page, c.shape) for c in best))
    return [group for group in rest if build(page, group.shape) & builds][:MOST_WEIGHED]


def _ranked(weighed: Iterable[Candidate | None]) -> list[Candidate]:
    return sorted((c for c in weighed if c), key=lambda candidate: -candidate.odds)


def whole(facts: Facts, candidate: Candidate, *, events: bool) -> Candidate:
    """A candidate with all its records read."""
    chosen = fields(facts, candidate.records)
    read = readings(facts, candidate.records, chosen, events=events)
    return replace(candidate, fields=chosen, found=typical(read))


def _groups(facts: Facts) -> Iterator[Group]:
    page = facts.page
    seen: set[tuple[tuple[int, int], ...]] = set()
    dated = {found.node for found in facts.dated}
    for shaped in _shapes(facts, dated):
        found = records(page, shaped)
        mark = tuple((record.start, record.end) for record in found)
        if len(found) > 1 and mark not in seen:
            seen.add(mark)
            yield Group(shaped, found, _promise(facts, found))


def _shapes(facts: Facts, dated: Collection[int]) -> Iterator[Shape]:
    """How records might be told: by what they begin with, or by what repeats."""
    for nodes in leads(facts.page, facts.link_of, dated).values():
        urls = [facts.link_of[n].url if n in facts.link_of else None for n in nodes]
        if shaped := shape(facts.page, nodes, urls):
            yield shaped
            yield from parts(facts.page, shaped)
    for keys in kin(facts.page):
        if _dated(facts, keys):
            yield peers(facts.page, Shape(keys))
    for holder, turn in cycles(facts.page):
        yield Shape(frozenset([holder.key]), run=True, turn=turn)


def _dated(facts: Facts, keys: Collection[int]) -> bool:
    """Whether most of these elements hold a date; else little tells them from what is beside."""
    nodes = [node for key in keys for node in facts.page.by_key[key][:_AT_FIRST]]
    return 2 * sum(bool(facts.dates_in(node.start, node.end)) for node in nodes) > len(nodes)


def _promise(facts: Facts, found: Sequence[Record]) -> float:
    """A glance: how many records, how long, how many with a link and a date."""
    sample = found[:: max(1, len(found) // 12)][:12]
    dated = sum(bool(facts.dates_in(r.start, r.end)) for r in sample) / len(sample)
    linked = sum(bool(facts.links_in(r.start, r.end)) for r in sample) / len(sample)
    sizes = sorted(facts.size(r.start, r.end) for r in sample)
    size = sizes[len(sizes) // 2]
    apart = len(regions(facts, found[0]) & {"navigation", "furniture"})
    return 2 * dated + linked + min(1.0, size / 60) + min(1.0, len(found) / 10) - 1.5 * apart


def _weighed(facts: Facts, group: Group, most: int) -> Candidate | None:
    chosen = fields(facts, group.records, most)
    read = typical(readings(facts, group.records[:most], chosen))
    if len(read) < 2:
        return None
    count = len(read) / min(most, len(group.records)) * len(group.records)
    values = features(facts, group.records, read, count)
    return Candidate(group, count, chosen, read, values, log_odds(values))
