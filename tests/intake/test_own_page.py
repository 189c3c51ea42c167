"""What fell off its list is asked for on its own page, rarely, and withdrawn when that is gone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from monitor.intake.gone import GONE, askable
from monitor.model.change import ChangeKind
from monitor.model.source import Source
from tests.intake import test_check
from tests.intake.test_check import Watch
from tests.support.server import Site

site, visitor, readers, watch = (
    test_check.site,
    test_check.visitor,
    test_check.readers,
    test_check.watch,
)

HOUR = timedelta(hours=1)
FALLEN = "/news/1"


class Office:
    """A feed of three of an office's items, each with a page of its own."""

    def __init__(self, watch: Watch, site: Site) -> None:
        self.watch, self.site = watch, site
        self.options: dict[str, object] = {}

    def start(self, headers: dict[str, str] | None = None) -> None:
        self.watch.add(
            Source("office", "feed", f"{self.site.url}/feed", "Office", options=self.options,
                   headers=headers or {})
        )  # fmt: skip

    def lists(self, *numbers: int) -> None:
        entries = "".join(
            f"<entry><id>{n}</id><title>News number {n} of the office</title>"
            f"<link href='{self.site.url}/news/{n}'/></entry>"
            for n in numbers
        )
        feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title>{entries}</feed>"
        self.site.set("/feed", feed, headers={"Content-Type": "application/atom+xml"})
        for n in numbers:
            self.site.set(f"/news/{n}", f"<h1>News {n}</h1>")

    async def visits(self, *waits: timedelta) -> list[str]:
        """A visit after each of these waits; what all of them told."""
        told = []
        for wait in waits:
            self.watch.clock.now += wait
            told += [change.kind.value for change in (await self.watch.check()).changes]
        return told

    def asked(self, path: str = FALLEN) -> int:
        return sum(request.path == path for request in self.site.requests)


@pytest.fixture
async def office(watch: Watch, site: Site) -> Office:
    return Office(watch, site)


async def fell(office: Office, status: int = 200) -> None:
    """The first item has made room for a fourth; what its own page answers then."""
    office.lists(3, 2, 1)
    await office.visits(HOUR)
    office.lists(4, 3, 2)
    office.site.set(FALLEN, "something", status)
    assert await office.visits(HOUR) == ["new"]


@pytest.mark.parametrize("status", [404, 410])
async def test_a_page_that_is_gone_twice_is_withdrawn_once(office: Office, status: int) -> None:
    office.start()
    await fell(office, status)
    assert office.asked() == 1
    assert await office.visits(HOUR) == ["withdrawn"]
    assert await office.visits(HOUR, 40 * 24 * HOUR) == []
    assert office.asked() == 2
    (row,) = office.watch.store.changes(kinds=[ChangeKind.WITHDRAWN])
    assert row.title == "News number 1 of the office"
    office.lists(4, 2, 1)
    assert await office.visits(HOUR) == ["returned"]


async def test_a_page_that_is_there_is_asked_for_ever_more_rarely(office: Office) -> None:
    office.start()
    await fell(office)
    assert await office.visits(*[6 * HOUR] * 4 * 10) == []
    assert office.asked() == 4, "at once, after a day, three and a week"
    office.site.set(FALLEN, "nothing", 410)
    assert await office.visits(4 * 24 * HOUR, HOUR) == ["withdrawn"]


async def test_after_a_month_nobody_asks_any_more(office: Office) -> None:
    office.start()
    await fell(office)
    await office.visits(*[29 * 24 * HOUR] * 3)
    assert office.asked() == 2
    assert GONE not in office.watch.row().state.memo


@pytest.mark.parametrize("status", [200, 403, 500])
async def test_what_is_back_at_the_second_look_or_says_anything_else_was_never_away(
    office: Office, status: int
) -> None:
    office.start()
    await fell(office, 404)
    office.site.set(FALLEN, "something", status)
    assert await office.visits(2 * HOUR, 48 * HOUR) == []


async def test_a_site_on_which_no_page_is_to_be_had_takes_nothing_away(office: Office) -> None:
    office.start()
    await fell(office, 404)
    for n in (2, 3, 4):
        office.site.set(f"/news/{n}", "not for you", 404)
    assert await office.visits(*[2 * HOUR] * 5) == []


async def test_nobody_asks_where_the_source_says_so(office: Office) -> None:
    office.options = {"gone": "off"}
    office.start()
    await fell(office, 404)
    assert await office.visits(*[2 * HOUR] * 5) == []
    assert office.asked() == 0


async def test_what_is_listed_again_is_asked_for_no_more(office: Office) -> None:
    office.start()
    await fell(office)
    office.lists(4, 3, 2, 1)
    await office.visits(*[24 * HOUR] * 4)
    assert office.asked() == 1
    assert GONE not in office.watch.row().state.memo


def urls() -> Iterator[tuple[str, bool]]:
    yield "https://www.office.example/news/1", True
    yield "http://office.example/news/1", True
    yield "https://elsewhere.example/news/1", False
    yield "", False


@pytest.mark.parametrize(("url", "expected"), list(urls()))
def test_only_pages_of_the_site_itself_are_asked_for(url: str, expected: bool) -> None:
    source = Source("office", "listing", "https://office.example/news", "Office")
    assert askable(source, url) is expected
