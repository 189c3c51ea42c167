"""`items` as it is written in the configuration: what is taken, and what is refused."""

from typing import Any

import pytest
from pydantic import ValidationError

from monitor.intake.keys.api import RecordRules
from monitor.intake.keys.listing import ItemRules


def test_an_expression_alone_is_where_it_stands() -> None:
    short = ItemRules.model_validate({"select": "li", "title": "h3"})
    long = ItemRules.model_validate({"select": "li", "title": {"select": "h3"}})
    assert short == long
    assert RecordRules.model_validate({"select": "$.a[*]", "title": "b"}).title


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("title", "div[", "neither CSS nor XPath"),
        ("title", {"select": "h3", "match": "("}, "not a regular expression"),
        ("title", {"select": "h3", "match": "a", "template": r"\2"}, "does not fit"),
        ("title", {"select": "h3", "template": "x"}, "needs a `match`"),
        ("title", {"pattern": "x"}, "Extra inputs"),
        ("keep", ["("], "not a regular expression"),
        ("strip", ["//["], "neither CSS nor XPath"),
    ],
)
def test_what_is_wrong_is_said(key: str, value: Any, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        ItemRules.model_validate({"select": "li", key: value})


def test_the_schema_for_editors_takes_both_forms() -> None:
    schema = ItemRules.model_json_schema()
    title = schema["$defs"]["ItemPick"]
    assert [one.get("type") for one in title["anyOf"]] == ["string", "object"]
