"""Boxes that show another of a few texts at each visit: learnt, told no more; what is new is."""

from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest

from monitor.intake.noise.boxes import exchanged, masked, pinned
from monitor.model.change import Check
from monitor.model.visit import Part, Response
from tests.intake.memory import Remembered, kinds
from tests.intake.noise.test_pages import PLACE, watch

TEASERS = [
    "Ten years of harbour: a look back",
    "How the pilots come aboard at night",
    "Fish auction opens on Saturday morning",
    "Volunteers clean the eastern shore",
]
PAGE = (
    "<title>Terms</title><main><h1>Terms of the harbour</h1><p>{text}</p><h2>Read also</h2>"
    "<p>{box}</p><h2>Contact</h2><p>Ask the harbour office.</p></main>"
)


def see(kept: Remembered, box: str, text: str = "Boats pay four marks.") -> Check:
    return kept.see(Response((Part(PLACE, PAGE.format(text=text, box=box).encode()),), status=200))


def taught(order: list[int]) -> Remembered:
    kept = watch(settle="0s")
    for number in order:
        see(kept, TEASERS[number])
    return kept


IN_TURN = [0, 1, 2, 3] * 3
BY_CHANCE = Random(7).choices(range(4), k=24)


@pytest.mark.parametrize("order", [IN_TURN, BY_CHANCE], ids=["in turn", "by chance"])
def test_a_teaser_is_learnt_and_told_no_more(order: list[int]) -> None:
    kept = taught(order)
    told = len(kept.changes)
    assert told < len(order)
    assert [kinds(see(kept, TEASERS[n])) for n in (0, 2, 1, 3, 1, 0)] == [[]] * 6
    assert [part["kind"] for part in kept.state.noise] == ["teaser"]
    assert kept.state.noise[0]["label"] == "Read also … Contact"


def test_several_teasers_of_some_are_learnt_in_any_order() -> None:
    kept, chance = watch(settle="0s"), Random(3)
    some = [f"{teaser}, part two" for teaser in TEASERS]
    shown = [chance.sample([*TEASERS, *some], 3) for _ in range(40)]
    told = [kinds(see(kept, "</p><p>".join(three))) for three in shown]
    assert told[20:] == [[]] * 20
    assert kinds(see(kept, "</p><p>".join([*shown[0][:2], "The harbour is shut"]))) == ["revised"]
    assert kinds(see(kept, "</p><p>".join(shown[1]), "Boats pay six marks.")) == ["revised"]


def test_an_edit_beside_it_is_told_without_it() -> None:
    kept = taught(IN_TURN)
    check = see(kept, TEASERS[1], "Boats pay five marks.")
    assert kinds(check) == ["revised"]
    assert (check.changes[0].added_words, check.changes[0].removed_words) == (1, 1)


def test_turns_that_were_held_before_it_was_learnt_are_never_told() -> None:
    kept = watch()
    for number in IN_TURN[:6]:
        see(kept, TEASERS[number])
    assert kept.changes[-1].held, "it goes to and fro"
    check = see(kept, TEASERS[1], "Boats pay five marks.")
    assert kinds(check) == ["revised"]
    assert (check.changes[0].added_words, check.changes[0].removed_words) == (1, 1)
    told = len(kept.changes)
    kept.now += timedelta(hours=9)
    assert [kinds(see(kept, TEASERS[n], "Boats pay five marks.")) for n in (2, 3, 0)] == [[]] * 3
    assert len(kept.changes) == told


def test_what_it_never_showed_is_told_once() -> None:
    kept = taught(IN_TURN)
    assert kinds(see(kept, "The office is closed on Monday")) == ["revised"]
    shown = (TEASERS[0], "The office is closed on Monday", TEASERS[2])
    assert [kinds(see(kept, box)) for box in shown] == [[]] * 3


NEWS = ["boats", "fees", "pilots", "buoys", "lights", "cranes", "tides", "locks", "nets", "ropes"]


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param([f"Notice about {word} of the harbour" for word in NEWS], id="news"),
        pytest.param(["open", "closed", "open late"] * 4, id="a state in few words"),
        pytest.param(["The bridge is open", "The bridge is closed"] * 6, id="one of two"),
        pytest.param(
            [text for n in (0, 1, 2, 0, 1, 2) for text in [TEASERS[n]] * 4], id="now and then"
        ),
    ],
)
def test_what_does_not_behave_like_one_is_told_each_time(texts: list[str]) -> None:
    kept = watch(settle="0s")
    for text in texts:
        see(kept, text)
    turns = sum(a != b for a, b in pairwise(texts))
    assert len(kept.changes) - 1 == turns
    assert kept.state.noise == []


BEFORE, AFTER = "Read\n\nOne of the old texts\n\nEnd", "Read\n\nOne of the new texts\n\nEnd"


def test_a_box_is_put_back_between_its_lines_and_the_rest_stays_as_it_is() -> None:
    ((was, now),) = exchanged(BEFORE, AFTER)
    known = {was.name: {*was.shows, *now.shows}}
    assert pinned(f"{AFTER}\n\nmore", BEFORE, known) == f"{BEFORE}\n\nmore"
    assert masked(BEFORE, known) == masked(AFTER, known) == "Read\n\n…\n\nEnd"
    assert masked(AFTER, {was.name: was.shows}) == AFTER
