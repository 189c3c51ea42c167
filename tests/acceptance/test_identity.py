"""Why two are two, said in words; what somebody knows better holds through every check after."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.test_renumbered import CONFIG, NUMBERS, feed, item, new, old
from tests.support.harbour import FETCH
from tests.support.process import Program
from tests.support.server import Site


@pytest.fixture
def program(tmp_path: Path, site: Site) -> Iterator[Program]:
    """The commands alone, the baseline of eight items taken."""
    site.set("/feed.xml", feed([old(number) for number in NUMBERS]))
    with Program(tmp_path, FETCH + CONFIG.format(site=site.url)) as program:
        assert program.json("check")[0]["new"] == 8
        yield program


def ids(program: Program) -> dict[str, str]:
    return {row["title"]: row["id"] for row in program.json("releases")}


def test_what_is_merged_stays_one_whatever_is_published(program: Program, site: Site) -> None:
    garden, market = (
        ids(program)[f"The council opens the {name}"] for name in ("garden", "market")
    )
    shown = program.json("explain", garden, market)
    assert shown["policy"] == "guid"
    (beside,) = shown["beside"]
    assert "they have two names (guid)" in beside["why"][0]
    done = program.json("merge", garden, market)
    assert (done["kind"], done["first"], done["second"]) == ("merge", garden, market)
    items = [old(number) for number in NUMBERS]
    site.set("/feed.xml", feed([*items[:2], old(5, "The market was opened twice."), *items[3:]]))
    row = program.json("check")[0]
    assert (row["new"], row["revised"], row["withdrawn"]) == (0, 0, 0)
    said = program.call("explain", garden).stdout
    assert "merged by hand" in said
    assert program.json("undo")["undone_at"]
    assert program.json("check")[0]["revised"] == 1
    assert program.json("explain", garden, market)["beside"]


def test_what_is_split_stays_two(program: Program, site: Site) -> None:
    reused = item(4, "http://x.test/?p=4", "http://x.test/news/4", "Another thing altogether.")
    items = [old(number) for number in NUMBERS]
    site.set("/feed.xml", feed([*items[:3], reused, *items[4:]]))
    assert program.json("check")[0]["revised"] == 1
    garden = ids(program)["The council opens the garden"]
    done = program.json("split", garden, "--from", "2")
    assert program.json("check")[0]["outcome"] == "unchanged"
    rows = {row["id"]: row for row in program.json("releases")}
    assert rows[garden]["text"].startswith("On behalf")
    assert rows[done["second"]]["text"] == "Another thing altogether."
    edited = reused.replace("altogether", "entirely")
    site.set("/feed.xml", feed([*items[:3], edited, *items[4:]]))
    assert program.json("check")[0]["revised"] == 1
    rows = {row["id"]: row for row in program.json("releases")}
    assert (rows[garden]["revision"], rows[done["second"]]["revision"]) == (1, 2)
    assert program.json("undo")["kind"] == "split"
    rows = {row["id"]: row for row in program.json("releases")}
    assert rows[garden]["revision"] == 3


def test_explain_says_by_what_a_renamed_release_was_recognised(
    program: Program, site: Site
) -> None:
    garden = ids(program)["The council opens the garden"]
    site.set("/feed.xml", feed([new(number) for number in NUMBERS]))
    program.json("check")
    shown = program.json("explain", garden[:8])
    assert (shown["key"], shown["release"]) == ("http://x.test/?p=4", garden)
    (name,) = shown["names"]
    assert (name["key"], name["why"]) == ("urn:cms:904", "it says the same")
    said = program.call("explain", garden[:8])
    assert said.returncode == 0
    assert "told apart by the guid" in said.stdout
    assert "also known as urn:cms:904" in said.stdout
