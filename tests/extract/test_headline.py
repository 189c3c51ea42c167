import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract.headline import LONGEST, cut, headline

LONG = "and so on and so forth in many more words than any headline could ever hold at once"


@pytest.mark.parametrize(
    ("paragraph", "title"),
    [
        pytest.param(
            "On 10 and 11 December, the harbour board opened two new piers.",
            "The harbour board opened two new piers",
            id="date clause dropped, first letter raised, full stop dropped",
        ),
        pytest.param(
            "On 3 May 2024 the council met in Ghent. It was the ninth time that it did.",
            "The council met in Ghent",
            id="first sentence",
        ),
        pytest.param(
            "Le 12 avril, « la fête » commence dans toute la ville.",
            "« La fête » commence dans toute la ville",
            id="letter raised behind a quote",
        ),
        pytest.param(
            "5 мая в Гродно открылась выставка старых карт.",
            "В Гродно открылась выставка старых карт",
            id="Russian",
        ),
        pytest.param(
            "The bridge was opened by Dr. A. Lund of St. Olav, i. e. on no. 5 there. More follows.",
            "The bridge was opened by Dr. A. Lund of St. Olav, i. e. on no. 5 there",
            id="abbreviations end no sentence",
        ),
        pytest.param(
            "2024年12月20日，秘书长会见了湖区的新任使节。双方讨论了渡船问题。",
            "秘书长会见了湖区的新任使节",
            id="Chinese",
        ),
        pytest.param(
            "秘书长会见了湖区的新任使节，就南部边境的渡船问题交换了意见，"
            "并一致同意继续保持密切沟通以及明年春天在一个尚待确定的地方再次会晤讨论理事会的筹备工作。",
            "秘书长会见了湖区的新任使节，就南部边境的渡船问题交换了意见…",
            id="Chinese, cut at a clause",
        ),
        pytest.param(
            "2024 թվականի դեկտեմբերի 20-ին գումարվեց լճի խորհուրդը։ Այն տևեց երկու օր։",
            "Գումարվեց լճի խորհուրդը",
            id="Armenian",
        ),
        pytest.param("On 5 May, it rained.", "On 5 May, it rained", id="too little left"),
        pytest.param(
            "Who will pay for the new bridge? Nobody knows.",
            "Who will pay for the new bridge?",
            id="question",
        ),
    ],
)
def test_the_headline_of_a_lead(paragraph: str, title: str) -> None:
    assert headline(paragraph) == title


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        pytest.param(
            "The committee for roads and bridges approved the plan for the north today, "
            f"because {LONG}.",
            "plan for the north today…",
            id="at the end of a clause",
        ),
        pytest.param(
            "The committee for roads and bridges approved the plan that was put forward years "
            f"ago by the late Maria Antonia Fernandes Oliveira and {LONG}.",
            "years ago by the late…",
            id="not within a name",
        ),
        pytest.param(
            "The committee for roads and bridges approved the plan that was once put forward in "
            f"the old town of Lund by the U.S. S. Bergmanlindgren institute {LONG}.",
            "once put forward in the old town of Lund…",
            id="not after an initial",
        ),
        pytest.param(
            "The committee for roads and bridges approved the plan that was put forward by "
            f"the council in the spring at a cost of about 13.1 billion {LONG}.",
            "in the spring at a cost…",
            id="not between a number and what it counts",
        ),
    ],
)
def test_a_long_headline_is_cut_where_it_reads_well(text: str, ends: str) -> None:
    shown = cut(text)
    assert len(shown) <= LONGEST
    assert shown.endswith(ends)


@given(st.text(max_size=500))
def test_a_headline_is_short_and_on_one_line(text: str) -> None:
    shown = headline(text)
    assert len(shown) <= LONGEST
    assert "\n" not in shown
    assert bool(shown) or not text.strip(" .\t\n") or not text.split()


def test_a_word_longer_than_a_headline_is_cut() -> None:
    assert cut("x" * 500) == "x" * (LONGEST - 1) + "…"
