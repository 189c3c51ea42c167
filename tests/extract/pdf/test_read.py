"""PDF documents: what people see in them is what is read."""

import sys
from datetime import date
from itertools import islice

import pytest

from monitor.errors import ExtractError
from monitor.extract.pdf.lines import MOST_PAGES, NoPdfReader
from monitor.extract.pdf.mark import is_pdf
from monitor.extract.pdf.read import read_pdf
from monitor.model.published import Precision
from tests.support.pdf import Text, document, raw, story

TODAY = date(2025, 6, 1)
TITLE = "Council keeps water prices"
FIRST = (
    "The council has decided that the prices of water stay as they are for two years, and that"
    " the office of finance publishes its figures for them on every first day of a month."
)
SECOND = (
    "Schools, bridges and roads are paid for from what is left; whoever wants to know more asks."
)


def body(*paragraphs: str, day: str = "Monday, 5 May 2025") -> list[Text]:
    return story(TITLE, day, paragraphs or (FIRST, SECOND))


def test_title_date_and_paragraphs_of_a_letter() -> None:
    found = read_pdf(document([body()], {"Author": "The office"}), today=TODAY)
    assert (found.title, found.author) == (TITLE, "The office")
    assert found.text.split("\n\n") == ["Monday, 5 May 2025", FIRST, SECOND]
    assert found.published is not None
    assert (found.published.value, found.published.inferred) == ("2025-05-05", False)


def test_a_paragraph_goes_on_over_pages_without_their_running_heads() -> None:
    words = iter((f"{FIRST} ".lower() * 40).split())
    pages = [
        [
            Text("City of Example / Press office", 8, y=780),
            *(Text(" ".join(islice(words, 12))) for _ in range(30)),
            Text(f"Page {number} of 5", 8, y=30),
        ]
        for number in range(1, 5)
    ]
    found = read_pdf(document(pages), today=TODAY)
    assert "City of Example" not in found.text
    assert "Page" not in found.text
    assert "\n\n" not in found.text


def test_words_broken_at_the_end_of_a_line_are_whole_again() -> None:
    lines = [Text("The council has de-"), Text("cided that the har-"), Text("bour stays open.")]
    found = read_pdf(document([lines]), today=TODAY)
    assert found.text == "The council has decided that the harbour stays open."


def test_two_columns_are_read_one_after_the_other() -> None:
    def column(words: str, x: float) -> list[Text]:
        lines = [Text(f"{words} {n} is said here", x=x, y=700 - 14 * n) for n in range(8)]
        return [*lines[:-1], Text(f"{words} ends.", x=x, y=700 - 14 * 7)]

    found = read_pdf(document([column("left", 72) + column("Right", 330)]), today=TODAY)
    first, second = found.text.split("\n\n")
    assert first.startswith("left 0 is said here left 1")
    assert second.startswith("Right 0 is said here Right 1")


def test_a_paragraph_may_begin_with_an_indent_alone() -> None:
    lines = [Text("One begins so,", x=90), Text("and ends."), Text("Two begins so,", x=90),
             Text("and ends, too.")]  # fmt: skip
    found = read_pdf(document([lines]), today=TODAY)
    assert found.text.split("\n\n") == ["One begins so, and ends.", "Two begins so, and ends, too."]


@pytest.mark.parametrize(
    ("lines", "metadata", "title"),
    [
        (body(), {"Title": TITLE}, TITLE),
        (body(), {"Title": "Microsoft Word - final_v3.docx"}, TITLE),
        (body(), {"Title": "COUNCIL KEEPS WATER PRICES"}, "COUNCIL KEEPS WATER PRICES"),
        ([Text("PRESS RELEASE", 30), Text("4 May 2025", 25), *body()], {}, TITLE),
        ([Text(FIRST[:60]), Text(FIRST[60:])], {"Title": "Water prices"}, "Water prices"),
        ([Text("Short and plain.")], {"Title": "scan.pdf"}, "Short and plain"),
    ],
)
def test_the_title(lines: list[Text], metadata: dict[str, str], title: str) -> None:
    assert read_pdf(document([lines], metadata), today=TODAY).title == title


@pytest.mark.parametrize(
    ("day", "made", "value", "inferred"),
    [
        ("Berlin, 5. Mai 2025", "D:20250601", "2025-05-05", False),
        ("05/04/2025", "D:20250601", "2025-05-04", False),
        ("No date at all", "D:20250412093000+02'00'", "2025-04-12", True),
        ("No date at all", "D:20991231", None, None),
        ("No date at all", "D:20251399", None, None),
        ("5 May 2099", "", None, None),
    ],
)
def test_the_date(day: str, made: str, value: str | None, inferred: bool | None) -> None:
    metadata = {"CreationDate": made} if made else {}
    published = read_pdf(document([body(day=day)], metadata), today=TODAY).published
    if value is None:
        assert published is None
    else:
        assert published is not None
        assert (published.value, published.inferred) == (value, inferred)
        assert published.precision is Precision.DAY


ENCRYPTED = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'00' * 32}> /U <{'11' * 32}> >>"
ENCRYPTED += f" /ID [<{'22' * 16}> <{'22' * 16}>]"


@pytest.mark.parametrize(
    ("made", "kind", "said"),
    [
        pytest.param(b"%PDF-1.7\nnothing of it", "unreadable", "no whole PDF", id="noise"),
        pytest.param(document([body()])[:300], "unreadable", "no whole PDF", id="cut"),
        pytest.param(raw([b""], trailer=ENCRYPTED), "unreadable", "encrypted", id="encrypted"),
        pytest.param(raw([b"0 0 m 9 9 l S"]), "empty", "no text on its 1 page", id="a picture"),
        pytest.param(raw([b""] * (MOST_PAGES + 1)), "too_large", "pages", id="too many pages"),
    ],
)
def test_what_cannot_be_read_is_said(made: bytes, kind: str, said: str) -> None:
    with pytest.raises(ExtractError, match=said) as caught:
        read_pdf(made, today=TODAY)
    assert caught.value.kind == kind
    assert caught.value.hint


def test_without_the_extra_it_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(NoPdfReader) as caught:
        read_pdf(document([body()]), today=TODAY)
    assert caught.value.hint == "pip install 'feed-monitor[pdf]'"


@pytest.mark.parametrize(
    ("start", "is_one"),
    [(b"%PDF-1.4", True), (b"\r\n%PDF-1.7", True), (b"<p>%PDF-", False), (b"text %PDF-", False)],
)
def test_a_pdf_is_known_by_its_first_bytes(start: bytes, is_one: bool) -> None:
    assert is_pdf(start + b"\n...") is is_one
