"""What a change looks like."""

import pytest

from monitor.model.change import ChangeKind
from monitor.publish.diffs import between
from tests.publish.rows import revision


def test_an_edit_is_shown_word_by_word() -> None:
    shown = between(
        revision(1, "It opens on Monday."), revision(2, "It opens on Friday."), ChangeKind.REVISED
    )
    html = shown.html
    assert shown.summary == "“Monday” became “Friday”"
    assert "<del>Monday.</del>" in html
    assert "<ins>Friday.</ins>" in html


def test_an_edit_of_the_title_is_shown_too() -> None:
    html = between(
        revision(1, title="The bridge"), revision(2, title="The old bridge"), ChangeKind.REVISED
    ).html
    assert "<ins>old</ins>" in html


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (ChangeKind.NEW, ""),
        (ChangeKind.WITHDRAWN, "No longer at its source"),
        (ChangeKind.RETURNED, "Back at its source"),
    ],
)
def test_what_was_not_edited_is_shown_as_it_stands(kind: ChangeKind, said: str) -> None:
    html = between(revision(1), revision(1), kind).html
    assert "It opens." in html
    assert said in html
    assert "<ins>" not in html


def test_what_came_back_otherwise_is_shown_as_an_edit() -> None:
    html = between(revision(1, "It opens."), revision(2, "It closes."), ChangeKind.RETURNED).html
    assert "<ins>" in html


def test_markup_in_a_text_is_text() -> None:
    assert "&lt;b&gt;" in between(None, revision(1, "<b>bold</b>"), ChangeKind.NEW).html
