import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.diff import Edits, between, document, edits, html, inline, unified
from monitor.text import normalise, words

CHOSEN = st.sampled_from(
    ["a", "b", "the", "“x”", '"x"', "–", "word", "\n\n", "\n", "<b>", "é", "\u200b"]
)
TEXTS = st.lists(CHOSEN, max_size=40).map(" ".join)


def side(diff: Edits, kind: str) -> list[str]:
    return words(" ".join(run.text for run in diff.runs if run.kind in {"same", kind}))


@given(TEXTS | st.text(), TEXTS | st.text())
def test_both_texts_can_be_told_from_their_edits(before: str, after: str) -> None:
    diff = edits(before, after)
    assert side(diff, "removed") == words(before)
    assert side(diff, "added") == words(after)


@given(TEXTS | st.text(), TEXTS | st.text())
def test_edits_are_empty_exactly_when_texts_are_equal_as_compared(before: str, after: str) -> None:
    equal = normalise(before) == normalise(after)
    assert edits(before, after).empty is equal
    assert edits(after, before).empty is equal
    assert (unified(edits(before, after), "1", "2") == "") is equal


@given(TEXTS, TEXTS)
def test_edits_count_their_words(before: str, after: str) -> None:
    diff = edits(before, after)
    assert diff.removed_words - diff.added_words == len(words(before)) - len(words(after))


def test_one_word_changed_is_one_word_in_the_diff() -> None:
    diff = edits("The cat sat on the mat.", "The dog sat on the mat.")
    assert inline(diff) == "The [-cat-] {+dog+} sat on the mat."
    assert (diff.removed_words, diff.added_words) == (1, 1)


def test_quotes_and_spaces_are_no_edit_and_the_later_form_is_shown() -> None:
    diff = edits('He said "yes".', "He  said “yes”.")
    assert diff.empty
    assert inline(diff) == "He said “yes”."


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        pytest.param("A.\n\nC.", "A.\n\nB.\n\nC.", "A.\n\n{+B.+}\n\nC.", id="a paragraph came"),
        pytest.param("A.\n\nB.\n\nC.", "A.\n\nC.", "A.\n\n[-B.-]\n\nC.", id="a paragraph went"),
        pytest.param("Old x y z.", "New x y z.", "[-Old-] {+New+} x y z.", id="first word"),
        pytest.param(
            "X.\n\nOld y z.", "X.\n\nNew y z.", "X.\n\n[-Old-] {+New+} y z.", id="torn start"
        ),
        pytest.param("X.\n\nOld y z.", "X.\n\ny z.", "X.\n\n[-Old-] y z.", id="start went"),
        pytest.param("a b", "", "[-a b-]", id="all went"),
        pytest.param("", "a\n\nb", "{+a+}\n\n{+b+}", id="all came"),
    ],
)
def test_paragraphs_are_kept(before: str, after: str, shown: str) -> None:
    assert inline(edits(before, after)) == shown


def test_html_escapes_everything_but_its_own_marks() -> None:
    shown = html(edits("x <b>old</b> & y", "x <script>new</script> & y\n\nsecond"))
    assert shown == (
        "<p>x <del>&lt;b&gt;old&lt;/b&gt;</del> "
        "<ins>&lt;script&gt;new&lt;/script&gt;</ins> &amp; y</p>\n"
        "<p><ins>second</ins></p>"
    )


@given(st.text(), st.text())
def test_html_holds_no_markup_of_the_texts(before: str, after: str) -> None:
    shown = html(edits(before, after))
    shown = re.sub(r"</?(?:p|ins|del|ul|li|table|tr|td)>", "", shown)
    assert "<" not in shown
    assert ">" not in shown


def test_unified_shows_changes_with_context_and_their_paragraph() -> None:
    middle = "Here is a long paragraph that stays as it was, with many more words than context."
    before = document("Title", f"The cat sat.\n\n{middle}\n\nLast words.")
    after = document("Title", f"The dog sat.\n\n{middle}\n\nLast word.")
    assert unified(edits(before, after), "revision 1", "revision 2") == (
        "--- revision 1\n"
        "+++ revision 2\n"
        "@@ paragraph 2 @@\n"
        " The\n"
        "-cat\n"
        "+dog\n"
        " sat.\n"
        "@@ paragraph 4 @@\n"
        " Last\n"
        "-words.\n"
        "+word.\n"
    )


def test_a_change_at_the_very_beginning_has_a_heading_too() -> None:
    assert unified(edits("a b c", "x b c"), "1", "2").splitlines()[2] == "@@ paragraph 1 @@"


def test_a_chance_match_does_not_break_a_rewritten_sentence() -> None:
    before = "alpha beta gamma delta epsilon the zeta eta theta iota kappa"
    after = "one two three four five the six seven eight nine ten"
    assert [run.kind for run in edits(before, after).runs] == ["removed", "added"]


def test_a_small_edit_in_a_long_text_stays_small() -> None:
    chance = random.Random(7)
    vocabulary = [f"w{chance.randrange(900)}" for _ in range(20_000)]
    changed = list(vocabulary)
    for index in range(50, 20_000, 400):
        changed[index] = "edited"
    diff = edits(" ".join(vocabulary), " ".join(changed))
    assert (diff.removed_words, diff.added_words) == (50, 50)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("a b " * 40_000, "b a a " * 30_000, id="two words without end"),
        pytest.param("x\n\n" * 30_000, "x\n\n" * 20_000 + "y", id="equal paragraphs"),
        pytest.param(
            " ".join(map(str, range(30_000))),
            " ".join(map(str, range(30_000, 0, -1))),
            id="reversed",
        ),
        pytest.param("x" * 1_000_000, "x" * 1_000_001, id="one huge word"),
    ],
)
def test_hostile_texts_end_in_a_diff(before: str, after: str) -> None:
    diff = edits(before, after)
    assert not diff.empty
    assert side(diff, "added") == words(after)


LEAD = "On 10 December, the council met in the town hall to vote on the new bridge over the river."


@pytest.mark.parametrize(
    ("before", "after", "added", "removed"),
    [
        (
            ("The council met in the town hall…", LEAD),
            ("The council met in the old mill…", LEAD.replace("town hall", "old mill")),
            2,
            2,
        ),
        (("New bridge", LEAD), ("New bridge agreed", LEAD), 1, 0),
        (("The council met", LEAD), ("The council met in the town hall", LEAD), 4, 0),
        (("The council met…", LEAD), ("Bridge agreed", LEAD.replace("vote", "decide")), 3, 4),
    ],
    ids=["a headline counts once", "a title", "nothing but the headline", "one became a title"],
)
def test_a_headline_is_not_counted_beside_its_text(
    before: tuple[str, str], after: tuple[str, str], added: int, removed: int
) -> None:
    found = between(before, after)
    assert (found.added_words, found.removed_words) == (added, removed)


@given(st.tuples(TEXTS, TEXTS), st.tuples(TEXTS, TEXTS))
def test_two_versions_that_differ_never_have_an_empty_diff(
    before: tuple[str, str], after: tuple[str, str]
) -> None:
    assert between(before, after).empty == edits(document(*before), document(*after)).empty


@given(TEXTS, TEXTS)
def test_moved_words_stand_on_both_sides(before: str, after: str) -> None:
    runs = edits(f"{before} {before}", f"{after} {before}").runs
    by_move: dict[int, set[str]] = {}
    for run in runs:
        if run.moved:
            by_move.setdefault(run.moved, set()).add(f"{run.kind} {normalise(run.text)}")
    assert all(len(said) == 2 for said in by_move.values())


PAIR = (
    "The ferry to the outer islands leaves at seven every morning.",
    "Tickets are sold on board and at the little house on the pier.",
    "Dogs travel free when they are carried in a basket or a bag.",
)


def test_a_moved_paragraph_is_marked_as_moved() -> None:
    first, second, third = PAIR
    diff = edits("\n\n".join(PAIR), "\n\n".join((second, third, first)))
    assert diff.moved_words == len(first.split())
    assert inline(diff) == (f"[-(moved) {first}-]\n\n{second}\n\n{third}\n\n{{+(moved) {first}+}}")
    assert f'<p><ins title="moved">{first}</ins></p>' in html(diff)
    assert f"+(moved) {first}" in unified(diff, "1", "2")


def test_what_was_moved_and_edited_is_marked_as_both() -> None:
    first, second, third = PAIR
    edited = first.replace("seven", "six")
    diff = edits("\n\n".join(PAIR), "\n\n".join((second, third, edited + " Be there in time.")))
    assert diff.moved_words == 8
    assert "{+six every morning. Be there in time.+}" in inline(diff)


def test_few_words_are_no_move() -> None:
    assert edits("red blue green one two", "one two red blue green").moved_words == 0


def test_lists_stay_lists() -> None:
    shown = html(edits("We sell:\n- bread\n- milk", "We sell:\n- bread\n- oat milk"))
    assert shown == ("<p>We sell:</p>\n<ul><li>bread</li><li><ins>oat</ins> milk</li></ul>")


def test_tables_stay_tables_and_no_mark_reaches_over_a_cell() -> None:
    shown = html(edits("Room | Open\nHall | 9 to 5", "Room | Open\nHall | 8 to 5\nTower | shut"))
    assert shown == (
        "<table><tr><td>Room</td><td>Open</td></tr>"
        "<tr><td>Hall</td><td><del>9</del> <ins>8</ins> to 5</td></tr>"
        "<tr><td><ins>Tower</ins></td><td><ins>shut</ins></td></tr></table>"
    )


def test_an_edited_stroke_is_seen() -> None:
    assert "<ins>|</ins>" in html(edits("tea coffee", "tea | coffee"))


def test_a_title_that_went_into_its_text_is_no_edit() -> None:
    assert between(("", "a a"), ("a", "a")).empty
