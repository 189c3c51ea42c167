"""Feeds from a real store: what is in them, who gets them, and that their bytes stand still."""

import json
import threading
from pathlib import Path
from typing import Any

import feedparser
import pytest

from feeds.formats import FORMATS
from monitor.config.settings import FeedSpec, Match
from monitor.errors import StoreFull
from monitor.publish.document import FeedBytes, Gone, Missing
from monitor.publish.publisher import Publisher
from monitor.store.store import Store
from tests.publish.kept import Kept
from tests.publish.rows import AT, source

HARBOUR = source("harbour", title="Harbour office", tags=("water",))
CITY = source("city", title="City hall", tags=("water", "streets"))
BOARD = source("board", headers={"Authorization": "x"}, feed_token="t0ken")
LONG = "The harbour bridge opens on Monday at nine, and the mayor will be there to cross it. " * 3


def feed(publisher: Publisher, name: str, form: str = "json", **keys: Any) -> FeedBytes:
    document = publisher.document(name, form, **keys)
    assert isinstance(document, FeedBytes)
    return document


def items(publisher: Publisher, name: str, **keys: Any) -> list[dict[str, Any]]:
    document = json.loads(feed(publisher, name, **keys).body)
    found: list[dict[str, Any]] = document["items"]
    return found


def titles(publisher: Publisher, name: str, **keys: Any) -> list[str]:
    return [item["title"] for item in items(publisher, name, **keys)]


@pytest.fixture
def kept(store: Store) -> Kept:
    return Kept(store, HARBOUR, CITY, BOARD)


# ── what is in a feed ──────────────────────────────────────────────────────────────────────


def test_the_newest_taken_up_comes_first_whatever_its_date(kept: Kept) -> None:
    for title in ("First", "Second", "Third"):
        kept.publish("harbour", title)
        kept.pass_time(hours=-1)  # a clock that runs backwards decides nothing
    assert titles(kept.publisher(), "harbour") == ["Third", "Second", "First"]


def test_a_feed_is_bounded(kept: Kept) -> None:
    kept.publish_many("harbour", (f"Release {number}" for number in range(103)))
    found = titles(kept.publisher(), "harbour")
    assert len(found) == 100
    assert found[0] == "Release 102"


def test_what_is_withdrawn_leaves_the_releases_and_stays_in_the_changes(kept: Kept) -> None:
    kept.withdraw(kept.publish("harbour", "Ferry times"))
    publisher = kept.publisher()
    assert titles(publisher, "harbour") == []
    assert titles(publisher, "harbour", changes=True) == [
        "Withdrawn: Ferry times", "New: Ferry times",
    ]  # fmt: skip


def test_a_story_at_two_sources_is_one_entry_that_names_both_places(kept: Kept) -> None:
    kept.publish("harbour", "Bridge", LONG, url="https://harbour.example/bridge")
    kept.publish("city", "Bridge", LONG, url="https://city.example/bridge")
    [shared] = feedparser.parse(feed(kept.publisher(), "all", "atom").body).entries
    assert {"https://city.example/bridge"} <= {link.href for link in shared.links}
    assert titles(kept.publisher(), "city") == ["Bridge"]


def test_tags_and_configured_feeds_take_their_part(kept: Kept) -> None:
    bridges = FeedSpec("bridges", "Bridges", Match(any_words=("bridge",), none_words=("toll",)))
    kept.configure(HARBOUR, CITY, BOARD, feeds=(bridges,))
    kept.publish("harbour", "Ferry times", "The ferry leaves at nine.")
    kept.publish("city", "Street fair", "Music on the old bridge.")
    kept.publish("city", "Bridge toll", "The bridge has a toll.")
    publisher = kept.publisher()
    assert titles(publisher, "tag-streets") == ["Bridge toll", "Street fair"]
    assert titles(publisher, "bridges") == ["Street fair"]


@pytest.mark.parametrize("form", FORMATS)
def test_markup_in_a_text_reaches_the_reader_as_text(kept: Kept, form: str) -> None:
    kept.publish("harbour", "Tides & <b>times</b>", "High < low & <script>alert(1)</script>.")
    body = feed(kept.publisher(), "harbour", form).body
    assert b"<script" not in body
    if form != "json":
        [entry] = feedparser.parse(body).entries
        assert "alert(1)" in entry.content[0].value


# ── changes ────────────────────────────────────────────────────────────────────────────────


def test_a_baseline_is_no_change_and_its_feed_is_empty_and_whole(kept: Kept) -> None:
    kept.publish("harbour", "Ferry times", baseline=True)
    publisher = kept.publisher()
    assert titles(publisher, "harbour") == ["Ferry times"]
    for form in ("rss", "atom"):
        parsed = feedparser.parse(feed(publisher, "harbour", form, changes=True).body)
        assert (parsed.bozo, parsed.entries) == (False, [])


def test_changes_are_found_behind_a_baseline_of_any_size(kept: Kept) -> None:
    kept.publish("harbour", "Ferry times")
    kept.publish_many("city", (f"Notice {number}" for number in range(101)), baseline=True)
    assert titles(kept.publisher(), "all", changes=True) == ["New: Ferry times"]


def test_an_edit_is_one_entry_with_its_diff_and_the_release_keeps_who_it_is(kept: Kept) -> None:
    release = kept.publish("harbour", "Bridge", "It opens on Monday.", baseline=True)
    publisher = kept.publisher()
    [before] = items(publisher, "harbour")
    kept.pass_time(hours=1)
    kept.edit(release, "It opens on Friday.")
    [change] = items(publisher, "harbour", changes=True)
    [after] = items(publisher, "harbour")
    assert "<del>Monday.</del>" in change["content_html"]
    assert "<ins>Friday.</ins>" in change["content_html"]
    assert (after["id"], after["date_published"]) == (before["id"], before["date_published"])
    assert after["date_modified"] != before["date_modified"]


def test_an_edit_that_is_held_alerts_nobody_until_it_is_told(kept: Kept) -> None:
    release = kept.publish("harbour", "Bridge", "It opens on Monday.", baseline=True)
    publisher = kept.publisher()
    [before] = items(publisher, "harbour")
    updated = feedparser.parse(feed(publisher, "harbour", "atom").body).feed.updated
    kept.pass_time(hours=1)
    held = kept.edit(release, "It opens on Friday.", held="it goes to and fro")
    [after] = items(publisher, "harbour")
    assert "It opens on Friday." in (after.get("content_text") or after["content_html"])
    assert (after["id"], after["date_modified"]) == (before["id"], before["date_modified"])
    assert feedparser.parse(feed(publisher, "harbour", "atom").body).feed.updated == updated
    assert items(publisher, "harbour", changes=True) == []
    kept.store.tell([held])
    [change] = items(publisher, "harbour", changes=True)
    assert "<ins>Friday.</ins>" in change["content_html"]
    [told] = items(publisher, "harbour")
    assert told["date_modified"] != before["date_modified"]


# ── the same data, the same bytes (P6, P23) ────────────────────────────────────────────────


@pytest.mark.parametrize("changes", [False, True])
@pytest.mark.parametrize("form", FORMATS)
def test_bytes_stand_still_while_time_passes_over_restarts(
    kept: Kept, form: str, changes: bool
) -> None:
    kept.edit(kept.publish("harbour", "Bridge"), "It opens on Friday.")
    first = feed(kept.publisher(), "harbour", form, changes=changes)
    kept.pass_time(days=400)
    again = feed(kept.publisher(), "harbour", form, changes=changes)
    assert again.body == first.body
    assert (again.etag, again.modified_at) == (first.etag, first.modified_at)


@pytest.mark.parametrize("form", FORMATS)
def test_two_stores_with_the_same_in_them_give_the_same_bytes(tmp_path: Path, form: str) -> None:
    bodies = []
    for name in ("one", "two"):
        store = Store.open(f"sqlite:///{tmp_path}/{name}.db")
        kept = Kept(store, HARBOUR, CITY)
        kept.edit(kept.publish("harbour", "Bridge", LONG), "It opens on Friday.")
        bodies.append(
            [feed(kept.publisher(), "all", form, changes=changes).body for changes in (False, True)]
        )
        store.close()
    assert bodies[0] == bodies[1]


def test_a_change_moves_the_etag_and_the_date(kept: Kept) -> None:
    publisher = kept.publisher()
    release = kept.publish("harbour", "Bridge")
    before = feed(publisher, "harbour", "atom")
    kept.edit(release, "It opens on Friday.")  # within the same second
    after = feed(publisher, "harbour", "atom")
    assert after.etag != before.etag
    assert after.modified_at > before.modified_at


def test_a_change_elsewhere_leaves_a_document_as_it_is(kept: Kept) -> None:
    publisher = kept.publisher()
    kept.publish("harbour", "Bridge")
    before = feed(publisher, "harbour", "atom")
    kept.publish("city", "Street fair")
    assert feed(publisher, "harbour", "atom") is before


def test_a_feed_says_when_the_newest_change_was_and_never_now(kept: Kept) -> None:
    kept.publish("harbour", "Bridge")
    kept.pass_time(hours=5)
    parsed = feedparser.parse(feed(kept.publisher(), "harbour", "atom").body)
    assert parsed.feed.updated.startswith(AT.isoformat()[:19])


def test_a_new_address_shows_at_once_and_changes_no_id(kept: Kept) -> None:
    kept.publish("harbour", "Bridge")
    publisher = kept.publisher()
    before = json.loads(feed(publisher, "harbour").body)
    kept.configure(HARBOUR, CITY, BOARD, public_url="https://elsewhere.example")
    after = json.loads(feed(publisher, "harbour").body)
    assert after["feed_url"] == "https://elsewhere.example/feeds/harbour.json"
    assert [item["id"] for item in after["items"]] == [item["id"] for item in before["items"]]


def test_readers_at_once_get_one_rendering(kept: Kept) -> None:
    kept.publish("harbour", "Bridge")
    publisher = kept.publisher()
    got: list[FeedBytes] = []
    readers = [
        threading.Thread(target=lambda: got.append(feed(publisher, "harbour", "atom")))
        for _ in range(8)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len({id(document) for document in got}) == 1


def test_a_full_disk_stops_no_feed(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.publish("harbour", "Bridge")

    def full(*_: object) -> None:
        raise StoreFull("There is no room on the disk.")

    monkeypatch.setattr(kept.store, "feed_modified_at", full)
    assert feed(kept.publisher(), "harbour", "atom").modified_at == AT


# ── who gets it ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("changes", [False, True])
def test_a_private_source_is_in_no_shared_feed(kept: Kept, changes: bool) -> None:
    kept.publish("board", "Minutes")
    publisher = kept.publisher()
    assert titles(publisher, "all", changes=changes) == []
    assert b"board" not in publisher.subscriptions().body


def test_a_private_feed_opens_to_its_token(kept: Kept) -> None:
    kept.publish("board", "Minutes")
    publisher = kept.publisher()
    assert titles(publisher, "board", token="t0ken") == ["Minutes"]
    assert feed(publisher, "board", token="t0ken").private
    assert b"t0ken" not in feed(publisher, "board", "atom", token="t0ken").body


@pytest.mark.parametrize("token", [None, "", "T0KEN", "t0ken "])
def test_without_its_token_a_private_feed_is_as_if_it_were_not_there(
    kept: Kept, token: str | None
) -> None:
    publisher = kept.publisher()
    assert publisher.document("board", "atom", token=token) == Missing()
    assert publisher.document("nothing", "atom", token=token) == Missing()


def test_a_source_that_becomes_private_takes_its_feed_along(kept: Kept) -> None:
    kept.publish("city", "Street fair")
    publisher = kept.publisher()
    assert not feed(publisher, "city").private
    kept.configure(HARBOUR, source("city", title="City hall", tags=CITY.tags, feed_token="new"))
    assert publisher.document("city", "json") == Missing()
    assert feed(publisher, "city", token="new").private


def test_a_removed_source_is_gone_and_its_return_brings_its_feed_back(kept: Kept) -> None:
    kept.publish("city", "Street fair")
    publisher = kept.publisher()
    kept.configure(HARBOUR)
    assert publisher.document("city", "atom") == Gone()
    assert publisher.document("city", "atom", changes=True) == Gone()
    kept.configure(HARBOUR, CITY)
    assert titles(publisher, "city") == ["Street fair"]


def test_the_feed_of_a_tag_that_is_no_more_is_gone_for_those_who_had_it(kept: Kept) -> None:
    kept.configure(HARBOUR, CITY, feeds=(FeedSpec("mine", "Mine"),))
    publisher = kept.publisher()
    for name in ("tag-streets", "mine"):
        feed(publisher, name)
    kept.configure(HARBOUR)
    assert publisher.document("tag-streets", "rss") == publisher.document("mine", "json") == Gone()
    assert publisher.document("tag-street", "rss") == publisher.document("m", "rss") == Missing()


def test_what_is_forgotten_is_as_if_it_had_never_been(kept: Kept) -> None:
    publisher = kept.publisher()
    feed(publisher, "board", token="t0ken")
    feed(publisher, "city")
    kept.configure(HARBOUR)
    for name in ("board", "city"):
        kept.store.forget(name)
        assert publisher.document(name, "atom") == Missing()


def test_a_removed_private_source_is_as_if_it_had_never_been(kept: Kept) -> None:
    kept.configure(HARBOUR)
    assert kept.publisher().document("board", "atom") == Missing()


@pytest.mark.parametrize(("name", "form"), [("nothing", "atom"), ("all", "pdf"), ("tag-x", "rss")])
def test_there_is_no_other_feed(kept: Kept, name: str, form: str) -> None:
    assert kept.publisher().document(name, form) == Missing()


def test_the_subscription_list_names_every_public_feed(kept: Kept) -> None:
    body = kept.publisher().subscriptions().body.decode()
    for path in ("all", "tag-water", "tag-streets", "harbour", "city"):
        assert f"https://feeds.example.org/feeds/{path}.atom" in body
