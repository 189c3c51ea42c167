"""PDF documents written by hand: kind ones, and those that mean it badly.

document([[Text("Title", 18), Text("First line of it."), …], …], {"Title": "Title"})
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NOTHING: Mapping[str, str] = {}
STEP = 1.2
"""From one line to the next, as a multiple of its size."""


@dataclass(frozen=True, slots=True)
class Text:
    """One line. `gap` is empty space above it, in lines; `x` where it begins."""

    text: str
    size: float = 11
    gap: float = 0
    x: float = 72
    y: float | None = None


def document(pages: Sequence[Sequence[Text]], metadata: Mapping[str, str] = NOTHING) -> bytes:
    """A whole PDF with these lines on its pages."""
    return raw([_content(page) for page in pages], metadata)


def story(title: str, day: str, paragraphs: Sequence[str], width: int = 80) -> list[Text]:
    """A page as an office writes it: title, date, wrapped paragraphs with space between them."""
    lines = [Text(title, 18), Text(day, gap=1)]
    for paragraph in paragraphs:
        wrapped = _wrapped(paragraph, width)
        lines += [Text(line, gap=1 if n == 0 else 0) for n, line in enumerate(wrapped)]
    return lines


def raw(
    contents: Sequence[bytes], metadata: Mapping[str, str] = NOTHING, trailer: str = ""
) -> bytes:
    """A PDF whose pages have these content streams, compressed."""
    first = 5
    pages = range(first, first + 2 * len(contents), 2)
    kids = " ".join(f"{number} 0 R" for number in pages)
    info = " ".join(f"/{name} ({_escaped(value)})" for name, value in metadata.items())
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: f"<< {info} >>".encode("latin-1"),
    }
    for number, content in zip(pages, contents, strict=True):
        packed = zlib.compress(content, 9)
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {number + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        ).encode()
        objects[number + 1] = stream(packed, "/Filter /FlateDecode")
    return assembled(objects, trailer)


def stream(data: bytes, entries: str = "") -> bytes:
    """A stream object's body."""
    return f"<< /Length {len(data)} {entries} >>\nstream\n".encode() + data + b"\nendstream"


def assembled(objects: Mapping[int, bytes], trailer: str = "") -> bytes:
    """The objects as a file, with the table that says where they stand."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places.get(number, 0)
    out += f"trailer\n<< /Size {size} /Root 1 0 R /Info 4 0 R {trailer} >>\n".encode()
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def _content(lines: Sequence[Text]) -> bytes:
    y, out = 760.0, []
    for line in lines:
        y -= line.size * STEP * (1 + line.gap)
        at = y if line.y is None else line.y
        said = _escaped(line.text)
        out.append(f"BT /F1 {line.size:g} Tf {line.x:g} {at:g} Td ({said}) Tj ET")
        y = at
    return "\n".join(out).encode("cp1252")


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _wrapped(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]
