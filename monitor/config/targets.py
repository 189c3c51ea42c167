"""Entries of `feeds` and `targets` -> `FeedSpec` and `Target`."""

from collections.abc import Mapping, Sequence
from typing import Any

from monitor.config.context import Context
from monitor.config.document import Path, Written
from monitor.config.entry import checked, read_entry
from monitor.config.problems import dotted
from monitor.config.settings import RETRIES_SECONDS, FeedSpec, Match, Target
from monitor.config.shape import FeedShape, MatchShape, TargetShape
from monitor.config.sources import Sources


def read_feeds(
    context: Context, at: Written, feeds: Sequence[Any], sources: Sources
) -> tuple[FeedSpec, ...]:
    """The configured feeds; their ids are names as those of sources are."""
    found: list[FeedSpec] = []
    for position, values in enumerate(feeds):
        path = ("feeds", position)
        if not isinstance(values, dict):
            context.problems.add(at, path, f"{dotted(path)} is no feed", "as {id: europe}")
            continue
        sources.claim(at, path, values.get("id"))
        full = context.expanded(at, path, values)
        shape = checked(context, at, path, full, FeedShape, FeedShape.model_fields)
        if shape:
            _check_match(context, at, (*path, "match"), shape.match, sources)
            match, once = _match(shape.match), shape.one_per == "story"
            found.append(FeedSpec(shape.id, shape.title or shape.id, match, once))
    return tuple(found)


def read_targets(
    context: Context, at: Written, targets: Sequence[Any], sources: Sources, timezone: str
) -> tuple[Target, ...]:
    """Whom to tell; `timezone` is that of targets which name none."""
    seen: set[str] = set()
    found: list[Target] = []
    for position, values in enumerate(targets):
        path = ("targets", position)
        if not isinstance(values, dict):
            hint = "as {id: ops, webhook: https://example.org/hook, secret: ${SECRET}}"
            context.problems.add(at, path, f"{dotted(path)} is no target", hint)
            continue
        name = values.get("id")
        if isinstance(name, str) and name in seen:
            context.problems.add(at, (*path, "id"), f"{dotted((*path, 'id'))}: “{name}” is taken")
        seen.add(str(name))
        target = _target(context, at, path, values, sources, timezone)
        if target:
            found.append(target)
    return tuple(found)


def _target(
    context: Context,
    at: Written,
    path: Path,
    values: Mapping[str, Any],
    sources: Sources,
    timezone: str,
) -> Target | None:
    full = context.expanded(at, path, values)
    entry = read_entry(context, at, path, full, TargetShape, context.notifiers)
    if entry is None:
        return None
    common = entry.common
    _check_match(context, at, (*path, "match"), common.match, sources)
    _check_secret(context, at, path, entry.name, common)
    return Target(
        id=common.id,
        kind=entry.name,
        place=entry.place,
        secrets=common.secret,
        retries_seconds=RETRIES_SECONDS if common.retries is None else common.retries,
        allow_private=common.allow_private,
        on=common.on,
        match=_match(common.match),
        one_per_story=common.one_per == "story",
        options=entry.options,
        digest=common.digest,
        timezone=common.timezone or timezone,
    )


def _check_secret(
    context: Context, at: Written, path: Path, kind: str, common: TargetShape
) -> None:
    where = (*path, "secret")
    if kind == "webhook" and not common.secret:
        hint = "secret: ${NAME}, holding whsec_ and 24 to 64 random bytes in base64"
        context.problems.add(at, path, f"{dotted(where)} is missing: a webhook is signed", hint)
    if kind != "webhook" and common.secret:
        context.problems.add(at, where, f"{dotted(where)}: only a webhook is signed")
    written = at.raw(where)
    for position, value in enumerate(written if isinstance(written, list) else [written]):
        if isinstance(value, str) and "${" not in value:
            place = (*where, position) if isinstance(written, list) else where
            context.warn(at, place, "a secret is written out: better ${VARIABLE}")


def _check_match(
    context: Context, at: Written, path: Path, match: MatchShape, sources: Sources
) -> None:
    """A source that is not there would match nothing, for ever and in silence."""
    for position, source in enumerate(match.sources):
        if source not in sources:
            where = (*path, "sources", position)
            context.problems.wrong(at, where, "is no source", "an id from `sources:`")


def _match(shape: MatchShape) -> Match:
    return Match(shape.sources, shape.tags, shape.any, shape.none)
