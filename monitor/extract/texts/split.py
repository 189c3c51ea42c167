"""A plain text to the releases in it, without being told where they begin.

    lines ─joins─▸ ─units─▸ classified lines ─layout─▸ cuts ─conclude─▸ dates ─▸ Passage*

The rules are about how releases are written; see `heads` and `layout` for the habits they
learn from each file.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from monitor.extract.dates.conclude import Claim, published
from monitor.extract.headline import headline
from monitor.extract.texts.chunks import Cut
from monitor.extract.texts.layout import cuts
from monitor.extract.texts.units import LEADS, Kind, Unit, units
from monitor.extract.texts.wrap import joins
from monitor.languages import ENGLISH
from monitor.model.published import Published

_YEARS = re.compile(r"(?<![\d.])(?:19|20)\d\d(?![\d.]\d)")
_LANGUAGE_SAMPLE = 20_000
_LONGEST_TITLE = 200
_WHAT_IT_IS = re.compile(
    r"\W*(?:press|media|news) (?:release|statement|notice)s?\W*|\W*for immediate release\W*"
    r"|\W*(?:presse|medien)(?:mitteilung|erklärung|information)\W*|\W*communiqué(?: de presse)?\W*"
    r"|\W*(?:nota|comunicado) de (?:prensa|imprensa)\W*|\W*comunicato stampa\W*"
    r"|\W*пресс-релиз\W*|\W*сообщение для печати\W*",
    re.IGNORECASE,
)
"""A line that says what a text is, not what it is about."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One release of a text. Lines count from 1, `end_line` included.

    `kind`: a `full` release has a title line, a `lead` is text alone and gets a headline.
    `text` has its paragraphs separated by one blank line. `url`: where its title leads.
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
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    parts = list(units(lines, joins(lines)))
    found = cuts(parts)
    claims = [_claim(parts, cut) for cut in found]
    days = published(claims, today, english=english(text))
    return tuple(_passage(parts, cut, day) for cut, day in zip(found, days, strict=True))


def _passage(parts: Sequence[Unit], cut: Cut, day: Published | None) -> Passage:
    title_unit = parts[cut.title] if cut.title is not None else None
    heads = {cut.title, cut.date}
    last = max((head for head in heads if head is not None), default=cut.end)
    body = [
        parts[i].text
        for i in range(cut.start, cut.end)
        if i not in heads and not (i <= last + 1 and parts[i].edit_date)
    ]
    title = (
        (title_unit.title or title_unit.text) if title_unit else headline(body[0] if body else "")
    )
    if _WHAT_IT_IS.fullmatch(title) and body:
        title, body = _under_label(body)
    return Passage(
        start_line=parts[cut.start].start + 1,
        end_line=parts[cut.end - 1].end + 1,
        kind="full" if title_unit else "lead",
        title=title,
        text="\n\n".join(body),
        published=day,
        url=title_unit.url if title_unit else None,
    )


def _under_label(body: list[str]) -> tuple[str, list[str]]:
    """The title, and the text, of a release that begins by saying that it is one."""
    first = body[0]
    short = len(first) <= _LONGEST_TITLE and not first.rstrip().endswith((".", ":", ";"))
    return (first, body[1:]) if short and len(body) > 1 else (headline(first), body)


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
    return Claim(None)


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
