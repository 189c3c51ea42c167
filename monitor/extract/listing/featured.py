"""The release that stands above the list, larger than the others: a part of it all the same.

It is told by what it has in common with the list: a heading that links to an address of the same
kind, which no record has, and a date. What only advertises another page has no date.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from statistics import median

from monitor.extract.listing.candidates import Candidate, Group
from monitor.extract.listing.facts import Facts
from monitor.extract.listing.fields import fields
from monitor.extract.listing.links import Link, form
from monitor.extract.listing.outline import Node
from monitor.extract.listing.read import readings
from monitor.extract.listing.records import Record, Shape, records
from monitor.extract.listing.regions import regions
from monitor.extract.listing.tags import HEADINGS

_MOST = 3
_DATED = 0.5
_LARGEST = 15
"""How many times as long as a record one may be that is featured."""
_AROUND = frozenset(["html", "body", "main"])
_ELSEWHERE = frozenset(["navigation", "furniture", "beside"])


def featured(facts: Facts, chosen: Sequence[Candidate]) -> list[Candidate]:
    """The releases above a dated list that belong to it, each as a group of its own."""
    found = [reading for candidate in chosen for reading in candidate.found]
    if sum(r.published is not None for r in found) <= _DATED * len(found):
        return []
    first = min(reading.record.start for reading in found)
    urls = {reading.link.url for reading in found if reading.link}
    usual = median(facts.size(r.record.start, r.record.end) for r in found)
    boxes = dict.fromkeys(_boxes(facts, urls, first))
    fitting = (b for b in boxes if facts.size(b.start, b.end) <= _LARGEST * max(usual, 40))
    read = (_read(facts, box, chosen[0]) for box in fitting)
    return list(islice((candidate for candidate in read if candidate), _MOST))


def _boxes(facts: Facts, urls: set[str], first: int) -> Iterator[Node]:
    """The elements before the list, each around a heading with a link that the list might have."""
    forms = set(map(form, urls))
    likes = [
        link
        for link in facts.links_in(0, first)
        if form(link.url) in forms and not (link.side or link.same)
    ]
    for link in likes:
        if link.url not in urls and _headed(facts, link):
            yield _box(facts, link, first, [x.start for x in likes if x.url != link.url])


def _headed(facts: Facts, link: Link) -> bool:
    around = islice(facts.page.ancestors(link.node), 4)
    inside = facts.page.within(facts.page.nodes[link.node])
    return any(node.tag in HEADINGS for node in (*around, *inside[:40]))


def _box(facts: Facts, link: Link, first: int, others: Sequence[int]) -> Node:
    """The largest element around a link that holds neither the list nor another such link."""
    box = facts.page.nodes[link.node]
    for node in facts.page.ancestors(link.node):
        if node.tag in _AROUND or node.end > first:
            break
        if any(node.start <= at < node.end for at in others):
            break
        box = node
    return box


def _read(facts: Facts, box: Node, like: Candidate) -> Candidate | None:
    """The box as a group of one record; None where it has no date, or stands beside the page."""
    shaped = Shape(frozenset([box.key]))
    found = records(facts.page, shaped)
    apart = regions(facts, Record(box.start, box.end, box.index, box.key)) & _ELSEWHERE
    if len(found) != 1 or apart:
        return None
    chosen = fields(facts, found)
    read = readings(facts, found, chosen)
    if not read or not read[0].own or not read[0].title or not read[0].link:
        return None
    return Candidate(Group(shaped, found, 0.0), 1.0, chosen, read, like.features, like.odds)
