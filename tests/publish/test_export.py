"""The feeds as files."""

from pathlib import Path

import pytest

from monitor.config.settings import FeedSpec
from monitor.publish.document import FeedBytes
from monitor.publish.export import Export
from monitor.store.store import Store
from tests.publish.kept import Kept
from tests.publish.rows import source

HARBOUR = source("harbour", tags=("water",))
CITY = source("city")
BOARD = source("board", headers={"Authorization": "x"}, feed_token="t0ken")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.fixture
def kept(store: Store, folder: Path) -> Kept:
    kept = Kept(store, HARBOUR, CITY, BOARD, publish=folder)
    kept.publish("harbour", "Bridge")
    return kept


def export(kept: Kept) -> Export:
    return Export(kept.store, kept.publisher(), lambda: kept.settings)


def names(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


def test_files_stand_at_the_paths_of_http_with_the_same_bytes(kept: Kept, folder: Path) -> None:
    export(kept).update()
    document = kept.publisher().document("harbour", "atom", changes=True)
    assert isinstance(document, FeedBytes)
    assert (folder / "feeds/harbour/changes.atom").read_bytes() == document.body
    found = names(folder)
    assert {"opml", "feeds/all.rss", "feeds/tag-water.json", "feeds/city.atom"} <= found
    assert len(found) == 4 * 3 * 2 + 1


def test_a_private_feed_is_never_written(kept: Kept, folder: Path) -> None:
    export(kept).update()
    assert not [name for name in names(folder) if "board" in name]


def test_only_what_changed_is_written_again(kept: Kept, folder: Path) -> None:
    working = export(kept)
    working.update()
    assert working.update() == 0
    kept.publish("city", "Street fair")
    city_and_all = 2 * 3 * 2
    assert working.update() == city_and_all
    assert b"Street fair" in (folder / "feeds/all.atom").read_bytes()


def test_archives_are_written_once_and_taken_away_with_their_feed(kept: Kept, folder: Path) -> None:
    kept.publish_many("harbour", (f"Release {number}" for number in range(130)))
    working = export(kept)
    working.update()
    first = folder / "feeds/harbour/archive/1.atom"
    document = kept.publisher().document("harbour", "atom", archive=1)
    assert isinstance(document, FeedBytes)
    assert first.read_bytes() == document.body
    assert "feeds/all/archive/1.rss" in names(folder)
    kept.publish_many("harbour", (f"Release {number}" for number in range(130, 230)))
    working.update()
    assert {"feeds/harbour/archive/1.json", "feeds/harbour/archive/2.json"} <= names(folder)
    assert not [name for name in names(folder) if "city/archive" in name]
    kept.configure(CITY, BOARD, publish=folder)
    working.update()
    assert not [name for name in names(folder) if "harbour" in name]


def test_what_is_told_later_is_written_though_something_else_happened_meanwhile(
    kept: Kept, folder: Path
) -> None:
    release = kept.publish("harbour", "Ferry times")
    held = kept.edit(release, "It opens on Friday.", held="it goes to and fro")
    working = export(kept)
    working.update()
    assert b"Friday" not in (folder / "feeds/harbour/changes.atom").read_bytes()
    kept.store.tell([held])
    kept.publish("city", "Street fair")
    working.update()
    assert b"Friday" in (folder / "feeds/harbour/changes.atom").read_bytes()


def test_after_a_restart_nothing_is_written_that_stands_there_already(kept: Kept) -> None:
    export(kept).update()
    assert export(kept).update() == 0


def test_the_files_of_a_source_that_went_away_go_too(kept: Kept, folder: Path) -> None:
    working = export(kept)
    working.update()
    kept.configure(HARBOUR, publish=folder)
    working.update()
    assert not [name for name in names(folder) if "city" in name]


def test_the_files_of_a_tag_and_of_a_feed_of_its_own_go_with_them(kept: Kept, folder: Path) -> None:
    kept.configure(HARBOUR, publish=folder, feeds=(FeedSpec("mine", "Mine"),))
    working = export(kept)
    working.update()
    (folder / "feeds" / "somebody-elses.atom").touch()
    kept.configure(source("harbour"), publish=folder)
    working.update()
    assert not [name for name in names(folder) if "water" in name or "mine" in name]
    assert "feeds/somebody-elses.atom" in names(folder)


def test_the_files_of_a_source_that_became_private_go_too(kept: Kept, folder: Path) -> None:
    working = export(kept)
    working.update()
    kept.configure(source("harbour", feed_token="x"), CITY, publish=folder)
    working.update()
    assert not [name for name in names(folder) if "harbour" in name]


def test_without_a_folder_nothing_is_written(kept: Kept, folder: Path) -> None:
    kept.configure(HARBOUR)
    assert export(kept).update() == 0
    assert not folder.exists()


def test_no_draft_is_left_behind(kept: Kept, folder: Path) -> None:
    export(kept).update()
    assert not [name for name in names(folder) if name.endswith(".part")]
