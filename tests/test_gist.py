import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.diff import edits
from monitor.gist import gist

LONG = "The council will meet in the old town hall as it does every year before winter."


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        pytest.param(
            "We meet on 12 December at noon.",
            "We meet on 19 December at noon.",
            "date moved from 12 to 19 December",
            id="another day",
        ),
        pytest.param(
            "We meet on December 12, at noon.",
            "We meet on December 19, at noon.",
            "date moved from December 12 to 19",
            id="month first",
        ),
        pytest.param(
            "We meet on 12 December at noon.",
            "We meet on 3 January at noon.",
            "date moved from 12 December to 3 January",
            id="another month",
        ),
        pytest.param(
            "We meet on 12 May at noon.",
            "We meet on 12 June at noon.",
            "date moved from 12 May to 12 June",
            id="only the month",
        ),
        pytest.param(
            "Am 12. Mai um acht.",
            "Am 19. Mai um acht.",
            "date moved from 12 to 19 Mai",
            id="German",
        ),
        pytest.param(
            "Due: 2031-05-06 at noon",
            "Due: 2031-05-16 at noon",
            "date moved from 2031-05-06 to 2031-05-16",
            id="in digits",
        ),
        pytest.param(
            "Doors open at 18:30 sharp.",
            "Doors open at 19:00 sharp.",
            "time moved from 18:30 to 19:00",
            id="time",
        ),
        pytest.param(
            "It costs $110,500 a year.",
            "It costs $98,000 a year.",
            "$110,500 became $98,000",
            id="sum",
        ),
        pytest.param("The cat sat.", "The dog sat.", "“cat” became “dog”", id="word"),
        pytest.param(LONG, LONG, "nothing changed", id="nothing"),
        pytest.param(LONG, f"{LONG}\n\nCome.\n\nAll.", "two paragraphs added", id="paragraphs"),
        pytest.param(f"{LONG}\n\nCome.", LONG, "one paragraph removed", id="paragraph"),
        pytest.param("a b c d.", "a b new c d.", "one word added", id="one word"),
    ],
)
def test_a_change_in_one_line(before: str, after: str, said: str) -> None:
    assert gist(edits(before, after)) == said


def test_several_things_in_one_line() -> None:
    before = f"We meet on 12 December in the hall.\n\n{LONG}"
    after = f"We meet on 19 December in the hall.\n\n{LONG}\n\nBring tea.\n\nAnd a cup."
    assert gist(edits(before, after)) == "date moved from 12 to 19 December; two paragraphs added"


def test_a_moved_passage_is_neither_added_nor_removed() -> None:
    other = "Tickets are sold on board and at the little house on the pier until six."
    third = "Nobody needs a ticket who brings a cake that is big enough for everybody."
    before, after = (LONG, other, third), (other, third, LONG)
    assert gist(edits("\n\n".join(before), "\n\n".join(after))) == "one passage moved"


def test_many_replacements_are_counted() -> None:
    same = "and all of this remains as it was said before"
    before = f" {same} ".join(["alpha", "beta", "gamma", "delta", "epsilon"])
    after = f" {same} ".join(["one", "two", "three", "four", "five"])
    assert gist(edits(before, after)) == (
        "“alpha” became “one”; “beta” became “two”; “gamma” became “three”; two more replacements"
    )


@given(st.text(), st.text())
def test_it_is_one_line_and_says_something_exactly_when_there_is_an_edit(
    before: str, after: str
) -> None:
    diff = edits(before, after)
    said = gist(diff)
    assert len(said.splitlines()) == 1
    assert (said == "nothing changed") is diff.empty
