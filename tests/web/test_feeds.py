"""Feeds over HTTP: validators, codings, caching, and who gets what (P21–P29, P33)."""

import gzip
from dataclasses import replace

import pytest

from tests.publish.rows import source
from tests.web.conftest import HARBOUR, Web

DOCUMENTS = [
    ("/feeds/harbour.rss", "application/rss+xml; charset=utf-8"),
    ("/feeds/harbour.atom", "application/atom+xml; charset=utf-8"),
    ("/feeds/harbour.json", "application/feed+json"),
    ("/feeds/harbour/changes.atom", "application/atom+xml; charset=utf-8"),
    ("/feeds/all.rss", "application/rss+xml; charset=utf-8"),
    ("/feeds/tag-water.json", "application/feed+json"),
    ("/opml", "text/x-opml; charset=utf-8"),
]
FEED = "/feeds/harbour.atom"


@pytest.fixture(autouse=True)
def _a_release(web: Web) -> None:
    web.kept.publish("harbour", "Bridge")


@pytest.mark.parametrize(("path", "media_type"), DOCUMENTS)
def test_a_document_says_what_it_is_and_how_long_it_holds(
    web: Web, path: str, media_type: str
) -> None:
    answer = web.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["cache-control"] == "max-age=300"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["last-modified"] == "Mon, 23 Nov 2026 09:00:05 GMT"
    assert answer.headers["etag"].startswith('"')
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(("path", "media_type"), DOCUMENTS)
def test_head_gives_the_headers_of_get(web: Web, path: str, media_type: str) -> None:
    got, head = web.get(path), web.client.head(path)
    assert head.content == b""
    assert {**head.headers, "date": ""} == {**got.headers, "date": ""}


def test_an_archive_is_served_like_any_feed_once_it_is_whole(web: Web) -> None:
    assert web.get("/feeds/harbour/archive/1.atom").status_code == 404
    web.kept.publish_many("harbour", (f"Release {number}" for number in range(120)))
    answer = web.get("/feeds/harbour/archive/1.atom")
    assert answer.status_code == 200
    assert "fh:archive" in answer.text
    assert 'rel="current"' in answer.text
    again = web.get("/feeds/harbour/archive/1.atom", **{"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert answer.headers["cache-control"] == "max-age=86400"
    for nowhere in ("2.atom", "0.atom", "-1.atom", "01.atom", "x.atom", "1.pdf", f"-{9**40}.rss"):
        assert web.get(f"/feeds/harbour/archive/{nowhere}").status_code == 404
    assert "/feeds/harbour/archive/1.atom" in web.get("/feeds/harbour.atom").text


def test_a_hub_stands_beside_the_documents_own_address(web: Web) -> None:
    web.kept.settings = replace(web.kept.settings, hub="https://hub.example.org/")
    link = web.get("/feeds/harbour.atom").headers["link"]
    assert link.endswith('/feeds/harbour.atom>; rel="self", <https://hub.example.org/>; rel="hub"')


def test_a_slash_too_many_leads_nowhere_that_the_client_named(web: Web) -> None:
    answer = web.get("/feeds/harbour.atom/", Host="localhost")
    assert (answer.status_code, answer.headers.get("location")) == (404, None)


def test_the_ttl_in_the_document_agrees_with_the_header(web: Web) -> None:
    assert "<ttl>5</ttl>" in web.get("/feeds/harbour.rss").text


def test_a_document_calls_itself_by_its_address(web: Web) -> None:
    answer = web.get(f"{FEED}?utm_source=elsewhere")
    own = f"{web.kept.settings.public_url}{FEED}"
    assert answer.headers["link"] == f'<{own}>; rel="self"'
    assert f'href="{own}"' in answer.text


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("by", ["etag", "last-modified"])
def test_who_has_the_bytes_gets_304_with_the_validators_and_no_body(
    web: Web, by: str, coding: str
) -> None:
    first = web.get(FEED, accept_encoding=coding)
    condition = {"etag": "if-none-match", "last-modified": "if-modified-since"}[by]
    again = web.get(FEED, accept_encoding=coding, **{condition: first.headers[by]})
    assert (again.status_code, again.content) == (304, b"")
    for name in ("etag", "last-modified", "cache-control", "vary"):
        assert again.headers[name] == first.headers[name]


def test_a_condition_on_head_is_answered_as_on_get(web: Web) -> None:
    tag = web.get(FEED).headers["etag"]
    assert web.client.head(FEED, headers={"if-none-match": tag}).status_code == 304


def test_who_has_other_bytes_gets_these(web: Web) -> None:
    first = web.get(FEED)
    web.kept.publish("harbour", "Ferry times")
    again = web.get(
        FEED,
        if_none_match=first.headers["etag"],
        if_modified_since=first.headers["last-modified"],
    )
    assert again.status_code == 200
    assert "Ferry times" in again.text


def test_last_modified_alone_hides_no_change_within_one_second(web: Web) -> None:
    first = web.get(FEED)
    web.kept.publish("harbour", "Ferry times")
    again = web.get(FEED, if_modified_since=first.headers["last-modified"])
    assert again.status_code == 200


def test_each_coding_has_a_validator_of_its_own(web: Web) -> None:
    plain = web.get(FEED, accept_encoding="identity")
    packed = web.get(FEED, accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content  # the client unpacks it
    assert packed.headers["etag"] != plain.headers["etag"]
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"
    crossed = web.get(FEED, accept_encoding="gzip", if_none_match=plain.headers["etag"])
    assert crossed.status_code == 200


def test_compressed_bytes_are_the_same_each_time(web: Web) -> None:
    with web.client.stream("GET", FEED, headers={"accept-encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    assert int(answer.headers["content-length"]) == len(raw)
    assert gzip.decompress(raw) == web.get(FEED, accept_encoding="identity").content
    assert raw[4:8] == bytes(4)  # no time of packing


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_a_feed_is_only_read(web: Web, method: str) -> None:
    answer = web.client.request(method, FEED)
    assert answer.status_code == 405
    assert {word.strip() for word in answer.headers["allow"].split(",")} == {"GET", "HEAD"}


@pytest.mark.parametrize(
    "path", ["/feeds/nothing.atom", "/feeds/harbour.pdf", "/feeds/harbour", "/feeds/a/b/c.rss"]
)
def test_what_is_not_there_is_plainly_not_there(web: Web, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/plain")


def test_a_removed_source_is_gone(web: Web) -> None:
    web.kept.configure(source("city"), public_url=web.kept.settings.public_url)
    assert web.get(FEED).status_code == 410
    web.kept.configure(HARBOUR, public_url=web.kept.settings.public_url)
    assert web.get(FEED).status_code == 200


def test_a_private_feed_is_for_the_one_with_the_token(web: Web) -> None:
    web.kept.publish("board", "Minutes")
    missing = web.get("/feeds/nothing.atom")
    for query in ("", "?token=", "?token=wrong", "?token=%00", "?token=%FF"):
        answer = web.get(f"/feeds/board.atom{query}")
        assert (answer.status_code, answer.text) == (404, missing.text)
    answer = web.get("/feeds/board.atom?token=t0ken")
    assert "Minutes" in answer.text
    assert answer.headers["cache-control"] == "private, max-age=300"
    assert "access-control-allow-origin" not in answer.headers
    assert "t0ken" not in answer.text + str(answer.headers)
