"""A page, flat: its elements and its pieces of text in order, so that a record is an interval.

    bytes ─decode─▸ text ─parse─▸ tree ─one walk─▸ Outline(nodes, leaves)

Elements know where their text begins and ends (`start`, `end` count leaves), so "which links,
dates and headings does this record hold" is two bisections, however deep the markup is. Nothing
recurses: the page is hostile, and may be 200,000 elements deep.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from lxml import etree

from monitor.extract.listing.grid import Grid, spans
from monitor.extract.listing.tags import HELD, PARTS, UNSEEN, names
from monitor.extract.listing.tree import base
from monitor.extract.markup import seen

MOST_NODES = 150_000
"""What lies behind is not looked at: no list that people read begins there."""
_MOST_PARTS = 5
_CHANGING = names(
    "odd even first last alt alternate altrow active selected current open closed collapsed "
    "expanded visited unread sticky highlight highlighted new updated hidden visible show"
)
"""Class names that tell the places of one list apart, not its kind."""


@dataclass(slots=True, eq=False)
class Node:
    """An element. Its subtree is the nodes `index` to `after`, its text `start` to `end`.

    `key` is equal for elements of one kind at one kind of place: the path of names and classes
    from the root. `column`: a cell's in its table, else -1.
    """

    index: int
    tag: str
    parent: int
    key: int
    element: etree._Element
    start: int
    column: int = -1
    depth: int = 0
    end: int = 0
    after: int = 0
    cells: int = 0
    named: int = -1


class Leaf(NamedTuple):
    """A piece of text as it stands in its element, white space folded; may be empty."""

    text: str
    node: int


Unit = tuple[int, int, bool, int, str]
"""What stands beside others in an element: start, end, whether it says something, its element
(-1: loose text), and its name."""


@dataclass(eq=False)
class Outline:
    """A whole page, or the part of it that a rule asks for. `units` are remembered by element."""

    url: str
    nodes: list[Node] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    steps: list[tuple[int, str]] = field(default_factory=list)
    title: str = ""
    heading: str = ""
    language: str = ""
    article: bool = False
    units: dict[int, list[Unit]] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> dict[int, list[Node]]:
        """The elements of each key, in order."""
        found: dict[int, list[Node]] = defaultdict(list)
        for node in self.nodes:
            found[node.key].append(node)
        return found

    def text(self, start: int, end: int) -> str:
        """The text of an interval, on one line."""
        return " ".join(leaf.text for leaf in self.leaves[start:end] if leaf.text)

    def path(self, key: int) -> tuple[str, ...]:
        """A key as it can be kept: what each element on the way is called, from the root."""
        names = []
        while key >= 0:
            key, name = self.steps[key]
            names.append(name)
        return tuple(reversed(names))

    def keys(self) -> dict[tuple[str, ...], int]:
        """Path -> key, of all that is on the page."""
        paths: list[tuple[str, ...]] = []
        for parent, name in self.steps:
            paths.append((*paths[parent], name) if parent >= 0 else (name,))
        return {path: key for key, path in enumerate(paths)}

    def ancestors(self, index: int) -> Iterator[Node]:
        """The elements around one, innermost first, itself included."""
        while index >= 0:
            yield self.nodes[index]
            index = self.nodes[index].parent

    def children(self, parent: Node) -> Iterator[Node]:
        """The element's own children, in order."""
        index = parent.index + 1
        while index < parent.after:
            child = self.nodes[index]
            yield child
            index = child.after

    def within(self, node: Node) -> list[Node]:
        """Everything inside an element, itself included."""
        return self.nodes[node.index : node.after]


def outline(
    tree: etree._Element, url: str, container: tuple[str, ...] = (), *, bare: bool = False
) -> Outline:
    """Walk a tree once; with `container`, only the way to it and what is in it.

    `bare`: by names alone, for pages whose classes are made up anew for every element.
    """
    walk = _Walk(Outline(base(tree, url)), container, bare=bare)
    walk.over(tree)
    found = walk.page
    first = tree.find(".//h1")
    found.heading = " ".join(" ".join(first.itertext()).split())[:200] if first is not None else ""
    title = tree.find(".//title")
    found.title = " ".join("".join(title.itertext()).split()) if title is not None else ""
    kind = tree.find(".//meta[@property='og:type']")
    found.article = kind is not None and (kind.get("content") or "").lower() == "article"
    found.article |= tree.find(".//meta[@property='article:published_time']") is not None
    found.language = (tree.get("lang") or "").lower()
    return found


class _Walk:
    """The state of one walk over a tree."""

    def __init__(self, page: Outline, container: tuple[str, ...], *, bare: bool) -> None:
        self.page = page
        self._bare = bare
        self._container = container
        self._keys: dict[tuple[int, str], int] = {}
        self._grids: dict[int, Grid] = {}

    def over(self, tree: etree._Element) -> None:
        nodes = self.page.nodes
        events = etree.iterwalk(tree, events=("start", "end"))
        open_nodes: list[Node | None] = []
        for event, element in events:
            if event == "start":
                if element.tag in UNSEEN or len(nodes) >= MOST_NODES:
                    events.skip_subtree()
                    open_nodes.append(None)
                    continue
                node = self._enter(element, open_nodes[-1] if open_nodes else None)
                open_nodes.append(node)
                if node is None:
                    events.skip_subtree()
            else:
                left = open_nodes.pop()
                if left is not None:
                    self._leave(left)
                if element.tail and open_nodes and open_nodes[-1] is not None:
                    self._say(element.tail, open_nodes[-1].index)

    def _enter(self, element: etree._Element, parent: Node | None) -> Node | None:
        page = self.page
        tag = element.tag if isinstance(element.tag, str) else "?"
        column = -1
        if tag in {"td", "th"} and parent is not None:
            column = self._column(element, parent)
        name = self._name(element, tag, parent, column)
        depth = parent.depth + 1 if parent is not None else 0
        if depth < len(self._container) and name != self._container[depth]:
            return None
        key = self._key(parent, name)
        up = parent.index if parent is not None else -1
        node = Node(len(page.nodes), tag, up, key, element, len(page.leaves), column, depth)
        page.nodes.append(node)
        if element.text:
            self._say(element.text, node.index)
        return node

    def _column(self, element: etree._Element, row: Node) -> int:
        """The column of a row's next cell. Most tables have no cell that spans rows."""
        down, across = spans(element)
        column, grid = row.cells, self._grids.get(row.parent)
        if grid is None and down > 1:
            grid = self._grids[row.parent] = Grid()
        if grid is not None:
            column = grid.place(row.index, column, down, across)
        row.cells = column + across
        return column

    def _name(self, element: etree._Element, tag: str, parent: Node | None, column: int) -> str:
        if self._bare or not element.attrib:
            return _step(tag, None, None, column)
        identity = element.get("id") if tag in PARTS else None
        if identity and not _lasting(parent):
            identity = None
        return _step(tag, element.get("class"), identity, column)

    def _leave(self, node: Node) -> None:
        node.after = len(self.page.nodes)
        if node.tag in HELD and len(self.page.leaves) == node.start:
            self.page.leaves.append(Leaf("", node.index))
        node.end = len(self.page.leaves)

    def _say(self, text: str, node: int) -> None:
        if folded := " ".join(seen(text).split()):
            self.page.leaves.append(Leaf(folded, node))

    def _key(self, parent: Node | None, name: str) -> int:
        step = (parent.key if parent is not None else -1, name)
        key = self._keys.get(step)
        if key is None:
            key = self._keys[step] = len(self.page.steps)
            self.page.steps.append(step)
        return key


def _lasting(parent: Node | None) -> bool:
    """Whether the ids of an element's children name parts of the page, not records among many."""
    if parent is None:
        return False
    if parent.named < 0:
        parent.named = sum("id" in child.attrib for child in parent.element[:50])
    return parent.named <= _MOST_PARTS


@lru_cache(maxsize=4096)
def _step(tag: str, classes: str | None, identity: str | None, column: int) -> str:
    """What an element is called in a path: name, lasting classes, lasting id, column."""
    name = f"{tag}:{column}" if column >= 0 else tag
    if identity and len(identity) < 40 and not _fleeting(identity):
        name += f"#{identity}"
    if classes and tag not in {"html", "body"}:
        kept = {c for c in classes.split()[:12] if not _fleeting(c)}
        name += "".join(f".{c}" for c in sorted(kept))
    return name


def _fleeting(name: str) -> bool:
    return name.casefold() in _CHANGING or any(c.isdigit() for c in name)
