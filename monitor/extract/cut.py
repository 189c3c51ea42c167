"""`select` and `strip` of a page: the markup of the parts that somebody watches. Pure.

    markup ─▸ without what nobody sees ─▸ `strip` out ─▸ `select` ─▸ markup, a piece for each part

Selectors are CSS as far as soupsieve knows it, which is further than what lxml has. It needs a
tree of its own, five times as dear as lxml's: so only those pay for it who select.
"""

from typing import TYPE_CHECKING

from monitor.errors import ExtractError

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag


class SelectorUnmatched(ExtractError):
    """A selector of the configuration finds nothing on the page any more (conformance A)."""

    kind = "selector"


def cut(
    markup: str,
    *,
    url: str,
    unseen: tuple[str, ...],
    select: tuple[str, ...],
    strip: tuple[str, ...],
) -> list[str]:
    """What any of `select` finds, in the order of the page and nothing twice; without `select` the
    whole page. Parts that `strip` names are left out, and may be absent.

    Raises SelectorUnmatched as soon as one of `select` finds nothing.
    """
    from bs4 import BeautifulSoup

    # The line break tells the library that this is no file name.
    tree = BeautifulSoup("\n" + markup, "lxml")
    _remove(tree, (*unseen, *strip))
    parts = _selected(tree, select, url) if select else [tree.body or tree]
    return [str(part) for part in parts]


def _remove(tree: "BeautifulSoup", selectors: tuple[str, ...]) -> None:
    for tag in tree.select(", ".join(selectors)):
        if not tag.decomposed:
            tag.decompose()


def _selected(tree: "BeautifulSoup", selectors: tuple[str, ...], url: str) -> "list[Tag]":
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
