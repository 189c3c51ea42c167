import pytest

from monitor.stories.wording import Mark, wording


@pytest.mark.parametrize("text", ["110,500", "110 500", "110.500", "110'500"])
def test_a_number_is_one_word_however_it_is_parted(text: str) -> None:
    assert list(wording(f"gave {text} crowns").keys) == ["gave", "110500", "crowns"]


@pytest.mark.parametrize(
    "text", ["May 6, 2031", "6. Mai 2031", "6 mai 2031", "2031-05-06", "06/05/2031", "Tuesday"]
)
def test_dates_are_known(text: str) -> None:
    assert set(wording(text).marks) == {Mark.DAY}


def test_names_and_numbers_are_told_apart_from_plain_words() -> None:
    assert list(wording("the U.S. gave Ferrow's 12 boats").marks) == [
        Mark.PLAIN,
        Mark.PLAIN,
        Mark.NAME,
        Mark.NUMBER,
        Mark.PLAIN,
    ]
    assert wording("Ferrow’s").keys == ["ferrow"]


def test_scripts_without_blanks_have_words() -> None:
    assert list(wording("港は閉鎖").keys) == list("港は閉鎖")
