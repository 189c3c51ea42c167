from hypothesis import given
from hypothesis import strategies as st

from monitor.stories.commons import learn
from monitor.stories.sketch import CANDIDATES, KEYS, ranked, signature
from tests.stories.tales import grant, joint


def test_one_story_shares_keys() -> None:
    ours, theirs = joint("Ostwick", "We are glad."), joint("Brindlemark", "So are we.")
    assert set(signature(ours.text)) & set(signature(theirs.text))


def test_other_stories_share_none() -> None:
    assert not set(signature(joint("Ostwick").text)) & set(signature(grant("Aldra", "9").text))


def test_keys_are_the_same_in_every_process() -> None:
    assert signature("one two three four five") == (4475916206259131367,)


@given(st.text())
def test_keys_are_few_signed_and_rising(text: str) -> None:
    keys = signature(text)
    assert len(keys) <= KEYS
    assert list(keys) == sorted(set(keys))
    assert all(-(2**63) <= key < 2**63 for key in keys)


def test_what_a_source_repeats_is_no_key() -> None:
    places = ["Aldra", "Benwick", "Corra", "Ferrow"]
    common = learn(grant(place, f"{n}0,000") for n, place in enumerate(places, 1)).passages
    a, b = (signature(grant(p, s).text, common) for p, s in (("Dunmere", "7"), ("Eskby", "8")))
    assert not set(a) & set(b)


def test_candidates_with_most_keys_come_first_then_the_newest() -> None:
    assert ranked([[1, 2, 3], [3, 1], [5]]) == [3, 1, 5, 2]
    assert len(ranked([range(1000)])) == CANDIDATES
