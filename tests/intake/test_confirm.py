"""A change that is to be confirmed: told at the second look, and never when it is gone again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.intake.confirm import DOUBTED, wait_seconds
from monitor.intake.sources import listing
from monitor.intake.sources.page import KIND
from monitor.model.change import Check, Outcome
from monitor.model.source import Source
from monitor.model.visit import Part, Response
from tests.intake.memory import Remembered, kinds
from tests.intake.sources.test_listing import ITEMS, SOURCE, listed, part

PLACE = "https://x.test/terms"


def watch(confirm: str | None) -> Remembered:
    return Remembered(Source("terms", "page", PLACE, "Terms", options={"confirm": confirm}), KIND)


def see(kept: Remembered, text: str, seconds: float = 60) -> Check:
    kept.now += timedelta(seconds=seconds) - timedelta(minutes=5)  # `see` takes five minutes
    body = f"<html><title>Terms</title><main><p>{text}</p></main>".encode()
    return kept.see(Response((Part(PLACE, body),), status=200))


def told(kept: Remembered, texts: Sequence[str]) -> list[list[str]]:
    return [kinds(see(kept, text)) for text in texts]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param("aabb", [["new"], [], [], ["revised"]], id="it stays"),
        pytest.param("aabaa", [["new"], [], [], [], []], id="it is gone again"),
        pytest.param("aabcc", [["new"], [], [], [], ["revised"]], id="it goes on changing"),
        pytest.param("aababb", [["new"], [], [], [], [], ["revised"]], id="it comes again"),
    ],
)
def test_a_change_is_told_at_the_second_look(texts: str, expected: list[list[str]]) -> None:
    assert told(watch("30s"), texts) == expected


def test_without_confirm_it_is_told_at_once() -> None:
    assert told(watch(None), "ab") == [["new"], ["revised"]]


def test_a_second_look_that_comes_too_soon_is_none() -> None:
    kept = watch("30s")
    see(kept, "a")
    assert see(kept, "b").outcome is Outcome.UNCHANGED
    assert kinds(see(kept, "b", seconds=10)) == []
    assert kinds(see(kept, "b", seconds=25)) == ["revised"]


def test_the_second_look_is_soon_and_in_full() -> None:
    kept = watch("30s")
    see(kept, "a")
    check = see(kept, "b")
    state = check.next_state
    assert state.next_due_at == kept.now + timedelta(seconds=30)
    assert not state.raw_hash
    assert state.validators is None
    assert wait_seconds(check, kept.source_config.options) == 30
    check = see(kept, "b")
    assert DOUBTED not in check.next_state.memo
    assert wait_seconds(check, kept.source_config.options) == 0


def test_what_a_list_misses_is_not_forgotten_while_another_change_is_doubted() -> None:
    kept = Remembered(replace(SOURCE, options={"confirm": "30s"}), listing.KIND)
    gone = [*ITEMS[:2], *ITEMS[3:]]
    newer = [("/news/bridge", "A bridge is built over the river", "13.03.2025"), *gone]
    shown = [ITEMS, gone, gone, newer, newer]
    told = [kinds(kept.see(Response((part(listed(items)),), status=200))) for items in shown]
    assert told[0] == ["new"] * 5
    assert told[1:] == [[], [], [], ["withdrawn", "new"]]
