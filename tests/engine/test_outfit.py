"""What checks go out with stays usable over a change of its rules."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.config.settings import Fetch, Settings
from monitor.engine.outfit import Outfit
from monitor.model.change import Check, Outcome
from monitor.store.store import Store
from tests.store.kept import NOW, source
from tests.support.loopback import LOOPBACK
from tests.support.server import Site

CLOSED = Fetch(delay_seconds=0.0)
OPEN = replace(CLOSED, allow_private=LOOPBACK)


@pytest.fixture
async def outfit(sqlite_store: Store, tmp_path: Path) -> AsyncIterator[Outfit]:
    settings = Settings(tmp_path / "config.yaml", tmp_path, fetch=CLOSED)
    outfit = Outfit(settings, sqlite_store)
    yield outfit
    await outfit.close()


async def test_new_rules_are_in_force_from_the_next_check_on(
    outfit: Outfit, sqlite_store: Store
) -> None:
    with Site() as site:
        site.set("/terms", "<p>Terms of use, as they stand since the spring.</p>")
        sqlite_store.sync_sources([source(kind="page", place=site.url + "/terms")], NOW)
        shut = await _check(outfit, sqlite_store)
        outfit.renew(OPEN)
        let_out = await _check(outfit, sqlite_store)
    assert shut.failure
    assert len(site.requests) == len(set(site.paths())), "only the second check left"
    assert let_out.outcome is Outcome.CHANGED


async def test_what_hosts_asked_for_stands_unless_politeness_itself_changes(outfit: Outfit) -> None:
    door, hosts = outfit.door, outfit.hosts
    outfit.renew(OPEN)
    assert outfit.door is not door
    assert outfit.hosts is hosts
    outfit.renew(replace(OPEN, concurrency=5))
    assert outfit.hosts.seats == 5


async def _check(outfit: Outfit, store: Store) -> Check:
    row = store.source("one")
    assert row
    return await outfit.checker.check(row)
