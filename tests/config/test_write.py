"""A source is put into config.yaml: its lines are new, every other byte stays."""

import difflib
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from monitor.config.expand import expand, literal
from monitor.config.write import read, replace_checked, with_source
from monitor.errors import UsageError

ENTRY = {
    "id": "office",
    "listing": "https://office.test/news?page=1#top",
    "title": "It: \u00d6ffice",
}
OURS = (Path(__file__).parents[2] / "config.yaml").read_text(encoding="utf-8")

CASES = {
    "ours": OURS,
    "at the end": "sources:\n  - id: a\n    page: https://a.test/\n",
    "no line end": "sources:\n  - id: a\n    page: https://a.test/",
    "not indented": "sources:\n- id: a\n  page: https://a.test/\nlisten: 127.0.0.1:1\n",
    "comments below": "sources:  # all\n  - id: a\n    page: https://a.test/\n\n  # b\nfeeds: []\n",
    "empty": "sources: []  # none yet\nfeeds: []\n",
    "nothing": "sources:\nfeeds: []\n",
    "no key": "listen: 127.0.0.1:1\n",
    "empty file": "",
}


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_it_is_the_last_source_and_nothing_else_changes(text: str) -> None:
    written = with_source(text, ENTRY)
    before, after = YAML(typ="safe").load(text) or {}, YAML(typ="safe").load(written)
    assert after.pop("sources") == [*(before.pop("sources", None) or []), ENTRY]
    assert after == before


@pytest.mark.parametrize("name", ["ours", "at the end", "not indented", "comments below"])
def test_every_other_byte_stays(name: str) -> None:
    old, new = CASES[name].splitlines(True), with_source(CASES[name], ENTRY).splitlines(True)
    marks = [line[0] for line in difflib.ndiff(old, new) if line[0] in "+-?"]
    assert marks == ["+", "+", "+"]


def test_a_list_in_one_line_is_left_to_its_author() -> None:
    with pytest.raises(UsageError, match="one line"):
        with_source("sources: [{id: a, page: 'https://a.test/'}]\n", ENTRY)


def test_what_the_check_refuses_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("old", encoding="utf-8")

    def check(beside: Path) -> None:
        assert beside.read_text(encoding="utf-8") == "new"
        raise UsageError("no")

    with pytest.raises(UsageError):
        replace_checked(path, "new", check)
    assert path.read_text(encoding="utf-8") == "old"
    assert [*tmp_path.iterdir()] == [path]
    replace_checked(path, "new", lambda beside: None)
    assert path.read_text(encoding="utf-8") == "new"


def test_line_ends_are_the_files_own(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(b"sources:\r\n  - id: a\r\n    page: https://a.test/\r\nfeeds: []\r\n")
    replace_checked(path, with_source(read(path), ENTRY), lambda beside: None)
    lines = path.read_bytes().split(b"\n")
    assert all(line.endswith(b"\r") for line in lines[:-1])
    assert len(lines) == 8


def test_a_link_stays_one_and_the_mode_stays(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    real, link = tmp_path / "etc" / "real.yaml", tmp_path / "config.yaml"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    replace_checked(link, "new", lambda beside: None)
    assert (link.is_symlink(), real.read_text(), real.stat().st_mode & 0o777) == (
        True,
        "new",
        0o640,
    )


@pytest.mark.parametrize("found", ["${SECRET}", "$${SECRET}", "a ${ b", "$$${X} ${", "plain $5"])
def test_what_was_found_names_no_variable(found: str) -> None:
    assert expand(literal(found), {"SECRET": "leaked", "X": "leaked"}) == found
