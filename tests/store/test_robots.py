"""What robots.txt said, kept until it expires."""

from dataclasses import replace

from monitor.model.source import Failure
from monitor.store.store import Store
from monitor.store.views import RobotsRow
from tests.store.kept import HOUR, NOW

ROW = RobotsRow("https://example.com", "feed-monitor", "user-agent: *\ndisallow: /é", None, NOW)


def test_what_is_kept_is_given_back(store: Store) -> None:
    broken = Failure("robots", "answered 503", "later", status=503)
    for row in (ROW, RobotsRow("http://[2001:db8::1]:8080", "newsbot", "", broken, NOW + HOUR)):
        store.keep_robots(row)
        assert store.robots(row.origin) == row
    assert store.robots("https://other.example") is None


def test_the_newest_counts(store: Store) -> None:
    store.keep_robots(ROW)
    newer = replace(ROW, agent="newsbot", rules="", expires_at=NOW + HOUR)
    store.keep_robots(newer)
    assert store.robots(ROW.origin) == newer


def test_a_name_with_half_a_character_can_be_kept(store: Store) -> None:
    store.keep_robots(replace(ROW, rules="disallow: /\ud800\0"))
    kept = store.robots(ROW.origin)
    assert kept
    assert kept.rules == "disallow: /?\0"


def test_what_has_expired_is_pruned(store: Store) -> None:
    later = replace(ROW, origin="https://later.example", expires_at=NOW + HOUR)
    store.keep_robots(ROW)
    store.keep_robots(later)
    assert store.prune(NOW, HOUR) == 1
    assert (store.robots(ROW.origin), store.robots(later.origin)) == (None, later)
