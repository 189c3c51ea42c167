"""Which part of each record is its title, which its link, which its date: decided over all of them.

A field is a *slot*: a kind of element, and the how-manieth of its kind in a record. The slots are
compared over all records (a title differs from record to record, "Read more" does not; a date
fills its element), then ordered: where a record lacks the best one, the next is read.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import islice, pairwise

from monitor.extract.dates.said import Said
from monitor.extract.listing.facts import Dated, Facts, Parts, Piece
from monitor.extract.listing.links import Link
from monitor.extract.listing.model import Fields, Slot
from monitor.extract.listing.parts import best, gathered, take_apart
from monitor.extract.listing.records import Record
from monitor.extract.listing.tags import names
from monitor.extract.listing.titles import title_slots
from monitor.extract.listing.words import DATE_COLUMN, DATES, NEITHER_DATE, OTHER_DATES, named

MOST_SAMPLED = 20
_LABELS = names("dt b strong label th")
_LONGEST_LABEL = 40
_ANOTHER_FORM = re.compile(r"\b(?:version|print\w*|fassung|imprim\w+)\b", re.IGNORECASE)
_MANY = 4
"""Records that would not all be of one day without somebody seeing it: data not kept up."""


def columns(facts: Facts, records: Sequence[Record]) -> Mapping[int, str]:
    """What a table's header says of each column, where the records are rows."""
    node = records[0].node
    if node < 0 or facts.page.nodes[node].tag != "tr":
        return {}
    table = next((n for n in facts.page.ancestors(node) if n.tag == "table"), None)
    if table is None:
        return {}
    found: dict[int, str] = {}
    for cell in facts.page.within(table)[:200]:
        if cell.tag == "th" and cell.column not in found and cell.element.get("scope") != "row":
            found[cell.column] = facts.page.text(cell.start, cell.end)[:60]
    return found


def fields(facts: Facts, records: Sequence[Record], most: int = MOST_SAMPLED) -> Fields:
    """The slots of these records' fields, from a sample of them."""
    most = min(most, MOST_SAMPLED)
    step = max(1, len(records) // most)
    sample = [take_apart(facts, record) for record in records[::step][:most]]
    heads = columns(facts, records)
    titles = title_slots(facts, sample, heads)
    dates = _date_slots(facts, sample, heads, titles)
    return Fields(titles, _link_slots(facts, sample, titles), dates)


# ── links ──────────────────────────────────────────────────────────────────────────────────


def _link_slots(facts: Facts, sample: Sequence[Parts], titles: Sequence[Slot]) -> tuple[Slot, ...]:
    found_in = gathered([parts.links for parts in sample])
    documents = sum(any(link.document for link in p.links.values()) for p in sample) / len(sample)
    title_nodes = {
        node for parts in sample for slot in titles[:1] if slot in parts.pieces
        for node in _linked_nodes(facts, parts.pieces[slot])
    }  # fmt: skip
    scored = {
        slot: _link_score(facts, found, len(sample), title_nodes, documents) - 0.1 * slot.number
        for slot, found in found_in.items()
    }
    return best(scored, found_in)


def _linked_nodes(facts: Facts, piece: Piece) -> set[int]:
    """The link around a title, or in it."""
    around = {up.index for up in islice(facts.page.ancestors(piece.node), 6) if up.tag == "a"}
    return around | {link.node for link in facts.links_in(piece.start, piece.end)}


def _link_score(
    facts: Facts, found: Sequence[Link], total: int, title_nodes: set[int], documents: float
) -> float:
    count = len(found)
    share = min(1.0, count / total)
    distinct = len({link.url for link in found}) / count
    in_title = sum(link.node in title_nodes for link in found) / count
    score = 2.0 * share + 1.6 * distinct * min(1.0, count / 2) + 1.2 * in_title
    document = (
        sum(link.document and not _renders(facts, link, title_nodes) for link in found) / count
    )
    score += 0.5 * sum(link.below for link in found) / count
    score += 1.6 * document * (documents > 0.85) + 0.3 * document
    score -= 3.0 * sum(link.side for link in found) / count
    score -= 2.0 * sum(link.same for link in found) / count
    return score - 0.8 * sum(link.foreign and not link.document for link in found) / count


def _renders(facts: Facts, link: Link, title_nodes: set[int]) -> bool:
    """Whether a file is only another form of what the title links to: read out, or for printers."""
    form = link.sound or bool(_ANOTHER_FORM.search(facts.page.text(link.start, link.end)[:60]))
    return form and bool(title_nodes) and link.node not in title_nodes


# ── dates ──────────────────────────────────────────────────────────────────────────────────


def _date_slots(
    facts: Facts, sample: Sequence[Parts], heads: Mapping[int, str], titles: Sequence[Slot]
) -> tuple[Slot, ...]:
    found_in = gathered([parts.dates for parts in sample])
    title_spans = [
        (parts.pieces[titles[0]].start, parts.pieces[titles[0]].end)
        for parts in sample
        if titles and titles[0] in parts.pieces
    ]
    scored = {
        slot: _date_score(facts, slot, found, len(sample), heads, title_spans)
        for slot, found in found_in.items()
    }
    return best(scored, found_in)


def _date_score(
    facts: Facts,
    slot: Slot,
    found: Sequence[Dated],
    total: int,
    heads: Mapping[int, str],
    title_spans: Sequence[tuple[int, int]],
) -> float:
    count = len(found)
    share = min(1.0, count / total)
    saids = [dated.stamp.said for dated in found]
    score = 2.0 * share + 0.9 * (sum(d.stamp.fills for d in found) / count)
    score += 0.5 * slot.attribute - 0.15 * slot.number
    score -= 2.0 * (slot.attribute and count >= _MANY and len(set(saids)) == 1)
    score -= 1.6 * sum(dated.stamp.aside for dated in found) / count
    score -= 0.6 * sum(said.day is None for said in saids) / count
    score -= 0.3 * sum(said.year is None for said in saids) / count
    score += 0.5 * _ordered(saids)
    inside = sum(any(a <= d.at < b for a, b in title_spans) for d in found) / count
    score -= 0.7 * inside * (1.0 - sum(d.stamp.fills for d in found) / count)
    return score + _date_place(facts, found[0], heads)


def _ordered(saids: Sequence[Said]) -> float:
    """Whether the dates fall (or rise) from record to record."""
    days = [(s.year, s.month, s.day or 0) for s in saids if s.year]
    if len(set(days)) < 3:
        return 0.0
    falls = sum(a >= b for a, b in pairwise(days))
    rises = sum(a <= b for a, b in pairwise(days))
    return max(falls, rises) / (len(days) - 1)


def _date_place(facts: Facts, dated: Dated, heads: Mapping[int, str]) -> float:
    score = 0.0
    for up in islice(facts.page.ancestors(dated.node), 4):
        words = named(facts.page.steps[up.key][1])
        score += 0.4 * bool(words & DATES) - 1.0 * bool(words & OTHER_DATES)
        score += 0.3 * (up.tag == "time")
        if up.tag in {"td", "th"}:
            head = heads.get(up.column, "")
            score += 0.8 * bool(DATE_COLUMN.search(head)) - 1.6 * bool(NEITHER_DATE.search(head))
            break
        if up.tag in {"tr", "li", "article"}:
            break
    label = _label(facts, dated)
    return score + 0.5 * bool(DATE_COLUMN.search(label)) - 1.6 * bool(NEITHER_DATE.search(label))


def _label(facts: Facts, dated: Dated) -> str:
    """The words just before a date that say which date it is."""
    leaves = facts.page.leaves
    within = "" if dated.attribute else leaves[dated.at].text[: dated.stamp.said.start]
    if within or not dated.at:
        return within[-_LONGEST_LABEL:]
    before = leaves[dated.at - 1]
    labels = before.text.endswith(":") or facts.page.nodes[before.node].tag in _LABELS
    return before.text if labels and len(before.text) < _LONGEST_LABEL else ""
