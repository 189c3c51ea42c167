"""The contract's JSON shapes: their keys are held on to by scripts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from monitor import shapes
from monitor.model.change import Change, ChangeKind, Check, Outcome
from monitor.model.delivery import Delivery, DeliveryState
from monitor.model.published import Precision, Published
from monitor.model.release import Document
from monitor.model.source import NEVER, Failure, Moved, Source, SourceState
from monitor.store.views import SourceRow
from tests.publish.rows import change, release

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FAILURE = Failure("http", "https://x.example answered 500", "wait", False, status=500)
CONTRACT = {
    "check": "source outcome new revised withdrawn returned status elapsed_seconds failure",
    "source": "id kind place title state failures last_checked_at last_changed_at next_due_at"
    " releases",
    "release": "id source key title url published precision inferred revision content_hash"
    " first_seen_at changed_at withdrawn also_at text",
    "change": "sequence kind source release title url revision baseline told held at added_words"
    " removed_words summary diff",
    "delivery": "id sequence target state attempts next_at last_error",
    "trial": "kind place title confidence items explain problems",
    "item": "title url published precision inferred text html",
    "failure": "kind message hint permanent",
}
STATE = SourceState("press", last_checked_at=AT, last_success_at=AT)


def row(state: SourceState) -> SourceRow:
    return SourceRow(Source("press", "files", "seeds/*.txt", "Press"), state, releases=3)


def check(**different: object) -> Check:
    changes = (
        Change("1", ChangeKind.NEW, "press", AT),
        Change("2", ChangeKind.NEW, "press", AT),
        Change("3", ChangeKind.REVISED, "press", AT),
        Change("4", ChangeKind.RECOVERED, "press", AT),
    )
    made = Check("press", Outcome.CHANGED, 0, STATE, (), changes, elapsed_seconds=0.12345)
    return replace(made, **different)


def trial(*documents: Document) -> shapes.Shape:
    return shapes.trial(
        "page", "https://x.example/", "T", documents, confidence=0.876, explain=["e"], problems=[]
    )


DELIVERY = Delivery("msg_1", 812, "ops", DeliveryState.RETRYING, 2, AT, "500")


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("check", shapes.check(check())),
        ("source", shapes.source(row(STATE))),
        ("release", shapes.release(release())),
        ("change", shapes.change(change(), shapes.Difference("summary", "diff"))),
        ("delivery", shapes.delivery(DELIVERY)),
        ("trial", trial()),
        ("item", shapes.item(Document("T", "x", "p"))),
        ("failure", shapes.failure(FAILURE)),
    ],
)
def test_every_key_of_the_contract_is_there(name: str, shape: shapes.Shape) -> None:
    assert set(CONTRACT[name].split()) <= shape.keys()


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (SourceState("press"), "new"),
        (SourceState("press", last_checked_at=AT), "new"),  # its host asked for a pause
        (STATE, "ok"),
        (replace(STATE, failures=1, failure=FAILURE), "failing"),
        (replace(STATE, failures=1, paused=True), "paused"),
        (SourceState("press", paused=True), "paused"),
    ],
)
def test_a_source_stands_in_one_word(state: SourceState, word: str) -> None:
    assert shapes.source(row(state))["state"] == word


def test_a_source_that_is_gone_or_moved_says_so() -> None:
    at = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    counted = Moved("https://new.test/", 4, at)
    gone = shapes.source(row(replace(STATE, failures=1, next_due_at=NEVER, moved=counted)))
    assert (gone["state"], gone["next_due_at"], gone["moved_to"]) == ("failing", None, None)
    moved = shapes.source(row(replace(STATE, moved=replace(counted, used=True))))
    assert moved["moved_to"] == "https://new.test/"


def test_a_check_counts_what_happened_to_releases() -> None:
    shape = shapes.check(check(outcome=Outcome.FAILED, failure=FAILURE, status=500))
    assert (shape["new"], shape["revised"], shape["withdrawn"], shape["returned"]) == (2, 1, 0, 0)
    assert (shape["outcome"], shape["status"], shape["elapsed_seconds"]) == ("failed", 500, 0.123)
    assert shape["failure"] == {
        "kind": "http",
        "message": "https://x.example answered 500",
        "hint": "wait",
        "permanent": False,
    }


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (Published("2024-12-10"), ("2024-12-10", "day", False)),
        (Published("2024", Precision.YEAR, inferred=True), ("2024", "year", True)),
        (
            Published("2024-12-10T09:00:00+01:00", Precision.INSTANT),
            ("2024-12-10T09:00:00+01:00", "instant", False),
        ),
        (
            Published("2024-12-10T09:00:00+00:00", Precision.INSTANT, inferred=True),
            (None, None, False),  # of the first sight: nothing was said
        ),
        (None, (None, None, False)),
    ],
)
def test_a_date_is_given_as_it_is_kept(published: Published | None, expected: object) -> None:
    shape = shapes.item(Document("T", "x", "p", published=published))
    assert (shape["published"], shape["precision"], shape["inferred"]) == expected


def test_instants_are_in_utc_whatever_they_were_read_in() -> None:
    nine = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=1)))
    assert shapes.instant(nine) == "2026-11-23T09:00:00Z"
    assert shapes.instant(None) is None


def test_a_release_without_its_text_has_no_key_for_it() -> None:
    assert "text" not in shapes.release(release(), text=False)
    assert shapes.release(release(also_at=("a", "b")))["also_at"] == ["a", "b"]


def test_a_change_of_a_source_has_no_release() -> None:
    shape = shapes.change(change(kind=ChangeKind.FAILING, release=None, title=None), None)
    assert (shape["kind"], shape["release"], shape["diff"]) == ("failing", None, None)
