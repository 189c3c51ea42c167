"""How the state of a source moves on with every visit, whatever it came to. Pure.

A failure moves it too, and so does a visit that found the same bytes: what fails goes on being
reported until it is mended (conformance A). That it broke is told once, and once that it is well.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from monitor.intake.identify import source_change_id
from monitor.intake.rhythm import learnt as rhythm_of
from monitor.intake.schedule import next_due
from monitor.intake.sources.kind import SourceKind
from monitor.intake.visit import moved
from monitor.intake.visit.answer import GONE
from monitor.model.change import Change, ChangeKind, Check, Outcome
from monitor.model.release import Release
from monitor.model.source import NEVER, Failure, Source, SourceState
from monitor.model.visit import NotModified, Postponed, Response

PRECONDITION_FAILED = 412


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


NOTHING = Learnt()
NOTHING_KEPT: Mapping[str, Any] = MappingProxyType({})


def after_failure(context: Context, failure: Failure, *, content: bool = False) -> Check:
    """The visit came to nothing; what is kept stays as it is.

    `content`: bytes came, but made no sense. Then nothing is kept to compare the next ones
    with, and they are asked for in full (rule C1). So they are of a server that chokes on the
    condition itself (412).
    """
    if moved.lost(context.state, failure):
        failure = replace(failure, hint=moved.GIVEN_UP, permanent=False)
        context = replace(context, state=replace(context.state, moved=None))
    state = _failing(context, failure)
    if content or failure.status == PRECONDITION_FAILED:
        state = replace(state, validators=None, raw_hash=None)
    return _check(context, Outcome.FAILED, state, failure=failure, status=failure.status)


def after_postponed(context: Context, postponed: Postponed) -> Check:
    """Nobody was asked, so nothing is known that was not known before: a source that was well is
    well, one that failed goes on failing. Who wanted the check is told why there was none."""
    state = context.state
    due_at = context.now + timedelta(seconds=postponed.seconds)
    return Check(
        source=context.source.id,
        outcome=Outcome.FAILED,
        base_version=state.version,
        next_state=replace(
            state, version=state.version + 1, last_checked_at=context.now, next_due_at=due_at
        ),
        failure=postponed.why,
    )


def after_not_modified(context: Context, answer: NotModified) -> Check:
    """Nothing was read. A failure that this says nothing about goes on."""
    state = replace(context.state, validators=answer.validators or context.state.validators)
    context = replace(context, state=state)
    if state.failure and not answer.settles_failure:
        failing = _soon(_failing(context, state.failure), answer, context)
        return _check(context, Outcome.FAILED, failing, failure=state.failure)
    state = _soon(_well(context, answer.fresh_seconds, NOTHING), answer, context)
    return _check(context, Outcome.NOT_MODIFIED, state, status=answer.status)


def after_response(context: Context, response: Response, learnt: Learnt) -> Check:
    """Something was read and understood, or at least a part of it."""
    failure, before = response.failure, context.state
    changed = any(change.release for change in learnt.changes)
    kept: dict[str, Any] = {
        "validators": response.validators,
        "raw_hash": learnt.raw_hash,
        "text_hash": learnt.text_hash,
        "key_policy": learnt.key_policy,
        "memo": before.memo if learnt.memo is None else learnt.memo,
        "baseline_at": before.baseline_at or (context.now if learnt.baseline else None),
        "last_changed_at": context.now if changed else before.last_changed_at,
    }
    if failure:
        state = replace(_failing(context, failure), **kept)
    else:
        state = _well(context, response.fresh_seconds, learnt, response.moved_to, kept)
    state = _soon(state, response, context)
    outcome = Outcome.CHANGED if changed else Outcome.UNCHANGED
    return _check(
        context,
        Outcome.FAILED if failure else outcome,
        state,
        failure=failure,
        status=response.status,
        learnt=learnt,
    )


def _check(
    context: Context,
    outcome: Outcome,
    state: SourceState,
    *,
    failure: Failure | None = None,
    status: int | None = None,
    learnt: Learnt = NOTHING,
) -> Check:
    before = context.state
    return Check(
        source=context.source.id,
        outcome=outcome,
        base_version=before.version,
        next_state=replace(state, version=before.version + 1, last_checked_at=context.now),
        releases=learnt.releases,
        changes=_turn(context, failure) + learnt.changes,
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
            id=source_change_id(source, "health", context.state.version),
            kind=ChangeKind.FAILING if failure else ChangeKind.RECOVERED,
            source=source,
            at=context.now,
            failure=failure,
        ),
    )


def _failing(context: Context, failure: Failure) -> SourceState:
    """One failure more. 410 alone stops the visits (C3); all else backs off and goes on (C6)."""
    failures = context.state.failures + 1
    gone = failure.permanent and failure.kind == GONE
    rhythm, retry_after = context.state.rhythm, failure.retry_after_seconds
    due_at = _due(context, failures, rhythm, retry_after=retry_after)
    return replace(
        context.state,
        failures=failures,
        failure=failure,
        next_due_at=NEVER if gone else due_at,
    )


def _well(
    context: Context,
    fresh_seconds: float | None,
    learnt: Learnt,
    moved_to: str | None = None,
    kept: Mapping[str, Any] = NOTHING_KEPT,
) -> SourceState:
    """All went well; `kept` is what else is now otherwise. One copy: this is every visit."""
    source, state, now = context.source, context.state, context.now
    rhythm = rhythm_of(source, state, now, learnt.releases, learnt.changes)
    return replace(
        state,
        failures=0,
        failure=None,
        last_success_at=now,
        next_due_at=_due(context, 0, rhythm, fresh=fresh_seconds),
        moved=moved.learnt(state.moved, moved_to, source.place, now),
        rhythm=rhythm,
        **kept,
    )


def _due(
    context: Context,
    failures: int,
    rhythm: Mapping[str, Any] | None,
    *,
    retry_after: float | None = None,
    fresh: float | None = None,
) -> datetime:
    return next_due(
        context.source,
        context.now,
        rhythm=rhythm,
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
