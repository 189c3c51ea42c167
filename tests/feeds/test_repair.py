"""Any Feed made writable; nothing that is good is touched."""

from datetime import UTC, datetime, timedelta

import pytest

from feeds.model import Enclosure, FeedError, Link, Origin
from feeds.repair import SUMMARY_LENGTH, TITLE_LENGTH, repaired
from tests.feeds.build import DAY, TEXT, entry, feed


def test_of_entries_with_one_id_the_first_is_kept() -> None:
    twice = feed(entry(id="urn:x-1:a", title="first"), entry(id="urn:x-1:a\x00", title="second"))
    assert [each.title for each in repaired(twice).entries] == ["first"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("urn:uuid:0aa", "urn:uuid:0aa", id="urn"),
        pytest.param("tag:example.org,2024:1", "tag:example.org,2024:1", id="tag"),
        pytest.param("https://example.org/?p=1&x=2", "https://example.org/?p=1&x=2", id="url"),
        pytest.param(" https://example.org/a b ", "https://example.org/a%20b", id="space"),
        pytest.param("", "https://example.org/news/1", id="none-takes-its-link"),
    ],
)
def test_an_id_is_a_uri(given: str, expected: str) -> None:
    (one,) = repaired(feed(entry(id=given))).entries
    assert one.id == expected


@pytest.mark.parametrize("given", ["post-17", "javascript:alert(1)", "12 34", "é"])
def test_an_id_that_is_no_uri_becomes_one_made_from_it_alone(given: str) -> None:
    (one,) = repaired(feed(entry(id=given))).entries
    (edited,) = repaired(feed(entry(id=given, title="Edited", url=None))).entries
    assert one.id.startswith("urn:uuid:")
    assert one.id == edited.id


def test_entries_with_neither_id_nor_link_stay_apart() -> None:
    bare = feed(entry(id="", url=None, title="a"), entry(id="", url=None, title="b"))
    assert len({each.id for each in repaired(bare).entries}) == 2


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        pytest.param({"title": "A\x00 &\n <b>"}, "A & <b>", id="one-line-without-controls"),
        pytest.param({"title": " ", "summary": "The start"}, "The start", id="from-the-summary"),
        pytest.param(
            {"title": ""},
            "On 10 December the Council met in Minsk and heard a report on the exercise. The…",
            id="from-the-text",
        ),
        pytest.param({"title": "\x00", "text": None}, "Untitled", id="from-nothing"),
    ],
)
def test_every_entry_has_a_title(fields: dict[str, str], title: str) -> None:
    (one,) = repaired(feed(entry(**fields))).entries
    assert one.title == title


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"html": "<p>a</p>", "text": "b"}, "<p>a</p>", id="markup-first"),
        pytest.param({"html": "<script>x</script>", "text": "b"}, "<p>b</p>", id="then-text"),
        pytest.param({"text": None, "summary": "c & d"}, "<p>c &amp; d</p>", id="then-summary"),
        pytest.param({"text": None, "title": "T"}, "<p>T</p>", id="then-title"),
        pytest.param(
            {"html": '<a href="2">x</a>'},
            '<a href="https://example.org/news/2" rel="noopener noreferrer">x</a>',
            id="links-from-the-entry-page",
        ),
    ],
)
def test_every_entry_has_content(fields: dict[str, str | None], expected: str) -> None:
    (one,) = repaired(feed(entry(**fields))).entries
    assert one.html == expected


@pytest.mark.parametrize(
    ("summary", "text"),
    [
        pytest.param(None, TEXT, id="none-given"),
        pytest.param(TEXT, TEXT, id="the-same-as-the-text"),
        pytest.param(TEXT.replace("\n\n", " "), TEXT, id="the-same-but-for-white-space"),
        pytest.param("word " * 400, "word " * 300, id="longer-than-the-text"),
        pytest.param(None, "Two words", id="a-very-short-text"),
    ],
)
def test_the_summary_is_another_shorter_text(summary: str | None, text: str) -> None:
    (one,) = repaired(feed(entry(summary=summary, text=text))).entries
    assert one.summary
    assert one.summary != " ".join(text.split())
    assert len(one.summary) < min(len(text), SUMMARY_LENGTH + 1)


def test_a_text_of_one_word_has_no_summary() -> None:
    (one,) = repaired(feed(entry(text="Cancelled"))).entries
    assert one.summary is None


def test_a_text_without_spaces_is_cut_anywhere() -> None:
    (one,) = repaired(feed(entry(title="", text="理事会は明斯克で会合を開いた。" * 40))).entries
    assert one.summary is not None
    assert len(one.summary) == SUMMARY_LENGTH
    assert one.title == one.summary[: TITLE_LENGTH - 1] + "…"


def test_a_summary_of_its_own_is_left_alone() -> None:
    (one,) = repaired(feed(entry(summary="12 words added, 3 removed"))).entries
    assert one.summary == "12 words added, 3 removed"


def test_an_edit_is_never_before_its_publication() -> None:
    (one,) = repaired(feed(entry(updated=DAY - timedelta(days=1)))).entries
    assert one.updated == one.published == DAY


def test_a_naive_date_is_utc() -> None:
    (one,) = repaired(feed(entry(updated=datetime(2024, 1, 1), published=None))).entries
    assert one.updated == datetime(2024, 1, 1, tzinfo=UTC)


def test_unsafe_addresses_are_dropped_wherever_they_stand() -> None:
    script = "javascript:alert(1)"
    hostile = feed(
        entry(
            url=script,
            links=(Link(script, "via"), Link("https://a.example/", "bad rel")),
            enclosures=(Enclosure(script), Enclosure("mailto:a@b.example")),
            origin=Origin("Other", script),
        ),
        home=script,
        hubs=(script,),
        links=(Link(script),),
        prev_archive=script,
    )
    whole = repaired(hostile)
    (one,) = whole.entries
    assert (one.url, one.links, one.enclosures, one.origin) == (None, (), (), None)
    assert (whole.home, whole.hubs, whole.links) == (whole.url, (), ())
    assert whole.prev_archive is None


def test_an_enclosure_is_named_once_with_a_type_and_a_length() -> None:
    url = "https://example.org/a.pdf"
    doubled = (Enclosure(url, "application/pdf", -5), Enclosure(url, "no type", 7))
    (one,) = repaired(feed(entry(enclosures=doubled))).entries
    assert one.enclosures == (Enclosure(url, "application/pdf", 0),)


def test_a_feed_calls_itself_by_its_address_without_a_query() -> None:
    own = repaired(feed(url="https://feeds.example/feeds/all.rss?token=secret#x")).url
    assert own == "https://feeds.example/feeds/all.rss"


@pytest.mark.parametrize("url", ["", "/feeds/all", "javascript:alert(1)"])
def test_a_feed_without_an_address_of_its_own_is_refused(url: str) -> None:
    with pytest.raises(FeedError, match="must be http or https"):
        repaired(feed(url=url))


def test_a_repaired_feed_needs_no_further_repair() -> None:
    once = repaired(feed(entry(title="a\x00", id="x", text="A & B"), entry(id="y")))
    assert repaired(once) == once
