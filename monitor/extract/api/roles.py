"""Which value of the records is the title, which the link, the date, the text: by key and value.

A key is a hint; what stands under it over all records decides: titles differ and have words, links
are addresses, each another, dates are dates.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log2
from statistics import median
from typing import Any

from monitor.extract.api import names
from monitor.extract.api.model import ROLES, Fields, Path
from monitor.extract.api.moments import Moment, moment
from monitor.extract.api.walk import at, leaves
from monitor.model.published import Precision, Published

_SAMPLE = 40
_MOST_PATHS = 3
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[^\W\d_]{2,}|[぀-ヿ一-鿿가-힣]{2}")
_ADDRESS = re.compile(r"(?:https?:)?//[^\s/]+\S*|/[^\s/]\S*|/")
_RELATIVE = re.compile(r"[\w.~%-]+(?:/[\w.~%,;:@&=+-]*)+(?:\?\S*)?|[\w~%-]+\.(?:html?|php|aspx?)")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|avif|ico|mp4|webm|css|js)(?:$|[?#])", re.I)
_MACHINE = re.compile(r"//api\.|/api/|/v\d/|\.json(?:$|\?)|/wp-json/", re.IGNORECASE)
_URI = re.compile(r"[a-z][a-z0-9+.-]*:\S+|" + _ADDRESS.pattern, re.IGNORECASE)
_SLUG = re.compile(r"[\w.]+(?:[-_][\w.]+)+|[0-9a-fA-F-]{8,}|\d+")
_LONGEST_TITLE = 250
_LONGEST_HEADLINE = 120
"""What is longer, and is not called a title, is a text."""

Values = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Column:
    """What stands at one path in the sampled records: those that say something there."""

    path: Path
    values: Values
    total: int

    @property
    def share(self) -> float:
        """In how many of the records it stands."""
        return len(self.values) / self.total if self.total else 0.0

    @property
    def texts(self) -> list[str]:
        """The values that are texts, without markup."""
        return [_TAG.sub(" ", value).strip() for value in self.values if isinstance(value, str)]

    @property
    def distinct(self) -> float:
        """How many of the values are different ones."""
        return len({str(value) for value in self.values}) / len(self.values) if self.values else 0.0


def fields(records: Sequence[Mapping[str, Any]], today: date) -> Fields:
    """Where in these records what stands."""
    inner = _sole(records)
    if inner is not None:
        return _under(inner, fields([record[inner] for record in records], today))
    columns = _columns(sample(records))
    titles = _best(columns, _title, distinct=True)
    links = _best(columns, _link)
    dates = _best(columns, lambda column: _date(column, today))
    texts = _best(columns, _text)
    ids = _best(columns, _identity)[:1]
    return Fields(titles, links, dates, texts, ids, _best(columns, _author)[:1])


def _sole(records: Sequence[Mapping[str, Any]]) -> str | None:
    """The key of a wrapper: every record is an object under this one key."""
    (key, *others) = records[0] or ("",)
    wraps = not others and all(
        len(record) == 1 and isinstance(record.get(key), dict) and record[key] for record in records
    )
    return key if wraps else None


def _under(key: str, found: Fields) -> Fields:
    return Fields(**{role: tuple((key, *p) for p in getattr(found, role)) for role in ROLES})


def sample(records: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Some of the records, from the beginning to the end."""
    step = max(1, len(records) // _SAMPLE)
    return list(records[::step][:_SAMPLE])


def _columns(records: Sequence[Mapping[str, Any]]) -> list[Column]:
    found: dict[Path, list[Any]] = {}
    for record in records:
        for path, value in leaves(record).items():
            if value not in (None, "", [], {}):
                found.setdefault(path, []).append(value)
    return [Column(path, found[path], len(records)) for path in sorted(found)]


def _best(
    columns: Sequence[Column], score: Callable[[Column], float], *, distinct: bool = False
) -> tuple[Path, ...]:
    """The paths with the best scores. Those of equal keys stand in the order of the alphabet."""
    scored = sorted(((score(column), column.path) for column in columns), key=lambda s: -s[0])
    good = [path for points, path in scored if points > 0]
    return tuple(good[:_MOST_PATHS])


def _title(column: Column) -> float:
    named = names.title(column.path)
    texts = column.texts
    if named <= names.NEVER / 2 or len(texts) < 0.9 * len(column.values) or not texts:
        return 0.0
    texts = [text.partition("\n")[0] for text in texts]
    if _mostly(texts, _URI) or (named < 4 and median(map(len, texts)) > _LONGEST_HEADLINE):
        return 0.0
    words = words_of(texts)
    if named <= 0 and (words < 3 or column.distinct < 0.9 or column.share < 0.9):
        return 0.0
    slugs = 4.0 if _mostly(texts, _SLUG) and named < 9 else 0.0
    long = 3.0 if median(map(len, texts)) > _LONGEST_TITLE else 0.0
    same = 6.0 * max(0.0, 0.5 - column.distinct) if len(column.values) > 2 else 0.0
    missing = 3.0 * (1 - column.share)
    return max(named, 0.2) + 0.4 * min(words, 6) - slugs - long - same - missing


def words_of(texts: Sequence[str]) -> float:
    """How many words a text typically has."""
    return float(median(len(_WORD.findall(text[:500])) for text in texts)) if texts else 0.0


def _link(column: Column) -> float:
    named = names.link(column.path)
    texts = [value.strip() for value in column.values if isinstance(value, str)]
    if named <= names.NEVER / 2 or not texts or len(texts) < len(column.values):
        return 0.0
    relative = named >= 5 and _mostly(texts, _RELATIVE)
    if not (_mostly(texts, _ADDRESS) or relative) or any("{" in text for text in texts):
        return 0.0
    if _mostly(texts, _PICTURE, search=True) or (len(texts) > 2 and column.distinct < 0.6):
        return 0.0
    machine = 4.0 if _mostly(texts, _MACHINE, search=True) else 0.0
    return max(0.05, max(named, 0.5) + column.share + column.distinct - machine - 2 * relative)


def _date(column: Column, today: date) -> float:
    named = names.date(column.path)
    if named <= names.NEVER / 2:
        return 0.0
    numbers = any(isinstance(value, int | float | list) for value in column.values)
    if named <= 0 and (numbers or len(column.path) > 3):
        return 0.0
    read = [moment(value, today) for value in column.values]
    if sum(one is not None for one in read) < 0.8 * len(read):
        return 0.0
    fine = sum(_is_instant(one) for one in read) / len(read)
    return max(named, 0.1) + 2 * column.share + 0.3 * fine


def _is_instant(found: Moment | None) -> bool:
    return isinstance(found, Published) and found.precision is Precision.INSTANT


def _text(column: Column) -> float:
    named = names.text(column.path)
    if named <= 0:
        return 0.0
    nested = [value for value in column.values if isinstance(value, list | dict)]
    if nested:
        return 0.1 + named / 100 if _is_prose(nested) else 0.0
    texts = column.texts
    if not texts or _mostly(texts, _ADDRESS):
        return 0.0
    length: float = median(map(len, texts))
    return named + log2(1 + length) + column.share


def _is_prose(nested: Values) -> bool:
    """Whether lists and objects hold a text in pieces: sentences stand somewhere in them."""
    strings = [
        value
        for one in nested[:10]
        for value in leaves({"": one}).values()
        if isinstance(value, str)
    ]
    return any(len(_WORD.findall(text)) >= 5 for text in strings)


def _identity(column: Column) -> float:
    named = names.identity(column.path)
    plain = all(isinstance(v, str | int) and not isinstance(v, bool) for v in column.values)
    if named <= 0 or not plain or column.share < 1 or column.distinct < 1:
        return 0.0
    return named - 0.1 * len(column.path)


def _author(column: Column) -> float:
    named = names.author(column.path)
    texts = column.texts
    if named <= 0 or len(texts) < len(column.values) or _mostly(texts, _URI):
        return 0.0
    if all(text.isdigit() for text in texts):
        return 0.0
    return named if median(map(len, texts)) < 100 else 0.0


def _mostly(texts: Sequence[str], pattern: re.Pattern[str], *, search: bool = False) -> bool:
    matches = pattern.search if search else pattern.fullmatch
    return sum(matches(text[:2_000]) is not None for text in texts) >= 0.8 * len(texts)


def said(record: Mapping[str, Any], paths: Sequence[Path]) -> Any:
    """The first of these values that says something; None where none does."""
    for path in paths:
        value = at(record, path)
        if value not in (None, "", [], {}) and not (isinstance(value, str) and value.isspace()):
            return value
    return None
