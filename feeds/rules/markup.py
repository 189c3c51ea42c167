"""The markup inside an entry, as a browser would take it: what it could run, where it leads."""

from dataclasses import dataclass

from lxml import etree, html

_ACTIVE = frozenset({"script", "iframe", "object", "embed", "style", "form", "base", "meta"})
_ADDRESSES = ("href", "src", "poster", "cite")


@dataclass(frozen=True, slots=True)
class Inside:
    """What a piece of markup holds: whether anything in it could act, and every address."""

    script: bool = False
    addresses: tuple[str, ...] = ()


def looked_at(markup: str) -> Inside:
    """What is in a piece of HTML."""
    if "<" not in markup:
        return Inside()
    try:
        root = html.fragment_fromstring(markup, create_parent="div")
    except etree.ParserError:
        return Inside()
    elements = [each for each in root.iter() if isinstance(each.tag, str)]
    addresses = tuple(
        each.get(name, "").strip()
        for each in elements
        for name in _ADDRESSES
        if name in each.attrib
    )
    acts = any(each.tag in _ACTIVE or _listens(each) for each in elements)
    runs = any(url.lower().startswith(("javascript:", "vbscript:")) for url in addresses)
    return Inside(acts or runs, addresses)


def _listens(element: html.HtmlElement) -> bool:
    return any(str(name).lower().startswith("on") for name in element.attrib)
