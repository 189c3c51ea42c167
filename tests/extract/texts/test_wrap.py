import textwrap

import pytest

from monitor.extract.texts.wrap import joins

PARAGRAPH = (
    "The harbour board opened two new piers this week, after nine years of work and a long quarrel "
    "about who should pay for the dredging of the old basin and for the lights along the mole."
)
OTHER = (
    "Ferries from both islands will use them from the first day of spring, when the old landing "
    "is closed for good and the site is given back to the town of Lund, as was agreed long ago."
)


def joined(lines: list[str]) -> list[str]:
    """Lines as paragraphs, by what `joins` says."""
    paragraphs: list[str] = []
    for line, goes_on in zip(lines, joins(lines), strict=True):
        if goes_on:
            paragraphs[-1] += " " + line
        elif line:
            paragraphs.append(line)
    return paragraphs


@pytest.mark.parametrize("width", [50, 60, 72, 78])
@pytest.mark.parametrize("blank", [[], [""]], ids=["no blank line", "blank line"])
def test_wrapped_paragraphs_come_together_again(width: int, blank: list[str]) -> None:
    lines = textwrap.wrap(PARAGRAPH, width) + blank + textwrap.wrap(OTHER, width)
    assert joined(lines) == [PARAGRAPH, OTHER]


def test_lines_that_are_paragraphs_stay_apart() -> None:
    lines = [PARAGRAPH, OTHER, "A short one.", PARAGRAPH]
    assert joined(lines) == lines


def test_heads_lists_and_separators_are_never_joined() -> None:
    lines = [
        "Two new piers open in the harbour of the old town on Saturday",
        "10 May 2024",
        *textwrap.wrap(PARAGRAPH, 60),
        "* first item of a list that is here to be as long as lines are",
        "* second",
        "***",
        *textwrap.wrap(OTHER, 60),
    ]
    assert joined(lines) == [
        lines[0],
        "10 May 2024",
        PARAGRAPH,
        "* first item of a list that is here to be as long as lines are",
        "* second",
        "***",
        OTHER,
    ]


def test_a_title_under_its_date_does_not_swallow_the_text() -> None:
    title = "Two new piers open in the harbour of the old town on Sunday"
    lines = ["10 May 2024", title, *textwrap.wrap(PARAGRAPH, 60)]
    assert joined(lines) == ["10 May 2024", title, PARAGRAPH]
