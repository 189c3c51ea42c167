"""`api: https://example.org/news.json`: a JSON answer that holds releases.

    first visit     find the list (monitor.extract.api) ─▸ releases, and the rule to read it again
    later visits    by that rule
    it is broken    find it anew ─▸ the list that has releases known from before, and say so

Or `items:` says by hand where everything stands, in JSON paths. The newest releases alone are
shown, as in a feed. Made for programs: robots.txt is not asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from monitor.config.expand import literal
from monitor.config.web import web_url
from monitor.intake.sources.kind import Finding, SourceKind, Visit
from monitor.intake.sources.learnt import NoList, again, memo_of
from monitor.intake.sources.web import charset, elsewhere, refuse_stand_in, visit
from monitor.intake.visit.posted import Posted
from monitor.model.release import Document
from monitor.model.source import Source, SourceState
from monitor.model.visit import Part
from monitor.net.url import parse as parse_url

if TYPE_CHECKING:
    from monitor.extract.api.model import Broken, Listing, Record
    from monitor.intake.visit.visitor import Visitor

NAME = "api"
ACCEPT = "application/json, application/*+json;q=0.9, */*;q=0.5"


async def fetch(source: Source, state: SourceState, visitor: "Visitor") -> Visit:
    """Get the answer politely: conditionally, spaced with everything else from its host."""
    said = source.options.get("post")
    posted = None if said is None else Posted(said)
    return await visit(source, state, visitor, robots=False, accept=ACCEPT, posted=posted)


def parse(source: Source, part: Part, today: date) -> tuple[Document, ...]:
    """The releases of the answer, nothing known from before. Raises as `learn`."""
    return learn(source, part, today, {})[0]


def learn(
    source: Source, part: Part, today: date, memo: Mapping[str, Any]
) -> tuple[tuple[Document, ...], Finding]:
    """The releases of the answer, by the rule in the memo where it holds.

    Raises ExtractError: it is no JSON (NotJson), another thing came in its place, there is no
    list (NoList), or not the one that was (Redesigned).
    """
    from monitor.extract.api.load import NotJson, load
    from monitor.intake.visit.sniff import unpacked

    part = unpacked(part)
    try:
        value = load(part.body, charset(part.content_type))
    except NotJson:
        refuse_stand_in(source, part)
        raise
    if rules := source.options.get("items"):
        return _by_hand(part, value, rules, today)
    found, note = _found(part, value, today, memo)
    kept = memo_of(found, note, memo, today)
    finding = Finding(NAME, None, round(found.confidence, 3), found.explain, kept, note)
    return _documents(part, found.items), finding


def older(source: Source, part: Part, number: int) -> str | None:
    """The next page that the configuration, the answer or its Link header names."""
    del number
    from monitor.extract.api.asked import Asked
    from monitor.extract.api.load import load
    from monitor.extract.api.paging import Paging
    from monitor.extract.api.paging import older as asked_next
    from monitor.extract.paging import of_header
    from monitor.intake.visit.sniff import unpacked

    part = unpacked(part)
    rule = source.options.get("paging")
    value = load(part.body, charset(part.content_type))
    asked = Asked(part.place, source.options.get("post"))
    after = asked_next(value, asked, Paging(**rule) if rule else None)
    return after or (None if rule else of_header(part.link, part.place))


def at(source: Source, after: str) -> Source:
    """The source as it is asked for a page that `older` named.

    What a stranger's answer says names no variable of our environment, and what is posted stays
    with its origin. Raises FetchError.
    """
    from monitor.extract.api.asked import Asked, parameters_of

    parameters = parameters_of(after)
    if parameters is None:
        moved = elsewhere(source, after)
        same = parse_url(source.place).origin == parse_url(after).origin
        return moved if same else replace(moved, options={**source.options, "post": None})
    post = source.options["post"]
    for name, value in parameters.items():
        plain = literal(value) if isinstance(value, str) else value
        post = Asked(source.place, post).posting(name, plain)
    return replace(source, options={**source.options, "post": post})


def _by_hand(
    part: Part, value: Any, rules: Mapping[str, Any], today: date
) -> tuple[tuple[Document, ...], Finding]:
    from monitor.extract.api.paths import select_records

    found = select_records(value, url=part.place, rules=rules, today=today)
    why = f"{len(found.items)} records where `items` says that they are"
    return _documents(part, found.items), Finding(NAME, explain=(why,), records=found.records)


def _found(
    part: Part, value: Any, today: date, memo: Mapping[str, Any]
) -> tuple["Listing", str | None]:
    """The list, and what is to be said when it is not where it was."""
    from monitor.extract.api.find import find
    from monitor.extract.api.model import Listing

    before = _by_rule(part, value, today, memo)
    if isinstance(before, Listing):
        return before, None
    candidates = find(value, url=part.place, today=today)
    if before is None:
        return _sure(candidates, value), None
    return again(candidates, "answer", before.reason, memo)


def _by_rule(
    part: Part, value: Any, today: date, memo: Mapping[str, Any]
) -> "Listing | Broken | None":
    """What the rule of an earlier visit gives; None where there is none."""
    from monitor.extract.api.find import apply
    from monitor.extract.api.model import Rule

    rule = Rule.from_dict(memo["rule"]) if "rule" in memo else None
    return apply(rule, value, url=part.place, today=today) if rule else None


def _sure(candidates: Sequence["Listing"], value: Any) -> "Listing":
    """The likeliest list, unless it is no more than an opinion. Raises NoList, with what it is."""
    from monitor.extract.api.find import likeliest
    from monitor.extract.api.model import written

    found = likeliest(candidates)
    if found:
        return found
    hint = "watch it as one document with `page:`, or say with `items:` where they are"
    if candidates:
        best = candidates[0]
        titles = "; ".join(item.title for item in best.items[:3])
        place = f"`{written(best.rule.at)}` ({best.confidence:.0%})"
        hint += f". The likeliest was {place}: {titles}"
    raise NoList(hint, f"in this JSON ({_kind(value)})")


def _kind(value: Any) -> str:
    """A JSON value in a few words."""
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, dict):
        keys = ", ".join(sorted(value)[:6])
        return f"an object with {keys[:120]}" if keys else "an empty object"
    return "one value"


def _documents(part: Part, found: Iterable["Record"]) -> tuple[Document, ...]:
    return tuple(
        Document(
            title=record.title,
            text=record.text,
            place=part.place,
            position=record.position,
            html=record.html,
            url=record.url,
            guid=record.guid,
            published=record.published,
            author=record.author,
        )
        for record in found
    )


KIND = SourceKind(
    name=NAME,
    place=web_url,
    keys="monitor.intake.keys.api:ApiOptions",
    fetch=fetch,
    parse=parse,
    learn=learn,
    listed=True,
    older=older,
    at=at,
)
