"""keep and drop: items of a list, lines of a page."""

from collections.abc import Sequence

import pytest

from monitor.intake.filters.drop import drop
from monitor.intake.filters.filter import Filter
from monitor.intake.filters.keep import keep
from monitor.model.release import Document

ITEMS = (
    Document("Road closed", "The bridge is repaired.", "a"),
    Document("Sports day", "All schools run.", "a"),
    Document("Notice", "A bridge day for schools.", "a"),
)
PAGE = Document(
    "Terms", "Our terms.\n\nVisitors: 7\nUpdated now", "p", html="<p>Our terms.</p>", whole=True
)


@pytest.mark.parametrize(
    ("apply", "patterns", "left"),
    [
        pytest.param(keep, ["bridge"], ["Road closed", "Notice"], id="keep by text"),
        pytest.param(keep, ["^sports", "^notice$"], ["Sports day", "Notice"], id="keep any of two"),
        pytest.param(drop, ["SCHOOLS"], ["Road closed"], id="drop whatever the case"),
        pytest.param(drop, ["nothing"], ["Road closed", "Sports day", "Notice"], id="drop none"),
    ],
)
def test_items_are_taken_whole(apply: Filter, patterns: Sequence[str], left: list[str]) -> None:
    assert [document.title for document in apply(ITEMS, patterns)] == left


@pytest.mark.parametrize(
    ("apply", "patterns", "text"),
    [
        pytest.param(drop, ["^Visitors:", "^Updated"], "Our terms.", id="drop lines"),
        pytest.param(drop, ["^Visitors:"], "Our terms.\n\nUpdated now", id="drop one line"),
        pytest.param(keep, ["terms"], "Our terms.", id="keep lines"),
    ],
)
def test_a_page_loses_lines(apply: Filter, patterns: Sequence[str], text: str) -> None:
    (left,) = apply((PAGE,), patterns)
    assert left.text == text
    assert left.html is None, "the markup would still show them"


def test_a_page_that_loses_nothing_keeps_its_markup() -> None:
    assert drop((PAGE,), ["absent"]) == (PAGE,)
