"""Markup -> text as a person reads it: paragraphs, lists and tables keep their shape.

Paragraphs are separated by a blank line. An item of a list begins with `- `, the cells of a
row are separated by ` | `; line breaks stay.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from bs4.element import NavigableString, PageElement, PreformattedString, Tag

BLOCKS = frozenset(
    {"p", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "center", "address"}
    | {"div", "article", "section", "header", "footer", "main", "aside", "nav", "body", "html"}
    | {"ul", "ol", "dl", "dt", "dd", "table", "caption", "figure", "figcaption", "form"}
    | {"details", "summary", "dialog", "fieldset", "legend"}
)
_LINES = frozenset({"br", "li", "tr", "option"})
_CELLS = frozenset({"td", "th"})

_PARAGRAPH, _LINE, _CELL, _ITEM = "\x1d", "\x1e", "\x1f", "\x1c"
_CONTROLS = re.compile("[\x1c-\x1f]")
_EMPTY_ITEM = re.compile(f"{_ITEM}[{_PARAGRAPH}{_LINE}{_ITEM}\\s]*")


def readable(parts: Iterable[Tag]) -> str:
    """The text of the parts, one after another."""
    marked = _PARAGRAPH.join("".join(_marks(part)) for part in parts)
    # A list item whose text stands in a paragraph of its own is still one item.
    marked = _EMPTY_ITEM.sub(_ITEM, marked)
    paragraphs = (_paragraph(block) for block in marked.split(_PARAGRAPH))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _marks(part: Tag) -> Iterator[str]:
    """Text and marks in reading order; a stack rather than recursion, as nesting is theirs."""
    stack: list[PageElement | str] = [part]
    while stack:
        node = stack.pop()
        if isinstance(node, Tag):
            before, after = _around(node)
            yield before
            stack.append(after)
            stack.extend(reversed(_contents(node)))
        elif isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString):  # comments and the like
                yield _CONTROLS.sub(" ", node)
        elif isinstance(node, str):
            yield node


def _contents(tag: Tag) -> Sequence[PageElement | str]:
    """What is in a tag; of preformatted text its lines."""
    if tag.name != "pre":
        return tag.contents
    return [_CONTROLS.sub(" ", tag.get_text()).replace("\n", _LINE)]


def _around(tag: Tag) -> tuple[str, str]:
    """The marks before and after what is in a tag."""
    if tag.name in BLOCKS:
        return _PARAGRAPH, _PARAGRAPH
    if tag.name == "li":
        return _LINE + _ITEM, _LINE
    if tag.name in _LINES:
        return _LINE, ""
    if tag.name in _CELLS:
        # A cell that holds blocks is there for the layout: what is in it stands for itself.
        return ("", _LINE) if tag.find(BLOCKS) else ("", _CELL)
    return "", ""


def _paragraph(block: str) -> str:
    lines = (_line(line) for line in block.split(_LINE))
    return "\n".join(line for line in lines if line)


def _line(line: str) -> str:
    """One line: white space folded, cells set apart, an item marked; empty if it says nothing."""
    is_item = _ITEM in line
    cells = [" ".join(cell.split()) for cell in line.replace(_ITEM, " ").split(_CELL)]
    if not any(cells):
        return ""
    while cells and not cells[-1]:
        cells.pop()
    return ("- " if is_item else "") + " | ".join(cells)
