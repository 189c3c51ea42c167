"""What may move by itself is told from what people want to hear of, by how it is written."""

import pytest

from monitor.intake.noise.values import MOST, values


def found(line: str) -> list[tuple[str, str]]:
    return [(value.kind.value, line[value.start : value.end]) for value in values(line)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Updated 3 hours ago by Ann", [("time ago", "3 hours ago")]),
        ("vor 2 Stunden geändert", [("time ago", "vor 2 Stunden")]),
        ("It is 14:32:07 now", [("clock", "14:32:07")]),
        ("It is 2:32 p.m. now", [("clock", "2:32 p.m.")]),
        ("As of 2026-11-27T14:32:07Z", [("clock", "2026-11-27T14:32:07Z")]),
        ("Fri, 27 Nov 2026 14:32:07 GMT", [("clock", "Fri, 27 Nov 2026 14:32:07")]),
        ("Stand: 27.11.2026, 14:32 Uhr", [("clock", "27.11.2026, 14:32")]),
        ("Build 3f9c0012ab", [("token", "3f9c0012ab")]),
        (
            "id 6f9619ff-8b86-d011-b42d-00cf4fc964ff",
            [("token", "6f9619ff-8b86-d011-b42d-00cf4fc964ff")],
        ),
        ("1,042 visitors, 17 online", [("count", "1,042"), ("count", "17")]),
        ("1 042 besøgende", [("count", "1 042")]),
    ],
)
def test_what_may_move_is_found(line: str, expected: list[tuple[str, str]]) -> None:
    assert found(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "1,200 EUR, € 15, 20 %, 7 kg, 12.50, -5 degrees",
        "Since 1998, again in 2024",
        "On 15 December and December 16",
        "Version 2.3.1 of defaced faces",
        "Paragraphs 3/4, a2, room-12, #77, §12",
        "No figures at all: nothing",
    ],
)
def test_what_people_want_to_hear_of_is_none(line: str) -> None:
    assert found(line) == []


def test_a_row_of_figures_is_no_place_for_a_clock() -> None:
    assert len(found("7 and " * MOST)) == MOST
    assert found("7 and " * (MOST + 1)) == []
