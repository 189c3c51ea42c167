"""What a list shows no more: fallen off its end, or taken away from its middle and told once."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from monitor.intake.sources import sitemap
from monitor.model.change import Check
from monitor.model.release import Document
from monitor.model.source import Source
from monitor.model.visit import Part, Response
from tests.intake.memory import Remembered, kinds, scripted
from tests.intake.test_renamed import entry, rebuilt

PLACE = "https://x.test/feed"


class List:
    """A list of releases by their numbers, newest first unless told otherwise."""

    def __init__(self, numbers: Sequence[int], *, undated: bool = False) -> None:
        self.script: dict[str, Sequence[Document]] = {}
        kind = replace(scripted(self.script, withdraws=False), listed=True)
        self.kept = Remembered(Source("news", "scripted", PLACE, "News"), kind)
        self.undated = undated
        self._visits = 0
        self.shows(numbers)

    def shows(self, numbers: Sequence[int]) -> Check:
        return self.says([entry(number) for number in numbers])

    def says(self, documents: Sequence[Document]) -> Check:
        if self.undated:
            documents = [replace(document, published=None) for document in documents]
        self.script[PLACE] = documents
        return self.again()

    def again(self) -> Check:
        """A visit, of bytes that the last one has not seen."""
        self._visits += 1
        return self.kept.see(Response((Part(PLACE, f"{self._visits}".encode()),)))

    def same_bytes(self) -> Check:
        return self.kept.see(Response((Part(PLACE, f"{self._visits}".encode()),)))


TEN = tuple(range(9, -1, -1))


@pytest.mark.parametrize("undated", [False, True])
@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param((11, 10, *TEN[:-2]), id="two make room for two"),
        pytest.param(TEN[:-3], id="the list got shorter"),
        pytest.param(tuple(range(25, 15, -1)), id="all are others"),
        pytest.param((10, 9), id="two are left"),
    ],
)
def test_falling_off_the_end_is_no_withdrawal(numbers: Sequence[int], undated: bool) -> None:
    page = List(TEN, undated=undated)
    told = kinds(page.shows(numbers)) + kinds(page.again()) + kinds(page.same_bytes())
    assert set(told) <= {"new"}
    assert not any(release.withdrawn for release in page.kept.releases.values())


@pytest.mark.parametrize("undated", [False, True])
@pytest.mark.parametrize("gone", [9, 8, 5, 1])
def test_what_vanishes_elsewhere_is_withdrawn_at_the_next_visit(gone: int, undated: bool) -> None:
    page = List(TEN, undated=undated)
    left = [number for number in TEN if number != gone]
    assert kinds(page.shows(left)) == []
    check = page.same_bytes()
    assert kinds(check) == ["withdrawn"]
    assert check.releases[0].document.title == entry(gone).title
    assert kinds(page.same_bytes()) == kinds(page.again()) == []


def test_what_is_back_at_the_next_visit_was_never_away() -> None:
    page = List(TEN)
    page.shows([number for number in TEN if number != 5])
    assert kinds(page.shows(TEN)) == []
    assert kinds(page.shows([number for number in TEN if number != 5])) == [], "doubted anew"


def test_a_return_says_so() -> None:
    page = List(TEN)
    page.shows([number for number in TEN if number != 5])
    page.again()
    assert kinds(page.shows(TEN)) == ["returned"]
    edited = [replace(entry(n), text="Edited.") if n == 5 else entry(n) for n in TEN]
    page.shows([number for number in TEN if number != 5])
    page.again()
    assert kinds(page.says(edited)) == ["returned", "revised"]


def test_what_fell_off_and_is_shown_again_is_neither_new_nor_returned() -> None:
    page = List(TEN)
    page.shows((11, 10, *TEN[:-2]))
    assert kinds(page.shows(TEN)) == []


def test_the_oldest_end_is_the_first_of_a_list_that_is_written_oldest_first() -> None:
    page = List(range(10))
    assert kinds(page.shows(range(2, 12))) == ["new", "new"]
    assert kinds(page.again()) == []
    page.shows(range(2, 11))
    assert kinds(page.again()) == ["withdrawn"]


def test_a_withdrawal_beside_new_ones_and_old_ones_that_fall_off() -> None:
    page = List(TEN)
    assert kinds(page.shows((10, 9, 8, 6, 5, 4, 3, 2, 1))) == ["new"]
    assert kinds(page.shows((11, 10, 9, 8, 6, 5, 4, 3, 2))) == ["withdrawn", "new"]


def test_a_list_without_order_says_nothing() -> None:
    page = List((5, 1, 4, 2, 3, 9, 7))
    for numbers in ((3, 5, 2, 9, 4), (4, 9, 5, 1, 2), (7, 3, 9, 2, 5, 4)):
        assert kinds(page.shows(numbers)) == []


def test_a_list_that_lost_more_than_half_is_another_list() -> None:
    page = List(TEN)
    page.shows((9, 5, 0))
    assert kinds(page.again()) == []


def test_a_list_that_is_read_in_another_way_says_nothing() -> None:
    page = List(TEN)
    page.kept.state = replace(page.kept.state, text_hash=None, raw_hash=None)
    page.shows([number for number in TEN if number != 5])
    assert kinds(page.again()) == kinds(page.again()) == []


def test_a_failure_in_between_confirms_nothing() -> None:
    page = List(TEN)
    page.shows([number for number in TEN if number != 5])
    assert kinds(page.says([])) == ["failing"]
    assert kinds(page.shows(TEN)) == ["recovered"]


def test_a_rebuilt_list_without_one_of_its_releases_withdraws_that_one() -> None:
    page = List(TEN)
    assert kinds(page.says([rebuilt(entry(n)) for n in TEN if n != 5])) == ["renumbered"]
    assert kinds(page.again()) == ["withdrawn"]


def test_what_was_pinned_on_top_comes_and_goes() -> None:
    page = List((2, *TEN[:-3]))
    page.shows(TEN[:-3])
    assert kinds(page.again()) == kinds(page.again()) == []


# ── documents that are complete ────────────────────────────────────────────────────────────


class Named:
    """Sitemaps by their place, and what each names."""

    def __init__(self, **options: object) -> None:
        source = Source("map", "sitemap", f"{PLACE}/map", "Map", options=options)
        self.kept = Remembered(source, sitemap.KIND)
        self._visits = 0

    def shows(self, dated: bool = False, **places: Sequence[int]) -> list[str]:
        self._visits += 1
        day = "<news><publication_date>2024-12-10</publication_date></news>" if dated else ""
        parts = []
        for place, numbers in places.items():
            pages = "".join(f"<url><loc>{PLACE}/{n}</loc>{day}</url>" for n in numbers)
            body = f"<urlset>{pages}</urlset><!-- {self._visits} -->"
            parts.append(Part(f"{PLACE}/{place}", body.encode(), "application/xml"))
        return kinds(self.kept.see(Response(tuple(parts))))


@pytest.mark.parametrize("gone", [0, 4, 9])
def test_what_a_sitemap_names_no_more_is_withdrawn_wherever_it_stood(gone: int) -> None:
    named = Named()
    named.shows(map=range(10))
    left = [number for number in range(10) if number != gone]
    assert [named.shows(map=left) for _ in range(3)] == [[], ["withdrawn"], []]
    assert named.shows(map=range(10)) == ["returned"]


def test_a_sitemap_that_lost_most_of_what_it_named_is_another_one() -> None:
    named = Named()
    named.shows(map=range(10))
    assert [named.shows(map=range(3)) for _ in range(3)] == [[]] * 3


def test_a_sitemap_of_an_index_that_was_not_read_says_nothing() -> None:
    named = Named()
    named.shows(one=range(5), two=range(5, 10))
    assert [named.shows(one=range(5)) for _ in range(2)] == [[]] * 2
    assert [named.shows(one=range(4)) for _ in range(2)] == [[], ["withdrawn"]]


@pytest.mark.parametrize(("complete", "told"), [(None, []), (True, ["withdrawn"])])
def test_a_news_sitemap_names_the_newest_alone_unless_its_source_says_otherwise(
    complete: bool | None, told: list[str]
) -> None:
    named = Named(complete=complete)
    named.shows(dated=True, map=range(5))
    assert [named.shows(dated=True, map=range(4)) for _ in range(2)] == [[], told]
