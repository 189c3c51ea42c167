"""A sitemap -> the pages that it names (sitemaps.org; Google's news extension). Pure.

Entities and outside documents are never loaded, so that no bomb is: the bytes are a stranger's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml import etree

from feeds.clean import web_url
from monitor.errors import ExtractError

MOST_ENTRIES = 50_000
"""As many as one sitemap may have (sitemaps.org)."""


class NoSitemap(ExtractError):
    """The bytes are no sitemap."""

    kind = "no_sitemap"

    def __init__(self) -> None:
        super().__init__("this is no sitemap", hint="a page that lists releases is a `listing:`")


@dataclass(frozen=True, slots=True)
class Entry:
    """`published` is what the news extension says; `changed` what the sitemap does (lastmod)."""

    url: str
    title: str
    published: str | None
    changed: str | None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The pages of a sitemap, or, of an index, the sitemaps that it names: the newest first."""

    entries: tuple[Entry, ...]
    index: bool


def read_sitemap(body: bytes, url: str) -> Sitemap:
    """Read a sitemap or an index of them. Raises NoSitemap."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.LxmlError, ValueError) as error:
        raise NoSitemap from error
    name = etree.QName(root).localname if root is not None else ""
    if name not in ("urlset", "sitemapindex"):
        raise NoSitemap
    entries = list(_entries(root, url))
    if name == "sitemapindex":
        entries.sort(key=lambda entry: entry.changed or "", reverse=True)
    return Sitemap(tuple(entries), name == "sitemapindex")


def _entries(root: etree._Element, base: str) -> Iterator[Entry]:
    for element in root.iterchildren("{*}url", "{*}sitemap"):
        said = {etree.QName(tag).localname: _text(tag) for tag in element.iter("{*}*")}
        url = web_url(said.get("loc"), base)
        if url:
            title = said.get("title") or title_of(url)
            yield Entry(url, title, said.get("publication_date"), said.get("lastmod"))


def _text(tag: etree._Element) -> str | None:
    return " ".join((tag.text or "").split()) or None


def title_of(url: str) -> str:
    """The words of an address's last part: `/news/2025/the-harbour-is-open.html`."""
    path = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    words = path.rpartition(".")[0] if "." in path[-6:] else path
    words = " ".join(words.replace("_", "-").replace("+", "-").split("-")).strip()
    return words[:1].upper() + words[1:] or url
