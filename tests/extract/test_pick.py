"""One key of `items`: a part of what is said, and which records count."""

from typing import Any

import pytest

from monitor.extract.pick import Chosen, Pick


@pytest.mark.parametrize(
    ("written", "said", "part"),
    [
        ("h3", "All of it", "All of it"),
        ({"select": "h3", "match": r"\d+"}, "No 12 of 30", "12"),
        ({"select": "h3", "match": r"Published (.*?) by"}, "Published today by us", "today"),
        ({"match": r"(\d+)/(\d+)", "template": r"\2-\1"}, "on 7/9", "9-7"),
        ({"match": r"\d+", "template": r"https://x.test/\g<0>"}, "id 5", "https://x.test/5"),
        ({"match": "nowhere"}, "Something", ""),
        ({"match": "a(b)?"}, "a", ""),
    ],
)
def test_a_part_of_what_is_said(written: Any, said: str, part: str) -> None:
    pick = Pick.read(written)
    assert pick
    assert pick.part(said) == part


def test_what_is_not_written_is_no_pick() -> None:
    assert Pick.read(None) is None
    assert str(Pick.read({"select": "h3", "match": "x+"})) == "{select: h3, match: x+}"


def test_records_are_chosen_by_what_they_say() -> None:
    chosen = Chosen.read({"keep": ["press", "^news"], "drop": ["sport"]})
    said = ["A PRESS release", "old\nNews", "press about sport", "a film"]
    assert [one for one in said if chosen(one)] == said[:2]
    assert not chosen.all
    assert Chosen.read({}).all
