"""YAML text -> nodes, by libyaml: thirty times as fast as in Python, for the same nodes.

libyaml knows YAML 1.1; what 1.2 changed that matters is which plain words are no text, and that
is decided here, by the rules of `ruamel.yaml`. What libyaml does not take, or what could mean
something else to it, gets no nodes here: `monitor.config.document` then asks `ruamel.yaml`, in
whose words mistakes are told.
"""

import re
from typing import Any, Protocol, cast

from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.error import YAMLError

MAX_DEPTH = 100
"""libyaml goes down into nested values on the C stack: deeper than this it is not let."""

_TAG = "tag:yaml.org,2002:"
_KIND = {"mapping": _TAG + "map", "sequence": _TAG + "seq"}
_READ_OTHERWISE = re.compile(
    r"^%"  # a directive
    r"|(?:^|[\s\[{,])!"  # a tag
    r"|[|>][-+0-9]*#|[|>].*\n +$"  # a block whose sign a comment touches, or that begins blank
    r"|[\t\x85\u2028\u2029\ufeff]",  # tabs, and what ended a line in YAML 1.1
    re.MULTILINE,
)
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), _TAG + "null"),
    **dict.fromkeys(("true", "True", "TRUE", "false", "False", "FALSE"), _TAG + "bool"),
    "<<": _TAG + "merge",
    "=": _TAG + "value",
}
_INT = re.compile(r"[-+]?(?:0b[01_]+|0o?[0-7_]+|[0-9_]+|0x[0-9a-fA-F_]+)")
_FLOAT = re.compile(
    r"[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+"
    r"|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)"
    r"|\.(?:nan|NaN|NAN)"
)
_NUMBERS_BEGIN_WITH = frozenset("-+.0123456789")


class Mark(Protocol):
    """A place in the text; both count from 0."""

    line: int
    column: int


class Node(Protocol):
    """What both parsers make of a value: `id` is `scalar`, `sequence` or `mapping`, `value` a
    text, a list of nodes or a list of pairs of nodes; `flow_style` of the last two: in brackets."""

    id: str
    tag: Any
    value: Any
    start_mark: Mark
    end_mark: Mark
    flow_style: bool | None


class NotPlain(Exception):
    """This text is for the other parser to judge."""


def compose(text: str) -> Node | None:
    """The root node of one document, None where it is empty. Raises NotPlain."""
    if _READ_OTHERWISE.search(text):
        raise NotPlain
    parser = _Parser(text)
    try:
        return cast("Node | None", parser.get_single_node())
    except YAMLError as error:
        raise NotPlain from error
    finally:
        parser.dispose()


class _Parser(CParser):
    """libyaml's, which asks back for the tag of each value and says how deep it is."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = 0

    def descend_resolver(self, parent: object, index: object) -> None:
        """One level down."""
        del parent, index
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise NotPlain

    def ascend_resolver(self) -> None:
        """One level up."""
        self._depth -= 1

    def resolve(self, kind: type[Node], value: str, implicit: tuple[bool, bool] | None) -> str:
        """The tag of a value that has none of its own. `implicit[0]`: a plain scalar."""
        if kind.id != "scalar":
            return _KIND[kind.id]
        return _plain(value) if implicit and implicit[0] else _TAG + "str"


def _plain(word: str) -> str:
    """The tag of a scalar without quotes, by YAML 1.2."""
    if word in _WORDS:
        return _WORDS[word]
    if word[0] in _NUMBERS_BEGIN_WITH:
        if _FLOAT.fullmatch(word):
            return _TAG + "float"
        if _INT.fullmatch(word):
            return _TAG + "int"
    return _TAG + "str"
