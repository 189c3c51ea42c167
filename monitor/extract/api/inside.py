"""HTML in a value of an answer: what `css` finds in it, what `strip` takes out of it first.

text: {select: body, css: .content, strip: [.share]}     the markup of what is found
url: {select: body, css: "a.more@href"}                  what it says, on one line
"""

from collections.abc import Iterator
from html import escape, unescape

from lxml import etree

from monitor.extract.api.read import is_escaped
from monitor.extract.listing.tree import parse
from monitor.extract.pick import Pick
from monitor.extract.selected import Expression, nearest, taken_out

LONGEST = 2_000_000
"""Characters of one value that are taken apart."""


def found(value: str, pick: Pick, *, markup: bool) -> list[str]:
    """What a pick finds in a value: as `markup`, or as it reads. Nothing where there is no HTML."""
    tree = _tree(value)
    if tree is None:
        return []
    taken_out([tree], pick.strip)
    body = tree.find("body")
    whole = body if body is not None else tree
    expression = Expression.read(pick.css) if pick.css else Expression("")
    return list(_markup(expression, whole)) if markup else [*filter(None, [expression.said(whole)])]


def near(value: str, pick: Pick) -> str | None:
    """The selector that would match in this value, as far as one is like it."""
    tree = _tree(value)
    if tree is None or not pick.css:
        return None
    path, at, name = pick.css.partition("@")
    like = nearest(tree, path)
    return f"{like}{at}{name}" if like else None


def _tree(value: str) -> etree._Element | None:
    text = unescape(value) if is_escaped(value) else value
    return parse(f"<body>{text[:LONGEST]}".encode("utf-8", "replace"), charset="utf-8")


def _markup(expression: Expression, whole: etree._Element) -> Iterator[str]:
    for one in expression.find(whole):
        if not isinstance(one, etree._Element):
            yield str(one)
        elif expression.attribute:
            yield one.get(expression.attribute) or ""
        elif one is whole:
            yield "".join([escape(one.text or "", quote=False), *map(_outer, one)])
        else:
            yield _outer(one, tail=False)


def _outer(one: etree._Element, *, tail: bool = True) -> str:
    return etree.tostring(one, encoding="unicode", method="html", with_tail=tail)
