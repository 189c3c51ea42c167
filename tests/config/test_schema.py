import json
from typing import Any

from monitor.alerts.kinds import NOTIFIERS
from monitor.config.schema import schema
from monitor.config.shape import ConfigShape, SourceShape, TargetShape
from monitor.intake.kinds import KINDS

SCHEMA = schema(KINDS, NOTIFIERS)


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if "$ref" in value else set()
        return own.union(*(references(item) for item in value.values()))
    return set().union(*(references(item) for item in value)) if isinstance(value, list) else set()


def test_it_is_json_and_holds_everything_that_it_refers_to() -> None:
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert references(SCHEMA) <= {f"#/$defs/{name}" for name in SCHEMA["$defs"]}


def test_it_knows_every_key_and_no_other() -> None:
    assert SCHEMA["properties"].keys() == ConfigShape.model_fields.keys()
    assert SCHEMA["additionalProperties"] is False


def test_each_kind_is_an_alternative_with_its_own_keys() -> None:
    for shape, kinds, key in ((SourceShape, KINDS, "sources"), (TargetShape, NOTIFIERS, "targets")):
        alternatives = SCHEMA["properties"][key]["items"]["anyOf"]
        assert len(alternatives) == len(kinds)
        for name, alternative in zip(kinds, alternatives, strict=True):
            own = kinds[name].options.model_fields
            assert alternative["properties"].keys() == {*shape.model_fields, name, *own}
            assert alternative["required"] == ["id", name]


def test_quiet_windows_are_one_or_many_and_auto_is_among_the_examples() -> None:
    defaults = SCHEMA["$defs"]["DefaultsShape"]["properties"]
    sources = SCHEMA["properties"]["sources"]["items"]["anyOf"]
    for keys in (defaults, *(alternative["properties"] for alternative in sources)):
        assert "22:00-06:00" in json.dumps(keys["quiet"])
        assert '"array"' in json.dumps(keys["quiet"])
        assert '"auto"' in json.dumps(keys["every"])
