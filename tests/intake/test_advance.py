"""How a source's state moves on, whatever a visit came to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.intake.advance import (
    Context,
    Learnt,
    after_failure,
    after_not_modified,
    after_postponed,
    after_response,
)
from monitor.intake.kinds import KINDS
from monitor.model.change import Change, ChangeKind, Outcome
from monitor.model.source import NEVER, Failure, Moved, Source, SourceState, Validators
from monitor.model.visit import NotModified, Postponed, Response
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


LEFT_ALONE = Postponed(Failure("postponed", "x.test is left alone"), seconds=600)


def test_a_visit_that_was_not_made_says_nothing_of_a_source_that_was_well() -> None:
    before = context(raw_hash="r", validators=Validators("https://x.test/terms", '"1"'))
    check = after_postponed(before, LEFT_ALONE)
    assert kinds(check) == []
    assert (check.outcome, check.failure) == (Outcome.FAILED, LEFT_ALONE.why)
    assert check.next_state == replace(
        before.state, version=8, last_checked_at=NOW, next_due_at=NOW + timedelta(minutes=10)
    )


def test_a_visit_that_was_not_made_neither_mends_a_failure_nor_counts_as_one() -> None:
    state = after_postponed(context(failures=3, failure=DOWN), LEFT_ALONE).next_state
    assert (state.failures, state.failure) == (3, DOWN)


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


GONE = Failure("gone", "https://x.test/terms: answered 410", permanent=True, status=410)
MOVED = Moved("https://y.test/terms", 9, NOW - timedelta(days=9), used=True)


def test_410_alone_stops_the_visits() -> None:
    state = after_failure(context(), GONE).next_state
    assert (state.next_due_at, state.stopped) == (NEVER, True)
    permanent = replace(DOWN, kind="address_refused", permanent=True)
    for failure in (DOWN, permanent, replace(GONE, kind="not_found", permanent=False)):
        assert not after_failure(context(failures=99), failure).next_state.stopped


def test_410_where_a_source_moved_to_only_ends_the_move() -> None:
    check = after_failure(context(moved=MOVED), GONE)
    assert (check.next_state.moved, check.next_state.stopped) == (None, False)
    assert check.failure
    assert not check.failure.permanent
    assert "configured address is asked again" in (check.failure.hint or "")


def test_what_is_known_of_a_move_outlives_a_failure_and_a_304() -> None:
    state = after_failure(context(moved=MOVED, failures=9), DOWN).next_state
    assert state.moved is None, "unreachable for the tenth time"
    assert after_failure(context(moved=MOVED), DOWN).next_state.moved == MOVED
    assert after_not_modified(context(moved=MOVED), NotModified(304)).next_state.moved == MOVED


def test_a_304_at_the_configured_address_says_that_it_has_not_moved() -> None:
    counted = replace(MOVED, used=False)
    state = after_not_modified(context(moved=counted), NotModified(304)).next_state
    assert state.moved is None


def test_a_server_that_chokes_on_validators_is_asked_without_them() -> None:
    kept = Validators("https://x.test/terms", '"1"')
    failure = Failure("http", "412", status=412)
    assert after_failure(context(validators=kept), failure).next_state.validators is None
    assert after_failure(context(validators=kept), DOWN).next_state.validators == kept


# ── every: auto ────────────────────────────────────────────────────────────────────────────


def auto(**state: object) -> Context:
    """Ten minutes after a visit that went well."""
    known = {"last_success_at": NOW - timedelta(minutes=10), **state}
    return replace(context(**known), source=replace(SOURCE, every="auto"))


def test_auto_learns_from_every_visit_that_went_well() -> None:
    change = Change("c", ChangeKind.REVISED, "terms", NOW, "r", revision=2, previous=1)
    quiet = after_response(auto(), Response(()), Learnt()).next_state
    lively = after_response(auto(), Response(()), Learnt(changes=(change,))).next_state
    unread = after_not_modified(auto(), NotModified(304)).next_state
    assert quiet.rhythm == unread.rhythm
    assert quiet.next_due_at
    assert lively.next_due_at
    assert lively.next_due_at < quiet.next_due_at


def test_auto_learns_nothing_from_a_visit_that_failed_and_backs_off() -> None:
    kept = after_response(auto(), Response(()), Learnt()).next_state
    failing = replace(auto(), state=kept)
    dues = []
    for _ in range(4):
        state = after_failure(failing, DOWN).next_state
        assert state.rhythm == kept.rhythm
        assert state.next_due_at
        dues.append(state.next_due_at)
        failing = replace(failing, state=state)
    assert dues == sorted(dues)
    assert dues[0] < dues[-1]
    well = after_not_modified(failing, NotModified(304)).next_state
    assert well.next_due_at
    assert well.next_due_at < dues[1], "recovery restores"


def test_a_source_that_is_not_auto_any_more_forgets_its_rhythm() -> None:
    kept = after_response(auto(), Response(()), Learnt()).next_state
    assert (
        after_not_modified(replace(context(), state=kept), NotModified(304)).next_state.rhythm
        is None
    )
