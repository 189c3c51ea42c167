"""Text files that hold something else than plain text."""

from datetime import date

import pytest

from monitor.extract.decode import BinaryContent
from monitor.extract.texts.pasted import plain
from monitor.extract.texts.split import split

TODAY = date(2026, 11, 23)
PAGE = """<!DOCTYPE html><html><head><title>News</title><script>var x = 1</script></head><body>
<h2>River floods lower town</h2><p class="date">10.12.2024</p><p>The river rose by two metres.</p>
<h2>New bridge</h2><p>09.12.2024</p><p>The council has voted for a bridge of wood &amp; steel.</p>
</body></html>"""


def test_the_source_of_a_page_is_read_as_the_page() -> None:
    found = split(plain(PAGE.encode()), today=TODAY)
    assert [(one.title, one.text) for one in found] == [
        ("River floods lower town", "The river rose by two metres."),
        ("New bridge", "The council has voted for a bridge of wood & steel."),
    ]


@pytest.mark.parametrize(
    "text", ["<3 bridges>", "a < b and c > d", "<b>New</b> bridge", "Title\n<p>x</p>"]
)
def test_a_text_with_signs_of_markup_stays_as_it_is(text: str) -> None:
    assert plain(text.encode()) == text


def test_a_document_of_an_office_is_named() -> None:
    with pytest.raises(BinaryContent, match="this is an RTF document, not a text"):
        plain(rb"{\rtf1\ansi\ansicpg1251 {\fonttbl} River floods lower town\par}")
