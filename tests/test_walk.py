import random

from hypothesis import given
from hypothesis import strategies as st

from monitor.walk import walk

WORDS = st.lists(st.sampled_from("abc"), max_size=200)


@given(WORDS, WORDS)
def test_what_it_finds_stands_in_both_in_order(a: list[str], b: list[str]) -> None:
    found, i, j = walk(a, b)
    assert all(a[x : x + n] == b[y : y + n] for x, y, n in found)
    ends = [(0, 0), *((x + n, y + n) for x, y, n in found)]
    assert all(x >= ends[k][0] and y >= ends[k][1] for k, (x, y, _) in enumerate(found))
    assert ends[-1][0] <= i <= len(a)
    assert ends[-1][1] <= j <= len(b)


def test_it_comes_past_small_changes() -> None:
    chance = random.Random(5)
    a = [chance.choice("abcdefgh") for _ in range(5000)]
    b = [*a[:1000], "new", *a[1000:2000], *a[2010:3000], "x", "y", *a[3003:]]
    found, i, j = walk(a, b)
    assert sum(length for _, _, length in found) >= len(a) - 20
    assert (len(a) - i, len(b) - j) == (0, 0)


def test_it_ends_where_nothing_is_alike() -> None:
    assert walk(["a"] * 10 + ["b"] * 100, ["a"] * 10 + ["c"] * 100) == ([(0, 0, 10)], 10, 10)
