"""What `items` of a listing and of an API have in common, as it is written in the configuration."""

import re
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from monitor.intake.keys.common import Patterns


def _regular(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is not a regular expression: {error}") from error
    return pattern


def _expression(written: str) -> str:
    from monitor.extract.selected import Expression

    try:
        Expression.read(written)
    except Exception as error:
        raise ValueError(f"{written!r} is neither CSS nor XPath: {error}") from error
    return written


Selection = Annotated[str, AfterValidator(_expression)]
"""CSS, with `@name` behind it for an attribute, or XPath."""


class PickShape(BaseModel):
    """One key of `items` (monitor.extract.pick). An expression alone is its `select`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    match: Annotated[str, AfterValidator(_regular)] | None = None
    template: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, value: Any) -> Any:
        return {"select": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _fitting(self) -> Self:
        if self.template is None:
            return self
        if self.match is None:
            raise ValueError("`template` needs a `match` to be filled from")
        try:
            re.compile(self.match).sub(self.template, "")
        except (re.error, IndexError) as error:
            raise ValueError(f"{self.template!r} does not fit its `match`: {error}") from error
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """A string, or an object."""
        return {"anyOf": [{"type": "string"}, handler.resolve_ref_schema(handler(core))]}


class RulesShape(BaseModel):
    """`keep` and `drop` choose among the records by what they say, before anything is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    keep: Patterns = ()
    drop: Patterns = ()
