"""A plain text to the releases in it, without being told where they begin.

    lines ─joins─▸ ─units─▸ classified lines ─layout─▸ cuts ─conclude─▸ dates ─▸ Passage*

The rules are about how releases are written; see `heads` and `layout` for the habits they
learn from each file.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal

from monitor.extract.dates.conclude import Claim, published
from monitor.extract.headline import headline
from monitor.extract.markup import seen
from monitor.extract.texts.chunks import Cut
from monitor.extract.texts.layout import cuts
from monitor.extract.texts.rows import Row, rows
from monitor.extract.texts.titles import title_lines
from monitor.extract.texts.units import LEADS, Kind, Unit, units
from monitor.extract.texts.within import date_within
from monitor.extract.texts.wrap import joins
from monitor.languages import ENGLISH
from monitor.model.published import Published

_YEARS = re.compile(r"(?<![\d.])(?:19|20)\d\d(?![\d.]\d)")
_NUMBERED = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_LANGUAGE_SAMPLE = 20_000


@dataclass(frozen=True, slots=True)
class Passage:
    """One release of a text. Lines count from 1, `end_line` included.

    `kind`: a `full` release has a title line, a `lead` is text alone and gets a headline.
    `text` has its paragraphs separated by one blank line. `url`: where its title leads, or
    what stands alone beside it.
    """

    start_line: int
    end_line: int
    kind: Literal["lead", "full"]
    title: str
    text: str
    published: Published | None
    url: str | None = None


def split(text: str, *, today: date) -> tuple[Passage, ...]:
    """The releases of `text`, in its order; `today` is the day on which it was first seen."""
    text = seen(text.replace("\r\n", "\n").replace("\r", "\n"))
    if found := rows(text):
        return _from_rows(found, today, english=english(text))
    return _unnumbered(_from_lines(text, today))


def _from_rows(found: Sequence[Row], today: date, *, english: bool) -> tuple[Passage, ...]:
    days = published([Claim(row.said) for row in found], today, english=english)
    return tuple(
        Passage(row.start_line, row.end_line, "full", row.title, row.text, day, row.url)
        for row, day in zip(found, days, strict=True)
    )


def _from_lines(text: str, today: date) -> tuple[Passage, ...]:
    lines = text.split("\n")
    parts = list(units(lines, joins(lines)))
    found = cuts(parts)
    claims = [_claim(parts, cut) for cut in found]
    days = published(claims, today, english=english(text))
    return tuple(_passage(parts, cut, day) for cut, day in zip(found, days, strict=True))


def _unnumbered(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """Titles without the numbers of a list: they would be others with each release that comes."""
    numbers = [_NUMBERED.match(passage.title) for passage in passages]
    counted = [int(number[1]) for number in numbers if number]
    steps = {b - a for a, b in pairwise(counted)}
    if len(counted) < 2 or len(counted) < len(passages) or steps not in ({1}, {-1}):
        return passages
    return tuple(
        replace(passage, title=passage.title[number.end() :])
        for passage, number in zip(passages, numbers, strict=True)
        if number
    )


def _passage(parts: Sequence[Unit], cut: Cut, day: Published | None) -> Passage:
    titles = _titles(parts, cut)
    link = _link(parts, cut)
    heads = {*titles, cut.date, link}
    last = max((head for head in heads if head is not None), default=cut.end)
    body = [
        parts[i].text
        for i in range(cut.start, cut.end)
        if i not in heads and not (i <= last + 1 and parts[i].edit_date)
    ]
    title = " ".join(parts[i].title or parts[i].text for i in titles)
    if len(titles) == 1 and not body and _is_sentence(parts[titles[0]]):
        titles, body = [], [title]  # all that stands under a date
    return Passage(
        start_line=parts[cut.start].start + 1,
        end_line=parts[cut.end - 1].end + 1,
        kind="full" if titles else "lead",
        title=title if titles else headline(body[0] if body else ""),
        text="\n\n".join(body),
        published=day,
        url=next((parts[i].url for i in (*titles, link) if i is not None and parts[i].url), None),
    )


def _link(parts: Sequence[Unit], cut: Cut) -> int | None:
    """The address that stands alone between title and date, or right below them."""
    if cut.title is None:
        return None
    heads = sorted({cut.title, cut.title if cut.date is None else cut.date})
    places = range(heads[0] + 1, min(heads[-1] + 2, cut.end))
    return next((i for i in places if parts[i].kind is Kind.LINK and parts[i].url), None)


def _is_sentence(unit: Unit) -> bool:
    return unit.kind is Kind.TEXT and not unit.title_like


def _titles(parts: Sequence[Unit], cut: Cut) -> list[int]:
    """The lines of its title."""
    if cut.title is None:
        return []
    below = cut.date is not None and cut.date > cut.title
    return title_lines(parts, cut.title, cut.date if below and cut.date else cut.end)


def _claim(parts: Sequence[Unit], cut: Cut) -> Claim:
    """The date line's date, else the date that opens the text, else the one that ends it."""
    if cut.date is not None:
        return Claim(parts[cut.date].said)
    body = [parts[i] for i in range(cut.start, cut.end) if i != cut.title]
    opening = next((unit for unit in body[:3] if unit.kind in LEADS), None)
    if opening:
        return Claim(opening.said, _plans(opening))
    if body and body[-1].kind is Kind.DATE:
        return Claim(body[-1].said)
    return Claim(date_within(body[0].text) if body else None)


def _plans(unit: Unit) -> tuple[int, ...]:
    """Years that the first sentence speaks of, beside its date's own."""
    if unit.said is None or unit.said.year is not None:
        return ()
    rest = unit.text[unit.said.end : unit.said.end + 600]
    return tuple(int(year) for year in _YEARS.findall(rest))


def english(text: str) -> bool:
    """Whether a text is in English, by its smallest words."""
    words = text[:_LANGUAGE_SAMPLE].casefold().split()
    return sum(word in ENGLISH for word in words) * 12 > len(words)
