"""A page's bytes -> its tree. The page is hostile: bounded before it is built."""

import re
from urllib.parse import urljoin

from lxml import etree

from monitor.extract.decode import decode
from monitor.extract.listing.tags import names
from monitor.extract.markup import tidy

MOST_BYTES = 12_000_000
_META = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE
)

_OF_HEAD = names("base link meta noscript object script style template title")


def parse(body: bytes, *, charset: str | None) -> etree._Element | None:
    """The page's tree; None when there is nothing in it. Raises ExtractError: empty, or no text."""
    text = decode(body[:MOST_BYTES], charset=charset or _declared(body))
    parser = etree.HTMLParser(
        huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        tree = etree.HTML(tidy(text), parser)
    except (etree.LxmlError, ValueError):
        return None
    if tree is not None:
        _out_of_head(tree)
    return tree


def _out_of_head(tree: etree._Element) -> None:
    """Let a page's body begin where its head cannot go on (HTML, 13.2.6.4.4 "in head").

    A page may leave `<body>` out. libxml2 knows no elements newer than HTML 4, and keeps a `<nav>`
    or `<main>` in the head then, with all that follows.
    """
    head = tree.find("head")
    if head is None:
        return
    stray = [n for n, child in enumerate(head) if child.tag not in _OF_HEAD]
    if not stray:
        return
    body = tree.find("body")
    if body is None:
        body = etree.SubElement(tree, "body")
    for place, child in enumerate(head[stray[0] :]):
        body.insert(place, child)


def _declared(html: bytes) -> str | None:
    found = _META.search(html[:4096])
    return found[1].decode("ascii") if found else None


def base(tree: etree._Element, url: str) -> str:
    """What relative links count from: `<base href>`, if the page has one."""
    tag = tree.find(".//base[@href]")
    try:
        return urljoin(url, (tag.get("href") or "").strip()) if tag is not None else url
    except ValueError:
        return url
