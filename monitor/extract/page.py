"""A web page -> its title, its text as a person reads it, and sanitised markup.

    bytes ─decode─▸ markup ─parse─▸ tree ─▸ without what nobody sees ─▸ title, language, base
      ─▸ `strip` and `select`, where somebody wants them (monitor.extract.cut)
      ─▸ text (monitor.extract.reading), html (feeds.clean, last)

The page is hostile: its size and the number of its tags are bounded before anything is built,
and nothing here recurses with its depth.
"""

import re
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from feeds.clean import safe_html
from monitor.errors import ExtractError
from monitor.extract.decode import decode
from monitor.extract.listing.tree import base
from monitor.extract.markup import tidy
from monitor.extract.reading import readable

MOST_CHARACTERS = 10_000_000
MOST_TAGS = 200_000
"""A tree of more would take seconds and hundreds of megabytes."""

UNSEEN = ("script", "style", "noscript", "template", "svg", "iframe", "object")
HIDDEN = "[hidden]"
"""What no reader of the page sees as its text."""

_GAP = re.compile(r">\s++<")
_TOO_DEEP = etree.ErrorTypes.ERR_RESOURCE_LIMIT


class PageTooLarge(ExtractError):
    """More markup than is taken apart."""

    kind = "too_large"


class PageEmpty(ExtractError):
    """There is a page, and no text on it."""

    kind = "empty"


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page says. `title` is empty where it has none; `html` is safe to show."""

    title: str
    text: str
    html: str
    language: str | None


def page(
    html: bytes,
    *,
    url: str,
    charset: str | None = None,
    select: tuple[str, ...] = (),
    strip: tuple[str, ...] = (),
) -> PageText:
    """Read a page that came from `url`. `select` and `strip` are CSS selectors.

    Without `select` the whole page counts; with it, what any of the selectors finds, in the
    order of the page. Raises ExtractError: no text or too large, and SelectorUnmatched as soon
    as one of `select` finds nothing. A part to `strip` may be absent.
    """
    markup = _bounded(decode(html, charset=charset, markup=True))
    tree = _tree(markup)
    if tree is None:
        raise _empty(url)
    title, language, whole = _title(tree), _language(tree), base(tree, url)
    if select or strip:
        from monitor.extract.cut import cut

        pieces = cut(markup, url=url, unseen=(*UNSEEN, HIDDEN), select=select, strip=strip)
        parts = [part for part in map(_tree, pieces) if part is not None]
    else:
        parts = [_body(tree)]
        pieces = [*map(_markup, parts)]
    text = readable(parts)
    if not text:
        raise _empty(url)
    return PageText(title, text, safe_html("".join(pieces), base=whole), language)


def _bounded(text: str) -> str:
    """Markup that may be taken apart. A declaration would make parsers doubt that it is HTML."""
    tags = text.count("<")
    if len(text) > MOST_CHARACTERS or tags > MOST_TAGS:
        raise PageTooLarge(
            f"the page has {len(text):,} characters and {tags:,} tags: too many to take apart",
            hint=f"at most {MOST_CHARACTERS:,} characters and {MOST_TAGS:,} tags are read",
        )
    return tidy(text)


def _tree(markup: str) -> etree._Element | None:
    """What is seen of it, but for `hidden` parts; None where there is nothing at all."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        tree = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    if any(entry.type == _TOO_DEEP for entry in parser.error_log):
        raise PageTooLarge(  # the parser stops there, and says nothing of what is left out
            "the page's elements stand in each other more than 2,000 deep",
            hint="no honest page does that; watch another page of the same news",
        )
    if tree is not None:
        etree.strip_elements(tree, *UNSEEN, with_tail=False)
    return tree


def _body(tree: etree._Element) -> etree._Element:
    """What is read of a page, without its hidden parts."""
    for part in tree.xpath("//*[@hidden]"):
        part.tag = UNSEEN[0]
    etree.strip_elements(tree, UNSEEN[0], with_tail=False)
    return next(tree.iter("body"), tree)


def _markup(part: etree._Element) -> str:
    """As HTML. The white space between tags, a third of some pages, is kept in a `<pre>` alone."""
    markup = etree.tostring(part, encoding="unicode", method="html")
    return markup if "<pre" in markup else _GAP.sub(_narrow, markup)


def _narrow(gap: re.Match[str]) -> str:
    return ">\n<" if "\n" in gap[0] else "> <"


def _title(tree: etree._Element) -> str:
    """The `<title>`, else the first heading, on one line."""
    for name in ("title", "h1"):
        for tag in islice(tree.iter(name), 3):
            if said := " ".join(" ".join(map(str, tag.itertext())).split()):
                return said
    return ""


def _language(tree: etree._Element) -> str | None:
    return (tree.get("lang") or "").strip() or None


def _empty(url: str) -> PageEmpty:
    hint = "a page that is filled in by scripts cannot be read; look for a feed or an API"
    return PageEmpty("the page has no text", where=url, hint=hint)
