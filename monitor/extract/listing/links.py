"""What the links of a page lead to: a document, a page, the same page, or somewhere to share it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urljoin

from lxml import etree

from monitor.extract.listing.outline import Outline
from monitor.extract.listing.words import PUBLIC_DOCUMENT, SHARING, SIDE_PATHS

LONGEST_URL = 2_000
_SOUND = (".mp3", ".m4a", ".ogg", ".wav", ".mp4")
_FILE_ICON = re.compile(r"pdf|\bdocx?\b|file-?(?:type|icon)|icon-?file|acrobat", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Link:
    """An `<a href>` that leads somewhere. What kind of link it is, is looked at when asked for."""

    node: int
    start: int
    end: int
    url: str
    fragment: bool
    element: etree._Element
    here: tuple[str, str]

    @cached_property
    def document(self) -> bool:
        """It leads to a file."""
        return _is_document(self.url, self.element) or _shown_as_document(self.element)

    @cached_property
    def sound(self) -> bool:
        """It leads to a recording."""
        return self.url.partition("?")[0].lower().endswith(_SOUND)

    @cached_property
    def below(self) -> bool:
        """Its address lies below that of the page."""
        return (
            _place(self.url)[1].startswith(self.here[1].rstrip("/") + "/") and len(self.here[1]) > 1
        )

    @cached_property
    def side(self) -> bool:
        """It leads to what stands beside a release: share, author, tag, comments."""
        return bool(SIDE_PATHS.search(self.url) or SHARING.search(_place(self.url)[0]))

    @cached_property
    def same(self) -> bool:
        """It leads to this very page, with another query or fragment."""
        return self.fragment or _place(self.url) == self.here

    @cached_property
    def foreign(self) -> bool:
        """It leads to another site."""
        return _site(_place(self.url)[0]) != _site(self.here[0])


def links(page: Outline, url: str) -> list[Link]:
    """The page's links in order, without those that lead nowhere (`#`, `javascript:`, mail)."""
    here = _place(url)
    origin = "://".join((page.url.partition("://")[0], _place(page.url)[0]))
    found = []
    for node in page.nodes:
        if node.tag == "a" and (href := node.element.get("href")):
            href = href.strip()
            target = _absolute(page.url, origin, href)
            if target:
                found.append(
                    Link(
                        node.index, node.start, node.end, target, href[0] == "#", node.element, here
                    )
                )
    return found


def _absolute(base: str, origin: str, href: str) -> str | None:
    """The address, resolved; None where it is no web address. `urljoin` only where it is needed."""
    if not href or href == "#" or len(href) > LONGEST_URL:
        return None
    if "\\" in href:
        path, sign, query = href.partition("?")
        href = path.replace("\\", "/") + sign + query  # as browsers do (WHATWG URL, 4.4)
    if href[0] == "/" and href[1:2] != "/" and "/." not in href and origin[:4] == "http":
        return origin + href
    if not href.startswith(("http://", "https://")) or "/." in href:
        try:
            href = urljoin(base, href)
        except ValueError:
            return None
    return href if href[:7].lower() == "http://" or href[:8].lower() == "https://" else None


@lru_cache(maxsize=2048)
def form(url: str) -> str:
    """Which kind of address: host, first step of the path, how many steps, kind of file."""
    host, path = _place(url)
    steps = [step for step in path.split("/") if step]
    kind = steps[-1].rpartition(".")[2].lower()[:5] if steps and "." in steps[-1] else ""
    return f"{host}/{steps[0] if len(steps) > 1 else ''}/{len(steps)}.{kind}"


def addresses(tree: etree._Element, base: str) -> Iterator[str]:
    """All web addresses that a page links to, without a walk over it."""
    origin = "://".join((base.partition("://")[0], _place(base)[0]))
    for link in tree.iter("a"):
        target = _absolute(base, origin, (link.get("href") or "").strip())
        if target:
            yield target


def _place(url: str) -> tuple[str, str]:
    """Host and path, without user, query and fragment; never fails."""
    rest = url.partition("://")[2]
    for sign in "#?":
        rest = rest.partition(sign)[0]
    host, slash, path = rest.partition("/")
    return host.rpartition("@")[2].lower(), slash + path


def _is_document(url: str, element: etree._Element) -> bool:
    path = _place(url)[1]
    name = f"{element.get('class') or ''} {element.get('type') or ''}".lower()
    return (
        bool(PUBLIC_DOCUMENT.search(url, 8))
        or "download" in name
        or "application/pdf" in name
        or path.endswith("/download")
        or "/document." in path
    )


def _shown_as_document(element: etree._Element) -> bool:
    """Whether a file's icon stands in a link or just before it, or it is to be saved."""
    if "download" in element.attrib:
        return True
    before = element.getprevious()
    for image in (before, *element[:2]):
        if image is not None and image.tag in {"img", "i", "svg"}:
            said = " ".join(image.get(name) or "" for name in ("src", "alt", "class"))
            if _FILE_ICON.search(said[:400]):
                return True
    return False


def _site(host: str) -> str:
    """The last two labels: enough to tell whether two hosts belong together."""
    return ".".join(host.split(".")[-2:])
