"""What is sent along with a request: filled in at the moment of it, never kept, as headers are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from monitor.config.expand import expand

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Posted:
    """A JSON value, or a text that is sent as it is written. `${VARIABLE}` may stand in both."""

    said: Any

    @property
    def content_type(self) -> str:
        """What it is, unless the source's own headers say it."""
        return FORM if isinstance(self.said, str) else JSON

    def body(self, environ: Mapping[str, str]) -> bytes:
        """The bytes to send. Raises UnsetVariable."""
        full = _filled(self.said, environ)
        return (full if isinstance(full, str) else json.dumps(full, ensure_ascii=False)).encode()


def _filled(value: Any, environ: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return expand(value, environ)
    if isinstance(value, Mapping):
        return {key: _filled(inner, environ) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_filled(inner, environ) for inner in value]
    return value
