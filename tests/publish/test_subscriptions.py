"""The list of every feed: written on the way, and yet with validators that hold."""

import gzip

from feeds import opml
from monitor.config.settings import FeedSpec
from monitor.publish import subscriptions
from monitor.publish.catalogue import Catalogue
from monitor.store.store import Store
from tests.publish.kept import Kept
from tests.publish.rows import settings, source

HARBOUR = source("harbour", title="Harbour office", tags=("water",))


def test_a_long_list_comes_in_pieces_that_make_one_document() -> None:
    many = settings(*(source(f"s{number}") for number in range(2000)))
    pieces = list(subscriptions.pieces(many, Catalogue(many)))
    assert len(pieces) > 3
    assert max(map(len, pieces)) < 70_000
    urls = [outline.feed_url for outline in opml.read(b"".join(pieces))]
    assert len(urls) == 2001
    assert urls[-1].endswith("/feeds/s1999.atom")


def test_the_same_bytes_come_each_time_compressed_as_well(sqlite_store: Store) -> None:
    listed = Kept(sqlite_store, HARBOUR).publisher().subscriptions()
    assert listed.body == listed.body
    assert gzip.decompress(b"".join(listed.gzip())) == listed.body


def test_whatever_is_listed_moves_the_tag() -> None:
    def tag(*sources: object, **given: object) -> str:
        made = settings(*sources, **given)
        return subscriptions.digest(made, Catalogue(made))

    listed = tag(HARBOUR)
    assert listed == tag(HARBOUR)
    others = {
        tag(),
        tag(source("harbour", title="Port office", tags=("water",))),
        tag(source("harbour", title="Harbour office", tags=("sea",))),
        tag(HARBOUR, source("city")),
        tag(HARBOUR, feeds=(FeedSpec("bridges", "Bridges"),)),
        tag(HARBOUR, public_url="https://elsewhere.example"),
    }
    assert len(others) == 6
    assert listed not in others


def test_the_date_stays_over_a_restart_and_moves_with_the_list(sqlite_store: Store) -> None:
    kept = Kept(sqlite_store, HARBOUR)
    first = kept.publisher().subscriptions()
    kept.pass_time(hours=1)
    assert kept.publisher().subscriptions().modified_at == first.modified_at
    kept.configure(HARBOUR, source("city"))
    assert kept.publisher().subscriptions().modified_at > first.modified_at
