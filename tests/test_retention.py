"""What of a history may go, and what never does."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.retention import Held, Limits, Old, Version, old

NOW = datetime(2026, 11, 27, tzinfo=UTC)
DAY = 86_400.0


def held(
    release: int, texts: str, *, listed: bool = False, used: int = 0, ages: tuple[int, ...] = ()
) -> Held:
    """A release whose versions say one letter each; ages in days, the newest 0."""
    days = ages or tuple(range(len(texts) - 1, -1, -1))
    versions = tuple(
        Version(number, text.encode(), 10, NOW - timedelta(days=age), number == used)
        for number, (text, age) in enumerate(zip(texts, days, strict=True), 1)
    )
    return Held(release, versions, listed)


@pytest.mark.parametrize(
    ("history", "limits", "versions", "releases"),
    [
        pytest.param([held(1, "ABC")], Limits(), [], [], id="no limits"),
        pytest.param([held(1, "ABCD")], Limits(versions=2), [(1, 1), (1, 2)], [], id="versions"),
        pytest.param([held(1, "ABA")], Limits(versions=2), [], [], id="A, B, A are two texts"),
        pytest.param([held(1, "ABACB")], Limits(versions=2), [(1, 1), (1, 3)], [], id="of three"),
        pytest.param([held(1, "AB", used=1)], Limits(versions=1), [], [], id="one to be told"),
        pytest.param(
            [held(1, "ABC", ages=(9, 8, 1), listed=True)],
            Limits(age_seconds=5 * DAY),
            [(1, 1)],
            [],
            id="replaced long ago",
        ),
        pytest.param([held(1, "A", ages=(9,))], Limits(age_seconds=5 * DAY), [], [1], id="old"),
        pytest.param(
            [held(1, "A", ages=(9,), listed=True)], Limits(age_seconds=DAY), [], [], id="listed"
        ),
        pytest.param(
            [held(1, "A"), held(2, "B", listed=True), held(3, "C"), held(4, "D")],
            Limits(releases=2),
            [],
            [1],
            id="the newest two, and what is listed",
        ),
        pytest.param(
            [held(1, "AB", listed=True), held(2, "CD", listed=True)],
            Limits(size_bytes=30),
            [(1, 1)],
            [],
            id="the oldest version first",
        ),
        pytest.param(
            [held(1, "AB"), held(2, "CD", listed=True)],
            Limits(size_bytes=15),
            [(2, 1)],
            [1],
            id="then the oldest release",
        ),
        pytest.param(
            [held(1, "XY", ages=(9, 1)), held(2, "XZ", listed=True)],
            Limits(size_bytes=20),
            [(1, 1), (2, 1)],
            [],
            id="a shared text goes with its last use",
        ),
        pytest.param(
            [held(1, "A", listed=True), held(2, "B", listed=True)],
            Limits(size_bytes=1),
            [],
            [],
            id="what is in use stays, however large",
        ),
    ],
)
def test_what_goes(
    history: list[Held], limits: Limits, versions: list[tuple[int, int]], releases: list[int]
) -> None:
    assert old(history, limits, NOW) == Old(tuple(versions), tuple(releases))
