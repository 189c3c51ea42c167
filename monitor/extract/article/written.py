"""A date that is written beside a page's heading, in a language or a calendar unknown to htmldate.

Short pieces of text that are nothing but a date, just below the heading or just above it: what
stands farther away, or says more, may be any date.
"""

from collections import deque
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from monitor.extract.dates.stamps import stamps
from monitor.model.published import Published

_LONGEST = 60
_FILLED = 0.7
_BELOW, _ABOVE = 30, 10
"""Pieces of text that are looked at on either side of the heading."""
_SKIPPED = frozenset({
    "nav", "footer", "aside", "script", "style", "noscript", "template", "svg", "select",
})  # fmt: skip
_HEADING = "\0"


def beside_heading(tree: HtmlElement, today: date) -> Published | None:
    """The date next to the first `<h1>`; None where none is certain, or there is no heading."""
    above: deque[str] = deque(maxlen=_ABOVE)
    pieces = _pieces(tree)
    for piece in pieces:
        if piece == _HEADING:
            break
        above.append(piece)
    else:
        return None
    near = (*islice(pieces, _BELOW), *reversed(above))
    return next((day for piece in near if (day := _day(piece, today))), None)


def _pieces(tree: HtmlElement) -> Iterator[str]:
    """What the page says, piece by piece; where a first heading stands, a mark."""
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if event == "start" and element.tag in _SKIPPED:
            walk.skip_subtree()
            continue
        if event == "start" and element.tag == "h1":
            yield _HEADING
        piece = element.text if event == "start" else element.tail
        if piece and piece.strip() and not (event == "start" and callable(element.tag)):
            yield piece.strip()


def _day(piece: str, today: date) -> Published | None:
    if len(piece) > _LONGEST:
        return None
    for stamp in stamps(piece, today):
        said = stamp.said
        if stamp.relative or stamp.aside or said.numbers or stamp.fills < _FILLED:
            continue
        if said.year and said.day:
            day = date(said.year, said.month, said.day)
            return Published.on(day) if day <= today + timedelta(1) else None
    return None
