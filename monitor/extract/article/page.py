"""A page taken apart: its markup, its tree, and what it declares of itself. The page is hostile."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from monitor.errors import ExtractError
from monitor.extract.decode import decode
from monitor.extract.markup import tidy

MOST_CHARACTERS = 3_000_000

MOST_TAGS = 40_000

_MOST_DATA = 40

_MOST_DEPTH = 8

LONGEST_TITLE = 300


class NoArticle(ExtractError):
    """A page came, and there is no text of an article on it."""

    kind = "no_article"

    def __init__(self) -> None:
        super().__init__("there is no main text on this page", hint="what the list says is kept")


class ArticleTooLarge(ExtractError):
    """More markup than is taken apart: 300,000 `<p>` took 15 seconds."""

    kind = "too_large"

    def __init__(self) -> None:
        super().__init__("the page has too many tags to take apart", hint="its list is kept")


@dataclass(frozen=True, slots=True)
class Page:
    """A page taken apart: its markup, its tree, what it declares."""

    markup: str
    tree: HtmlElement
    metas: Mapping[str, str]
    data: Sequence[Mapping[str, Any]]


def take_apart(body: bytes, charset: str | None) -> Page:
    """A page's bytes read once. Raises NoArticle where they are no markup, ArticleTooLarge."""
    markup = decode(body, charset=_charset(body, charset), markup=True)[:MOST_CHARACTERS]
    if markup.count("<") > MOST_TAGS:
        raise ArticleTooLarge
    markup = _mended(tidy(markup))
    try:
        tree = document_fromstring(markup)
    except (etree.LxmlError, ValueError) as error:
        raise NoArticle from error
    return Page(markup, tree, _metas(tree), tuple(_data(tree)))


def _charset(body: bytes, declared: str | None) -> str | None:
    """UTF-8 where the bytes are that, whatever a template declares: nothing else looks like it."""
    try:
        return declared if body.isascii() or not body.decode("utf-8") else "utf-8"
    except UnicodeDecodeError:
        return declared


def _mended(markup: str) -> str:
    """Without the mojibake that publishers paste: UTF-8 that was read as Latin-1 once."""
    from ftfy import TextFixerConfig, fix_encoding
    from ftfy.badness import is_bad

    if not is_bad(markup):
        return markup
    fit = TextFixerConfig(unescape_html=False)
    return "\n".join(
        fix_encoding(line, fit) if is_bad(line) else line for line in markup.split("\n")
    )


def _metas(tree: HtmlElement) -> dict[str, str]:
    """`<meta>` by name, in small letters; the first of each."""
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
        if name and (content := (tag.get("content") or "").strip()):
            found.setdefault(name, content)
    return found


def _data(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """The articles that JSON-LD on the page describes (schema.org)."""
    for tag in tree.findall(".//script[@type='application/ld+json']")[:_MOST_DATA]:
        try:
            said = json.loads((tag.text or "").strip() or "null", strict=False)
        except (ValueError, RecursionError):
            continue
        yield from (data for data in _objects(said, 0) if _is_article(data))


def _objects(said: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _MOST_DEPTH:
        return
    if isinstance(said, list):
        for one in said[:_MOST_DATA]:
            yield from _objects(one, depth + 1)
    elif isinstance(said, dict):
        yield said
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(said.get(key), depth + 1)


def _is_article(data: Mapping[str, Any]) -> bool:
    kinds = data.get("@type") or ""
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(
        str(kind).endswith(("Article", "Posting", "Report", "PressRelease")) for kind in kinds
    )
