"""Collecting what is wrong, each with file and line, in words that say what would be right."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from monitor.config.document import Path, Written
from monitor.config.durations import Wrong
from monitor.config.expand import variables
from monitor.errors import ConfigError, Problem

SECRET_KEYS = frozenset({
    "secret", "headers", "basic", "bearer", "cookie", "feed_token", "proxy", "store", "webhook",
    "apprise",
})  # fmt: skip
"""Keys whose values are never shown, not even the wrong ones."""

_PLAIN = {
    "missing": "is missing",
    "string_type": "must be text: put it in quotes",
    "list_type": "must be a list: [one, two]",
    "tuple_type": "must be a list: [one, two]",
    "dict_type": "must be a mapping of keys to values",
    "mapping_type": "must be a mapping of keys to values",
    "model_type": "must be a mapping of keys to values",
    "model_attributes_type": "must be a mapping of keys to values",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "string_pattern_mismatch": "must be plain ASCII in one line",
}

_LISTED = {("sources",), ("feeds",), ("targets",)}

_SHOULD = re.compile(r"^(Input|String|List|Tuple) should")


class Problems:
    """Everything found so far. What a `${VARIABLE}` held is never shown."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._found: list[Problem] = []

    def add(self, at: Written, path: Path, message: str, hint: str | None = None) -> None:
        """One more problem, about the value at `path`; says to whom the value belongs."""
        for name in variables(str(at.raw(path))):
            if held := self._environ.get(name):
                message = message.replace(held, f"${{{name}}}")
        if owner := _owner(at, path):
            message = f"{message} ({owner})"
        self._found.append(Problem(at.file, at.line(path), message, hint))

    def wrong(self, at: Written, path: Path, message: str, hint: str | None = None) -> None:
        """A value that cannot be used; `message` follows it: `is not a duration`.

        Of what came from a variable no details are given: they would be details of a secret.
        Where the variable is unset, that has been said, and is all that is wrong.
        """
        written = str(at.raw(path))
        if any(name not in self._environ for name in variables(written)):
            return
        if "${" in written:
            message, hint = message.partition(":")[0], None
        self.add(at, path, f"{dotted(path)}: {shown(at, path)} {message}", hint)

    def unknown(self, at: Written, path: Path, known: Iterable[str]) -> None:
        """A key that is not there, with the nearest that is, or else all that are."""
        key, options = str(path[-1]), sorted(known)
        near = get_close_matches(key.lower(), options, n=1, cutoff=0.7)
        hint = f"did you mean `{near[0]}`?" if near else f"known here: {', '.join(options)}"
        self.add(at, path, f"unknown key `{dotted(path)}`", hint)

    def shape(
        self,
        at: Written,
        path: Path,
        error: ValidationError,
        model: type[BaseModel],
        known: Iterable[str] = (),
    ) -> None:
        """What pydantic found wrong with the value at `path`, each in its own place.

        `known` are the keys to offer where one of the outermost is unknown, if `model` does not
        have them all.
        """
        for detail in error.errors(include_url=False):
            steps = _steps(detail, at.raw(path))
            offered = known if known and len(steps) == 1 else _keys_at(model, steps[:-1])
            self._detail(at, path + steps, detail, offered)

    @property
    def found(self) -> tuple[Problem, ...]:
        """Each once, in the order of files and lines."""
        files = {p.file: number for number, p in enumerate(reversed(self._found))}
        order = sorted(set(self._found), key=lambda p: (-files[p.file], p.line, p.message))
        return tuple(order)

    def stop(self) -> None:
        """Raise ConfigError if anything was found."""
        if self._found:
            raise ConfigError(self.found)

    def _detail(self, at: Written, path: Path, detail: ErrorDetails, known: Iterable[str]) -> None:
        cause = detail.get("ctx", {}).get("error")
        if detail["type"] == "extra_forbidden":
            self.unknown(at, path, known)
        elif isinstance(cause, Wrong):
            self.wrong(at, path, cause.message, cause.hint)
        elif detail["type"] == "literal_error":
            hint = f"one of {detail['ctx']['expected']}"
            self.wrong(at, path, "is not known here", hint.replace("'", "").replace(" or ", ", "))
        else:
            said = str(cause) if cause else _SHOULD.sub("must", detail["msg"])
            message = _PLAIN.get(detail["type"], said)
            self.add(at, path, f"{dotted(path)}: {message}")


def _keys_at(model: type[BaseModel], steps: Path) -> Iterable[str]:
    """The keys that `model` knows at a path inside it."""
    for step in steps:
        if isinstance(step, str):
            model = _model_in(model.model_fields[step].annotation) or model
    return model.model_fields


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(inner) for inner in get_args(annotation))
    return next((model for model in found if model), None)


def dotted(path: Path) -> str:
    """`fetch.limits.body`, `sources[3].every`: a path as people write it."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).lstrip(".")


def _owner(at: Written, path: Path) -> str | None:
    """The id of the source, feed or target that a value is part of, where it says one."""
    entry = at.raw(path[:2] if path[:1] in _LISTED else ())
    name = entry.get("id") if isinstance(entry, dict) else None
    return name[:64] if isinstance(name, str) and path[-1:] != ("id",) else None


def shown(at: Written, path: Path) -> str:
    """A wrong value as it was written, unless it may be a secret."""
    if SECRET_KEYS & {step for step in path if isinstance(step, str)}:
        return "this"
    value: Any = at.raw(path)
    text = re.sub(r"//[^/\s]*@", "//…@", str(value))
    return f"“{text[:80]}{'…' if len(text) > 80 else ''}”"


def _steps(detail: ErrorDetails, value: Any) -> Path:
    """The path that pydantic names, without the branches of unions that nobody wrote."""
    path: list[str | int] = []
    for step in detail["loc"]:
        here = isinstance(value, dict) and step in value
        listed = isinstance(value, list) and isinstance(step, int)
        if not here and not listed and detail["type"] != "missing":
            break
        path.append(step)
        value = value[step] if here or (listed and int(step) < len(value)) else None
    return tuple(path)
