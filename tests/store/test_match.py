"""Words are whole, their case and accents folded."""

import pytest

from monitor.store.match import folded, matcher
from monitor.store.views import Selection


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        pytest.param("exercise", "The Exercise began.", True, id="case"),
        pytest.param("exercise", "Exercises began.", False, id="whole words"),
        pytest.param("joint exercise", "A joint\n\n exercise", True, id="a phrase over a break"),
        pytest.param("joint exercise", "joint military exercise", False, id="a phrase together"),
        pytest.param("covid-19", "COVID 19", True, id="signs count as gaps"),
        pytest.param("19", "COVID-19.", True, id="a number"),
        pytest.param("uebung", "Übung", False, id="an umlaut is no two letters"),
        pytest.param("ubung", "Übung", True, id="an accent less in the phrase"),
        pytest.param("Übung", "UBUNG", True, id="an accent less in the text"),
        pytest.param("strasse", "Straße", True, id="sharp s"),
        pytest.param("учения", "УЧЕНИЯ ОДКБ", True, id="Cyrillic"),
        pytest.param("東京", "今日は東京です", True, id="a script without blanks"),
        pytest.param("!!", "anything !!", False, id="no word at all"),
        pytest.param("", "anything", False, id="empty"),
    ],
)
def test_a_phrase_is_found(phrase: str, text: str, found: bool) -> None:
    wanted, unwanted = Selection(any_words=(phrase,)), Selection(none_words=(phrase,))
    for title, body in ((text, ""), ("", text)):
        assert _matches(wanted, title, body) is found
        assert _matches(unwanted, title, body) is not found


def test_a_phrase_does_not_reach_from_the_title_into_the_text() -> None:
    assert not _matches(Selection(any_words=("one two",)), "one", "two")


def test_without_words_there_is_nothing_to_test() -> None:
    assert matcher(Selection(sources=("a",))) is None


def test_ascii_folds_like_any_other_text() -> None:
    text = "".join(map(chr, range(128)))
    assert folded(text + " é") == folded(text) + "e "


def _matches(selection: Selection, title: str, text: str) -> bool:
    test = matcher(selection)
    assert test is not None
    return test(title, text)
