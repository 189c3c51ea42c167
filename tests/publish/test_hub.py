"""The hub is told what changed: every notice in the end, none for what is private."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from itertools import chain, repeat
from urllib.parse import parse_qs

import pytest

from feeds.formats import FORMATS
from feeds.read import read
from monitor.config.settings import Fetch
from monitor.net.door import Door
from monitor.publish import hub as module
from monitor.publish.document import FeedBytes
from monitor.publish.hub import Hub
from monitor.store.store import Store
from tests.publish.kept import Kept
from tests.publish.rows import PUBLIC, source
from tests.support.loopback import LOOPBACK
from tests.support.server import Answer, Seen, Site

HARBOUR = source("harbour", title="Harbour office")
BOARD = source("board", headers={"Authorization": "x"}, feed_token="t0ken")
DOCUMENTS = {
    f"{PUBLIC}/feeds/{name}{changes}.{form}"
    for name in ("all", "harbour")
    for form in FORMATS
    for changes in ("", "/changes")
}


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        site.set("/hub", status=204)
        yield site


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with Door(Fetch(allow_private=LOOPBACK)) as door:
        yield door


@pytest.fixture
def kept(store: Store, site: Site) -> Kept:
    kept = Kept(store, HARBOUR, BOARD)
    kept.settings = replace(kept.settings, hub=f"{site.url}/hub")
    return kept


def hub_of(kept: Kept, door: Door, *, leads: bool = True) -> Hub:
    """One that has just been started."""
    return Hub(kept.store, kept.publisher(), lambda: kept.settings, lambda: door, lambda: leads)


def noticed(site: Site) -> list[str]:
    """The documents of which the hub was told so far, oldest first."""
    return [parse_qs(seen.body.decode())["hub.url"][0] for seen in site.requests]


async def test_the_hub_hears_of_each_public_document_that_changed(
    kept: Kept, door: Door, site: Site
) -> None:
    kept.publish("harbour", "From before the hub was named")
    hub = hub_of(kept, door)
    assert await hub.update() == 0
    kept.publish("harbour", "First")
    kept.publish("harbour", "Second")
    kept.publish("board", "For the board alone")
    assert await hub.update() == len(DOCUMENTS)
    assert set(noticed(site)) == DOCUMENTS
    (seen, *_) = site.requests
    assert (seen.method, seen.headers["content-type"]) == (
        "POST", "application/x-www-form-urlencoded",
    )  # fmt: skip
    assert await hub.update() == 0
    assert await hub_of(kept, door).update() == 0  # a restart forgets nothing


async def test_what_was_held_is_a_change_when_it_is_told(kept: Kept, door: Door) -> None:
    release = kept.publish("harbour", "First")
    held = kept.edit(release, "The bridge opens on Tuesday.", held="flapping")
    hub = hub_of(kept, door)
    await hub.update()
    kept.store.tell([held])
    assert await hub.update() == len(DOCUMENTS)


async def test_what_the_hub_did_not_take_is_sent_again(
    kept: Kept, door: Door, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_000.0
    monkeypatch.setattr(module, "monotonic", lambda: now)
    hub = hub_of(kept, door)
    await hub.update()
    kept.publish("harbour", "First")
    site.set("/hub", _that_breaks_down_after(3))
    assert await hub.update() == 3
    assert await hub.update() == 0, "it is given time"
    assert len(site.requests) == 4
    site.set("/hub", status=202)
    now += 5
    assert await hub.update() == len(DOCUMENTS)


def _that_breaks_down_after(count: int) -> Callable[[Seen], Answer]:
    statuses = chain(repeat(204, count), repeat(500))
    return lambda _: Answer(status=next(statuses))


async def test_only_the_one_who_leads_tells(kept: Kept, door: Door, site: Site) -> None:
    await hub_of(kept, door).update()
    kept.publish("harbour", "First")
    assert await hub_of(kept, door, leads=False).update() == 0
    assert site.requests == []


@pytest.mark.parametrize("form", FORMATS)
def test_a_document_names_its_hub_but_no_archive_and_nothing_private(kept: Kept, form: str) -> None:
    kept.publish_many("harbour", (f"Release {number}" for number in range(101)))
    kept.publish("board", "For the board alone")
    publisher, hub = kept.publisher(), kept.settings.hub
    found = {
        "feed": publisher.document("harbour", form),
        "changes": publisher.document("harbour", form, changes=True),
        "archive": publisher.document("harbour", form, archive=1),
        "private": publisher.document("board", form, token="t0ken"),
    }
    for name, document in found.items():
        assert isinstance(document, FeedBytes)
        expected = (hub,) if name in ("feed", "changes") else ()
        assert (read(document.body).hubs, document.hubs) == (expected, expected), name
