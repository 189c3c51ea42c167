"""Markup -> text as a person reads it: paragraphs, lists and tables keep their shape.

Paragraphs are separated by a blank line. An item of a list begins with `- `, the cells of a
row are separated by ` | `; line breaks stay.
"""

import re
from collections.abc import Iterable, Iterator

from lxml import etree

BLOCKS = frozenset(
    {"p", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "center", "address"}
    | {"div", "article", "section", "header", "footer", "main", "aside", "nav", "body", "html"}
    | {"ul", "ol", "dl", "dt", "dd", "table", "caption", "figure", "figcaption", "form"}
    | {"details", "summary", "dialog", "fieldset", "legend"}
)
_CELLS = frozenset({"td", "th"})

_PARAGRAPH, _LINE, _CELL, _ITEM = "\x1d", "\x1e", "\x1f", "\x1c"
_BEFORE = dict.fromkeys(BLOCKS, _PARAGRAPH) | dict.fromkeys(("br", "tr", "option"), _LINE)
_BEFORE |= {"li": _LINE + _ITEM}
_AFTER = dict.fromkeys(BLOCKS, _PARAGRAPH) | {"li": _LINE}
_CONTROLS = re.compile("[\x1c-\x1f]")
_EMPTY_ITEM = re.compile(f"{_ITEM}[{_PARAGRAPH}{_LINE}{_ITEM}\\s]*")


def readable(parts: Iterable[etree._Element]) -> str:
    """The text of the parts, one after another."""
    marked = _PARAGRAPH.join("".join(_marks(part)) for part in parts)
    # A list item whose text stands in a paragraph of its own is still one item.
    marked = _EMPTY_ITEM.sub(_ITEM, marked)
    paragraphs = (_paragraph(block) for block in marked.split(_PARAGRAPH))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _marks(part: etree._Element) -> Iterator[str]:
    """Text and marks in reading order; no recursion, as nesting is theirs."""
    walk = etree.iterwalk(part, events=("start", "end"))
    for event, element in walk:
        tag = str(element.tag)
        if event == "end":
            yield _after(element)
            if element is not part:
                yield _plain(element.tail)
            continue
        yield _BEFORE.get(tag, "")
        if tag == "pre":
            yield "".join(map(_plain, element.itertext())).replace("\n", _LINE)
            walk.skip_subtree()
        else:
            yield _plain(element.text)


def _plain(text: str | None) -> str:
    """What a page says, without the marks that are ours."""
    return _CONTROLS.sub(" ", text) if text else ""


def _after(element: etree._Element) -> str:
    """The mark behind what is in an element."""
    tag = str(element.tag)
    if tag not in _CELLS:
        return _AFTER.get(tag, "")
    # A cell that holds blocks is there for the layout: what is in it stands for itself.
    return _CELL if next(element.iter(*BLOCKS), None) is None else _LINE


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
