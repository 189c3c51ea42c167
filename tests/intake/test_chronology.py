"""In which order a baseline is numbered."""

from datetime import date

import pytest

from monitor.intake.chronology import oldest_first
from monitor.model.published import Precision, Published
from monitor.model.release import Document


def documents(*days: int | str | None, place: str = "a") -> list[Document]:
    def published(day: int | str | None) -> Published | None:
        if isinstance(day, str):
            return Published(day, Precision.INSTANT)
        return Published.on(date(2024, 12, day)) if day else None

    return [
        Document(f"{number}", "", place, number, published=published(day))
        for number, day in enumerate(days)
    ]


@pytest.mark.parametrize(
    ("days", "order"),
    [
        pytest.param([20, 11, 11, 10], [3, 2, 1, 0], id="newest first"),
        pytest.param([10, 11, 11, 20], [0, 1, 2, 3], id="oldest first"),
        pytest.param([11, 11, 11], [2, 1, 0], id="no direction: newest first"),
        pytest.param([None, None], [1, 0], id="no dates"),
        pytest.param([20, None, 10], [2, 1, 0], id="undated goes with the one before it"),
        pytest.param([None, 20, 10], [2, 1, 0], id="undated on top goes with the one after it"),
        pytest.param(
            ["2024-12-10T10:00:00+01:00", "2024-12-10T09:30:00+00:00"],
            [0, 1],
            id="instants across zones",
        ),
    ],
)
def test_oldest_first(days: list[int | str | None], order: list[int]) -> None:
    assert oldest_first(documents(*days), "UTC") == order


def test_each_file_has_its_own_direction() -> None:
    falling, rising = documents(12, 10, 10), documents(10, 10, 12, place="b")
    both = falling + rising
    said = [(both[n].place, both[n].title) for n in oldest_first(both, "UTC")]
    assert said.index(("a", "2")) < said.index(("a", "1"))
    assert said.index(("b", "0")) < said.index(("b", "1"))
