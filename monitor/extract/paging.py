"""The page after this one, where older items are: what a header or a page says.

Nothing is guessed: a page is followed where something leads to it. What is said in words must stay
on its host; what is said for programs (`rel=next`) may lead elsewhere.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from lxml import etree

from feeds.clean import web_url
from monitor.errors import ExtractError
from monitor.extract.listing.tags import names
from monitor.extract.listing.tree import base, parse

MOST_LINKS = 5_000
_LONGEST_LABEL = 60

_HEADER = re.compile(r"<([^<>]{1,2000})>((?:\s*;\s*[\w*]+\s*=\s*(?:\"[^\"]*\"|[^\s;,\"]+))*)")
_REL_NEXT = re.compile(r"\brel\s*=\s*(?:\"[^\"]*\bnext\b[^\"]*\"|next\b)", re.IGNORECASE)
_OLDER = re.compile(
    r"\W*(?:(?:show |view |see |load )?(?:older|more|earlier|previous)(?: news)?"
    r" (?:posts?|entries|articles|news|items|releases|results|stories|updates)|"
    r"older|next(?: page)?|"
    r"(?:nächste|folgende|ältere)(?: seite| beiträge| artikel| einträge| meldungen)?|weiter|"
    r"(?:page )?suivante?|articles? (?:plus anciens|précédents)|plus anciens|"
    r"(?:página )?siguiente|(?:entradas )?(?:más )?antigu[ao]s|"
    r"(?:pagina )?(?:successiva|seguente)|avanti|(?:post|articoli) (?:più vecchi|precedenti)|"
    r"(?:próxima|seguinte)(?: página)?|(?:página )?(?:próxima|seguinte)|(?:mais )?antig[ao]s|"
    r"volgende(?: pagina)?|ouder(?:e berichten)?|nästa(?: sida)?|äldre(?: inlägg)?|"
    r"następn[ay](?: strona)?|starsze(?: wpisy)?|"
    r"следующая(?: страница)?|далее|старые записи|старее|"
    r"التالي|الصفحة التالية|下一页|下一頁|下页|次へ|次のページ|다음(?: 페이지)?)\W*",
    re.IGNORECASE,
)
"""Labels that lead to older items. "Previous" alone leads back in some pagers, and is none."""
_ARROW = re.compile(r"(?:next\s*)?(?:[»›→>]|>>|⟩|&raquo;|chevron_right)")
_PAGER = re.compile(r"pag(?:er|inat|ing|e-?n(?:av|um))|\bnav-(?:links|previous)|wp-pagenavi", re.I)
_NEXT_CLASS = re.compile(r"(?:^|[\s_-])(?:next|older)(?:$|[\s_-])", re.IGNORECASE)
_PARAMETERS = names("page p pg paged pagenumber page_number pageno pageindex")


def of_header(header: str | None, url: str) -> str | None:
    """The `next` of a Link header (RFC 8288)."""
    for target, parameters in _HEADER.findall(header or ""):
        if _REL_NEXT.search(parameters):
            return _elsewhere(target, url)
    return None


def of_page(body: bytes, url: str, charset: str | None, number: int) -> str | None:
    """What a page leads on to; `number` is which page of its list it is, from 1."""
    try:
        tree = parse(body, charset=charset)
    except ExtractError:
        return None
    if tree is None:
        return None
    whole = base(tree, url)
    for link in tree.iter("link", "a"):
        if "next" in (link.get("rel") or "").casefold().split():
            found = _elsewhere(link.get("href"), whole, url)
            if found:
                return found
    links = list(_links(tree, whole, url))
    return _labelled(links) or _numbered(links, number)


def _elsewhere(target: str | None, whole: str, url: str | None = None) -> str | None:
    """An absolute web address other than the page's own."""
    try:
        found = web_url(urljoin(whole, (target or "").strip())) if target else None
    except ValueError:
        return None
    own = urldefrag(url or whole).url
    return found if found and urldefrag(found).url != own else None


def _links(tree: etree._Element, whole: str, url: str) -> Iterator[tuple[etree._Element, str]]:
    """The links to other pages of the same host."""
    host = _host(url)
    for count, link in enumerate(tree.iter("a")):
        found = _elsewhere(link.get("href"), whole, url)
        if found and _host(found) == host:
            yield link, found
        if count > MOST_LINKS:
            return


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _labelled(links: list[tuple[etree._Element, str]]) -> str | None:
    """The link that says so: by its words, or by an arrow or a class within a pager."""
    for link, url in links:
        if any(_OLDER.fullmatch(label) for label in _labels(link)):
            return url
    for link, url in links:
        arrow = any(_ARROW.fullmatch(label) for label in _labels(link))
        named = _NEXT_CLASS.search(f"{link.get('class') or ''} {_above(link, 1)}")
        if (arrow or named) and _PAGER.search(_above(link, 4)):
            return url
    return None


def _labels(link: etree._Element) -> Iterator[str]:
    text = " ".join(" ".join(map(str, link.itertext())).split())
    for label in (text, link.get("aria-label"), link.get("title")):
        if label and len(label) <= _LONGEST_LABEL:
            yield label.strip()


def _above(link: etree._Element, levels: int) -> str:
    """The classes, ids and labels of the elements around a link, and its own."""
    said, node = [], link
    for _ in range(levels + 1):
        said += [node.get(name) or "" for name in ("class", "id", "aria-label")]
        parent = node.getparent()
        if parent is None:
            break
        node = parent
    return " ".join(said)


def _numbered(links: list[tuple[etree._Element, str]], number: int) -> str | None:
    """The link that is called by the next number, among others that are called by numbers."""
    called = {
        label: url
        for link, url in links
        for label in _labels(link)
        if label.isascii() and label.isdigit() and len(label) < 4
    }
    found = called.get(str(number + 1))
    return found if found and (len(called) > 1 or _is_paged(found)) else None


def _is_paged(url: str) -> bool:
    parts = urlsplit(url)
    named = {name.casefold() for name, _ in parse_qsl(parts.query)}
    return bool(named & _PARAMETERS) or re.search(r"/page/\d+", parts.path) is not None
