"""What `doctor` finds in the feeds that are published, archives too."""

import pytest

from monitor.commands.doctor import feeds
from monitor.commands.doctor.finding import Finding
from monitor.publish import select
from monitor.publish.select import ENTRIES
from monitor.store.store import Store
from tests.publish.kept import Kept
from tests.publish.rows import source


@pytest.fixture
def kept(store: Store) -> Kept:
    kept = Kept(store, source("harbour", title="Harbour office"))
    kept.publish_many("harbour", (f"Release {number}" for number in range(ENTRIES)))
    kept.publish("harbour", "One more")
    return kept


def found(kept: Kept) -> list[Finding]:
    return list(feeds.examine(kept.settings, kept.store))


def test_archives_are_looked_at_too(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [each.state for each in found(kept)] == ["ok"]
    monkeypatch.setattr(feeds, "ARCHIVES", 1)
    looked_at: list[str] = []
    monkeypatch.setattr(feeds, "broken", lambda *_, url, **__: looked_at.append(url) or ())
    found(kept)
    at = f"{kept.settings.public_url}/feeds/harbour/archive/1"
    assert {f"{at}.rss", f"{at}.atom", f"{at}.json"} <= {*looked_at}


def test_a_link_to_an_archive_that_is_not_there_is_named(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(select, "has_archive", lambda *_: False)
    messages = {each.about: each.message for each in found(kept)}
    assert messages["feed harbour/archive/1.atom"].startswith("P19: ")
