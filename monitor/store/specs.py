"""Frozen values of the model, to and from what a row can hold."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from hashlib import sha256
from operator import attrgetter
from typing import Any

from monitor.model import Failure, Source, Validators

_FIELDS = tuple(field.name for field in fields(Source))
_VALUES = attrgetter(*_FIELDS)


def _plain(value: Any) -> Any:
    """What JSON has no word for but the model uses."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"A source's {type(value).__name__} cannot be kept as JSON: {value!r}")


_TO_JSON = json.JSONEncoder(separators=(",", ":"), default=_plain).encode


def to_spec(source: Source) -> str:
    """A Source as JSON, equal for equal sources.

    The feed token is kept as its hash: enough to know that there is one and whether it changed.
    """
    spec = dict(zip(_FIELDS, _VALUES(source), strict=True))
    if source.feed_token is not None:
        spec["feed_token"] = "sha256:" + sha256(source.feed_token.encode()).hexdigest()
    return _TO_JSON(spec)


def from_spec(spec: str) -> Source:
    """The Source that `to_spec` wrote."""
    values = json.loads(spec)
    values["tags"] = tuple(values["tags"])
    return Source(**values)


def fetched_differently(before: str, after: str) -> bool:
    """Whether what was kept under one spec tells nothing of what another will bring (rule C1)."""
    old, new = json.loads(before), json.loads(after)
    return any(old[name] != new[name] for name in ("kind", "place", "root", "headers", "options"))


def changes_schedule(before: str, after: str) -> bool:
    """Whether the next visit was set by an interval that holds no longer."""
    return bool(json.loads(before)["every"] != json.loads(after)["every"])


def from_failure(failure: Failure | None) -> dict[str, Any] | None:
    return None if failure is None else asdict(failure)


def to_failure(value: Mapping[str, Any] | None) -> Failure | None:
    return None if value is None else Failure(**value)


def from_validators(validators: Validators | None) -> dict[str, Any] | None:
    if validators is None:
        return None
    given_at = validators.given_at and validators.given_at.isoformat()
    return {**asdict(validators), "given_at": given_at}


def to_validators(value: Mapping[str, Any] | None) -> Validators | None:
    if value is None:
        return None
    given_at = value["given_at"] and datetime.fromisoformat(value["given_at"])
    return Validators(**{**value, "given_at": given_at})
