"""What stands side by side in an element, and what that tells of the records in it."""

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from monitor.extract.listing.outline import Node, Outline, Unit
from monitor.extract.listing.tags import ALWAYS, BOXES

_FARTHEST_BEFORE = 6
_MOST_SIBLINGS = 400
_ALIKE = 0.7
_EXACTLY = 0.95
_FEWEST_TURNS = 3


def units_of(page: Outline, parent: Node) -> list[Unit]:
    """What stands side by side in an element: its children and the loose text between them."""
    units = page.units.get(parent.index)
    if units is None:
        units = page.units[parent.index] = _units(page, parent)
    return units


def _units(page: Outline, parent: Node) -> list[Unit]:
    units: list[Unit] = []
    place = parent.start
    for child in page.children(parent):
        units.extend((at, at + 1, True, -1, "text") for at in range(place, child.start))
        says = child.end > child.start
        units.append((child.start, child.end, says, child.index, page.steps[child.key][1]))
        place = child.end
    units.extend((at, at + 1, True, -1, "text") for at in range(place, parent.end))
    return units


def peers_of(page: Outline, units: Sequence[Unit], keys: Collection[int]) -> set[int]:
    """Keys of siblings that are records, too, though they are called otherwise.

    A list's items are what they are; other elements must be built alike: those that take turns with
    the records exactly alike, for they may as well be the second half of each.
    """
    elements = [page.nodes[unit[3]] for unit in units if unit[3] >= 0 and unit[2]]
    model = next((node for node in elements if node.key in keys), None)
    if model is None or model.tag not in BOXES:
        return set()
    built = _built(page, model)
    found: set[int] = set()
    for node in elements[:_MOST_SIBLINGS]:
        known = node.tag != model.tag or node.key in keys or node.key in found
        if not known and (node.tag in ALWAYS or _likeness(built, _built(page, node)) >= _ALIKE):
            found.add(node.key)
    return {
        key
        for key in found
        if model.tag in ALWAYS
        or not _take_turns(elements, keys, key)
        or _twins(page, elements, key)
    }


def _built(page: Outline, node: Node) -> list[str]:
    """The names of what is inside, two levels deep, in order."""
    names = []
    for child in page.children(node):
        names.append(child.tag)
        names.extend(">" + inner.tag for inner in page.children(child))
        if len(names) > 24:
            break
    return names


def _likeness(ours: list[str], theirs: list[str]) -> float:
    """The share of what is inside two elements that both have."""
    if not ours or not theirs:
        return float(ours == theirs)
    common = (Counter(ours) & Counter(theirs)).total()
    return common / max(len(ours), len(theirs))


def _take_turns(elements: Sequence[Node], keys: Collection[int], key: int) -> bool:
    """Whether elements of the one kind follow those of the other, one by one."""
    ours = [node.key in keys for node in elements if node.key in keys or node.key == key]
    changes = sum(a != b for a, b in pairwise(ours))
    return sum(ours) >= _FEWEST_TURNS and changes >= 0.9 * (len(ours) - 1)


def _twins(page: Outline, elements: Sequence[Node], key: int) -> bool:
    """Whether an element of this kind and the one before it are built exactly alike."""
    place = next(n for n, node in enumerate(elements) if node.key == key)
    before = elements[max(0, place - 1)]
    return _likeness(_built(page, before), _built(page, elements[place])) >= _EXACTLY


def gaps_of(page: Outline, units: Sequence[Unit], keys: set[int]) -> list[Sequence[Unit]]:
    """What stands between each record's element and the next one's."""
    places = [i for i, u in enumerate(units) if u[3] >= 0 and page.nodes[u[3]].key in keys]
    return [units[a + 1 : b] for a, b in pairwise(places)]


def before_of(page: Outline, units: Sequence[Unit], keys: set[int]) -> int:
    """How many units before its lead belong to a record: those that the first one has, too.

    Where the last record is followed by as much as stands between two, records begin with
    their lead.
    """
    places = [i for i, u in enumerate(units) if u[3] >= 0 and page.nodes[u[3]].key in keys]
    gaps = [[u[4] for u in units[a + 1 : b]] for a, b in pairwise(places)]
    gaps = [gap for gap in gaps if gap]
    if not gaps:
        return 0
    usual = Counter(map(tuple, gaps)).most_common(1)[0][0]
    parted = _parted(usual)
    if parted is not None:
        return min(len(usual) - parted, _FARTHEST_BEFORE)
    first = [u[4] for u in units[: places[0]]]
    last = [u[4] for u in units[places[-1] + 1 :]]
    best, most = 0, -1.0
    for count in range(min(_FARTHEST_BEFORE, len(usual)) + 1):
        fits = float(count > 0 and tuple(first[-count:]) == usual[-count:])
        if count and not fits:
            continue
        rest = usual[: len(usual) - count]
        follows = tuple(last[: len(rest)]) == rest
        score = count * 0.5 + (1.6 if follows else 0.0)
        if score > most:
            best, most = count, score
    return best


def _parted(gap: Sequence[str]) -> int | None:
    """Where a rule or an empty line parts what stands between two leads."""
    places = range(len(gap) - 1, -1, -1)
    rule = next((place + 1 for place in places if gap[place].startswith("hr")), None)
    if rule is not None:
        return rule
    return next((p + 2 for p in places if gap[p : p + 2] == ("br", "br")), None)
