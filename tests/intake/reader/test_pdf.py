"""PDF documents that are sent to break whoever reads them: read where they can be killed."""

import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from monitor.intake.reader.readers import Readers
from monitor.intake.understand import Understood
from monitor.model.source import Source
from monitor.model.visit import Part
from tests.support.pdf import Text, assembled, document, raw, stream

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOW = datetime(2025, 6, 1, 9, tzinfo=UTC)
URL = "https://x.example/report.pdf"
GOOD = document([[Text("The harbour stays open", 18), Text("It was decided on Monday.", gap=1)]])
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << %b >> >>"
)
FONT = b"/Font << /F1 5 0 R >>"
HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def readers() -> AsyncIterator[Readers]:
    readers = Readers()
    yield readers
    await readers.close()


async def read(readers: Readers, body: bytes, kind: str) -> Understood:
    source = Source("r", kind, URL, "Report")
    return await readers.understand(source, [Part(URL, body)], NOW, had_items=False, most_seconds=6)


def one_page(content: bytes, resources: bytes = FONT, **more: bytes) -> bytes:
    """A page with this content stream object, and more objects from number 6 on."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: PAGE % resources,
        4: content,
        5: HELVETICA,
    }
    return assembled(objects | {6 + n: value for n, value in enumerate(more.values())})


def packed(content: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    return stream(content, f"/Filter [{'/FlateDecode ' * times}]")


def words(count: int) -> bytes:
    return b"BT /F1 9 Tf 72 700 Td " + b"(word ) Tj " * count + b"ET"


HOSTILE = {
    "a bomb": lambda: one_page(packed(b" " * 300_000_000)),
    "a bomb within a bomb": lambda: one_page(packed(b" " * 300_000_000, 2)),
    "a bomb of words": lambda: one_page(packed(words(2_000_000))),
    "pages that contain themselves": lambda: assembled({
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1500 >>",
    }),
    "a promise of pages": lambda: assembled({
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [] /Count 2147483647 >>",
    }),
    "a form that draws itself": lambda: one_page(
        packed(b"/X Do"),
        b"/XObject << /X 6 0 R >>",
        form=stream(b"/X Do /X Do", "/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
                    " /Resources << /XObject << /X 6 0 R >> >>"),
    ),
    "a length that is itself": lambda: one_page(b"<< /Length 4 0 R >>\nstream\nx\nendstream"),
    "arrays in arrays": lambda: one_page(packed(b"[" * 3_000_000)),
    "objects in objects": lambda: one_page(b"<< /A " * 300_000 + b">> " * 300_000),
    "a table that leads to itself": lambda: GOOD.replace(b"trailer\n<<", b"trailer\n<< /Prev 9"),
    "noise": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_document_is_a_failure_or_a_text_and_the_next_is_read(
    readers: Readers, name: str
) -> None:
    found = await read(readers, HOSTILE[name](), "page")
    if not found.documents:
        failure = found.unread[URL]
        assert failure.kind in {"unreadable", "empty", "too_large", "memory", "deadline", "reader"}
        assert URL in failure.message
        assert failure.hint
    after = await read(readers, GOOD, "article")
    assert [one.title for one in after.documents] == ["The harbour stays open"]


async def test_encrypted_and_empty_ones_say_what_they_are(readers: Readers) -> None:
    found = await read(readers, raw([b""]), "page")
    assert found.unread[URL].kind == "empty"
