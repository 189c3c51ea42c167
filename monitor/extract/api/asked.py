"""What a JSON answer was asked for with: an address and its parameters, or what was posted to it.

A request for another page differs in few parameters. What it is is kept as a text (`after`): an
address, or, where something is posted, the parameters that are set, as JSON: `{"variables.after":
"x"}`. So nothing of the configuration, which may hold credentials, is kept with it.
"""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_DEEPEST = 6
_VARIABLE = "${}"
"""Of a form: `${TOKEN}` in it is filled in when it is sent."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`post` is what was posted to `url`: a JSON value, or a form as text; None: it was got."""

    url: str
    post: Any = None

    def parameters(self) -> dict[str, Any]:
        """Each parameter by its name, within JSON by its path: `variables.after`."""
        if self.post is None or isinstance(self.post, str):
            pairs = urlsplit(self.url).query if self.post is None else self.post
            return dict(parse_qsl(pairs, keep_blank_values=True))
        return dict(_leaves(self.post, (), 0))

    def after(self, name: str, value: Any) -> str:
        """The request with one parameter set, as a text."""
        if self.post is not None:
            return json.dumps({name: value}, ensure_ascii=False)
        parts = urlsplit(self.url)
        return urlunsplit(parts._replace(query=_with(parts.query, name, value)))

    def posting(self, name: str, value: Any) -> Any:
        """What is posted, with one parameter set."""
        if isinstance(self.post, str):
            return _with(self.post, name, value, safe=_VARIABLE)
        changed = deepcopy(self.post)
        *way, last = name.split(".")
        inner = changed
        for key in way:
            inner = inner.setdefault(key, {})
        inner[last] = value
        return changed


def parameters_of(after: str) -> dict[str, Any] | None:
    """The parameters that a text sets; None where it is an address."""
    return dict(json.loads(after)) if after.startswith("{") else None


def _leaves(value: Any, way: tuple[str, ...], depth: int) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping) and depth < _DEEPEST:
        for key, inner in value.items():
            yield from _leaves(inner, (*way, str(key)), depth + 1)
    elif way:
        yield ".".join(way), value


def _with(query: str, name: str, value: Any, *, safe: str = "") -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    changed = [(n, str(value) if n == name else v) for n, v in pairs]
    if all(n != name for n, _ in pairs):
        changed.append((name, str(value)))
    return urlencode(changed, safe=safe)
