"""The JSON Schema of config.yaml, for editors that check and complete while one types."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from monitor.config.kinds import Kind, Notifiers, SourceKinds
from monitor.config.shape import ConfigShape, FeedShape, Shape, SourceShape, TargetShape


def schema(kinds: SourceKinds, notifiers: Notifiers) -> dict[str, Any]:
    """JSON Schema 2020-12 of the whole file, with every kind that there is."""
    definitions: dict[str, Any] = {}
    root = _flat(ConfigShape, definitions)
    properties = root["properties"]
    properties["sources"]["items"] = _entries(SourceShape, kinds, definitions)
    properties["feeds"]["items"] = _flat(FeedShape, definitions)
    properties["targets"]["items"] = _entries(TargetShape, notifiers, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **root,
        "title": "feed-monitor: config.yaml",
        "$defs": definitions,
    }


def _entries(
    shape: type[Shape], kinds: Mapping[str, Kind], definitions: dict[str, Any]
) -> dict[str, Any]:
    """One alternative a kind: the common keys, the key that names the kind, its own keys."""
    return {"anyOf": [_entry(shape, name, kinds[name], definitions) for name in kinds]}


def _entry(
    shape: type[Shape], name: str, kind: Kind, definitions: dict[str, Any]
) -> dict[str, Any]:
    common = _flat(shape, definitions)
    options = _flat(kind.options, definitions).get("properties", {})
    return {
        "type": "object",
        "properties": {**common["properties"], name: {"type": "string"}, **options},
        "required": [*common["required"], name],
        "additionalProperties": False,
    }


def _flat(model: type[BaseModel], definitions: dict[str, Any]) -> dict[str, Any]:
    """The model's own schema; what it refers to goes to `definitions`."""
    made = model.model_json_schema()
    definitions.update(made.pop("$defs", {}))
    return made
