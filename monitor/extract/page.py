"""A web page -> its title, its text as a person reads it, and sanitised markup.

    bytes ─decode─▸ text ─parse─▸ tree ─▸ without what nobody sees ─▸ `strip` out ─▸ `select`
      ─▸ text (monitor.extract.reading), html (feeds.clean, last)

The page is hostile: its size and the number of its tags are bounded before anything is built,
and nothing here recurses with its depth.
"""

from dataclasses import dataclass
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from feeds.clean import safe_html
from monitor.errors import ExtractError
from monitor.extract.decode import decode
from monitor.extract.markup import tidy
from monitor.extract.reading import readable

MOST_CHARACTERS = 10_000_000
MOST_TAGS = 200_000
"""A tree of more would take seconds and hundreds of megabytes."""

UNSEEN = ("script", "style", "noscript", "template", "svg", "iframe", "object", "[hidden]")
"""What no reader of the page sees as its text."""


class SelectorUnmatched(ExtractError):
    """A selector of the configuration finds nothing on the page any more (conformance A)."""

    kind = "selector"


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
    tree = _tree(decode(html, charset=charset, markup=True))
    title, language, base = _title(tree), _language(tree), _base(tree, url)
    _remove(tree, (*UNSEEN, *strip))
    parts = _selected(tree, select, url) if select else [tree.body or tree]
    text = readable(parts)
    if not text:
        raise PageEmpty(
            "the page has no text",
            where=url,
            hint="a page that is filled in by scripts cannot be read; look for a feed or an API",
        )
    return PageText(title, text, safe_html("".join(map(str, parts)), base=base), language)


def _tree(text: str) -> BeautifulSoup:
    tags = text.count("<")
    if len(text) > MOST_CHARACTERS or tags > MOST_TAGS:
        raise PageTooLarge(
            f"the page has {len(text):,} characters and {tags:,} tags: too many to take apart",
            hint=f"at most {MOST_CHARACTERS:,} characters and {MOST_TAGS:,} tags are read",
        )
    # The declaration would make the parser doubt that this is HTML; the line break tells it
    # that this is no file name.
    return BeautifulSoup("\n" + tidy(text), "lxml")


def _title(tree: BeautifulSoup) -> str:
    """The `<title>`, else the first heading, on one line."""
    for name in ("title", "h1"):
        for tag in tree.find_all(name, limit=3):
            if not tag.find_parent("svg") and (said := " ".join(tag.get_text(" ").split())):
                return said
    return ""


def _language(tree: BeautifulSoup) -> str | None:
    language = tree.html.get("lang") if tree.html else None
    return str(language).strip() or None if language else None


def _base(tree: BeautifulSoup, url: str) -> str:
    """What relative links count from: `<base href>`, if the page has one."""
    tag = tree.find("base", href=True)
    try:
        return urljoin(url, str(tag["href"])) if isinstance(tag, Tag) else url
    except ValueError:
        return url


def _remove(tree: BeautifulSoup, selectors: tuple[str, ...]) -> None:
    for tag in tree.select(", ".join(selectors)):
        if not tag.decomposed:
            tag.decompose()


def _selected(tree: BeautifulSoup, selectors: tuple[str, ...], url: str) -> list[Tag]:
    """What the selectors find, in the order of the page, nothing twice."""
    for selector in selectors:
        if tree.select_one(selector) is None:
            raise SelectorUnmatched(
                f"the selector `{selector}` finds nothing on the page",
                where=url,
                hint="the page was rebuilt, or this is another page: correct `select`",
            )
    found = tree.select(", ".join(selectors))
    chosen = {id(tag) for tag in found}
    return [tag for tag in found if not any(id(outer) in chosen for outer in tag.parents)]
