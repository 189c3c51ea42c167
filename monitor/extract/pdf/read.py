"""A PDF document -> its title, date, author and text. Pure; the document is hostile.

title   what it declares, if its first page says it too; else what stands there largest
date    a line of it near the top that is a date; else the day on which it was made, concluded
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.errors import ExtractError
from monitor.extract.dates.conclude import Claim, published
from monitor.extract.dates.lines import date_line, dated_lead
from monitor.extract.dates.said import Said
from monitor.extract.headline import cut
from monitor.extract.pdf.lines import read_lines
from monitor.extract.pdf.paragraphs import Paragraph, paragraphs
from monitor.extract.texts.split import english
from monitor.model.published import Published

LONGEST_TITLE = 300
SHORTEST_TITLE = 8
NEAR_THE_TOP = 25
"""Paragraphs among which the date of the document is looked for."""

LEADS = 3

STANDS_OUT = 1.1
"""A title's letters are so many times as large as those of the text, or larger."""

_MADE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_PROGRAM = re.compile(
    r"^(?:microsoft|untitled|ohne titel|document\d*$|.*\.(?:docx?|indd|pdf|rtf|qxd))",
    re.IGNORECASE,
)
"""Titles that programs give."""
_KIND_OF_TEXT = re.compile(
    r"^\W*(?:(?:press|news|media)[ -]?(?:release|statement|information)s?|pressemitteilung|"
    r"pressemeldung|medienmitteilung|communiqué de presse|comunicado de prensa|nota de prensa|"
    r"comunicato stampa|пресс-релиз|persbericht|pressmeddelande|for immediate release)\W*$",
    re.IGNORECASE,
)
"""What a letterhead says, larger than the title."""


class PdfEmpty(ExtractError):
    """A PDF came, and there is no text in it."""

    kind = "empty"

    def __init__(self, pages: int) -> None:
        super().__init__(
            f"the PDF has no text on its {pages} page{'s' * (pages != 1)}",
            hint="it holds pictures of pages; look for another form of it",
        )


@dataclass(frozen=True, slots=True)
class PdfText:
    """`text` is plain, paragraphs apart by a blank line, without the title at its head."""

    title: str
    text: str
    published: Published | None
    author: str | None


def read_pdf(body: bytes, *, today: date) -> PdfText:
    """Read a PDF. Raises ExtractError: no reader, no PDF, encrypted, too large, without text.

    No date after `today`, but for a day in time zones that are ahead.
    """
    read = read_lines(body)
    found = paragraphs(read.lines)
    if not found:
        raise PdfEmpty(read.pages)
    title = _title(found, read.metadata)
    rest = found[1:] if len(found) > 1 and _same(found[0].text, title) else found
    return PdfText(
        title or cut(found[0].text),
        "\n\n".join(one.text for one in rest),
        _published(found, read.metadata, today),
        " ".join(read.metadata.get("Author", "").split())[:LONGEST_TITLE] or None,
    )


def _title(found: Sequence[Paragraph], metadata: Mapping[str, str]) -> str:
    declared = " ".join(metadata.get("Title", "").split())[:LONGEST_TITLE]
    first = [one for one in found if one.page == found[0].page]
    if declared and _plain(declared) in _plain(" ".join(one.text for one in first)):
        return declared
    return _largest(first) or ("" if _PROGRAM.match(declared) else declared)


def _largest(first: Sequence[Paragraph]) -> str:
    """What stands out on the first page; empty where all of it is of one size."""
    titles = [one for one in first if _may_be_title(one.text)]
    if not titles:
        return ""
    sizes: Counter[float] = Counter()
    for one in first:
        sizes[one.size] += len(one.text)
    ((usual, _),) = sizes.most_common(1)
    best = max(titles, key=lambda one: one.size)
    return best.text if best.size > STANDS_OUT * usual else ""


def _may_be_title(text: str) -> bool:
    short = SHORTEST_TITLE <= len(text) <= LONGEST_TITLE
    return short and not _KIND_OF_TEXT.match(text) and date_line(text) is None


def _published(
    found: Sequence[Paragraph], metadata: Mapping[str, str], today: date
) -> Published | None:
    near = [one.text for one in found[:NEAR_THE_TOP]]
    said = next((one for one in map(date_line, near) if one and one.day and one.year), None)
    said = said or next(filter(None, map(_lead, _long(near)[:LEADS])), None)
    if said:
        (read,) = published([Claim(said)], today, english=english(" ".join(near)))
        if read:
            return read
    return _made(metadata.get("CreationDate", ""), today)


def _lead(text: str) -> Said | None:
    lead = dated_lead(text)
    return lead.said if lead and lead.said.year else None


def _long(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if len(text) > LONGEST_TITLE // 3]


def _made(said: str, today: date) -> Published | None:
    """The day on which the document was made: mostly that of its publication, or just before."""
    match = _MADE.match(said)
    if not match:
        return None
    try:
        day = date(*map(int, match.groups()))
    except ValueError:
        return None
    return Published.on(day, inferred=True) if day <= today + timedelta(days=1) else None


def _same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()
