"""What commands print: aligned, plain where nobody sees colours, and nothing that steers."""

import io
import json
from typing import Any

import pytest
from rich.console import Console

from monitor.commands import output

ROWS: list[list[object]] = [
    ["a", "ok", 12, None, "x y  "],
    ["b\u00fccher", "failing", 3, "\u65e5\u672c\u8a9e", "very\nlong " + "z" * 50],
    ["\x1b[31mred", "", 1000, "1 \u00e9", ""],
]
COLUMNS = ("SOURCE", "STATE", "#N", "WHAT", "PLACE")


def test_a_piped_table_is_what_a_terminal_shows(capsys: pytest.CaptureFixture[str]) -> None:
    output.table(COLUMNS, ROWS, "nothing")
    lines = [tuple(map(output._words, row)) for row in ROWS]
    drawn = Console(file=io.StringIO(), width=1000, color_system=None, emoji=False)
    drawn.print(output._drawn(COLUMNS, lines))
    shown: str = drawn.file.getvalue()  # type: ignore[attr-defined]
    assert capsys.readouterr().out.splitlines() == [row.rstrip() for row in shown.splitlines()]


def test_nothing_to_show_is_said_beside_the_result(capsys: pytest.CaptureFixture[str]) -> None:
    output.table(COLUMNS, [], "no rows yet")
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "no rows yet\n")


def test_a_line_is_plain_unless_colours_are_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    output.line("one\x1b[2J", output.cell("failing"))
    assert capsys.readouterr().out == "one[2J failing\n"
    monkeypatch.setenv("FORCE_COLOR", "1")
    output.line("one", output.cell("failing"))
    assert "\x1b[31mfailing" in capsys.readouterr().out


def test_a_piped_line_is_as_long_as_it_must_be(capsys: pytest.CaptureFixture[str]) -> None:
    output.line("x" * 20_000)
    assert capsys.readouterr().out == "x" * 20_000 + "\n"


@pytest.mark.parametrize(
    "values",
    [[], [{}], [1, "x\ny", {"z": []}], [{"a": [1, {"b": "\u00e9\n"}], "c": {}}, None, []]],
)
def test_a_list_printed_on_the_way_is_the_same_document(
    values: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    output.document(values)
    whole = capsys.readouterr().out
    output.documents(iter(values))
    printed = capsys.readouterr().out
    assert printed == whole
    assert json.loads(printed) == values
