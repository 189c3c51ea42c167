"""Positions that rise, and of which as few as possible change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.intake.order import STRIDE, renumber

S = STRIDE


@pytest.mark.parametrize(
    ("kept", "numbers"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([None, None], [0, S], id="all new"),
        pytest.param([0, S], [0, S], id="as it was"),
        pytest.param([None, 0, S], [-S, 0, S], id="on top"),
        pytest.param([0, S, None], [0, S, 2 * S], id="at the end"),
        pytest.param([0, None, S], [0, S // 2, S], id="between"),
        pytest.param([2 * S, 0, S], [-S, 0, S], id="last to the top: only it changes"),
        pytest.param([0, 5 * S], [0, 5 * S], id="one between them is gone"),
        pytest.param([0, None, 1], [0, S, 2 * S], id="no room: all anew"),
    ],
)
def test_as_few_as_possible_change(kept: list[int | None], numbers: list[int]) -> None:
    assert renumber(kept) == numbers


@given(st.lists(st.none() | st.integers(-1000, 1000), max_size=40))
def test_numbers_always_rise(kept: list[int | None]) -> None:
    numbers = renumber(kept)
    assert len(numbers) == len(kept)
    assert numbers == sorted(set(numbers))
