import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.fit import cut, encoded, share, size


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("It ended.", 9, "It ended."),
        ("hello wonderful world", 15, "hello…"),
        ("hello wonderful world", 18, "hello wonderful…"),
        ("漢字" * 20, 20, "漢字漢字漢…"),
        ('say "no" twice', 12, "say…"),
        ("one\n\ntwo three", 14, "one\n\ntwo…"),
        ("x" * 300, 203, "x" * 200 + "…"),
        ("short " + "y" * 300, 203, "short " + "y" * 194 + "…"),
        ("anything", 3, "…"),
        ("anything", 2, ""),
        ("", 0, ""),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_text_is_cut_at_a_word_and_marked(text: str, limit: int, shown: str) -> None:
    assert cut(text, limit) == shown


@given(st.text(), st.integers(0, 200))
def test_what_is_cut_fits(text: str, limit: int) -> None:
    shown = cut(text, limit)
    assert size(shown) <= limit
    assert text == shown or shown == "" or text.startswith(shown.removesuffix("…"))


@given(st.text())
def test_size_is_what_the_json_takes(text: str) -> None:
    assert len(encoded({"t": text})) == len(b'{"t":""}') + size(text)


def test_half_a_surrogate_pair_does_not_stop_a_message() -> None:
    assert json.loads(encoded("a\ud800b")) == "a?b"


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 150))
def test_room_is_shared_so_that_none_of_it_is_wasted(first: int, second: int, room: int) -> None:
    shares = share((first, second), room)
    assert sum(shares) <= room
    given = min(first, shares[0]) + min(second, shares[1])
    assert given >= min(first + second, room - 1)
    assert min(shares[0], first) >= min(first, room // 2)
    assert min(shares[1], second) >= min(second, room // 2)
