"""How the state of a source moves on with every visit, whatever it came to. Pure.

A failure moves it too, and so does a visit that found the same bytes: what fails goes on being
reported until it is mended (conformance A). That it broke is told once, and once that it is well.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from monitor.intake.identify import change_id
from monitor.intake.schedule import next_due
from monitor.intake.sources.kind import SourceKind
from monitor.model import (
    Change,
    ChangeKind,
    Check,
    Failure,
    NotModified,
    Outcome,
    Release,
    Response,
    Source,
    SourceState,
)


@dataclass(frozen=True, slots=True)
class Context:
    """What every decision is made from, beside what was seen."""

    source: Source
    kind: SourceKind
    state: SourceState
    now: datetime


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a visit that was understood leaves behind for the next one."""

    raw_hash: str | None = None
    text_hash: str | None = None
    key_policy: str | None = None
    memo: Mapping[str, Any] | None = None
    releases: tuple[Release, ...] = ()
    changes: tuple[Change, ...] = ()
    baseline: bool = False


def after_failure(context: Context, failure: Failure, *, content: bool = False) -> Check:
    """The visit came to nothing; what is kept stays as it is.

    `content`: bytes came, but made no sense. Then nothing is kept to compare the next ones
    with, and they are asked for in full (rule C1).
    """
    state = _failing(context, failure)
    if content:
        state = replace(state, validators=None, raw_hash=None)
    return _check(context, Outcome.FAILED, state, failure=failure, status=failure.status)


def after_not_modified(context: Context, answer: NotModified) -> Check:
    """Nothing was read. A failure that this says nothing about goes on."""
    state = replace(context.state, validators=answer.validators or context.state.validators)
    context = replace(context, state=state)
    if state.failure and not answer.settles_failure:
        failing = _soon(_failing(context, state.failure), answer, context)
        return _check(context, Outcome.FAILED, failing, failure=state.failure)
    state = _soon(_well(context, answer.fresh_seconds), answer, context)
    return _check(context, Outcome.NOT_MODIFIED, state, status=answer.status)


def after_response(context: Context, response: Response, learnt: Learnt) -> Check:
    """Something was read and understood, or at least a part of it."""
    failure = response.failure
    state = _failing(context, failure) if failure else _well(context, response.fresh_seconds)
    changed = bool(learnt.changes)
    state = replace(
        _soon(state, response, context),
        validators=response.validators,
        raw_hash=learnt.raw_hash,
        text_hash=learnt.text_hash,
        key_policy=learnt.key_policy,
        memo=context.state.memo if learnt.memo is None else learnt.memo,
        baseline_at=state.baseline_at or (context.now if learnt.baseline else None),
        last_changed_at=context.now if changed else state.last_changed_at,
    )
    outcome = Outcome.CHANGED if changed else Outcome.UNCHANGED
    check = _check(
        context,
        Outcome.FAILED if failure else outcome,
        state,
        failure=failure,
        status=response.status,
    )
    return replace(check, releases=learnt.releases, changes=(*check.changes, *learnt.changes))


def _check(
    context: Context,
    outcome: Outcome,
    state: SourceState,
    *,
    failure: Failure | None = None,
    status: int | None = None,
) -> Check:
    before = context.state
    return Check(
        source=context.source.id,
        outcome=outcome,
        base_version=before.version,
        next_state=replace(state, version=before.version + 1, last_checked_at=context.now),
        changes=_turn(context, failure),
        failure=failure,
        status=status,
    )


def _turn(context: Context, failure: Failure | None) -> tuple[Change, ...]:
    """FAILING where it breaks, RECOVERED where it is mended, nothing in between.

    The state's version stands for how often something happened to the source before: it rises
    with every commit, and two commits from the same one cannot be.
    """
    was_failing = context.state.failures > 0
    if was_failing == (failure is not None):
        return ()
    source = context.source.id
    return (
        Change(
            id=change_id(change_id(source, 0), context.state.version),
            kind=ChangeKind.FAILING if failure else ChangeKind.RECOVERED,
            source=source,
            at=context.now,
            failure=failure,
        ),
    )


def _failing(context: Context, failure: Failure) -> SourceState:
    failures = context.state.failures + 1
    return replace(
        context.state,
        failures=failures,
        failure=failure,
        next_due_at=_due(context, failures, retry_after=failure.retry_after_seconds),
    )


def _well(context: Context, fresh_seconds: float | None) -> SourceState:
    return replace(
        context.state,
        failures=0,
        failure=None,
        last_success_at=context.now,
        next_due_at=_due(context, 0, fresh=fresh_seconds),
    )


def _due(
    context: Context, failures: int, *, retry_after: float | None = None, fresh: float | None = None
) -> datetime:
    source = context.source
    return next_due(
        source.every,
        source.timezone,
        context.now,
        source=source.id,
        failures=failures,
        retry_after_seconds=retry_after,
        fresh_seconds=fresh,
        longest_rest_seconds=context.kind.longest_rest_seconds,
    )


def _soon(state: SourceState, answer: Response | NotModified, context: Context) -> SourceState:
    """Look again as soon as what was not ready may be."""
    if answer.again_seconds is None or state.next_due_at is None:
        return state
    again_at = context.now + timedelta(seconds=answer.again_seconds)
    return replace(state, next_due_at=min(state.next_due_at, again_at))
