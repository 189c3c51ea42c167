"""Records by a rule -> releases: titles on one line, links absolute, markup clean."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import urljoin

from feeds.clean import one_line, plain, safe_html, web_url
from monitor.extract.api.model import Fields, Record, Rule
from monitor.extract.api.moments import Moment, moment, settled
from monitor.extract.api.names import parts
from monitor.extract.api.roles import said
from monitor.extract.dates.order import orders, writes_month_first
from monitor.extract.dates.said import Said
from monitor.sorted_json import readable
from monitor.text import summary

_LONGEST_TITLE = 300
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
_ESCAPED = re.compile(r"&lt;/?[a-zA-Z]")
_UTC = {"gmt", "utc"}
_PIECES = {"text", "value", "html", "insert", "content", "caption", "heading", "title"}
_DEEPEST = 30
_FEWEST_WORDS = 5
_EVENT = {"start", "starts", "begin", "event"}


def read(rule: Rule, records: Sequence[Mapping[str, Any]], url: str, today: date) -> list[Record]:
    """What the records say; one without title and text is left out."""
    month_first = dict(rule.month_first)
    dates = [_moment(record, rule.fields, today) for record in records]
    found = [
        _record(record, rule.fields, url, settled(at, month_first, today, to_come=to_come), number)
        for number, (record, (at, to_come)) in enumerate(zip(records, dates, strict=True))
    ]
    return [one for one in found if one.title]


def month_first(
    fields: Fields, records: Sequence[Mapping[str, Any]], url: str, today: date
) -> tuple[tuple[str, bool], ...]:
    """For each sign between numbers, whether the month comes first in these records."""
    saids = [at for record in records if isinstance(at := _moment(record, fields, today)[0], Said)]
    if not any(one.numbers for one in saids):
        return ()
    opening = " ".join(str(said(record, fields.titles) or "") for record in records[:10])
    default = writes_month_first("", url, opening)
    return tuple(sorted(orders(saids, today, default=default).items()))


def _moment(record: Mapping[str, Any], fields: Fields, today: date) -> tuple[Moment | None, bool]:
    """The first date that can be read, and whether it may be to come."""
    for path in fields.dates:
        words = {word for key in path for word in parts(key)}
        found = moment(said(record, (path,)), today, utc=bool(words & _UTC))
        if found:
            return found, bool(words & _EVENT)
    return None, False


def _record(
    record: Mapping[str, Any], fields: Fields, url: str, published: Any, number: int
) -> Record:
    text, html = prose(said(record, fields.texts), url)
    title = headline(said(record, fields.titles)) or summary(text, 120)
    guid = said(record, fields.ids)
    return Record(
        title,
        address(said(record, fields.links), url),
        str(guid) if guid is not None else None,
        published,
        "" if text == title else text,
        html if html and text != title else None,
        headline(said(record, fields.authors)) or None,
        number,
    )


def headline(value: Any) -> str:
    """A value on one line, without markup; of many lines the first."""
    text = str(value) if isinstance(value, str | int | float) else ""
    if "<" in text or "&" in text:
        text = plain(text)
    first = next((line for line in text.splitlines() if line.strip()), "")
    return one_line(first)[:_LONGEST_TITLE]


def address(value: Any, base: str) -> str | None:
    """A value as an absolute web address, where it is one."""
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        return web_url(urljoin(base, unescape(value.strip())))
    except ValueError:
        return None


def prose(value: Any, base: str) -> tuple[str, str | None]:
    """A value as plain text, and as clean markup where it is markup.

    Of a text in pieces (blocks, spans) the pieces are read; anything else that is nested becomes a
    line for each value. Neither depends on the order of keys.
    """
    if isinstance(value, dict | list):
        pieces = "\n".join(_pieces(value, 0))
        if len(pieces.split()) >= _FEWEST_WORDS:
            return pieces, None
        return readable(json.dumps(value, ensure_ascii=False)) or "", None
    if not isinstance(value, str):
        return "" if value is None else str(value), None
    if is_escaped(value):
        value = unescape(value)
    if not _MARKUP.search(value):
        return unescape(value).strip(), None
    return plain(value), safe_html(value, base)


def is_escaped(value: str) -> bool:
    """Whether a value is markup with its brackets written as entities."""
    return bool(_ESCAPED.search(value)) and not _MARKUP.search(value)


def _pieces(value: Any, depth: int) -> Iterator[str]:
    """The texts of blocks and spans, in their order."""
    if isinstance(value, list):
        for one in value:
            yield from _pieces(one, depth + 1)
    elif isinstance(value, dict) and depth < _DEEPEST:
        for key in sorted(value):
            inner = value[key]
            if isinstance(inner, dict | list):
                yield from _pieces(inner, depth + 1)
            elif key in _PIECES and isinstance(inner, str) and inner.strip():
                yield plain(inner) if _MARKUP.search(inner) else inner.strip()
