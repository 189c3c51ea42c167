"""Answers that are made to break who reads them, by name, and what may come of each.

for name, case in CASES.items():
    case.serve(site, f"/{name}")
"""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from tests.support.server import Answer, Scripted, Site

READ = "read"
"""It can be read after all: what is made of it is no failure."""

TOO_MUCH = ("memory", "deadline", "too_large")
"""It depends on the machine which of its limits ends it first."""

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
RSS = "<rss version='2.0'><channel><title>x</title><item><guid>1</guid>{}</item></channel></rss>"
JSON_FEED = '{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": '
BOMB_BYTES = 100_000_000

MAIL = RSS.format(f"<title>a</title><author>{'a.' * 50_000}</author>")
"""A mail address that feedparser's regular expression tries in every possible way: a minute."""


@dataclass(frozen=True, slots=True)
class Case:
    """How a site is made to answer a path so, the kind of source that asks, the outcomes."""

    serve: Callable[[Site, str], None]
    outcomes: frozenset[str]
    kind: str = "page"


def _page(body: bytes, *outcomes: str) -> Case:
    headers = {"Content-Type": "text/html"}
    return Case(lambda site, path: site.set(path, body, headers=headers), frozenset(outcomes))


def _feed(body: str, *outcomes: str) -> Case:
    return Case(lambda site, path: site.set(path, body), frozenset(outcomes), "feed")


def _wire(serve: Callable[[Site, str], None], *outcomes: str) -> Case:
    return Case(serve, frozenset(outcomes))


def _answering(answer: Callable[[], Scripted]) -> Callable[[Site, str], None]:
    return lambda site, path: site.set(path, lambda _: answer())


@cache
def _zeros() -> bytes:
    return gzip.compress(bytes(BOMB_BYTES))


def _bomb() -> Scripted:
    return Answer(_zeros(), headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})


def _without_end(head: bytes, piece: bytes) -> Iterator[bytes]:
    yield head
    while True:
        yield piece


def _laughs() -> str:
    """Entities within entities: a thousand million of them in the end."""
    grown = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
    said = RSS.format("<title>&l9;</title>")
    return f"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY l0 'lol'>{grown}]>{said}"


CASES = {
    "bomb": _wire(_answering(_bomb), "limit"),
    "endless-body": _wire(
        _answering(lambda: _without_end(HEAD + b"\r\n", bytes(65_536))), "limit", "deadline"
    ),
    "endless-headers": _wire(
        _answering(lambda: _without_end(HEAD, b"X-More: and more\r\n")), "limit"
    ),
    "endless-redirects": _wire(lambda site, path: site.redirect(path, path), "limit"),
    "drip": _wire(lambda site, path: site.drip(path, 0.2), "deadline"),
    "silence": _wire(lambda site, path: site.hang(path), "deadline"),
    "paragraphs": _page(b"<p>" * 3_333_333, *TOO_MUCH),
    "bold": _page(b"<b>x" * 199_000, *TOO_MUCH),
    "nested": _page(b"<div>" * 199_999 + b"x", *TOO_MUCH, "reader", READ),
    "comments": _page(b"<!--" * 100_000, "empty"),
    "attribute": _page(b"<p title='" + b"x" * 1_000_000 + b"'>hello", READ),
    "attributes": _page(b"<p " + b" a=b" * 300_000 + b">hello", *TOO_MUCH, READ),
    "line": _page(b"word " * 1_990_000, *TOO_MUCH, READ),
    "charset": _page(
        b"<meta charset=utf-77><p>" + bytes(range(128, 256)) * 10_000, *TOO_MUCH, READ
    ),
    "mail": _feed(MAIL, "deadline"),
    "laughs": _feed(_laughs(), "no_feed", *TOO_MUCH, READ),
    "deep": _feed(RSS.format("<a>" * 200_000), "no_feed", *TOO_MUCH, "reader", READ),
    "deep-json": _feed(JSON_FEED + "[" * 200_000, "no_feed"),
    "long-integer": _feed(JSON_FEED + f'[{{"id": {"9" * 5_000_000}}}]}}', "no_feed"),
    "markup": _feed(
        RSS.format(f"<description><![CDATA[{'<p>' * 1_000_000}]]></description>"), *TOO_MUCH, READ
    ),
}  # fmt: skip
