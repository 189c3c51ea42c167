"""How a source's state moves on, whatever a visit came to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.intake.advance import (
    Context,
    Learnt,
    after_failure,
    after_not_modified,
    after_response,
)
from monitor.intake.kinds import KINDS
from monitor.model import (
    Change,
    ChangeKind,
    Failure,
    NotModified,
    Outcome,
    Response,
    Source,
    SourceState,
    Validators,
)
from tests.intake.memory import kinds

NOW = datetime(2024, 12, 20, 9, tzinfo=UTC)
SOURCE = Source("terms", "page", "https://x.test/terms", "Terms")
DOWN = Failure("unreachable", "x.test does not answer")


def context(**state: object) -> Context:
    base = SourceState("terms", version=7, baseline_at=NOW - timedelta(days=1))
    return Context(SOURCE, KINDS["page"], replace(base, **state), NOW)  # type: ignore[arg-type]


def test_every_outcome_moves_the_version_and_the_time() -> None:
    for check in (
        after_failure(context(), DOWN),
        after_not_modified(context(), NotModified(304)),
        after_response(context(), Response(()), Learnt()),
    ):
        assert check.base_version == 7
        assert check.next_state.version == 8
        assert check.next_state.last_checked_at == NOW
        assert check.next_state.next_due_at
        assert check.next_state.next_due_at > NOW


def test_a_failure_is_told_when_it_begins_and_counted_while_it_lasts() -> None:
    first = after_failure(context(), DOWN)
    assert kinds(first) == ["failing"]
    assert first.changes[0].failure == DOWN
    second = after_failure(replace(context(), state=first.next_state), DOWN)
    assert kinds(second) == []
    assert second.next_state.failures == 2


def test_another_kind_of_failure_is_not_told_again() -> None:
    check = after_failure(context(failures=3, failure=DOWN), Failure("http", "500"))
    assert kinds(check) == []
    assert check.next_state.failure == Failure("http", "500")


def test_a_recovery_is_told_once_whatever_it_comes_with() -> None:
    failing = context(failures=3, failure=DOWN)
    for check in (
        after_not_modified(failing, NotModified(304)),
        after_response(failing, Response(()), Learnt()),
    ):
        assert kinds(check) == ["recovered"]
        assert (check.next_state.failures, check.next_state.failure) == (0, None)
        assert check.next_state.last_success_at == NOW


def test_each_turn_has_an_id_of_its_own() -> None:
    state, ids = SourceState("terms"), []
    for failure in (DOWN, None, DOWN, None):
        at = replace(context(), state=state)
        answer = Response(())
        check = after_failure(at, failure) if failure else after_response(at, answer, Learnt())
        ids += [change.id for change in check.changes]
        state = check.next_state
    assert len(set(ids)) == 4


def test_a_failure_that_nothing_settles_goes_on() -> None:
    check = after_not_modified(
        context(failures=2, failure=DOWN), NotModified(settles_failure=False)
    )
    assert (check.outcome, check.failure, check.next_state.failures) == (Outcome.FAILED, DOWN, 3)
    assert kinds(check) == []


def test_a_partial_failure_keeps_what_was_learnt() -> None:
    told = Change("id", ChangeKind.REVISED, "terms", NOW, release="r")
    response = Response((), memo={"files": {}}, failure=Failure("binary", "b.txt is binary"))
    check = after_response(context(), response, Learnt(memo={"files": {}}, changes=(told,)))
    assert check.outcome is Outcome.FAILED
    assert kinds(check) == ["failing", "revised"]
    assert check.next_state.last_changed_at == NOW


def test_an_unreachable_server_costs_no_validators_but_nonsense_does() -> None:
    state = {"validators": Validators(SOURCE.place, '"1"'), "raw_hash": "raw", "text_hash": "text"}
    away = after_failure(context(**state), DOWN).next_state
    assert (away.validators, away.raw_hash) == (state["validators"], "raw")
    nonsense = after_failure(context(**state), DOWN, content=True).next_state
    assert (nonsense.validators, nonsense.raw_hash, nonsense.text_hash) == (None, None, "text")


def test_validators_of_a_304_replace_the_old_ones_only_when_given() -> None:
    old, new = Validators(SOURCE.place, '"1"'), Validators(SOURCE.place, '"2"')
    state = context(validators=old)
    assert after_not_modified(state, NotModified(304)).next_state.validators == old
    assert after_not_modified(state, NotModified(304, new)).next_state.validators == new


def test_what_was_not_ready_is_looked_at_again_soon() -> None:
    for check in (
        after_not_modified(context(), NotModified(again_seconds=1.0, settles_failure=False)),
        after_response(context(), Response((), again_seconds=1.0), Learnt()),
    ):
        assert check.next_state.next_due_at == NOW + timedelta(seconds=1)


def test_a_servers_wish_reaches_the_schedule() -> None:
    busy = Failure("busy", "429", retry_after_seconds=7200)
    assert after_failure(context(), busy).next_state.next_due_at == NOW + timedelta(hours=2)
    fresh = after_not_modified(context(), NotModified(304, fresh_seconds=7200))
    assert fresh.next_state.next_due_at == NOW + timedelta(hours=2)


def test_a_pause_is_not_ours_to_end() -> None:
    assert after_failure(context(paused=True), DOWN).next_state.paused
