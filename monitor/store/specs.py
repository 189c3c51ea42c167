"""Frozen values of the model, to and from what a row can hold."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from hashlib import sha256
from operator import attrgetter
from typing import Any

from monitor.model.source import Failure, Moved, Source, Validators

_FIELDS = tuple(field.name for field in fields(Source))
_VALUES = attrgetter(*_FIELDS)


def _plain(value: Any) -> Any:
    """What JSON has no word for but the model uses."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"A source's {type(value).__name__} cannot be kept as JSON: {value!r}")


CRON_SPEC = '%"every":"% %","timezone":"%'
"""A LIKE pattern for the specs whose `every` is cron: it alone has a space in it. (In a text a
quotation mark would be escaped, and the two keys follow each other as the model has them.)"""

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
    values["quiet"] = tuple(values.get("quiet", ()))
    return Source(**values)


def fetched_differently(before: str, after: str) -> bool:
    """Whether what was kept under one spec tells nothing of what another will bring (rule C1)."""
    old, new = json.loads(before), json.loads(after)
    fields = ("kind", "place", "root", "headers", "options")
    return any(_said(old[name]) != _said(new[name]) for name in fields)


def _said(value: Any) -> Any:
    """A value without empty keys: one that a newer program added is no difference."""
    return {k: v for k, v in value.items() if v} if isinstance(value, dict) else value


def changes_schedule(before: str, after: str) -> bool:
    """Whether the next visit was set by an interval or windows that hold no longer."""
    old, new = json.loads(before), json.loads(after)
    if old["every"] != new["every"] or old.get("quiet", []) != new["quiet"]:
        return True
    by_the_clock = new["quiet"] or " " in new["every"]  # cron alone has a space in it
    return bool(by_the_clock and old["timezone"] != new["timezone"])


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


def from_moved(moved: Moved | None) -> dict[str, Any] | None:
    return None if moved is None else {**asdict(moved), "since_at": moved.since_at.isoformat()}


def to_moved(value: Mapping[str, Any] | None) -> Moved | None:
    if value is None:
        return None
    return Moved(**{**value, "since_at": datetime.fromisoformat(value["since_at"])})
