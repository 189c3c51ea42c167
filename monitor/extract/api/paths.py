"""`items` of an `api:` source: the releases of an answer where somebody said they are.

    answer ─select─▸ records ─title, url, date, text, id─▸ releases

Each key is a JSON path (RFC 9535: `$.results[?@.type=='press']`), within a record counted from the
record; `title.rendered` is short for `$.title.rendered`. What is left out is not looked for.
`strip` takes values out of the records, `keep` and `drop` choose among them by their lines
(`type: "press"`), `match` takes a part of what is said (monitor.extract.pick).
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from monitor.errors import ExtractError
from monitor.extract.api.model import Record
from monitor.extract.api.moments import Moment, moment, settled
from monitor.extract.api.read import address, headline, prose
from monitor.extract.api.walk import MOST_RECORDS
from monitor.extract.dates.order import orders, writes_month_first
from monitor.extract.dates.said import Said
from monitor.extract.pick import Chosen, Pick
from monitor.sorted_json import readable
from monitor.text import summary

if TYPE_CHECKING:
    from jsonpath_rfc9535 import JSONPathNode, JSONPathQuery

_KEYS = ("title", "url", "date", "text", "id")
_HINT = "the answer was rebuilt, or this is another one: correct it"


class Unmatched(ExtractError):
    """A path of the configuration finds nothing (conformance A)."""

    kind = "selector"

    def __init__(self, key: str, path: str, nearest: str | None) -> None:
        hint = f"`{nearest}` would match; or {_HINT}" if nearest else _HINT
        super().__init__(f"`items.{key}: {path}` finds nothing in the answer", hint=hint)


@dataclass(frozen=True, slots=True)
class Selected:
    """The releases, and how many records there were before `keep` and `drop`."""

    items: tuple[Record, ...]
    records: int


@lru_cache(maxsize=512)
def compiled(path: str) -> "JSONPathQuery":
    """The path, ready to be asked. Raises ValueError: it is none."""
    from jsonpath_rfc9535 import JSONPathEnvironment, JSONPathError

    whole = path if path.startswith("$") else f"$.{path}"
    try:
        return JSONPathEnvironment().compile(whole)
    except JSONPathError as error:
        raise ValueError(str(error).splitlines()[0]) from error


def values(path: str, value: Any) -> list[Any]:
    """What stands at a path."""
    return _found(compiled(path), value)


def _found(query: "JSONPathQuery", value: Any) -> list[Any]:
    return [node.value for node in _nodes(query, value)]


def _nodes(query: "JSONPathQuery", value: Any) -> "list[JSONPathNode]":
    """What a path finds: nothing where the value is nested deeper than anybody means."""
    from jsonpath_rfc9535 import JSONPathError

    try:
        return list(query.find(value))
    except JSONPathError:
        return []


def select_records(value: Any, *, url: str, rules: Mapping[str, Any], today: date) -> Selected:
    """The releases. Raises Unmatched: no record, or a key that matches in none of them."""
    every = values(rules["select"], value)[:MOST_RECORDS]
    if not every:
        raise Unmatched("select", rules["select"], nearest(rules["select"], value))
    _strip(every, rules.get("strip") or ())
    chosen = Chosen.read(rules)
    records = every if chosen.all else [one for one in every if chosen(_lines(one))]
    said = {key: _column(records, key, rules.get(key)) for key in _KEYS}
    titles = [headline(_first(found)) for found in said["title"]]
    texts = [_prose(found, url) for found in said["text"]]
    days = _dates(said["date"], " ".join(titles[:10]), url, today)
    found = (
        Record(
            title or summary(text, 120),
            address(_first(said["url"][number]), url),
            _name(_first(said["id"][number])),
            days[number],
            text,
            html,
            None,
            number,
        )
        for number, (title, (text, html)) in enumerate(zip(titles, texts, strict=True))
    )
    return Selected(tuple(record for record in found if record.title or record.url), len(every))


def _strip(records: Sequence[Any], paths: Sequence[str]) -> None:
    """Take values out of the records; one that is not there is none."""
    for path in paths:
        for record in records:
            for node in reversed(_nodes(compiled(path), record)):
                _take_out(record, node.location)


def _take_out(record: Any, location: Sequence[int | str]) -> None:
    """What a path names twice is gone at the second time."""
    with suppress(KeyError, IndexError):
        for key in location[:-1]:
            record = record[key]
        if location:
            del record[location[-1]]


def _lines(record: Any) -> str:
    """A record as lines that patterns are matched with."""
    return readable(json.dumps(record, ensure_ascii=False)) or str(record)


def _column(records: Sequence[Any], key: str, written: Any) -> list[list[Any]]:
    """What a key says in each record."""
    pick = Pick.read(written)
    if pick is None or pick.select is None:
        return [[] for _ in records]
    path = pick.select
    found = [[one for one in values(path, record) if one is not None] for record in records]
    if records and not any(found):
        raise Unmatched(key, path, nearest(path, records[0]))
    if pick.inside:
        found = _inside(found, key, pick)
    if pick.match is None:
        return found
    parts = [[part for one in said if (part := pick.part(_said(one)))] for said in found]
    if records and not any(parts):
        raise Unmatched(key, str(pick), None)
    return parts


def _inside(found: Sequence[Sequence[Any]], key: str, pick: Pick) -> list[list[Any]]:
    """What stands in the HTML of the values. Raises Unmatched: in none of them."""
    from monitor.extract.api import inside

    html = [[one for one in said if isinstance(one, str)] for said in found]
    parts = [
        [p for one in said for p in inside.found(one, pick, markup=key == "text")] for said in html
    ]
    if any(html) and not any(parts):
        first = next(said[0] for said in html if said)
        raise Unmatched(
            key, f"{{select: {pick.select}, css: {pick.css}}}", inside.near(first, pick)
        )
    return parts


def _said(value: Any) -> str:
    return _lines(value) if isinstance(value, dict | list) else str(value)


def _first(found: Sequence[Any]) -> Any:
    return found[0] if found else None


def _name(value: Any) -> str | None:
    return str(value) if isinstance(value, str | int) and str(value).strip() else None


def _prose(found: Sequence[Any], url: str) -> tuple[str, str | None]:
    """Everything that is found, one paragraph after another."""
    read = [prose(value, url) for value in found]
    text = "\n\n".join(plain for plain, _ in read if plain)
    return text, read[0][1] if len(read) == 1 else None


def _dates(said: Sequence[Sequence[Any]], opening: str, url: str, today: date) -> list[Any]:
    found: list[Moment | None] = [moment(_first(values), today) for values in said]
    saids = [one for one in found if isinstance(one, Said)]
    order = orders(saids, today, default=writes_month_first("", url, opening))
    return [settled(one, order, today, to_come=True) for one in found]


# ── when something does not match ──────────────────────────────────────────────────────────


def nearest(path: str, value: Any) -> str | None:
    """The path with the key that is missing put right, or its beginning, that would match."""
    from jsonpath_rfc9535 import JSONPathQuery

    query = compiled(path)
    for count in range(len(query.segments)):
        short = JSONPathQuery(env=query.env, segments=query.segments[: count + 1])
        if _found(short, value):
            continue
        before = JSONPathQuery(env=query.env, segments=query.segments[:count])
        here = _found(before, value)
        rest = "".join(map(str, query.segments[count + 1 :]))
        for name in _alike(str(query.segments[count]).strip("[]'."), here):
            candidate = f"{before}['{name}']{rest}"
            if values(candidate, value):
                return _short(candidate)
        return _short(str(before)) if count and here else None
    return None


def _alike(name: str, here: Sequence[Any]) -> list[str]:
    """The keys that stand where a key was missed: those like it first, then the lists."""
    keys = {
        key: inner
        for one in here[:20]
        if isinstance(one, dict)
        for key, inner in one.items()
        if "'" not in key and "\\" not in key
    }
    close = get_close_matches(name, keys, n=3, cutoff=0.6)
    return [*close, *(key for key in sorted(keys) if isinstance(keys[key], list))]


def _short(path: str) -> str:
    """As somebody would write it: `$['results'][*]` is `$.results[*]`."""
    out, rest = "$", path.removeprefix("$")
    while rest:
        name, quote, after = rest.removeprefix("['").partition("']")
        if rest.startswith("['") and quote and name.isidentifier():
            out, rest = f"{out}.{name}", after
        else:
            out, rest = out + rest[0], rest[1:]
    return out
