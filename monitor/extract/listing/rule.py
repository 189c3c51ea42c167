"""The rule that is learnt from a page, and later visits by it: quick, and not blind.

A later visit parses the page, walks only the part that holds the list, and reads the records that
the rule names. Where they are gone, or have lost their links or dates, the rule is `Broken`: the
page is to be learnt anew and this is to be said.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from lxml import etree

from monitor.errors import ExtractError
from monitor.extract.dates.order import Order
from monitor.extract.listing.candidates import Candidate
from monitor.extract.listing.facts import Facts
from monitor.extract.listing.items import in_order
from monitor.extract.listing.links import addresses, form
from monitor.extract.listing.model import Broken, GroupRule, Listing, Path, Rule
from monitor.extract.listing.outline import Outline, outline
from monitor.extract.listing.read import REACH, Reading, readings, typical
from monitor.extract.listing.records import Shape, peers, records
from monitor.extract.listing.tree import parse

_LOST = 0.5
"""A share of links or dates under half of what it was is a change of design."""

_OVERLOOKED = 0.05
"""More new links beside the records than this share of them: another part has come."""
_MOST_FORMS = 50


def learn(facts: Facts, chosen: Sequence[Candidate], heading: str, *, events: bool) -> Rule:
    """How to read these groups again."""
    page = facts.page
    found = [reading for candidate in chosen for reading in candidate.found]
    grouped = any(_above(reading) for reading in found)
    urls = {reading.link.url for reading in found if reading.link}
    forms = frozenset(map(form, urls))
    return Rule(
        tuple(_group(page, candidate) for candidate in chosen),
        container=_container(page, found, grouped=grouped),
        grouped=grouped,
        events=events,
        orders=_orders(found, facts),
        heading=heading,
        one_title=_one_title(found),
        count=len(found),
        linked=round(_share(r.link is not None for r in found), 3),
        dated=round(_share(r.published is not None for r in found), 3),
        forms=tuple(sorted(forms)[:_MOST_FORMS]),
        unclaimed=_unclaimed((link.url for link in facts.links), forms, urls),
    )


def _one_title(found: Sequence[Reading]) -> bool:
    return len({reading.title for reading in found}) == 1


def _unclaimed(addresses: Iterable[str], forms: Collection[str], urls: Collection[str]) -> int:
    """How many addresses look like those of releases, and are none."""
    return len({url for url in addresses if url not in urls and form(url) in forms})


def _group(page: Outline, candidate: Candidate) -> GroupRule:
    shaped = candidate.shape
    paths = tuple(sorted(page.path(key) for key in shaped.keys))
    return GroupRule(paths, shaped.run, shaped.before, candidate.fields, shaped.turn, shaped.part)


def _above(reading: Reading) -> bool:
    """Whether its date, or the year of it, stands in a heading above it."""
    own = reading.dated.stamp.said if reading.dated else None
    return reading.said is not None and (own is None or own.year != reading.said.year)


def _container(page: Outline, found: Sequence[Reading], *, grouped: bool) -> Path:
    """The smallest element around all records, and around the headings that date them."""
    start = min(reading.record.start for reading in found) - (REACH if grouped else 0)
    end = max(reading.record.end for reading in found)
    first = page.leaves[max(0, start)].node
    around = (node for node in page.ancestors(first) if node.start <= start and node.end >= end)
    nodes = {reading.record.node for reading in found}
    inner = next((node for node in around if node.index not in nodes), None)
    return page.path(inner.key) if inner else ()


def _share(signs: Iterable[bool]) -> float:
    values = list(signs)
    return sum(values) / len(values) if values else 0.0


def _orders(found: Sequence[Reading], facts: Facts) -> tuple[tuple[str, bool, bool], ...]:
    """The orders of numbers that the records were found to use, for visits that show too few."""
    signs = {r.said.numbers[2] for r in found if r.said and r.said.numbers}
    return tuple((sign, *facts.orders[sign]) for sign in sorted(signs))


# ── a later visit ──────────────────────────────────────────────────────────────────────────


def apply(
    rule: Rule, body: bytes, *, url: str, charset: str | None, today: date
) -> Listing | Broken:
    """The releases by a rule that was learnt; Broken where it does not fit any more."""
    try:
        tree = parse(body, charset=charset)
    except ExtractError as error:
        return Broken(str(error), 0, rule.count)
    if tree is None:
        return Broken("the page is empty", 0, rule.count)
    if rule.data:
        from monitor.extract.listing.data import by_rule

        return by_rule(rule, tree, url, today)
    page = outline(tree, url, rule.container, bare=rule.bare)
    kept = {sign: Order(month_first, read) for sign, month_first, read in rule.orders}
    facts = Facts(page, url, today, kept=kept)
    found = [
        replace(reading, group=number)
        for number, group in enumerate(rule.groups)
        for reading in _read(facts, group, rule)
    ]
    broken = _broken(rule, found) or _overlooked(rule, tree, page, found)
    if broken:
        return Broken(broken, len(found), rule.count)
    explain = (f"{len(found)} records by the rule that was learnt",)
    return Listing(in_order(page, found, rule.heading), 1.0, explain, rule)


def _read(facts: Facts, group: GroupRule, rule: Rule) -> list[Reading]:
    keys = facts.page.keys()
    known = frozenset(keys[path] for path in group.paths if path in keys)
    shaped = Shape(known, group.run, group.before, group.turn, group.part)
    if not shaped.keys:
        return []
    found = records(facts.page, peers(facts.page, shaped))
    return typical(readings(facts, found, group.fields, events=rule.events)) if found else []


def _broken(rule: Rule, found: Sequence[Reading]) -> str | None:
    """Why the records are not what they were; None where they are."""
    count = len(found)
    if not count:
        return "none of the records that the rule names is on the page"
    for share, was, name in (
        (_share(r.link is not None for r in found), rule.linked, "links"),
        (_share(r.published is not None for r in found), rule.dated, "dates"),
    ):
        if share < _LOST * was and (was - share) * count > 1:
            return f"most records have lost their {name}"
    if count > 2 and rule.count > 2 and _one_title(found) and not rule.one_title:
        return "all records have the same title"
    return None


def _overlooked(
    rule: Rule, tree: etree._Element, page: Outline, found: Sequence[Reading]
) -> str | None:
    """Whether more links than before look like releases, and stand in no record."""
    urls = {reading.link.url for reading in found if reading.link}
    more = _unclaimed(addresses(tree, page.url), frozenset(rule.forms), urls) - rule.unclaimed
    if more > max(1, len(found) * _OVERLOOKED):
        return f"{more} new links look like releases, and stand in none of the records"
    return None
