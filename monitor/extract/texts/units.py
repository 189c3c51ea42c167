"""A text to its units: paragraphs, title-like lines, date lines, each with what stands before it.

A unit is one line, or several where the text is wrapped, or a block of fields. Blank lines and
separators are no units: they are kept as what precedes the next one. Labels (`Press release
No. 5`) and a page's buttons are none either: a label's line is the first of the unit below it,
a button's the last of the unit above it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from monitor.extract.dates.lines import (
    LEAD_REACH,
    LONGEST_DATED_TITLE,
    date_line,
    dated_lead,
    dated_title,
)
from monitor.extract.dates.said import Said
from monitor.extract.texts.asides import ends_teaser, is_button, is_label, named
from monitor.extract.texts.fields import block
from monitor.languages import CONTACT_LABELS
from monitor.text import width

LONGEST_TITLE = 220
_SEPARATOR = re.compile(r"\s*([*\-_=~#•·+.—–─━═])(?:\s*\1){2,}\s*")
_HEADING = re.compile(r"#{1,6}(?=\s)")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1:?")
_LINK = re.compile(r"\[([^\[\]]+)\]\(((?:[^()]|\([^()]*\))*)\)")
_ADDRESS = re.compile(r"<?(https?://[^\s<>\"]+)>?", re.IGNORECASE)
"""Where a link in Markdown leads; a title may follow it (CommonMark, 6.3)."""
_BULLET = re.compile(r"(?:[*+•·▪◦‣»>-]|\d{1,2}[.)]|[a-z]\))\s+")
_CONTACT = re.compile(
    rf"@|https?://|www\.|\d{{3}}[-/ ]\d{{3,}}|\(at\)|^\W*(?:{CONTACT_LABELS})\b[^:]{{0,30}}:",
    re.IGNORECASE,
)
_ADDRESS_ALONE = re.compile(r"\W*(?:https?://|www\.)\S+", re.IGNORECASE)
_HAS_DIGIT = re.compile(r"\d")


class Kind(Enum):
    """What a unit is by its form alone."""

    DATE = "a line that is a date"
    DATED_TITLE = "a title with its date"
    LEAD = "a paragraph that opens with its date"
    DATELINE = "a paragraph that opens with place and date"
    LINK = "an address of the web alone"
    TEXT = "anything else"


LEADS = frozenset({Kind.LEAD, Kind.DATELINE})
"""What a release without a title line may be."""

LABEL, _MORE = "label", "more"
"""What stands for a separator where a label begins a text, or a button ends a teaser."""
FIELDS = "::"
"""The mark of a title that stands in a block of fields."""

_DATED = frozenset({Kind.DATE, Kind.DATED_TITLE})
_APART, _SURE = 9, 9


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines `start` to `end` (from 0, inclusive) that belong together.

    `gap` counts the blank lines before it; `separator` is the sign of a separator line before
    it. `mark` is the form that sets a title off (`##`, `##[]`, `==`, `**`, `[]`), else empty.
    `text` is without that form; `title` is what is left of a dated title, and of a date line
    that could be one (`Berlin - 10.12.2024`). `likeness` to a title is positive if it may be one.
    A label and a `Read more` divide too, as `LABEL` and `_MORE`.
    """

    start: int
    end: int
    text: str
    kind: Kind
    gap: int
    separator: str
    mark: str
    said: Said | None
    title: str
    likeness: int
    url: str | None = None

    @property
    def title_like(self) -> bool:
        """Whether it could be a title: of that length, and not written like a sentence."""
        return self.likeness > 0

    @property
    def distance(self) -> int:
        """How far it is set off from what stands above: blank lines, or a separator."""
        return _APART if self.separator not in {"", LABEL} else self.gap

    @property
    def edit_date(self) -> bool:
        """Whether it is a date line that tells the day of an edit."""
        return self.kind is Kind.DATE and self.said is not None and self.said.updated


def _likeness(text: str, kind: Kind, mark: str) -> int:
    """How much a unit looks like a title: positive if it may be one."""
    length = width(text)
    if kind in {Kind.DATE, Kind.LINK} or length > LONGEST_TITLE:
        return -3
    score = 2 if length <= 130 else 1
    if mark:
        score += 2
    if text[-1] in ":;,：；，،՝":
        score -= 4
    if text[-1] in ".。։।۔።":
        score -= 1 if text.endswith("...") else 2
    if text[0].islower() or _BULLET.match(text):
        score -= 2
    if not mark and _CONTACT.search(text):
        score -= 1
    return score


@dataclass(slots=True)
class _Before:
    """What was seen since the last unit: it belongs to the next one.

    `gap` are the blank lines above a label, if there is one; `below` those under it. `in_head`:
    a title and its date may have been seen, and no text yet.
    """

    gap: int = 0
    separator: str = ""
    label: range | None = None
    below: int = 0
    in_head: bool = False

    @property
    def sign(self) -> str:
        """The separator; a label is one too, but for those between a title and its text."""
        return self.separator or (LABEL if self.label and not self.in_head else "")

    @property
    def bound_up(self) -> bool:
        """Whether its label is closer to what stands above, or just as close to a head."""
        return self.label is not None and self.below >= self.gap + (not self.in_head)


def units(lines: list[str], joins: list[bool]) -> Iterator[Unit]:
    """The units of a text in order. `joins[i]`: line i goes on with the sentence of line i - 1."""
    last: Unit | None = None
    before, index = _Before(), 0
    while index < len(lines):
        line = lines[index]
        if not line or line.isspace():
            _count_blank(before)
        elif sign := separator_sign(line):
            last, before = _divided(lines, index, sign, last, before)
        elif is_label(line) or (before.label and _is_contact(line)):
            start = before.label.start if before.label else index
            before.label, before.below = range(start, index + 1), 0
        elif is_button(line):
            last = last and replace(last, end=index)
            before = _Before(separator=before.separator or (ends_teaser(line) and _MORE) or "")
        else:
            if before.bound_up and last:
                last, before = _with_label(last, before)
            if last:
                yield last
            unit = _read(lines, joins, index, before)
            before, index = _Before(in_head=_in_head(unit, last)), unit.end
            last = unit
        index += 1
    if last:
        yield _with_label(last, before)[0]


def _in_head(unit: Unit, above: Unit | None) -> bool:
    return unit.kind in _DATED or (unit.title_like and above is not None and above.kind in _DATED)


def _count_blank(before: _Before) -> None:
    if before.label:
        before.below += 1
    else:
        before.gap += 1


def _divided(
    lines: list[str], index: int, sign: str, last: Unit | None, before: _Before
) -> tuple[Unit | None, _Before]:
    """What is known after a separator. One that underlines a label parts nothing."""
    if before.label and last and not _underlined(lines, index - 1):
        last, before = _with_label(last, before)
    if not before.label:
        before.separator = sign
    return last, before


def _with_label(last: Unit, before: _Before) -> tuple[Unit, _Before]:
    """The unit above, with the label that belongs to it; and what then stands before the next."""
    if not before.label:
        return last, before
    return replace(last, end=before.label[-1]), _Before(before.below)


def _read(lines: list[str], joins: list[bool], index: int, before: _Before) -> Unit:
    """The unit that begins at a line, with what stands before it."""
    start = before.label.start if before.label else index
    place = before.gap, before.sign
    if fields := block(lines, index):
        said = date_line(fields.date) if fields.date else None
        kind = Kind.DATED_TITLE if said else Kind.TEXT
        title = fields.title
        return Unit(
            start, fields.end, title, kind, *place, FIELDS, said, title, _SURE, fields.url or None
        )
    return _unit(lines, index, _end(lines, joins, index), start, place)


def _is_contact(line: str) -> bool:
    return len(line) <= LONGEST_TITLE and _CONTACT.search(line) is not None


def separator_sign(line: str) -> str:
    """The sign of a line that only divides, as `***`, `- - -` or `=====`; else empty."""
    if line[0].isalnum():
        return ""
    match = _SEPARATOR.fullmatch(line)
    return match[1] if match else ""


def begins_item(text: str) -> bool:
    """Whether a line begins an item of a list."""
    return _BULLET.match(text) is not None


def _end(lines: list[str], joins: list[bool], start: int) -> int:
    """The last line of the unit that begins at `start`."""
    end = start
    while end + 1 < len(lines) and joins[end + 1]:
        end += 1
    return end


def _unit(lines: list[str], index: int, end: int, start: int, place: tuple[int, str]) -> Unit:
    text = " ".join(part.strip() for part in lines[index : end + 1])
    mark, text, url = _unmarked(text)
    if not mark and index == end and _underlined(lines, end):
        mark, end = lines[end + 1][0], end + 1
    kind, said, title = _form(text)
    if kind is Kind.TEXT and not mark and (bullet := _BULLET.match(text)):
        kind, said, title = _form(text[bullet.end() :])
        if kind is Kind.DATED_TITLE:
            mark, text = "-", text[bullet.end() :]
        else:
            kind, said, title = Kind.TEXT, None, ""
    if kind is Kind.LINK:
        url = text if text.startswith(("http://", "https://")) else None
    likeness = _likeness(text, kind, mark)
    return Unit(start, end, text, kind, *place, mark, said, title, likeness, url)


def _underlined(lines: list[str], index: int) -> bool:
    """Whether the next line underlines this one: a rule of about the same length."""
    if index + 1 >= len(lines):
        return False
    line, rule = lines[index].strip(), lines[index + 1].strip()
    if not rule or rule[0] not in "=-~" or rule.strip(rule[0]):
        return False
    return abs(len(rule) - len(line)) <= max(2, len(line) // 8)


def _unmarked(text: str) -> tuple[str, str, str | None]:
    """The form that sets a title off, the text without it, and where it leads."""
    first = text[0]
    if first not in "#*_[":
        return "", text, None
    mark, url = "", None
    if heading := _HEADING.match(text):
        mark = heading[0]
        text = text[heading.end() :].strip().rstrip("#").rstrip() or text
    if bold := _BOLD.fullmatch(text):
        mark, text = mark + "**", bold[2]
    if text[0] == "[" and (link := _LINK.fullmatch(text)):
        mark, text = mark + "[]", link[1].strip() or text
        address = _ADDRESS.match(link[2].strip())
        url = address[1] if address else None
    return mark, text, url


def _form(text: str) -> tuple[Kind, Said | None, str]:
    """What a text is by its form, with its date and, beside a date, its title."""
    short = len(text) <= LONGEST_DATED_TITLE
    if _ADDRESS_ALONE.fullmatch(text):
        return Kind.LINK, None, ""
    if not _HAS_DIGIT.search(text, 0, LONGEST_DATED_TITLE if short else LEAD_REACH):
        return Kind.TEXT, None, ""
    text = " ".join(text[: LONGEST_DATED_TITLE + 1].split())
    said = date_line(text) if short else None
    if not said and short and (end := named(text)):
        said = date_line(text[end:].lstrip(" ,;:|–—-"))
        return (Kind.DATE, said, "") if said else (Kind.TEXT, None, "")
    if said and not said.start:
        return Kind.DATE, said, ""
    dated = dated_title(text) if short else None
    if said:
        return Kind.DATE, said, dated.title if dated else ""
    if dated:
        return Kind.DATED_TITLE, dated.said, dated.title
    if lead := dated_lead(text):
        return Kind.DATELINE if lead.dateline else Kind.LEAD, lead.said, ""
    return Kind.TEXT, None, ""
