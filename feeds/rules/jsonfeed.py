"""JSON Feed documents (https://www.jsonfeed.org/version/1.1/), taken apart strictly."""

import json
from collections.abc import Iterator
from typing import Any

from feeds.rules.paper import Broken, Item, Paper, lacking

VERSION = "https://jsonfeed.org/version/1.1"
_URLS = ("url", "external_url", "image", "banner_image")


def json_feed(body: bytes) -> Paper:
    """A JSON Feed. Raises ValueError where it is no JSON object."""
    feed = json.loads(body)
    if not isinstance(feed, dict) or not isinstance(feed.get("items", []), list):
        raise ValueError("it is no JSON object with a list of items")  # noqa: TRY004 - its bytes
    items = [item for item in feed.get("items", []) if isinstance(item, dict)]
    return Paper(
        own=(*_feed_rules(feed), *(b for item in items for b in _item_rules(item))),
        self_url=feed.get("feed_url"),
        links=_addresses(feed, ("home_page_url", "feed_url", "next_url", "icon", "favicon")),
        items=tuple(map(_item, items)),
    )


def _feed_rules(feed: dict[str, Any]) -> Iterator[Broken]:
    if next(iter(feed.items()), None) != ("version", VERSION):
        yield Broken("P18", f"its first key is not `version` with {VERSION}")
    yield from lacking("P18", {name: feed.get(name) for name in ("title", "feed_url", "authors")})
    if "items" not in feed:
        yield Broken("P18", "there is no `items`")


def _item_rules(item: dict[str, Any]) -> Iterator[Broken]:
    name = f"entry {item.get('id')!r}"
    if not isinstance(item.get("id"), str):
        yield Broken("P18", f"{name}: its id is no text")
    if not any(isinstance(item.get(key), str) for key in ("content_html", "content_text")):
        yield Broken("P18", f"{name}: it has no content")


def _item(item: dict[str, Any]) -> Item:
    enclosed = (each.get("url", "") for each in item.get("attachments", []))
    return Item(
        id=item.get("id") if isinstance(item.get("id"), str) else None,
        title=str(item.get("title") or ""),
        published=item.get("date_published"),
        updated=item.get("date_modified"),
        html=item.get("content_html"),
        summary=item.get("summary"),
        links=(*_addresses(item, _URLS), *enclosed),
    )


def _addresses(of: dict[str, Any], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(of[name]) for name in names if of.get(name))
