"""`listing: https://example.org/news`: a page that lists releases, found without being told how.

    first visit     find the list (monitor.extract.listing) ─▸ items, and the rule to read it again
    later visits    by that rule: a fraction of the work
    it is broken    find it anew ─▸ the list that has releases known from before, and say so

Or `items:` says by hand where everything stands, and nothing is concluded. The newest items alone
are shown, as in a feed: nothing follows from an item's absence.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any

from monitor.config.web import web_url
from monitor.intake.sources.kind import Finding, Other, SourceKind, Visit
from monitor.intake.sources.learnt import NoList, Redesigned, again, memo_of
from monitor.intake.sources.web import charset, visit
from monitor.model.release import Document
from monitor.model.source import Source, SourceState
from monitor.model.visit import Part

if TYPE_CHECKING:
    from monitor.extract.listing.model import Broken, Found, Listing
    from monitor.intake.visit.visitor import Visitor

NAME = "listing"


MOST_HEAD = 50_000
LONGEST_TITLE = 200
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,1000})</title", re.IGNORECASE)


async def fetch(source: Source, state: SourceState, visitor: "Visitor") -> Visit:
    """Get the page politely: conditionally, and only where robots.txt lets us."""
    obey = source.options.get("robots", "obey") == "obey"
    return await visit(source, state, visitor, robots=obey)


def parse(source: Source, part: Part, today: date) -> tuple[Document, ...]:
    """The items of the page, nothing known from before. Raises as `learn`."""
    return learn(source, part, today, {})[0]


def learn(
    source: Source, part: Part, today: date, memo: Mapping[str, Any]
) -> tuple[tuple[Document, ...], Finding]:
    """The items of the page, by the rule in the memo where it holds.

    Raises ExtractError: it is no page, another one came in its place, there is no list (NoList),
    or not the one that was (Redesigned).
    """
    from monitor.intake.sources.scripted import advised
    from monitor.intake.visit.sniff import page_text, unpacked
    from monitor.intake.visit.standin import refuse

    part = unpacked(part)
    text = page_text(part.body, charset(part.content_type))
    refuse(source.place, part, text, accept=source.options.get("accept", ()))
    if rules := source.options.get("items"):
        return _by_hand(part, rules, today)
    try:
        found, note = _found(part, today, memo)
    except (NoList, Redesigned) as error:
        raise advised(error, source, part) from error.__cause__
    documents = _documents(part, found.items)
    return documents, Finding(
        NAME,
        _title(text) or found.title,
        round(found.confidence, 3),
        found.explain,
        memo_of(found, note, memo, today),
        note,
        others=tuple(_others(found)),
    )


def older(source: Source, part: Part, number: int) -> str | None:
    """The page with older items that this one leads on to."""
    del source
    from monitor.extract.paging import of_header, of_page
    from monitor.intake.visit.sniff import unpacked

    part = unpacked(part)
    after = of_page(part.body, part.place, charset(part.content_type), number)
    return after or of_header(part.link, part.place)


def _title(markup: str) -> str | None:
    """What the page calls itself."""
    found = _TITLE.search(markup[:MOST_HEAD])
    return " ".join(unescape(found[1]).split())[:LONGEST_TITLE] or None if found else None


def _by_hand(
    part: Part, rules: Mapping[str, Any], today: date
) -> tuple[tuple[Document, ...], Finding]:
    from monitor.extract.selected import select_items

    found = select_items(
        part.body, url=part.place, charset=charset(part.content_type), rules=rules, today=today
    )
    why = f"{len(found.items)} items where `items` says that they are"
    finding = Finding(NAME, explain=(why,), records=found.records)
    return _documents(part, found.items), finding


def _found(part: Part, today: date, memo: Mapping[str, Any]) -> tuple["Listing", str | None]:
    """The list, and what is to be said when it is not where it was."""
    from monitor.extract.listing.find import find

    before = _by_rule(part, today, memo)
    if before is not None and not hasattr(before, "reason"):
        return before, None
    found = find(part.body, url=part.place, charset=charset(part.content_type), today=today)
    if before is None:
        return _sure(found), None
    return again(_candidates(part, today, found), "page", before.reason, memo)


def _by_rule(part: Part, today: date, memo: Mapping[str, Any]) -> "Listing | Broken | None":
    """What the rule of an earlier visit gives; None where there is none."""
    from monitor.extract.listing.model import Rule
    from monitor.extract.listing.rule import apply

    rule = Rule.from_dict(memo["rule"]) if "rule" in memo else None
    if rule is None:
        return None
    return apply(rule, part.body, url=part.place, charset=charset(part.content_type), today=today)


def _sure(found: "Listing | None") -> "Listing":
    """The list, unless it is no more than an opinion. Raises NoList, with what it might be."""
    from monitor.extract.listing.model import SURE

    if found is None:
        raise NoList("watch it as one document with `page:`")
    if found.confidence < SURE:
        titles = "; ".join(item.title for item in found.items[:3])
        raise NoList(
            f"watch it with `page:`, or say with `items:` where they are. The likeliest"
            f" ({found.confidence:.0%}) was: {titles}"
        )
    return found


def _candidates(part: Part, today: date, found: "Listing | None") -> Iterable["Listing"]:
    from monitor.extract.listing.model import Listing
    from monitor.extract.listing.rule import apply

    if found is None:
        return
    yield found
    for other in found.alternatives:
        listing = apply(
            other.rule, part.body, url=part.place, charset=charset(part.content_type), today=today
        )
        if isinstance(listing, Listing):
            yield listing


def _others(found: "Listing") -> Iterable[Other]:
    """What the page lists beside it."""
    from monitor.extract.listing.css import selector

    for one in found.alternatives:
        yield Other(one.count, one.titles, one.confidence, selector(one.rule))


def _documents(part: Part, found: Iterable["Found"]) -> tuple[Document, ...]:
    return tuple(
        Document(
            title=item.title,
            text=item.summary,
            place=part.place,
            position=item.position,
            url=item.url,
            published=item.published,
        )
        for item in found
    )


KIND = SourceKind(
    name=NAME,
    place=web_url,
    keys="monitor.intake.keys.listing:ListingOptions",
    fetch=fetch,
    parse=parse,
    learn=learn,
    listed=True,
    older=older,
)
