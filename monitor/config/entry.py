"""One entry of `sources` or `targets`: common keys, the key that names its kind, its options.

{id: terms, page: https://…, select: main}  ─▸  common {id}  kind page  options {select}
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from monitor.config.context import Context
from monitor.config.document import Path, Written
from monitor.config.durations import Wrong
from monitor.config.kinds import Kind
from monitor.config.problems import dotted
from monitor.config.shape import Shape

S = TypeVar("S", bound=Shape)
K = TypeVar("K", bound=Kind)


@dataclass(frozen=True, slots=True)
class Entry(Generic[S, K]):
    """An entry that is right: its common keys, its kind, and what the kind makes of the rest."""

    common: S
    name: str
    kind: K
    place: str
    options: Mapping[str, Any]


def read_entry(
    context: Context,
    at: Written,
    path: Path,
    values: Mapping[str, Any],
    shape: type[S],
    kinds: Mapping[str, K],
) -> Entry[S, K] | None:
    """The entry at `path`, whose `values` are expanded; None once its problems are noted."""
    ours = fields_of(shape)
    common = {key: value for key, value in values.items() if key in ours}
    rest = {key: value for key, value in values.items() if key not in ours}
    shaped = checked(context, at, path, common, shape, ours)
    name = _kind_of(context, at, path, rest, kinds)
    if name is None:
        return None
    kind = kinds[name]
    place = _place(context, at, (*path, name), rest.pop(name), kind)
    options = _options(context, at, path, rest, kind, chain(ours, kinds, fields_of(kind.options)))
    if shaped is None or place is None or options is None:
        return None
    return Entry(shaped, name, kind, place, options)


M = TypeVar("M", bound=BaseModel)


@cache
def fields_of(model: type[BaseModel]) -> Mapping[str, FieldInfo]:
    """`model_fields`, which pydantic looks up anew each time: it is asked for at every source."""
    return model.model_fields


def _options(
    context: Context,
    at: Written,
    path: Path,
    given: Mapping[str, Any],
    kind: Kind,
    known: Iterable[str],
) -> Mapping[str, Any] | None:
    """What a kind makes of its own keys, as JSON would have it."""
    if not given:
        return _defaults(kind.options)
    options = checked(context, at, path, given, kind.options, known)
    return None if options is None else options.model_dump(mode="json")


@cache
def _defaults(model: type[BaseModel]) -> Mapping[str, Any]:
    """The options of a source that says nothing of them, as most do: made once."""
    return model().model_dump(mode="json")


def checked(
    context: Context,
    at: Written,
    path: Path,
    values: Mapping[str, Any],
    model: type[M],
    known: Iterable[str],
) -> M | None:
    """`values` as `model`; None once its problems are noted. `known`: the keys to offer."""
    given = values
    if None in values.values():
        given = {k: v for k, v in values.items() if v is not None or k not in fields_of(model)}
    try:
        return model.model_validate(given)
    except ValidationError as error:
        context.problems.shape(at, path, error, model, known)
        return None


def _kind_of(
    context: Context, at: Written, path: Path, rest: Mapping[str, Any], kinds: Mapping[str, K]
) -> str | None:
    """The one key that names a kind. Without it no other key can be judged, so all are shown."""
    named = [key for key in rest if key in kinds]
    this = dotted(path) or "this source"
    if len(named) == 1:
        return named[0]
    choice = ", ".join(f"`{kind}:`" for kind in kinds)
    if named:
        both = " and ".join(f"`{key}:`" for key in named)
        context.problems.add(at, path, f"{this} has {both}", f"one of {choice}")
    else:
        message = f"{this} has no key that says what it is"
        odd = f"; not known: {', '.join(rest)}" if rest else ""
        context.problems.add(at, path, message + odd, f"one of {choice}")
    return None


def _place(context: Context, at: Written, path: Path, value: Any, kind: Kind) -> str | None:
    if not isinstance(value, str) or not value.strip():
        context.problems.add(at, path, f"{dotted(path)}: must be text")
        return None
    try:
        return kind.place(value.strip())
    except Wrong as error:
        context.problems.wrong(at, path, error.message, error.hint)
    except ValueError as error:
        context.problems.add(at, path, f"{dotted(path)}: {error}")
    return None
