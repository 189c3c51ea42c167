"""Which edits are told: the others are held, and lost never."""

from datetime import timedelta
from typing import Any

import pytest

from monitor.intake.rules import refusal
from monitor.intake.sources.page import KIND
from monitor.model.change import Check
from monitor.model.source import Source
from monitor.model.visit import Part, Response
from tests.intake.memory import Remembered

PLACE = "https://x.test/jobs"
BEFORE = ("Jobs", "Cook wanted.\nLast updated today.\nWe are by the sea.")


def after(*lines: str) -> tuple[str, str]:
    return "Jobs", "\n".join(lines)


@pytest.mark.parametrize(
    ("options", "lines", "held"),
    [
        pytest.param({}, ["We are closed."], None, id="no rule"),
        pytest.param(
            {"least_words": 3}, [*BEFORE[1].split("\n"), "And now"], "small: 2 of", id="small"
        ),
        pytest.param(
            {"least_words": 2}, [*BEFORE[1].split("\n"), "And now"], None, id="large enough"
        ),
        pytest.param(
            {"ignore": ["^last updated"]},
            ["Cook wanted.", "Last updated now.", "We are by the sea."],
            "every line that came or went matches `ignore`",
            id="ignored",
        ),
        pytest.param(
            {"ignore": ["^last updated"]},
            ["Cooks wanted.", "Last updated now.", "We are by the sea."],
            None,
            id="more than what is ignored",
        ),
        pytest.param(
            {"ignore": ["added: ^last updated"]},
            ["Cook wanted.", "Last updated now.", "We are by the sea."],
            None,
            id="ignored when it comes, not when it goes",
        ),
        pytest.param({"only": ["COOK"]}, [*BEFORE[1].split("\n"), "A cook"], None, id="wanted"),
        pytest.param(
            {"only": ["cook"]},
            [*BEFORE[1].split("\n"), "A waiter"],
            "no line that came or went matches `only`",
            id="not wanted",
        ),
        pytest.param(
            {"only": ["added: cook"]},
            ["Last updated today.", "We are by the sea."],
            "no line that came or went matches `only`",
            id="wanted when it comes, but it went",
        ),
        pytest.param(
            {"only": ["removed: cook"]},
            ["Last updated today.", "We are by the sea."],
            None,
            id="wanted when it goes",
        ),
    ],
)
def test_an_edit_is_told_or_held(
    options: dict[str, Any], lines: list[str], held: str | None
) -> None:
    why = refusal(options, BEFORE, after(*lines))
    assert (why is None) == (held is None)
    assert held is None or (why or "").startswith(held)


def watch(**options: Any) -> Remembered:
    return Remembered(Source("jobs", "page", PLACE, "Jobs", every="1h", options=options), KIND)


def see(kept: Remembered, text: str, minutes: float = 5) -> Check:
    kept.now += timedelta(minutes=minutes - 5)  # `see` takes five minutes
    body = f"<title>Jobs</title><main><p>{text}</p></main>"
    return kept.see(Response((Part(PLACE, body.encode()),), status=200))


def test_small_edits_add_up() -> None:
    kept = watch(least_words=5)
    words = ["one", "two", "three", "four", "five", "six", "seven"]
    for count in range(2, 8):
        see(kept, "Jobs: " + " ".join(words[:count]))
    told = [(change.previous, change.revision) for change in kept.changes if not change.held]
    assert told == [(None, 1), (1, 6)]
    assert [change.added_words for change in kept.changes][-1] == 5
    assert kept.state.waiting is None, "time alone sets none of them free"


def test_with_debounce_an_edit_is_told_when_nothing_changes_any_more() -> None:
    kept = watch(debounce="30m")
    for text in ("First.", "Second.", "Third.", "Fourth."):
        see(kept, text, minutes=20)
    assert all(change.held for change in kept.changes[1:])
    assert kept.state.waiting == "debounce: told once it has stood still for 30 minutes"
    assert kept.state.next_due_at == kept.now + timedelta(minutes=30)
    assert see(kept, "Fourth.", minutes=29).changes == ()
    (told,) = see(kept, "Fourth.", minutes=1.5).changes
    assert (told.previous, told.revision, told.held) == (1, 4, None)
    assert see(kept, "Fourth.", minutes=90).changes == ()
