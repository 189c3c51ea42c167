"""What a page shows at first sight: enough to judge whether it is the page at all. Pure.

Much cheaper than reading it: one pass of the parser, no selectors, no clean markup, and words
are counted as far as anybody asks.
"""

import re
from functools import cached_property
from typing import TYPE_CHECKING

from monitor.model.visit import Part

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_BYTES = 512 * 1024
MOST_TAGS = 20_000
"""What stands in for a page is small; what is larger is not looked at."""

MOST_WORDS = 400
"""So far words are counted: whoever says more is a page."""

UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "svg", "select", "head", "iframe", "object"}
)
AROUND = frozenset({"nav", "header", "footer", "aside"})
NOT_ITS_OWN = UNSEEN | AROUND | {"a", "button", "label"}
_UNSPACED = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")


class Sight:
    """A page at first sight. `asked` is the URL that was asked for, `url` the one that answered."""

    def __init__(self, asked: str, url: str, body: bytes, tree: "_Element") -> None:
        self.asked = asked
        self.url = url
        self.body = body
        self._tree = tree

    @cached_property
    def title(self) -> str:
        """The `<title>` on one line, empty where there is none."""
        return next((_line(tag) for tag in self._tree.iter("title") if not _in_svg(tag)), "")

    @cached_property
    def heading(self) -> str:
        """The first heading of the highest order that the page has."""
        firsts = (next(self._tree.iter(name), None) for name in ("h1", "h2"))
        return next((line for tag in firsts if tag is not None and (line := _line(tag))), "")

    @cached_property
    def asks_password(self) -> bool:
        """Whether a password field stands in the page itself, not in its head or menu."""
        return any(
            field.get("type", "").strip().lower() == "password" and not _is_around(field)
            for field in self._tree.iter("input")
        )

    @cached_property
    def words(self) -> int:
        """How many words a reader sees, counted until they are more than `MOST_WORDS`."""
        return _words(self._tree, UNSEEN)

    @cached_property
    def own_words(self) -> int:
        """Those of them outside links, buttons, menus, heads and feet."""
        return _words(self._tree, NOT_ITS_OWN)


def sight(asked: str, part: Part, text: str) -> Sight | None:
    """What `part`, whose decoded text is `text`, shows; None where it is too large to judge."""
    if len(part.body) > MOST_BYTES or text.count("<") > MOST_TAGS:
        return None
    tree = _tree(text)
    return None if tree is None else Sight(asked, part.place, part.body, tree)


def _tree(text: str) -> "_Element | None":
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _words(tree: "_Element", without: frozenset[str]) -> int:
    """The words of the tree, until there are many, except in elements of these names."""
    from lxml import etree

    count = 0
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            count += _counted(element.tail)
        elif element.tag in without:
            walk.skip_subtree()
        else:
            count += _counted(element.text)
        if count > MOST_WORDS:
            break
    return count


def _counted(text: str | None) -> int:
    """Words by white space; where a script sets none, two of its characters are taken for one."""
    if not text:
        return 0
    unspaced = 0 if text.isascii() else len(_UNSPACED.findall(text))
    return len(text.split()) + unspaced // 2


def _line(tag: "_Element") -> str:
    return " ".join(" ".join(str(text) for text in tag.itertext()).split())


def _in_svg(tag: "_Element") -> bool:
    return any(outer.tag == "svg" for outer in tag.iterancestors())


def _is_around(tag: "_Element") -> bool:
    return any(outer.tag in AROUND for outer in tag.iterancestors())
