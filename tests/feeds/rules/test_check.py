"""Each rule is kept by what we write, and is seen where it is broken."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from feeds.formats import FORMATS
from feeds.model import Enclosure
from feeds.rules.check import broken
from tests.feeds.build import LATER, entry, feed

OURS = b"https://feeds.example/feeds/all"
A_LINK = b'&lt;a href="https://example.org/'
SECOND = b'<link href="https://example.org/news/2"'
URL = "https://feeds.example/feeds/all"
ENTRIES = (
    entry(),
    entry(id="urn:uuid:2", title='R&D <b> "x"', url="https://example.org/news/2", updated=LATER),
    entry(
        id="https://example.org/news/3",
        url="https://example.org/news/3",
        html='<p>A text <a href="https://example.org/" title="a one = two">with a link</a>.</p>',
        enclosures=(Enclosure("https://example.org/a.mp3", "audio/mpeg", 7),),
    ),
)


def written(form: str) -> bytes:
    return FORMATS[form].write(feed(*ENTRIES))


def rules(body: bytes, form: str) -> set[str]:
    return {found.rule for found in broken(body, form, url=URL, now=LATER)}


@pytest.mark.parametrize("form", FORMATS)
def test_what_we_write_keeps_the_rules(form: str) -> None:
    assert broken(written(form), form, url=URL, now=LATER) == ()


BROKEN: Mapping[str, tuple[str, bytes, bytes, str]] = {
    "an id twice": ("rss", b"urn:uuid:2", b"urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8", "P1"),
    "an id twice in Atom": ("atom", b"<id>urn:uuid:2", b"<id>https://example.org/news/3", "P1"),
    "no id": ("json", b'{"id":"urn:uuid:2",', b"{", "P1"),
    "an id that is no text": ("json", b'"id":"urn:uuid:2"', b'"id":2', "P18"),
    "a permalink that is none": ("rss", b'isPermaLink="false">urn:uuid:2', b">urn:uuid:2", "P3"),
    "no zone": ("rss", b"Tue, 10 Dec 2024 00:00:00 +0300", b"Tue, 10 Dec 2024 00:00:00", "P4"),
    "no date": ("atom", b"2024-12-10T00:00:00+03:00</published>", b"today</published>", "P4"),
    "far ahead": ("json", b'published":"2024-12-10', b'published":"2094-12-10', "P4"),
    "updated first": ("atom", b"2024-12-10T00:00:00+03:00</updated>",
                      b"2023-12-10T00:00:00+03:00</updated>", "P5"),
    "an older feed": ("atom", b"<updated>2024-12-12", b"<updated>2024-11-01", "P6"),
    "cut off": ("rss", b"</channel>", b"", "P8"),
    "not UTF-8": ("atom", b"The Council", b"The C\xfcncil", "P8"),
    "no JSON": ("json", b"}", b"", "P8"),
    "a control character": ("json", b"The Council", b"The\xc2\x85Council", "P8"),
    "another format": ("rss", b"<rss ", b"<rsx ", "P8"),
    "no title": ("rss", b"<title>Press releases</title>", b"", "P9"),
    "no author": ("atom", b"author>", b"writer>", "P9"),
    "another address": ("rss", OURS, b"https://feeds.example/x", "P10"),
    "a title for markup": ("rss", b"R&#x26;D", b"R&amp;D", "P11"),
    "markup in a title": ("atom", b"<title>The Council", b'<title type="html">The Council', "P11"),
    "a relative link": ("atom", b'href="https://example.org/news/2"', b'href="/news/2"', "P12"),
    "a relative link inside": ("json", b'href=\\"https://example.org/', b'href=\\"/x', "P12"),
    "an unsafe link": ("rss", b"<link>https://example.org/news/2", b"<link>file:///etc", "P12"),
    "a script": ("rss", b"A text", b"A &lt;script&gt;&lt;/script&gt;", "P13"),
    "a handler": ("json", b"<p>A text", b"<p onclick=x>A text", "P13"),
    "a script for an address": ("atom", A_LINK, b'&lt;a href="javascript:x', "P13"),
    "two enclosures": ("rss", b"<enclosure ", b'<enclosure url="https://a.example/" /><enclosure ',
                       "P15"),
    "an enclosure without a type": ("rss", b'type="audio/mpeg"', b"", "P15"),
    "two alternates": ("atom", SECOND, b'<link href="https://example.org/x"/>' + SECOND, "P16"),
    "no version": ("json", b"jsonfeed.org/version/1.1", b"jsonfeed.org/version/1", "P18"),
    "no content": ("json", b"content_html", b"contents", "P18"),
}  # fmt: skip


@pytest.mark.parametrize(("form", "right", "wrong", "rule"), BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_is_seen(form: str, right: bytes, wrong: bytes, rule: str) -> None:
    body = written(form)
    assert right in body, body.decode()
    changed = (
        body.replace(right, wrong)
        if rule in ("P9", "P10", "P18")
        else body.replace(right, wrong, 1)
    )
    assert rule in rules(changed, form)


def test_a_summary_that_says_it_all_is_seen() -> None:
    document = json.loads(written("json"))
    document["items"][0] |= {"content_html": "<p>All of <b>it</b></p>", "summary": "All of it"}
    assert rules(json.dumps(document).encode(), "json") == {"P14"}


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_an_archive_says_so_and_where_the_newest_stand(form: str) -> None:
    def named(to_be: bool, **values: Any) -> list[str]:
        body = FORMATS[form].write(replace(feed(*ENTRIES), **values))
        said = broken(body, form, url=URL, now=LATER, archive=to_be)
        return [each.message for each in said if each.rule == "P19"]

    assert named(True, archive=True, current=URL) == []
    assert named(True, archive=True) == ["it does not say where the current document is"]
    assert named(True, current=URL) == ["it does not say that it is an archive"]
    assert len(named(False, archive=True)) == 1


def test_a_document_without_bounds_is_seen() -> None:
    many = feed(*(entry(id=f"urn:uuid:{n}") for n in range(101)))
    assert rules(FORMATS["atom"].write(many), "atom") == {"P32"}
