from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.stories.commons import Commons, learn
from monitor.stories.judge import same_story
from monitor.stories.model import Told
from tests.stories.tales import DAY, grant, joint

NOTHING = Commons()
OURS = joint("Ostwick", 'Mayor Pell of Ostwick said: "Our port had waited for this."')
THEIRS = joint("Brindlemark", "Brindlemark will invite its schools to the opening.")


def test_a_joint_release_of_two_offices_is_one_story() -> None:
    verdict = same_story(OURS, THEIRS, NOTHING)
    assert verdict.same
    assert "words in shared passages" in verdict.why[0]


def test_two_grants_from_one_template_are_two() -> None:
    verdict = same_story(grant("Ferrow", "14,200"), grant("Gull Sound", "9,750"), NOTHING)
    assert not verdict.same
    assert any("blanks differ" in reason for reason in verdict.why)


def test_a_template_is_one_at_two_sources_too() -> None:
    other = grant("Gull Sound", "9,750", source="Brindlemark")
    assert not same_story(grant("Ferrow", "14,200"), other, NOTHING).same


def test_passages_that_a_source_repeats_prove_nothing() -> None:
    told = [grant(place, f"{n}1,000") for n, place in enumerate(["Aldra", "Benwick", "Corra"], 2)]
    learnt = Commons({"Ostwick": learn(told)})
    other = replace(grant("Ferrow", "8,000", source="Brindlemark"), title="A grant for Ferrow")
    verdict = same_story(grant("Ferrow", "8,000"), other, learnt)
    assert not verdict.same
    assert verdict.why[0].startswith("only ")


def test_word_for_word_on_one_day_is_one_story_even_out_of_a_template() -> None:
    told = [grant(place, f"{n}1,000") for n, place in enumerate(["Aldra", "Benwick", "Corra"], 2)]
    learnt = Commons({"Ostwick": learn(told)})
    ours = grant("Ferrow", "8,000")
    theirs = grant("Ferrow", "8,000", source="Brindlemark")
    assert same_story(ours, theirs, learnt).same
    assert not same_story(ours, replace(theirs, day=DAY + timedelta(days=7)), learnt).same


def test_what_says_little_is_one_story_where_both_lead_to_the_same_page() -> None:
    ours = Told("Ostwick", "Weekly meeting", "", "https://harbour.example/1", DAY)
    theirs = replace(ours, source="Brindlemark")
    assert same_story(ours, theirs, NOTHING).same
    elsewhere = replace(theirs, address="https://harbour.example/2")
    assert not same_story(ours, elsewhere, NOTHING).same
    assert not same_story(ours, replace(theirs, address="", title="Meeting"), NOTHING).same
    named = replace(ours, address="weekly meeting|2024-12-03")
    assert not same_story(named, replace(named, source="Brindlemark"), NOTHING).same, "no page"


def test_one_address_at_one_source_is_a_revision_whatever_it_says() -> None:
    edited = replace(OURS, title="Cancelled", text="Nothing will be shared.")
    assert same_story(OURS, edited, NOTHING).same


def test_no_address_is_not_a_common_address() -> None:
    a, b = (replace(grant(p, s), address="") for p, s in (("Ferrow", "1,100"), ("Aldra", "2,900")))
    assert not same_story(a, b, NOTHING).same


def test_one_source_may_tell_a_story_again_under_another_address() -> None:
    assert same_story(OURS, replace(OURS, address="/Ostwick/moved"), NOTHING).same


def test_next_years_release_is_another_story() -> None:
    later = joint("Brindlemark", "Ostwick came too.", day=DAY + timedelta(days=365))
    assert not same_story(OURS, later, NOTHING).same


def test_a_number_told_in_another_way_is_the_same_number() -> None:
    spaced = joint("Brindlemark", cost="2 430 000")
    assert same_story(joint("Ostwick"), spaced, NOTHING).same


def test_order_is_of_no_matter() -> None:
    pairs = [(OURS, THEIRS), (grant("Ferrow", "14,200"), grant("Aldra", "3,300"))]
    for a, b in pairs:
        assert same_story(a, b, NOTHING).same == same_story(b, a, NOTHING).same


@pytest.mark.parametrize(
    ("here", "there", "same"),
    [
        pytest.param("Ferrow", "Ferrow", True, id="one place"),
        pytest.param("Ferrow", "Aldra", False, id="two places"),
    ],
)
def test_short_notices_are_one_only_when_every_name_is(here: str, there: str, same: bool) -> None:
    text = "The bridge at {} stays shut tonight because of strong wind from the north west."
    a = Told("one", "Bridge shut", text.format(here), "/a", DAY)
    b = Told("two", "Bridge shut", text.format(there), "/b", DAY)
    assert same_story(a, b, NOTHING).same is same


def test_a_source_uses_its_short_sentences_again() -> None:
    text = "The bridge at Ferrow stays shut tonight because of strong wind from the north west."
    a, b = (Told("one", "Bridge shut", text, address, DAY) for address in ("/a", "/b"))
    assert not same_story(a, b, NOTHING).same


@pytest.mark.parametrize("text", ["", "Meeting", "!!!", "\ud800", "1 2 3"])
def test_next_to_nothing_joins_nothing(text: str) -> None:
    a, b = Told("one", "", text, "/a"), Told("two", "", text, "/b")
    assert not same_story(a, b, NOTHING).same
