"""The tables: every row leads somewhere, and looking at a table loads nothing."""

import subprocess
import sys

import pytest
from pydantic import ValidationError

from monitor.config.durations import Wrong
from monitor.intake.kinds import FILTERS, KINDS, Table

HEAVY = (
    "pydantic",
    "bs4",
    "lxml",
    "feedparser",
    "feedgen",
    "httpx",
    "sqlalchemy",
    "apscheduler",
    "nh3",
)


@pytest.mark.parametrize("name", list(KINDS))
def test_every_kind_goes_by_its_name_and_has_defaults_for_its_keys(name: str) -> None:
    kind = KINDS[name]
    assert kind.name == name
    assert set(FILTERS) <= set(kind.options().model_dump())


@pytest.mark.parametrize("name", list(FILTERS))
def test_every_filter_takes_documents(name: str) -> None:
    assert FILTERS[name]((), ("x",)) == ()


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        pytest.param("page", {"selct": "main"}, id="unknown key"),
        pytest.param("page", {"select": "main["}, id="no CSS selector"),
        pytest.param("page", {"robots": "maybe"}, id="neither obey nor ignore"),
        pytest.param("files", {"drop": ["("]}, id="no regular expression"),
        pytest.param("feed", {"select": "main"}, id="another kind's key"),
    ],
)
def test_wrong_options_are_refused(kind: str, given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        KINDS[kind].options.model_validate(given)


def test_one_selector_is_a_list_of_one() -> None:
    options = KINDS["page"].options.model_validate({"select": "main", "strip": ["nav", ".ad"]})
    assert options.model_dump()["select"] == ("main",)


@pytest.mark.parametrize("name", ["page", "feed"])
@pytest.mark.parametrize("place", ["example.org/news", "ftp://x.test/", "https://u:p@x.test/"])
def test_a_place_on_the_web_is_a_whole_web_address(name: str, place: str) -> None:
    with pytest.raises(Wrong):
        KINDS[name].place(place)


def test_names_that_are_not_there_are_a_key_error() -> None:
    table: Table[object] = Table({"a": "os:path"})
    assert ("a" in table, "b" in table, len(table)) == (True, False, 1)
    with pytest.raises(KeyError):
        table["b"]


def test_the_kinds_load_nothing_heavy() -> None:
    code = (
        "import sys; from monitor.intake.kinds import KINDS; [KINDS[name] for name in KINDS];"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "[]"
