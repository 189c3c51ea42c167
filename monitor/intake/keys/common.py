"""Keys that every kind of source has, and values that several have."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from monitor.config.durations import seconds


def _expressions(patterns: tuple[str, ...]) -> tuple[str, ...]:
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"{pattern!r} is not a regular expression: {error}") from error
    return patterns


Patterns = Annotated[tuple[str, ...], AfterValidator(_expressions)]
"""Regular expressions as somebody writes them in the configuration."""


def _rule(patterns: tuple[str, ...]) -> tuple[str, ...]:
    _expressions(tuple(_SIDE.sub("", pattern) for pattern in patterns))
    return patterns


_SIDE = re.compile(r"^(?:added|removed): ")

Rules = Annotated[tuple[str, ...], AfterValidator(_rule)]
"""Regular expressions for lines of an edit; `added: ` or `removed: ` before one says for which."""


def _duration(text: str) -> str:
    seconds(text)
    return text


Duration = Annotated[str, AfterValidator(_duration)]
"""A duration as it is written: `30s`."""


Pages = Annotated[int, Field(ge=0, le=1000)]
"""How many older pages of a source are read at most."""


class Options(BaseModel):
    """The keys of a kind beyond those of every source: strict, frozen, a default for each.

    `keep` and `drop` are the filters of `monitor.intake.filters`; `only`, `ignore`
    and `least_words` say which edits are told (monitor.intake.rules). A kind adds its own keys.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    keep: Patterns = ()
    drop: Patterns = ()
    only: Rules = ()
    ignore: Rules = ()
    least_words: int = Field(default=0, ge=0, le=10_000)


class VisitedOptions(Options):
    """The keys of a kind that is visited, beyond those of every kind.

    `settle`: how long a text that goes to and fro must stand still, at least, before what it comes
    to is told; `0s`: every turn is told. `noise`: whether parts that change by themselves are
    learnt and told no more. `debounce`: how long an edit must have stood still before it is told.
    """

    settle: Duration = "10m"
    noise: Literal["learn", "off"] = "learn"
    debounce: Duration | None = None


class ListedOptions(BaseModel):
    """The keys of a kind that lists releases. `gone`: what it shows no more is asked for on its own
    page. `complete`: nothing falls off its end, so that what it shows no more was taken away."""

    gone: Literal["ask", "off"] = "ask"
    complete: bool | None = None
