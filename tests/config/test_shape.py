"""Single values of the configuration."""

import re

import pytest

from monitor.config import web
from monitor.config.durations import Wrong

URLS = [
    "http://example.org", "https://example.org/", "http://127.0.0.1:8000/page/1?a=b&c=%20#d",
    "https://a.example:9999/", "https://a.example:10000/", "https://a.example:0/",
    "https://a.example:/", "https://a.example:99999/", "https://Example.org/", "http://-a.example/",
    "http://a-.example/", "http://a..b/", "http://.a/", "http://a./", "http:///x", "http://",
    "https://me:secret@a.example/", "https://a.example/@x", "http://[::1]/", "http://[::1",
    "http://\u00e9.example/", "http://a.example/\u00e9", "http://a.example/ b", "http://a.example/\x7f",
    "http://a.example\n", "http://a.example?x", "http://a.example#x", "ftp://a.example",
    "http://a_b.example/", "HTTP://a.example/", "http://a.example:80:90/", "http://a.example:08/",
    "a.example", "",
]  # fmt: skip


def judged(url: str) -> str:
    try:
        return web.web_url(url)
    except Wrong as error:
        return f"wrong: {error}"


@pytest.mark.parametrize("url", URLS, ids=repr)
def test_an_address_that_looks_plain_is_one(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_glance = judged(url)
    monkeypatch.setattr(web, "_PLAIN_URL", re.compile(r"(?!)"))
    assert at_a_glance == judged(url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/page/1", "https://example.org/a?b=c"])
def test_most_addresses_are_taken_at_a_glance(url: str) -> None:
    assert web._PLAIN_URL.fullmatch(url)
