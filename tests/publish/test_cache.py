"""Documents held until they are out of date, within a bound."""

from monitor.publish.cache import Cache
from monitor.publish.document import FeedBytes
from tests.publish.rows import AT


def document(body: bytes = b"feed") -> FeedBytes:
    return FeedBytes(body, "application/atom+xml", "etag", AT)


def test_a_document_is_current_for_its_stamp_alone() -> None:
    cache, held = Cache(), document()
    cache.hold("a", 1, b"digest", held)
    assert cache.current("a", 1) is held
    assert cache.current("a", 2) is None
    assert cache.current("b", 1) is None


def test_what_was_made_from_the_same_is_true_for_the_next_stamp_too() -> None:
    cache, held = Cache(), document()
    cache.hold("a", 1, b"digest", held)
    assert cache.confirm("a", 2, b"another digest") is None
    assert cache.confirm("a", 2, b"digest") is held
    assert cache.current("a", 2) is held
    assert cache.current("a", 1) is None


def test_the_longest_unused_goes_when_there_is_no_room() -> None:
    cache = Cache(limit_bytes=10)
    for key in ("a", "b"):
        cache.hold(key, 1, b"", document(b"12345"))
    assert cache.current("a", 1)
    cache.hold("c", 1, b"", document(b"12345"))
    assert [key for key in ("a", "b", "c") if cache.current(key, 1)] == ["a", "c"]


def test_a_document_in_place_of_another_frees_its_room() -> None:
    cache = Cache(limit_bytes=10)
    cache.hold("a", 1, b"", document(b"12345"))
    for stamp in range(2, 5):
        cache.hold("b", stamp, b"", document(b"12345"))
    assert cache.current("a", 1)


def test_one_document_beyond_the_bound_is_held_all_the_same() -> None:
    cache = Cache(limit_bytes=1)
    cache.hold("a", 1, b"", document(b"12345"))
    assert cache.current("a", 1)
