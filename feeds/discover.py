"""An HTML page -> the feeds that it announces in its head."""

from lxml import etree

from feeds.clean import one_line, web_url
from feeds.model import Link

FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "application/rdf+xml",
        "application/json",
        "application/xml",
        "text/xml",
    }
)


def announced(html: bytes | str, base: str) -> tuple[Link, ...]:
    """The feeds of `<link rel="alternate">` (and `rel="feed"`), in order, each address once.

    `base` is where the page came from; its own `<base href>` goes before it. Only http and https.
    """
    root = _tree(html)
    if root is None:
        return ()
    bases = (element.get("href") for element in root.iter("base"))
    base = next((url for href in bases if (url := web_url(href, base))), base)
    first: dict[str, Link] = {}
    for element in root.iter("link"):
        href = web_url(element.get("href"), base)
        if href and _is_feed(element):
            first.setdefault(href, Link(href, "alternate", _type(element), _title(element)))
    return tuple(first.values())


def _tree(html: bytes | str) -> etree._Element | None:
    body = html.encode("utf-8", "replace") if isinstance(html, str) else html
    try:
        body.decode()
        encoding = "utf-8"
    except UnicodeDecodeError:
        encoding = None  # as the page says
    parser = etree.HTMLParser(encoding=encoding, remove_comments=True, no_network=True)
    return etree.HTML(body, parser) if body.strip() else None


def _is_feed(link: etree._Element) -> bool:
    relations = (link.get("rel") or "").lower().split()
    return "feed" in relations or ("alternate" in relations and _type(link) in FEED_TYPES)


def _type(link: etree._Element) -> str | None:
    return (link.get("type") or "").partition(";")[0].strip().lower() or None


def _title(link: etree._Element) -> str | None:
    return one_line(link.get("title") or "") or None
