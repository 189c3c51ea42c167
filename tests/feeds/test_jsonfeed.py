"""JSON Feed 1.1, written (rule P18) and read."""

import json
from typing import Any

import pytest

from feeds import jsonfeed
from feeds.dates import UNDATED
from feeds.model import Enclosure, FeedError, Link, Origin
from feeds.read import read
from feeds.repair import repaired
from tests.feeds.build import DAY, LATER, entry, feed


def _item(**fields: Any) -> dict[str, Any]:
    (item,) = json.loads(jsonfeed.write(feed(entry(**fields))))["items"]
    return item


def _read(*items: object, **members: object) -> Any:
    version = "https://jsonfeed.org/version/1.1"
    return read(json.dumps({"version": version, "items": items, **members}).encode())


def test_the_version_comes_first() -> None:
    assert jsonfeed.write(feed()).startswith(b'{"version":"https://jsonfeed.org/version/1.1",')


def test_the_document_names_itself_its_page_its_hubs_and_its_archive() -> None:
    document = feed(
        author="Ann",
        language="en",
        description="All of them",
        hubs=("https://hub.example/",),
        prev_archive="https://feeds.example/1.json",
    )
    assert json.loads(jsonfeed.write(document)) == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Press releases",
        "home_page_url": "https://feeds.example/",
        "feed_url": "https://feeds.example/feeds/all",
        "description": "All of them",
        "next_url": "https://feeds.example/1.json",
        "authors": [{"name": "Ann"}],
        "language": "en",
        "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
        "_feed_monitor": {"updated": "2024-12-12T09:30:00+00:00"},
        "items": [],
    }


def test_an_item_says_all_that_the_entry_says() -> None:
    files = (Enclosure("https://example.org/a.pdf", "application/pdf", 12),)
    item = _item(
        html="<p>One two three four</p>",
        summary="One two",
        author="Ann",
        tags=("security",),
        updated=LATER,
        enclosures=(*files, Enclosure("https://example.org/b")),
        links=(Link("https://example.org/via", "via"),),
        origin=Origin("Other", "https://o.example/feed"),
        note="The year was concluded",
    )
    assert item == {
        "id": entry().id,
        "url": "https://example.org/news/1",
        "title": "The Council met in Minsk",
        "content_html": "<p>One two three four</p>",
        "summary": "One two",
        "date_published": "2024-12-10T00:00:00+03:00",
        "date_modified": "2024-12-12T09:30:00+00:00",
        "authors": [{"name": "Ann"}],
        "tags": ["security"],
        "attachments": [
            {"url": files[0].url, "mime_type": "application/pdf", "size_in_bytes": 12},
            {"url": "https://example.org/b", "mime_type": "application/octet-stream"},
        ],
        "_feed_monitor": {
            "note": "The year was concluded",
            "source": {
                "title": "Other",
                "url": "https://o.example/feed",
                "id": "https://o.example/feed",
            },
            "links": [{"href": "https://example.org/via", "rel": "via"}],
        },
    }


def test_what_is_written_reads_back_the_same() -> None:
    whole = repaired(
        feed(
            entry(
                author="Ann",
                tags=("a", "b"),
                links=(Link("https://example.org/x", "via", "text/plain"),),
                enclosures=(Enclosure("https://example.org/a", "audio/mpeg", 5),),
                origin=Origin("Other", "https://o.example/feed", None, DAY),
                note="The year was concluded",
            ),
            language="en",
        )
    )
    back = read(jsonfeed.write(whole))
    assert back.entries == whole.entries
    assert (back.title, back.url, back.home) == (whole.title, whole.url, whole.home)
    assert (back.updated, back.author, back.language) == (whole.updated, whole.author, "en")


@pytest.mark.parametrize(
    ("item", "identity"),
    [
        pytest.param({"id": "2"}, "2", id="text"),
        pytest.param({"id": 17}, "17", id="number"),
        pytest.param({"id": True}, "", id="truth"),
        pytest.param({"id": ["x"]}, "", id="list"),
        pytest.param({}, "", id="missing"),
    ],
)
def test_an_id_is_text_or_a_number(item: dict[str, object], identity: str) -> None:
    assert _read(item).entries[0].id == identity


def test_members_of_a_wrong_type_are_passed_over() -> None:
    wrong = {
        "id": "1",
        "title": 5,
        "url": ["x"],
        "date_published": 2024,
        "tags": [1, "a", None],
        "authors": {"name": "Ann"},
        "attachments": [{"url": 1}, 7, {"url": "https://a.example/", "size_in_bytes": "5"}],
        "_feed_monitor": "x",
    }
    one, *others = _read("no object", wrong, None, hubs=[7]).entries
    assert others == []
    assert (one.title, one.url, one.published, one.updated) == ("", None, None, UNDATED)
    assert one.tags == ("a",)
    assert one.enclosures == (Enclosure("https://a.example/"),)


def test_titles_and_tags_are_plain_text_on_one_line() -> None:
    (one,) = _read(
        {"id": "a\ud800", "title": " A\n & \x00<b> ", "tags": [" a\n b ", "\x00"]}
    ).entries
    assert (one.id, one.title, one.tags) == ("a", "A & <b>", ("a b",))


def test_a_version_1_author_and_plain_content_are_read() -> None:
    item = {
        "id": "1",
        "author": {"name": "Ann"},
        "content_text": "A & B",
        "external_url": "//x.example/",
    }
    (one,) = _read(item, feed_url="https://e.example/feed.json").entries
    assert (one.author, one.text, one.html) == ("Ann", "A & B", None)
    assert one.links == (Link("https://x.example/", "related"),)


def test_content_is_cleaned_and_its_links_made_absolute() -> None:
    item = {"id": "1", "url": "/p/1", "content_html": "<a href=2>x</a><script>y</script>"}
    (one,) = _read(item, feed_url="https://e.example/feed.json").entries
    assert one.url == "https://e.example/p/1"
    assert one.html == '<a href="https://e.example/p/2" rel="noopener noreferrer">x</a>'


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param(b"{", "cannot be read", id="broken"),
        pytest.param(b"{" + b'"a":{' * 200_000, "cannot be read", id="deep"),
        pytest.param(b'{"version":"1","items":[]}', "no JSON Feed", id="other-json"),
        pytest.param(b'{"version":5}', "no JSON Feed", id="no-version"),
        pytest.param(b'{"version":"https://jsonfeed.org/version/1"}', "no list", id="no-items"),
        pytest.param(b'{"\xff":1}', "cannot be read", id="not-utf-8"),
    ],
)
def test_what_is_no_json_feed_says_so(body: bytes, message: str) -> None:
    with pytest.raises(FeedError, match=message):
        read(body)
