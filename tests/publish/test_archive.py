"""Archive documents (RFC 5005): nothing is lost between them, and what stands in one stays."""

import json
from typing import Any

import pytest

from feeds.formats import FORMATS
from feeds.read import read
from monitor.publish.document import (
    ARCHIVE_MAX_AGE_SECONDS,
    MAX_AGE_SECONDS,
    FeedBytes,
    Missing,
)
from monitor.publish.publisher import Publisher
from monitor.publish.select import ENTRIES
from monitor.store.store import Store
from tests.publish.kept import Kept
from tests.publish.rows import source

HARBOUR = source("harbour", title="Harbour office")
CITY = source("city", title="City hall")
MANY = 2 * ENTRIES + 30


@pytest.fixture
def kept(store: Store) -> Kept:
    return Kept(store, HARBOUR, CITY)


def archive(publisher: Publisher, number: int, form: str = "json", name: str = "harbour") -> bytes:
    document = publisher.document(name, form, archive=number)
    assert isinstance(document, FeedBytes)
    return document.body


def current(publisher: Publisher, name: str = "harbour") -> dict[str, Any]:
    document = publisher.document(name, "json")
    assert isinstance(document, FeedBytes)
    found: dict[str, Any] = json.loads(document.body)
    return found


def walked(publisher: Publisher, name: str = "harbour") -> list[str]:
    """Every title that a reader finds who goes back as far as there is anything."""
    page = current(publisher, name)
    found = [item["title"] for item in page["items"]]
    while before := page.get("next_url"):
        number = int(before.rpartition("/")[2].removesuffix(".json"))
        page = json.loads(archive(publisher, number, name=name))
        found += [item["title"] for item in page["items"]]
    return list(dict.fromkeys(found))


def test_who_goes_back_finds_everything_in_order(kept: Kept) -> None:
    for number in range(MANY):
        kept.publish("harbour" if number % 3 else "city", f"Release {number}")
    newest_first = [f"Release {number}" for number in reversed(range(MANY))]
    assert walked(kept.publisher()) == [t for t in newest_first if int(t[8:]) % 3]
    assert walked(kept.publisher(), "city") == [t for t in newest_first if not int(t[8:]) % 3]


def test_a_feed_that_is_whole_has_no_archive(kept: Kept) -> None:
    kept.publish_many("harbour", (f"Release {number}" for number in range(ENTRIES)))
    assert "next_url" not in current(kept.publisher())


@pytest.mark.parametrize("form", FORMATS)
def test_an_archive_stays_as_it_is_whatever_comes(kept: Kept, form: str) -> None:
    kept.publish_many("harbour", (f"Release {number}" for number in range(MANY)))
    before = [archive(kept.publisher(), number, form) for number in (1, 2)]
    kept.publish_many("harbour", (f"Release {number}" for number in range(MANY, MANY + ENTRIES)))
    kept.pass_time(days=400)
    assert [archive(kept.publisher(), number, form) for number in (1, 2)] == before


def test_an_archive_says_that_it_is_one_and_where_the_current_document_is(kept: Kept) -> None:
    kept.publish_many("harbour", (f"Release {number}" for number in range(MANY)))
    at = kept.settings.public_url + "/feeds/harbour"
    feed = read(archive(kept.publisher(), 2, "atom"), url=f"{at}/archive/2.atom")
    assert feed.archive
    assert feed.url == f"{at}/archive/2.atom"
    assert feed.current == f"{at}.atom"
    assert feed.prev_archive == f"{at}/archive/1.atom"
    assert feed.next_archive is None
    assert len(feed.entries) == ENTRIES
    first = read(archive(kept.publisher(), 1, "atom"), url=f"{at}/archive/1.atom")
    assert first.prev_archive is None
    assert feed.id == first.id
    document = kept.publisher().document("harbour", "atom")
    assert isinstance(document, FeedBytes)
    newest = read(document.body, url=f"{at}.atom")
    assert (newest.id, newest.archive) == (feed.id, False)
    assert newest.prev_archive == f"{at}/archive/2.atom"


def test_what_older_pages_gave_has_archives_below_the_others(kept: Kept) -> None:
    kept.publish_many("harbour", (f"Release {number}" for number in range(MANY)), baseline=True)
    for page in (range(-99, 0), range(-MANY, -99)):  # each page's oldest first
        older = (f"Release {number}" for number in page)
        kept.publish_many("harbour", older, history=True, baseline=True)
    newest_first = [f"Release {number}" for number in range(MANY - 1, -MANY - 1, -1)]
    assert walked(kept.publisher()) == newest_first
    assert list(kept.publisher().archives("harbour")) == [2, 1, 0, -1, -2]


def test_a_reader_may_keep_an_archive_for_long_unless_older_pages_still_come_into_it(
    kept: Kept,
) -> None:
    kept.publish_many("harbour", (f"Release {number}" for number in range(2 * ENTRIES)))
    kept.publish_many(
        "harbour", (f"Older {number}" for number in range(ENTRIES + 1)), history=True, baseline=True
    )
    found = [kept.publisher().document("harbour", "rss", archive=n) for n in (1, 0, -1)]
    assert [(f.max_age_seconds, read(f.body).ttl_seconds) for f in found] == [  # type: ignore[union-attr]
        (ARCHIVE_MAX_AGE_SECONDS, ARCHIVE_MAX_AGE_SECONDS),
        (ARCHIVE_MAX_AGE_SECONDS, ARCHIVE_MAX_AGE_SECONDS),
        (MAX_AGE_SECONDS, MAX_AGE_SECONDS),
    ]


def test_an_edit_shows_in_its_archive(kept: Kept) -> None:
    first = kept.publish("harbour", "First")
    kept.publish_many("harbour", (f"Release {number}" for number in range(MANY)))
    kept.pass_time(hours=1)
    kept.edit(first, "The bridge opens on Tuesday.")
    assert "Tuesday" in archive(kept.publisher(), 1).decode()


@pytest.mark.parametrize("number", [-1, 0, 3, 10**9])
def test_what_is_not_whole_yet_or_was_never_there_is_missing(kept: Kept, number: int) -> None:
    kept.publish_many("harbour", (f"Release {each}" for each in range(MANY)))
    assert kept.publisher().document("harbour", "json", archive=number) == Missing()
    assert kept.publisher().document("city", "json", archive=1) == Missing()


def test_a_private_feeds_archives_need_its_token(store: Store) -> None:
    board = source("board", headers={"Authorization": "x"}, feed_token="t0ken")
    kept = Kept(store, board)
    kept.publish_many("board", (f"Release {number}" for number in range(MANY)))
    publisher = kept.publisher()
    assert publisher.document("board", "json", archive=1) == Missing()
    shown = publisher.document("board", "atom", token="t0ken")
    assert isinstance(shown, FeedBytes)
    feed = read(shown.body)
    at = kept.settings.public_url + "/feeds/board"
    assert (feed.url, feed.prev_archive) == (f"{at}.atom", f"{at}/archive/2.atom?token=t0ken")
    older = publisher.document("board", "atom", archive=2, token="t0ken")
    assert isinstance(older, FeedBytes)
    assert read(older.body).current == f"{at}.atom?token=t0ken"
    assert isinstance(publisher.document("board", "json", archive=1, token="t0ken"), FeedBytes)
    assert publisher.document("all", "json", archive=1) == Missing()
