"""A value is known again by the words around it, and by nothing else."""

import pytest

from monitor.intake.noise.slots import (
    LONGEST_LINE,
    MOST_LOOKS,
    Moving,
    masked,
    pinned,
    slots,
    unlike,
)


def labels(text: str) -> list[str]:
    return [slot.label for slot in slots(text)]


def moving(text: str) -> Moving:
    """Every slot of a text, as if all were known to move."""
    return Moving.of({slot.name: slot.label for slot in slots(text)})


def test_a_slot_is_told_by_three_words_on_each_side() -> None:
    line = "we count that there are 17 ships in the old harbour"
    assert labels(line) == ["that there are … ships in the"]


def test_other_values_and_figures_beside_it_play_no_part() -> None:
    names = [{slot.name for slot in slots(f"Room 12b: {n} of {n + 9} seats")} for n in (3, 44)]
    assert names[0] == names[1]


def test_alone_on_its_line_it_is_told_by_the_line_above() -> None:
    assert labels("Time at the harbour:\n\n14:32:07") == ["at the harbour: / …"]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("Seen 1,050 times\nAt 15:01 sharp", "Seen 1,042 times\nAt 14:32 sharp"),
        ("Seen 1,050 times\nAt 15:01 at last", "Seen 1,042 times\nAt 15:01 at last"),
        ("Seen many times\nAt 15:01 sharp", "Seen many times\nAt 14:32 sharp"),
        ("New.\nAt 15:01 sharp\nSeen 1,050 times", "New.\nAt 14:32 sharp\nSeen 1,042 times"),
    ],
    ids=["both", "one has other words", "one is no value", "moved"],
)
def test_moving_values_are_put_back_to_what_they_were(now: str, expected: str) -> None:
    before = "Seen 1,042 times\nAt 14:32 sharp"
    assert pinned(now, before, moving(before)) == expected


def test_what_stands_more_than_once_keeps_its_order() -> None:
    before, now = "Ann, 2 hours ago\nAnn, 5 hours ago", "Ann, 3 hours ago\nAnn, 6 hours ago"
    assert pinned(now, before, moving(before)) == before
    assert pinned(f"Ann, 1 hour ago\n{now}", before, moving(before)).count("ago") == 3


def test_moving_values_are_left_out_and_no_others() -> None:
    text = "Seen 1,042 times\nAt 14:32 sharp\n17 ships came"
    some = Moving.of({slot.name: slot.label for slot in slots(text) if slot.kind != "count"})
    assert masked(text, some) == "Seen 1,042 times\nAt … sharp\n17 ships came"


def test_what_a_strangers_page_costs_is_bounded() -> None:
    assert labels("17 ships " + "x" * LONGEST_LINE) == []
    assert len(labels("17 ships came\n" * (MOST_LOOKS + 5))) == MOST_LOOKS
    anew = "\n".join(f"{n} ships came on day {n}" for n in range(1000))
    assert list(unlike(anew, "nothing of it")) == []
