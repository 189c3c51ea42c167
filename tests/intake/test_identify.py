"""Keys, policies, joined items and URLs that are one."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.intake.canonical import canonical_url
from monitor.intake.identify import (
    LONGEST_KEY,
    Keys,
    base_key,
    bounded,
    change_id,
    choose_policy,
    fingerprint,
    items,
    key_of,
    release_id,
    source_change_id,
    title_key,
)
from monitor.model.published import Precision, Published
from monitor.model.release import Document

LONG = "A sentence of more than a dozen words that nobody would write twice by chance, is it not?"


def said(title: str = "T", **more: object) -> Document:
    return replace(Document(title, LONG, "a"), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("documents", "policy"),
    [
        pytest.param([said(whole=True)], "whole", id="one document"),
        pytest.param([said(guid="1"), said(guid="2")], "guid", id="guids that differ"),
        pytest.param([said(guid="1", url="https://x.test/1")], "guid", id="guid before URL"),
        pytest.param(
            [said(guid="1", url="https://x.test/1"), said(guid="1", url="https://x.test/2")],
            "url",
            id="a guid used twice",
        ),
        pytest.param([said(guid=" "), said(guid="2")], "title", id="an empty guid, no URL"),
        pytest.param(
            [said(url="http://x.test/1"), said(url="https://www.x.test/1/?utm_source=a")],
            "title",
            id="two spellings of one URL",
        ),
        pytest.param([said("A"), said("B")], "title", id="neither"),
        pytest.param(
            [said(guid="1", url="https://x.test/1"), said(guid="", url="https://x.test/2")],
            "url",
            id="one without a guid",
        ),
        pytest.param(
            [
                said("A", guid="1", url="https://x.test/"),
                said("B", guid="2", url="https://x.test/"),
            ],
            "guid",
            id="one page for all",
        ),
        pytest.param(
            [
                said("A", guid="0", url="https://x.test/"),
                said("B", guid="0", url="https://x.test/"),
            ],
            "title",
            id="all repeated",
        ),
    ],
)
def test_the_policy_follows_the_evidence(documents: list[Document], policy: str) -> None:
    assert choose_policy(documents) == policy


@pytest.mark.parametrize(
    ("published", "part"),
    [
        pytest.param(None, "", id="none"),
        pytest.param(Published.on(date(2024, 12, 10)), "2024-12-10", id="read"),
        pytest.param(
            Published.on(date(2024, 12, 10), inferred=True), "--12-10", id="year concluded"
        ),
        pytest.param(
            Published("2024-12-10T09:00:00+00:00", Precision.INSTANT, inferred=True),
            "",
            id="first seen",
        ),
        pytest.param(Published("2024-12", Precision.MONTH), "2024-12", id="month"),
    ],
)
def test_only_what_was_read_of_a_date_is_in_the_key(published: Published | None, part: str) -> None:
    assert title_key("A “Title”", published) == f'a "title"|{part}'


@pytest.mark.parametrize(
    ("policy", "document", "key"),
    [
        ("whole", said(guid="1"), "page"),
        ("guid", said(guid=" 1 ", url="https://x.test/1"), "1"),
        ("guid", said(guid="http://x.test/?p=1"), "http://x.test/?p=1"),
        ("url", said(guid="1", url="http://www.x.test/1/?utm_medium=rss"), "x.test/1"),
        ("title", said("A  “b”", guid="1", url="https://x.test/1"), 'a "b"|'),
    ],
)
def test_the_key_follows_the_policy_alone(policy: str, document: Document, key: str) -> None:
    assert key_of(document, policy) == key


def test_an_item_without_its_name_falls_back() -> None:
    assert key_of(said(guid=" ", url="https://x.test/a/"), "guid") == "x.test/a"
    assert key_of(said("Only a title"), "guid") == "only a title|"


def test_keys_of_any_length_stay_within_bounds_and_apart() -> None:
    long = "k" * 3000
    assert len(bounded(long)) <= LONGEST_KEY
    assert bounded(long) != bounded(long + "x")
    assert bounded("short") == "short"


def test_taken_keys_get_the_next_number() -> None:
    keys = Keys(["a", "a #2"])
    assert [keys.free(key) for key in ("a", "a", "b", "b")] == ["a #3", "a #4", "b", "b #2"]
    assert [base_key(key) for key in ("a #3", "a", "a #x")] == ["a", "a", "a #x"]


def test_ids_never_depend_on_anything_but_source_and_key() -> None:
    # Written down: if this fails, every subscriber of every feed sees everything anew.
    assert release_id("csto", "page") == "6ae83e9c-56c9-5b24-b201-d243aea6a47b"


def test_the_fingerprint_covers_who_what_and_where_to() -> None:
    first = items([said(url="https://x.test/1")], "url")
    assert fingerprint(first) == fingerprint(items([said(url="https://x.test/1")], "url"))
    for other in (said("U", url="https://x.test/1"), said(url="http://x.test/1")):
        assert fingerprint(items([other], "url")) != fingerprint(first)


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("http://www.Example.org:80/News/", "https://example.org/News"),
        ("https://example.org/n?utm_source=x&id=3&fbclid=y", "https://example.org/n?id=3"),
        ("https://example.org/n#top", "https://example.org/n"),
        ("https://example.org/n;jsessionid=AB12?x=1", "https://example.org/n?x=1"),
        ("https://example.org/%7Enews/%c3%a9t%C3%A9", "https://example.org/~news/%C3%A9t%c3%a9"),
        ("https://example.org/n?srsltid=a&id=3&_ga=2.1-2", "https://example.org/n?id=3"),
        ("//example.org/n/", "https://www.example.org/n"),
        ("https://example.org", "https://example.org/"),
    ],
)
def test_spellings_of_one_page(url: str, same: str) -> None:
    assert canonical_url(url) == canonical_url(same)


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("https://example.org/n?id=3", "https://example.org/n?id=4"),
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org:8443/a", "https://example.org/a"),
        ("https://example.org/#/news/1", "https://example.org/#/news/2"),
        ("https://news.example.org/a", "https://example.org/a"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/n?ref=12", "https://example.org/n?ref=13"),
        ("http://[::1", "http://[::2"),
        ("mailto:a@x.test", "mailto:b@x.test"),
    ],
)
def test_pages_that_are_not_one(url: str, other: str) -> None:
    assert canonical_url(url) != canonical_url(other)


def test_what_happens_to_a_source_never_has_the_id_of_what_happens_to_a_release() -> None:
    of_releases = {
        change_id(release_id("news", key), n) for key in ("0", "1", "2", "health") for n in range(9)
    }
    of_source = {
        source_change_id("news", what, n) for what in ("health", "names") for n in range(9)
    }
    assert not of_releases & of_source
    assert len(of_source) == 18
