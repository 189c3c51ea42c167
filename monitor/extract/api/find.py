"""A JSON value -> the list of releases in it, and how sure that is; or the same by a learnt rule.

value ─▸ lists of objects ─▸ in each: what is title, link, date, text ─▸ how much like releases
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from monitor.extract.api.model import (
    EACH,
    SURE,
    Broken,
    Fields,
    Listing,
    Path,
    Record,
    Rule,
    written,
)
from monitor.extract.api.names import BESIDE, parts
from monitor.extract.api.read import month_first, read
from monitor.extract.api.roles import fields, said, words_of
from monitor.extract.api.walk import MOST_RECORDS, Group, follow, groups

_MOST_CANDIDATES = 40
_LOST = 0.5


@dataclass(frozen=True, slots=True)
class _Shares:
    titled: float
    linked: float
    dated: float
    texted: float


def find(value: Any, *, url: str, today: date) -> tuple[Listing, ...]:
    """The lists that could be meant, the likeliest first; empty where nothing is like one."""
    candidates = sorted(groups(value), key=lambda group: (len(group.at), -len(group.records)))
    found = [
        listing
        for group in candidates[:_MOST_CANDIDATES]
        if (listing := _listing(group, url, today)) is not None
    ]
    return tuple(sorted(found, key=lambda listing: -listing.confidence))


def apply(rule: Rule, value: Any, *, url: str, today: date) -> Listing | Broken:
    """The releases by a rule that was learnt; Broken where it does not fit any more."""
    members = follow(value, rule.at)
    place = f"`{written(rule.at)}`"
    if members is None:
        return Broken(f"{place} is not in the answer")
    records = [member for member in members if isinstance(member, dict)]
    if not records:
        return Broken(f"{place} is empty")
    items = read(rule, records, url, today)
    shares = _shares(rule.fields, items, records)
    for share, was, name in (
        (shares.titled, rule.titled, "titles"),
        (shares.linked, rule.linked, "links"),
        (shares.dated, rule.dated, "dates"),
    ):
        if share < _LOST * was and (was - share) * len(records) > 1:
            return Broken(f"most records at {place} have lost their {name}")
    if not items:
        return Broken(f"the records at {place} have neither title nor text")
    explain = (f"{len(items)} records at {place}, by the rule that was learnt",)
    return Listing(tuple(items), 1.0, explain, rule)


def _listing(group: Group, url: str, today: date) -> Listing | None:
    found = fields(group.records, today)
    if not (found.titles or found.texts):
        return None
    bare = Rule(group.at, found, month_first(found, group.records, url, today))
    items = read(bare, group.records, url, today)
    if not items:
        return None
    shares = _shares(found, items, group.records)
    rule = Rule(
        group.at,
        found,
        bare.month_first,
        titled=round(shares.titled, 3),
        linked=round(shares.linked, 3),
        dated=round(shares.dated, 3),
    )
    sure = _confidence(group, found, items, shares)
    return Listing(tuple(items), sure, _explained(rule, items, group), rule)


def _shares(
    found: Fields, items: Sequence[Record], records: Sequence[Mapping[str, Any]]
) -> _Shares:
    count = len(records)
    return _Shares(
        sum(said(record, found.titles) is not None for record in records) / count,
        sum(item.url is not None for item in items) / count,
        sum(item.published is not None for item in items) / count,
        sum(len(item.text) > 60 for item in items) / count,
    )


def _confidence(group: Group, found: Fields, items: Sequence[Record], shares: _Shares) -> float:
    """How much a list of objects looks like releases."""
    titles = [item.title for item in sample_of(items)]
    words = words_of(titles)
    sure = 0.15 + 0.3 * shares.linked + 0.3 * shares.dated + 0.1 * shares.texted
    sure += 0.1 * bool(found.ids) + 0.1 * min(1.0, words / 4)
    if len(set(titles)) < 0.6 * len(titles) or len(items) < 0.7 * len(group.records):
        sure *= 0.5
    if shares.dated < _LOST and words < 3:
        sure *= 0.5  # names, not titles: tags, people, countries
    if shares.titled < _LOST and not (shares.dated >= _LOST and shares.texted >= _LOST):
        sure *= 0.6
    if len(items) < 3 and not (shares.linked and shares.dated):
        sure *= 0.6
    if group.others > len(group.records):
        sure *= 0.5
    return round(min(0.98, sure * _place(group.at)), 3)


def sample_of(items: Sequence[Record]) -> Sequence[Record]:
    """Some of the items, from the beginning to the end."""
    step = max(1, len(items) // 40)
    return items[::step]


def _place(at: Path) -> float:
    """What the names on the way to a list say about it; what is nested in another list comes
    after it."""
    names = [key for key in at if key != EACH]
    last = names[-1] if names else ""
    beside = any(word in BESIDE for word in (*parts(last), last.casefold()))
    if beside and "topic_list" not in names:
        return 0.4
    return 0.97 ** max(0, at.count(EACH) - 1)


def _explained(rule: Rule, items: Sequence[Record], group: Group) -> tuple[str, ...]:
    def stands(name: str, paths: Sequence[Path]) -> str:
        return f"{name} in `{written(paths[0])}`" if paths else f"no {name}"

    found = rule.fields
    where = [
        stands("title", found.titles),
        stands("link", found.links),
        stands("date", found.dates),
        stands("text", found.texts),
        stands("id", found.ids),
    ]
    lines = [f"{len(items)} records at `{written(rule.at)}`: " + ", ".join(where)]
    if not found.links:
        lines.append("no link stands in the records, and none was made up")
    if len(group.records) == MOST_RECORDS:
        lines.append(f"no more than {MOST_RECORDS} records are read")
    return tuple(lines)


def likeliest(found: Sequence[Listing]) -> Listing | None:
    """The likeliest, if it is more than an opinion, with what else there is."""
    if not found or found[0].confidence < SURE:
        return None
    first, *others = found
    lines = [
        f"another list: {len(one.items)} records at `{written(one.rule.at)}` ({one.confidence:.0%})"
        for one in others[:3]
        if one.confidence > 0.2
    ]
    return Listing(first.items, first.confidence, (*first.explain, *lines), first.rule)
