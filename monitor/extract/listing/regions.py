"""What the parts of a page are called: main, menu, footer, side; and the headings above lists."""

from collections import Counter
from collections.abc import Sequence

from monitor.extract.listing.facts import Facts
from monitor.extract.listing.outline import Node
from monitor.extract.listing.read import Reading
from monitor.extract.listing.records import Record
from monitor.extract.listing.tags import HEADINGS
from monitor.extract.listing.words import (
    BESIDE,
    FURNITURE,
    MAIN,
    NAVIGATION,
    OTHER_LISTS,
    RELEASES,
    named,
)

_FAR_ABOVE = 120
_NOWHERE: frozenset[str] = frozenset()
_HEADINGS = HEADINGS | {"caption", "legend"}
_MARKS = frozenset(["h-entry", "hentry", "h-event", "vevent", "h-feed", "hfeed"])


def region(facts: Facts, found: Sequence[Reading]) -> dict[str, float]:
    """What the parts of the page around the records are called."""
    some = found[:: max(1, len(found) // 8)][:8]
    votes = Counter(name for reading in some for name in regions(facts, reading.record))
    names = ("main", "navigation", "furniture", "beside", "marked")
    return {name: votes[name] / len(some) for name in names}


def regions(facts: Facts, record: Record) -> frozenset[str]:
    """What the elements around a record say of its part of the page. Remembered by element."""
    page, known = facts.page, facts.regions
    inner = record.node if record.node >= 0 else page.leaves[record.start].node
    way = []
    for node in page.ancestors(inner):
        if node.index in known or node.tag in {"body", "html"}:
            break
        way.append(node)
    names = known.get(way[-1].parent if way else inner, _NOWHERE)
    for node in reversed(way):
        share = facts.size(node.start, node.end) / (facts.sizes[-1] or 1)
        names = names | _kinds(node, page.steps[node.key][1], share)
        known[node.index] = names
    return names


def _kinds(node: Node, step: str, share: float) -> set[str]:
    words = named(step)
    found = set()
    role = node.element.get("role") or ""
    if node.tag == "main" or role == "main" or words & MAIN:
        found.add("main")
    if words & _MARKS or "itemtype" in node.element.attrib or node.tag == "article":
        found.add("marked")
    if share > 0.6:
        return found
    if node.tag == "nav" or role == "navigation" or words & NAVIGATION:
        found.add("navigation")
    if node.tag == "footer" or role in {"banner", "contentinfo"} or words & FURNITURE:
        found.add("furniture")
    if node.tag == "aside" or words & BESIDE:
        found.add("beside")
    return found


def called(facts: Facts, found: Sequence[Reading]) -> dict[str, float]:
    """What the heading above the first record, or the page itself, calls them."""
    heading = heading_above(facts, found[0])
    return {
        "called releases": float(bool(RELEASES.search(heading))) if heading else 0.0,
        "called otherwise": float(bool(OTHER_LISTS.search(heading))) if heading else 0.0,
    }


def heading_above(facts: Facts, first: Reading) -> str:
    """The nearest heading before the records; empty where there is none near."""
    page, record = facts.page, first.record
    inner = record.node if record.node >= 0 else page.leaves[record.start].node
    for node in reversed(page.nodes[max(0, inner - _FAR_ABOVE) : inner]):
        if node.tag in _HEADINGS and node.end <= record.start:
            return page.text(node.start, node.end)[:120]
    return ""
