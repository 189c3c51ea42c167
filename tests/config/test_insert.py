"""An item is put into a list of config.yaml: its lines are new, every other byte stays."""

import difflib
from pathlib import Path
from typing import Any

import pytest

from monitor.config.document import read_yaml
from monitor.config.insert import added, with_include, with_source
from monitor.errors import UsageError

ENTRY = {
    "id": "office",
    "listing": "https://office.test/news?page=1#top",
    "title": "It: \u00d6ffice",
}
OURS = (Path(__file__).parents[2] / "config.yaml").read_text(encoding="utf-8")
A = "  - id: a\n    page: https://a.test/\n"

CASES = {
    "ours": OURS,
    "at the end": f"sources:\n{A}",
    "no line end": f"sources:\n{A}".rstrip(),
    "not indented": "sources:\n- id: a\n  page: https://a.test/\nlisten: 127.0.0.1:1\n",
    "comments below": f"sources:  # all\n{A}\n  # b\nfeeds: []\n",
    "empty": "sources: []  # none yet\nfeeds: []\n",
    "empty over lines": "sources: [\n  # none yet\n]\nfeeds: []\n",
    "nothing": "sources:\nfeeds: []\n",
    "nothing, with a comment": "sources:  # none\n# feeds\nfeeds: []\n",
    "nothing at the end": "feeds: []\nsources:",
    "null": "sources: null\nfeeds: []\n",
    "tilde": "feeds: []\nsources: ~  # none",
    "no key": "listen: 127.0.0.1:1\n",
    "no key, no line end": "listen: 127.0.0.1:1",
    "empty file": "",
    "comments only": "# ours\n---\n# nothing yet\n",
    "quoted key": f'"sources":\n{A}',
    "quoted once": f"'sources' :\n{A}feeds: []\n",
    "a document's end": f"---\nsources:\n{A}...\n",
    "no key before the end": "---\nlisten: 127.0.0.1:1\n# ours\n...\n",
    "in one line": "sources: [{id: a, page: 'https://a.test/'}]  # one\nfeeds: []\n",
    "in brackets over lines": "sources: [\n  {id: a, page: 'https://a.test/'},  # one\n]\n",
    "an inner list": "sources:\n  - id: a\n    tags: [a,\n      b]   # c\n",
    "text at the end": "sources:\n  - id: a\n    title: |\n      two\n\n# b\nfeeds: []\n",
    "text that ends it": "sources:\n  - id: a\n    title: >-\n      two\n      lines",
    "a key without a value": "sources:\n  - id: a\n    title:   # none\nfeeds: []\n",
    "another list of that name": "feeds:\n  - sources:\n      - x\nsources:\n  - id: a\n",
    "all indented": "  listen: 127.0.0.1:1\n  sources:\n    - id: a\n  feeds: []\n",
    "all indented, no key": "  listen: 127.0.0.1:1\n",
    "tabs": "sources:\n  - id: a\n    title: 'a\tb'\nfeeds: []\n",
    "a mark of byte order": f"\ufefffeeds: []\nsources:\n{A}",
}


def values(text: str) -> dict[str, Any]:
    """What our own reader makes of it."""
    return read_yaml(text.removeprefix("\ufeff"), "config.yaml").data or {}


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_it_is_the_last_source_and_nothing_else_changes(text: str, ending: str) -> None:
    text = text.replace("\n", ending)
    written = with_source(text, ENTRY)
    before, after = values(text), values(written)
    assert after.pop("sources") == [*(before.pop("sources", None) or []), ENTRY]
    assert after == before
    assert "\n" not in text or written.count("\n") == written.count(ending)
    assert values(with_source(written, {**ENTRY, "id": "second"}))["sources"][-1]["id"] == "second"


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_a_file_is_included_in_the_same_way(text: str) -> None:
    written = with_include(text, "imported.jsonl")
    before, after = values(text), values(with_include(written, "odd: [name].opml"))
    assert values(written)["include"][-1] == "imported.jsonl"
    assert after.pop("include") == [
        *(before.pop("include", None) or []), "imported.jsonl", "odd: [name].opml",
    ]  # fmt: skip
    assert after == before


@pytest.mark.parametrize(
    "name", ["ours", "at the end", "not indented", "comments below", "text at the end", "tabs"]
)
def test_every_other_byte_stays(name: str) -> None:
    old, new = CASES[name].splitlines(True), with_source(CASES[name], ENTRY).splitlines(True)
    marks = [line[0] for line in difflib.ndiff(old, new) if line[0] in "+-?"]
    assert marks == ["+", "+", "+"]


def test_the_lines_that_are_added_are_told() -> None:
    lines = '  - id: office\n    listing: "https://office.test/news?page=1#top"\n'
    expected = lines + '    title: "It: \u00d6ffice"\n'
    for name in ("ours", "at the end", "comments below"):
        assert added(CASES[name], with_source(CASES[name], ENTRY)) == expected
    one = CASES["in one line"]
    assert added(one, with_source(one, ENTRY)).startswith("sources: [{id: a,")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{listen: '127.0.0.1:1'}\n", "written in one line"),
        ("sources: 7\n", "is no list"),
        ("sources: {a: 1}\n", "is no list"),
    ],
)
def test_what_has_no_room_is_left_to_its_author(text: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        with_source(text, ENTRY)
