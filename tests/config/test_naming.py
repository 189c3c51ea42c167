"""Ids that are made: usable, each once, quickly."""

import pytest

from monitor.config.naming import Names, of_place
from monitor.config.values import feed_id


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("https://www.office.test/news/press.html?x=1", "office-test-news-press"),
        ("https://office.test/", "office-test"),
        ("texts/Press releases.txt", "press-releases"),
        ("https://новости.test/", "test"),
    ],
)
def test_a_place_makes_a_name(place: str, name: str) -> None:
    assert of_place(place) == name


@pytest.mark.parametrize(
    ("wishes", "made"),
    [
        (("The Office: News & more", "x"), "the-office-news-more"),
        (("Новости", "office-test"), "office-test"),
        (("", ""), "source"),
        (("tag-news",), "news"),
        (("all",), "all-2"),
        (("taken",), "taken-3"),
        (("ä" * 500,), "a" * 57),
    ],
)
def test_the_first_wish_that_says_something(wishes: tuple[str, ...], made: str) -> None:
    names = Names(["taken", "taken-2"])
    assert names.make(*wishes) == made
    assert feed_id(made) == made
    assert not names.take(made)


def test_ten_thousand_of_one_title_are_ten_thousand_ids() -> None:
    names = Names()
    made = [names.make("News") for _ in range(10_000)]
    assert made[:2] == ["news", "news-2"]
    assert len({*made}) == 10_000
    assert all(feed_id(name) == name for name in made[::999])
