"""YAML text -> plain values, and the line of each: what is needed to say where a problem is.

Only what JSON could say is taken: mappings with text keys, lists, text, numbers, booleans,
null. YAML 1.2, so `on` and `no` are words. Tags that would make objects are refused, aliases
are followed as long as the whole stays within a bound.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from monitor.config.compose import Node, NotPlain, compose
from monitor.errors import ConfigError, Problem

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

Path = tuple[str | int, ...]
"""The way from the root of a document to a value: keys and positions."""

MAX_BYTES = 10_000_000
MAX_VALUES = 250_000
"""More than any configuration by hand needs; an alias bomb passes it within a second."""

MAX_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Written:
    """Plain values as somebody wrote them. `lines` counts from 1 and may leave paths out."""

    file: str
    data: Any
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """The line of a value, else that of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def raw(self, path: Path) -> Any:
        """The value as it was written, before any `${VARIABLE}`; None where there is none."""
        value = self.data
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value


def read_text(path: FilePath, file: str) -> str:
    """The text of a UTF-8 file. ConfigError where it cannot be read as such."""
    try:
        with path.open("rb") as opened:
            body = opened.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise _stop(file, 1, "there is no such file", "name another: --config FILE") from error
    except OSError as error:
        raise _stop(file, 1, reason(error)) from error
    if len(body) > MAX_BYTES:
        raise _stop(file, 1, "is larger than 10 MB", "keep many sources in `include:` files")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise _stop(file, line, "is not UTF-8 from here on", "save it as UTF-8") from error


def reason(error: OSError) -> str:
    """Why a file cannot be read, as the system says it."""
    return f"cannot be read: {(error.strerror or str(error)).lower()}"


def read_yaml(text: str, file: str) -> Written:
    """One YAML document. ConfigError with every problem of its structure."""
    node = composed(text, file)
    reader = _Reader(file)
    try:
        data = reader.value(node, ()) if node is not None else None
    except _TooMuch as error:
        raise _stop(file, error.line, str(error)) from error
    if reader.problems:
        raise ConfigError(tuple(reader.problems))
    return Written(file, data, reader.lines)


def composed(text: str, file: str) -> Node | None:
    """The root node of one YAML document, None where it says nothing. ConfigError."""
    try:
        return compose(text)
    except NotPlain:
        return _compose_slowly(text, file)


def _compose_slowly(text: str, file: str) -> Node | None:
    """By a parser that says what is wrong, and where."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    try:
        node: Node | None = YAML(typ="safe", pure=True).compose(text)
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _stop(file, line, "holds a character that YAML does not allow") from error
    except MarkedYAMLError as error:
        raise _syntax(file, error, text.splitlines()) from error
    except (YAMLError, RecursionError) as error:
        raise _stop(file, 1, "is not YAML that can be read") from error
    return node


def _syntax(file: str, error: "MarkedYAMLError", lines: list[str]) -> ConfigError:
    """YAML's own complaint in plain words, at the place where it was noticed."""
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    problem = error.problem or "is not YAML"
    if "'\\t'" in problem:
        return _stop(file, line, "a tab stands where spaces are needed", "indent with two spaces")
    if "another document" in problem:
        return _stop(file, line, "a second document begins", "keep everything in one")
    hint = "check quotes, brackets and indentation here and in the line above"
    if "${" in "".join(lines[line - 1 : line]):
        hint = 'between { and } a variable stands in quotes: {secret: "${NAME}"}'
    return _stop(file, line, f"not YAML: {problem}", hint)


def _stop(file: str, line: int, message: str, hint: str | None = None) -> ConfigError:
    return ConfigError((Problem(file, line, message, hint),))


class _TooMuch(Exception):
    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class _Reader:
    """Turns nodes into plain values, noting lines and problems on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self._values = 0

    def value(self, node: Node, path: Path) -> Any:
        self._values += 1
        if self._values > MAX_VALUES or len(path) > MAX_DEPTH:
            raise _TooMuch("aliases or nesting make this too large", _line(node))
        self.lines.setdefault(path, _line(node))
        if node.id == "mapping":
            return self._mapping(node, path)
        if node.id == "sequence":
            return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: Node, path: Path) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if key_node.id == "scalar" else None
            if key is None or str(key_node.tag).endswith(":merge"):
                self._problem(key_node, "a key must be a word", "anchors are merged nowhere")
            elif key in mapping:
                first = self.lines[(*path, key)]
                self._problem(key_node, f"`{key}` stands here again", f"it is in line {first}")
            else:
                self.lines[(*path, key)] = _line(key_node)
                mapping[key] = self.value(value_node, (*path, key))
        return mapping

    def _scalar(self, node: Node) -> Any:
        kind = str(node.tag).rpartition(":")[2]
        text = str(node.value)
        if kind in ("str", "timestamp"):
            return text
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() == "true"
        if kind in ("int", "float"):
            return _number(text)
        self._problem(node, f"the tag `{node.tag}` is not read here", "write plain values")
        return None

    def _problem(self, node: Node, message: str, hint: str) -> None:
        self.problems.append(Problem(self.file, _line(node), message, hint))


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _number(text: str) -> int | float | str:
    """A number as YAML 1.2 writes it; what only looks like one stays text."""
    for convert in (int, float):
        try:
            return convert(text)
        except ValueError:
            continue
    return text
