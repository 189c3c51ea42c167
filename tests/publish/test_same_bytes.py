"""The same kept data give the same bytes, whatever database keeps them (rule P23)."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feeds.formats import FORMATS
from monitor.config.roster import Roster
from monitor.config.settings import Fetch, Settings
from monitor.intake.check import Checker
from monitor.intake.reader.readers import Readers
from monitor.intake.visit.visitor import Visitor
from monitor.model.change import Outcome
from monitor.model.source import Source
from monitor.net.door import Door
from monitor.publish.document import FeedBytes
from monitor.publish.publisher import Publisher
from monitor.store.store import Store

SEED = Path(__file__).parents[2] / "seeds" / "csto.txt"
FIRST_SEEN_AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NAMES = [("csto", False), ("all", False), ("tag-security", False), ("csto", True)]


@pytest.fixture
def two_stores(tmp_path: Path, postgres_url: str) -> Iterator[tuple[Store, Store]]:
    stores = Store.open("sqlite:///monitor.db", root=tmp_path), Store.open(postgres_url)
    yield stores
    for store in stores:
        store.close()


async def documents(
    store: Store, folder: Path, first_seen_at: datetime = FIRST_SEEN_AT, *, edited: bool = True
) -> dict[tuple[str, bool, str], bytes]:
    """Every feed after a first visit and perhaps an edit, at instants that are given."""
    source = Source(
        "csto", "files", "*.txt", "CSTO", tags=("security",), every="1s", root=str(folder)
    )
    settings = Settings(folder / "config.yaml", folder, sources=Roster((source,)))
    store.sync_sources(settings.sources, first_seen_at)
    text = SEED.read_text(encoding="utf-8")
    await visit(store, folder, text, lambda: first_seen_at)
    if edited:
        text = text.replace("joint training session", "joint drill")
        await visit(store, folder, text, lambda: first_seen_at + timedelta(hours=1))
    publisher = Publisher(store, lambda: settings, lambda: FIRST_SEEN_AT + timedelta(days=1))
    found = {}
    for name, changes in NAMES:
        for form in FORMATS:
            document = publisher.document(name, form, changes=changes)
            assert isinstance(document, FeedBytes)
            found[name, changes, form] = document.body
    return found


async def visit(store: Store, folder: Path, text: str, clock: Callable[[], datetime]) -> None:
    (folder / "csto.txt").write_text(text, encoding="utf-8")
    row = store.source("csto")
    assert row
    async with Door(Fetch()) as door:
        checker = Checker(store, Visitor(door, Fetch(), clock), Readers(), clock)
        check = await checker.check(row, patient=True)
    assert check.outcome is Outcome.CHANGED


async def test_sqlite_and_postgresql_give_the_same_bytes(
    two_stores: tuple[Store, Store], tmp_path: Path
) -> None:
    folders = tmp_path / "a", tmp_path / "b"
    for folder in folders:
        folder.mkdir()
    first, second = [
        await documents(store, folder) for store, folder in zip(two_stores, folders, strict=True)
    ]
    assert first.keys() == second.keys()
    for name in first:
        assert first[name] == second[name], name
    assert b"joint drill" in first["csto", True, "atom"]


async def test_the_same_baseline_gives_the_same_bytes_whenever_it_was_taken(tmp_path: Path) -> None:
    found = []
    for days in (0, 5):
        folder = tmp_path / str(days)
        folder.mkdir()
        store = Store.open("sqlite:///monitor.db", root=folder)
        found.append(
            await documents(store, folder, FIRST_SEEN_AT + timedelta(days=days), edited=False)
        )
        store.close()
    assert found[0] == found[1]
