import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text import (
    content_hash,
    normalise,
    shown_as_compared,
    similarity,
    story_hash,
    summary,
    words,
)

LONG = "The committee met in the capital and agreed on a plan for clean water in nine regions."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("two  words\n\there", "two words here", id="white space"),
        pytest.param("first.\n\nsecond.", "first. second.", id="paragraph breaks"),
        pytest.param("a\u00a0b\u2009c\u3000d", "a b c d", id="exotic blanks"),
        pytest.param("caf\u0065\u0301", "caf\u00e9", id="composed and decomposed"),
        pytest.param("“so” ‘it’ «is» ’", '"so" \'it\' "is" \'', id="quotes"),
        pytest.param("1990–2000 — a − b", "1990-2000 - a - b", id="dashes"),
        pytest.param("co\u00adoper\u200bation", "cooperation", id="soft hyphen, zero width"),
        pytest.param("\ufeff\u202etext\u202c", "text", id="byte order mark, direction marks"),
        pytest.param("a\x00b \x07", "ab", id="controls"),
        pytest.param("ﬁne Ｔｅｘｔ…", "fine Text...", id="ligatures, full width, ellipsis"),
    ],
)
def test_what_nobody_can_see_is_no_difference(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)
    assert content_hash("t", one) == content_hash("t", other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Minister", "minister", id="case"),
        pytest.param("10 m²", "10 m2", id="superscript"),
        pytest.param("½ litre", "1/2 litre", id="fraction"),
        pytest.param("cafe", "café", id="accent"),
        pytest.param("end", "end.", id="full stop"),
        pytest.param("to day", "today", id="a blank less"),
    ],
)
def test_what_can_be_seen_is_a_difference(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)
    assert content_hash("t", one) != content_hash("t", other)


def test_a_spacing_accent_does_not_break_a_word() -> None:
    assert words("naı\u00a8ve") == ["naı\u00a8ve"]


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(), st.text())
def test_words_of_two_texts_are_the_words_of_both(one: str, other: str) -> None:
    assert words(f"{one}\n{other}") == words(one) + words(other)


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_plain_texts_are_shown_as_they_are_compared(text: str) -> None:
    if shown_as_compared(text):
        assert words(text) == text.split()


def test_the_hash_covers_title_and_text_only_as_a_sequence_of_words() -> None:
    assert content_hash("New plan", LONG) != content_hash("Old plan", LONG)
    assert content_hash("New plan", LONG) == content_hash("New  plan", LONG.replace(" ", "\n"))
    assert len(content_hash("", "")) == 64


@pytest.mark.parametrize(
    "text",
    ["Weekly meeting", "one two three four five six seven eight nine ten eleven twelve", "x" * 200],
    ids=["two words", "twelve short words", "one long word"],
)
def test_short_texts_alone_never_join_two_releases(text: str) -> None:
    assert story_hash("Title", text) is None


def test_a_story_may_be_written_without_blanks() -> None:
    assert story_hash("渡船", "秘书长会见了湖区的新任使节，双方就南部边境的渡船问题交换了意见。")
    assert story_hash("渡船", "渡船停航。") is None


def test_the_same_story_is_the_same_whatever_its_case_and_quotes() -> None:
    assert story_hash("A PLAN", LONG) == story_hash("A plan", LONG.replace("The", "THE"))
    assert story_hash("A plan", LONG) != story_hash("A plan", LONG + " More.")
    assert story_hash("A plan", LONG) != story_hash("Another plan", LONG)


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("a b c d", "d c b a", 1.0),
        ("a b c d", "a b x y", 0.5),
        ("a a a", "a", 0.5),
        ("a b", "c d", 0.0),
        ("", "", 1.0),
        ("a", "", 0.0),
    ],
    ids=["any order", "half", "counted as often as both", "nothing", "both empty", "one empty"],
)
def test_similarity_is_the_share_of_common_words(one: str, other: str, share: float) -> None:
    assert similarity(one, other) == pytest.approx(share)


def test_a_summary_is_one_line_cut_at_a_word() -> None:
    assert summary("Short\n\ntext.") == "Short text."
    cut = summary("word, " * 100, limit=50)
    assert len(cut) <= 50
    assert cut.endswith("word…")
    assert summary("x" * 400, limit=20) == "x" * 19 + "…"
