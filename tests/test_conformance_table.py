"""docs/conformance.md names a test for every situation, and every test that it names is there."""

import re
from pathlib import Path
from string import ascii_uppercase

ROOT = Path(__file__).parents[1]
TABLE = (ROOT / "docs" / "conformance.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| ([A-Z]) \|(.*)$", TABLE, re.MULTILINE))


def named_in(text: str) -> set[tuple[str, str]]:
    return set(re.findall(r"`(test_\w+\.py)::(test_\w+)`", text))


def written() -> set[tuple[str, str]]:
    return {
        (path.name, name)
        for path in (ROOT / "tests" / "acceptance").glob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }


def test_every_situation_has_a_test() -> None:
    assert list(ROWS) == list(ascii_uppercase[:18])
    assert all(named_in(row) for row in ROWS.values())


def test_every_test_that_is_named_is_there() -> None:
    assert named_in(TABLE) <= written()


def test_every_test_named_by_a_letter_stands_beside_it() -> None:
    lettered = {(file, name) for file, name in written() if re.match(r"test_[b-r]_", name)}
    lettered |= {(file, name) for file, name in written() if name.startswith("test_a_a_")}
    missing = lettered - named_in(TABLE)
    assert not missing
