"""A page -> the releases that it lists.

bytes ─outline─▸ nodes and leaves ─facts─▸ links, dates, pieces ─records─▸ groups of records
  ─fields, read─▸ readings ─score─▸ odds ─choose─▸ the list ─▸ items, confidence, rule
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from lxml import etree

from monitor.errors import ExtractError
from monitor.extract.listing import data
from monitor.extract.listing.candidates import Candidate, candidates, whole
from monitor.extract.listing.choose import choose
from monitor.extract.listing.confidence import confidence, story
from monitor.extract.listing.explain import explain
from monitor.extract.listing.facts import Facts, prose
from monitor.extract.listing.featured import featured
from monitor.extract.listing.items import in_order
from monitor.extract.listing.model import SURE, Alternative, Listing
from monitor.extract.listing.outline import outline
from monitor.extract.listing.regions import heading_above
from monitor.extract.listing.rule import learn
from monitor.extract.listing.tree import parse
from monitor.extract.listing.words import EVENTS

_MOST_ALTERNATIVES = 3
_UNLIKELY = 0.05
_MOST_PROSE = 1_000


def find(body: bytes, *, url: str, charset: str | None, today: date) -> Listing | None:
    """The page's list of releases, or None where there is nothing like one.

    A listing of low confidence (under `model.SURE`) is an opinion, not an answer. `url` is where
    the page came from, `charset` what the header declared, `today` the day of the visit: dates
    are concluded up to it, and counted from it ("3 days ago").
    """
    try:
        tree = parse(body, charset=charset)
    except ExtractError:
        return None
    if tree is None:
        return None
    found = _on_page(tree, url, today, bare=False)
    for other in (_bare, _beside):
        if found is None or found.confidence < SURE:
            found = max((found, other(tree, url, today)), key=_confidence)
    return found


def _on_page(tree: etree._Element, url: str, today: date, *, bare: bool) -> Listing | None:
    page = outline(tree, url, bare=bare)
    facts = Facts(page, url, today, declared=data.declared(tree))
    weighed = candidates(facts)
    chosen = choose(facts.page, weighed)
    found = _listing(facts, weighed, chosen) if chosen else None
    return replace(found, rule=replace(found.rule, bare=bare)) if found else None


def _bare(tree: etree._Element, url: str, today: date) -> Listing | None:
    """By the names of elements alone: somebody may make up classes for each of them."""
    return _on_page(tree, url, today, bare=True)


def _beside(tree: etree._Element, url: str, today: date) -> Listing | None:
    """In the data beside the page: scripts may make the list of it, where it says nothing yet."""
    if prose(outline(tree, url)) > _MOST_PROSE:
        return None
    found = data.entries(tree, url, today)
    return data.listing(found) if found else None


def _confidence(found: Listing | None) -> float:
    return found.confidence if found else 0.0


def _listing(facts: Facts, weighed: Sequence[Candidate], chosen: Sequence[Candidate]) -> Listing:
    page, signs = facts.page, story(facts)
    heading = heading_above(facts, chosen[0].found[0])
    events = bool(EVENTS.search(f"{heading} {page.heading} {page.title} {facts.url}"))
    full = [whole(facts, candidate, events=events) for candidate in chosen]
    full += featured(facts, full)
    full = [_numbered(candidate, number) for number, candidate in enumerate(full)]
    items = in_order(page, [r for c in full for r in c.found], heading)
    names = [page.steps[min(c.shape.keys)][1] for c in full]
    return Listing(
        items,
        confidence(chosen[0].odds, signs),
        explain(full, names, signs),
        learn(facts, full, heading, events=events),
        heading or None,
        tuple(_alternatives(facts, weighed, chosen, signs)),
    )


def _numbered(candidate: Candidate, number: int) -> Candidate:
    return replace(candidate, found=[replace(r, group=number) for r in candidate.found])


def _alternatives(
    facts: Facts,
    weighed: Sequence[Candidate],
    chosen: Sequence[Candidate],
    signs: Mapping[str, float],
) -> list[Alternative]:
    """The next likely groups, by what they list."""
    others = [c for c in weighed if not any(c.shape == k.shape for k in chosen)]
    return [
        Alternative(
            confidence(other.odds, signs),
            len(other.records),
            tuple(r.title for r in other.found[:3]),
            learn(facts, [other], heading_above(facts, other.found[0]), events=False),
        )
        for other in others[:_MOST_ALTERNATIVES]
        if confidence(other.odds, signs) > _UNLIKELY
    ]
