"""When the bytes of a feed last changed: kept, to the second, never hiding a change."""

from datetime import datetime, timedelta

from monitor.store.store import Store
from tests.store.kept import HOUR, NOW

SECOND = timedelta(seconds=1)
WHOLE = NOW.replace(microsecond=0)


def test_a_date_stays_while_the_bytes_do(store_url: str) -> None:
    store = Store.open(store_url)
    assert store.feed_modified_at("all.atom", "x", NOW) == WHOLE
    store.close()
    again = Store.open(store_url)
    assert again.feed_modified_at("all.atom", "x", NOW + HOUR) == WHOLE
    assert again.feed_modified_at("all.rss", "x", NOW + HOUR) == WHOLE + HOUR
    again.close()


def test_other_bytes_have_a_later_second_whatever_the_clock_says(store: Store) -> None:
    asked: list[tuple[str, datetime]] = [
        ("x", NOW),
        ("y", NOW),
        ("x", NOW + SECOND / 2),
        ("z", NOW - HOUR),
        ("x", NOW + HOUR),
    ]
    given = [store.feed_modified_at("all.atom", digest, now) for digest, now in asked]
    assert given == [WHOLE, WHOLE + SECOND, WHOLE + 2 * SECOND, WHOLE + 3 * SECOND, WHOLE + HOUR]
