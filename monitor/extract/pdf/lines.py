"""A PDF's bytes -> its lines of text, each with where it stands and how large it is.

PDFium reads it, the reader of Chromium, in C++: it runs where it can be killed, and what it
answers is bounded here.
"""

import ctypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.errors import ExtractError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MOST_PAGES = 2_000
MOST_CHARACTERS = 3_000_000

_LINE_ENDS = frozenset({0x0A, 0x0D})
_BROKEN_WORD = frozenset({0x02, 0xFFFE})
"""What PDFium puts where a word was broken at the end of a line, and the line goes on at once."""

BROKEN = "\u00ad"
"""How that is written in a Line: at its end."""

_LIGATURES = str.maketrans({
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\xa0": " ",
})  # fmt: skip


class NoPdfReader(ExtractError):
    """The library that reads PDF is not installed."""

    kind = "no_pdf_reader"

    def __init__(self) -> None:
        super().__init__(
            "this is a PDF document, and nothing is installed that reads it",
            hint="pip install 'feed-monitor[pdf]'",
        )


class PdfUnreadable(ExtractError):
    """It says that it is a PDF, and cannot be read as one."""

    kind = "unreadable"


class PdfTooLarge(ExtractError):
    """More pages or text than is taken in."""

    kind = "too_large"


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `base` is how high its letters stand on the page and `left` where they begin, in
    points from the page's lower left corner; `size` is that of its first letter."""

    text: str
    page: int
    base: float
    left: float
    size: float


@dataclass(frozen=True, slots=True)
class Read:
    """All lines in their order, and what the document says of itself (`Title`, `Author`, …)."""

    lines: tuple[Line, ...]
    metadata: Mapping[str, str]
    pages: int


def read_lines(body: bytes) -> Read:
    """Read a PDF. Raises ExtractError: no reader, no PDF, encrypted, too large."""
    document = _opened(body)
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise PdfTooLarge(
                f"the PDF has {count:,} pages", hint=f"at most {MOST_PAGES:,} pages are read"
            )
        lines = tuple(_bounded(_lines(document, count)))
        return Read(lines, document.get_metadata_dict(skip_empty=True), count)
    finally:
        document.close()


def _opened(body: bytes) -> "PdfDocument":
    try:
        import pypdfium2
    except ImportError as error:
        raise NoPdfReader from error
    try:
        return pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            message, hint = "the PDF is encrypted", "watch another copy of it, or the page beside"
        else:
            message, hint = "this is no whole PDF document", "look at it in a browser"
        raise PdfUnreadable(message, hint=hint) from error


def _bounded(lines: Iterator[Line]) -> Iterator[Line]:
    count = 0
    for line in lines:
        count += len(line.text)
        if count > MOST_CHARACTERS:
            raise PdfTooLarge(
                f"the PDF has more than {MOST_CHARACTERS:,} characters", hint="watch a part of it"
            )
        yield line


def _lines(document: "PdfDocument", count: int) -> Iterator[Line]:
    import pypdfium2

    for number in range(count):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            continue  # one broken page of many
        text = page.get_textpage()
        try:
            yield from _of_page(text.raw, number)
        finally:
            text.close()
            page.close()


def _of_page(text: Any, number: int) -> Iterator[Line]:
    from pypdfium2 import raw

    start = 0
    codes: list[int] = []
    for index in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, index)
        if not codes:
            start = index
        if code in _LINE_ENDS or code in _BROKEN_WORD:
            yield from _line(text, number, start, codes, broken=code in _BROKEN_WORD)
            codes = []
        elif code or codes:
            codes.append(code)
    yield from _line(text, number, start, codes, broken=False)


def _line(text: Any, number: int, start: int, codes: list[int], *, broken: bool) -> Iterator[Line]:
    from pypdfium2 import raw

    said = " ".join(_characters(codes).translate(_LIGATURES).split())
    if not said:
        return
    left, base = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, start, left, base)
    size = raw.FPDFText_GetFontSize(text, start)
    yield Line(said + BROKEN * broken, number, base.value, left.value, size)


def _characters(codes: list[int]) -> str:
    """Text of UTF-16 codes or code points; PDFium gives either. What is none of them goes."""
    units = "".join(chr(code) for code in codes if 0 < code <= 0x10FFFF)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
