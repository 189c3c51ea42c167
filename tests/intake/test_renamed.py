"""A publisher renames its items (conformance O): recognised, told once as a note, nothing lost."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.model.change import ChangeKind, Check
from monitor.model.published import Precision, Published
from monitor.model.release import Document
from monitor.model.source import Source
from monitor.model.visit import Part, Response
from tests.intake.memory import Remembered, kinds, scripted

PLACE = "https://x.test/feed"
FIRST = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
PLACES = ("harbour", "library", "museum", "theatre", "archive", "garden", "market", "station",
          "bridge", "school", "tower", "mill")  # fmt: skip


def entry(number: int, **more: object) -> Document:
    """Release `number`: a guid, a page, a date and a text of its own, from one template."""
    place = PLACES[number % len(PLACES)]
    when = FIRST + timedelta(days=number)
    document = Document(
        f"The council opens the {place} number {number}",
        f"On behalf of the council the mayor opened the {place} in district {number} in front of "
        f"many guests, and thanked the {place * 2} crew for its long work.",
        "",
        guid=f"http://x.test/?p={number}",
        url=f"http://x.test/news/{number}",
        published=Published(when.isoformat(), Precision.INSTANT),
    )
    return replace(document, **more)  # type: ignore[arg-type]


def listed(numbers: Sequence[int]) -> list[Document]:
    return [entry(number) for number in numbers]


NEWEST_FIRST = tuple(range(9, -1, -1))


class Feed:
    """A feed whose entries are written down by hand."""

    def __init__(self, entries: Sequence[Document] = ()) -> None:
        self.script: dict[str, Sequence[Document]] = {}
        self.kept = Remembered(
            Source("blog", "scripted", PLACE, "Blog"), scripted(self.script, withdraws=False)
        )
        self._visits = 0
        if entries:
            self.shows(entries)

    def shows(self, entries: Sequence[Document]) -> Check:
        self.script[PLACE] = entries
        self._visits += 1
        return self.kept.see(Response((Part(PLACE, f"{self._visits}".encode()),)))


def https(document: Document) -> Document:
    guid, url = (name and name.replace("http:", "https:") for name in (document.guid, document.url))
    return replace(document, guid=guid, url=url)


def rebuilt(document: Document) -> Document:
    """By another program: another guid, another address, nothing in common with the old ones."""
    number = (document.url or "").rpartition("/")[2]
    return replace(
        document, guid=f"urn:cms:{int(number) + 7000}", url=f"https://new.test/a{number}"
    )


def dated_today(document: Document) -> Document:
    day = Published("2026-11-27T12:00:00+00:00", Precision.INSTANT)
    return replace(rebuilt(document), published=day)


def undated(document: Document) -> Document:
    return replace(rebuilt(document), published=None)


def without_address(document: Document) -> Document:
    return replace(document, guid=f"{document.guid}-again", url=None)


def in_summary(document: Document) -> Document:
    return replace(rebuilt(document), text="Read more on our new site.")


def in_other_time(document: Document) -> Document:
    """The same instant, written in another time zone."""
    assert document.published
    moment = datetime.fromisoformat(document.published.value)
    there = moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return replace(rebuilt(document), published=Published(there, Precision.INSTANT))


RENAMED = [https, rebuilt, dated_today, undated, without_address, in_other_time]


@pytest.mark.parametrize("change", RENAMED)
def test_renamed_items_are_the_same_releases_and_told_as_one_note(
    change: Callable[[Document], Document],
) -> None:
    feed = Feed(listed(NEWEST_FIRST))
    ids = set(feed.kept.releases)
    check = feed.shows([change(document) for document in listed(NEWEST_FIRST)])
    assert kinds(check) == ["renumbered"]
    assert "10 of 10" in (check.changes[0].note or "")
    assert set(feed.kept.releases) == ids
    assert {release.revision for release in feed.kept.releases.values()} == {1}
    assert check.outcome == "unchanged"


@pytest.mark.parametrize("change", RENAMED)
def test_from_then_on_they_are_known_by_their_new_names(
    change: Callable[[Document], Document],
) -> None:
    feed = Feed(listed(NEWEST_FIRST))
    renamed = [change(document) for document in listed(NEWEST_FIRST)]
    feed.shows(renamed)
    edited = replace(renamed[3], title="Quite another title", text="And quite another text.")
    check = feed.shows([*renamed[:3], edited, *renamed[4:]])
    assert kinds(check) == ["revised"]


@pytest.mark.parametrize("change", [https, rebuilt, dated_today])
def test_one_new_and_one_edited_among_the_renamed(change: Callable[[Document], Document]) -> None:
    feed = Feed(listed(NEWEST_FIRST))
    edited_id = next(r.id for r in feed.kept.standing() if r.key.endswith("=4"))
    edited = entry(4)
    edited = replace(edited, text=edited.text.replace("many guests", "three guests of honour"))
    entries = [entry(10), *listed((9, 8, 7, 6, 5)), edited, *listed((3, 2, 1))]
    check = feed.shows([change(document) for document in entries])
    assert sorted(kinds(check)) == ["new", "renumbered", "revised"]
    assert {c.kind: c.release for c in check.changes}[ChangeKind.REVISED] == edited_id
    (new,) = (r for r in check.releases if r.revision == 1 and r.first_seen_at == feed.kept.now)
    assert new.document.title == entry(10).title


def test_summaries_in_place_of_texts_are_revisions_under_the_same_title_and_date() -> None:
    feed = Feed(listed(NEWEST_FIRST))
    check = feed.shows([in_summary(document) for document in listed(NEWEST_FIRST)])
    assert sorted(kinds(check)) == ["renumbered"] + ["revised"] * 10


def test_some_renamed_today_and_the_others_tomorrow_are_one_note() -> None:
    feed = Feed(listed(NEWEST_FIRST))
    half = [rebuilt(d) if n < 5 else d for n, d in enumerate(listed(NEWEST_FIRST))]
    assert kinds(feed.shows(half)) == ["renumbered"]
    assert kinds(feed.shows([rebuilt(document) for document in listed(NEWEST_FIRST)])) == []
    assert len(feed.kept.releases) == 10


def test_one_item_alone_may_be_renamed() -> None:
    feed = Feed(listed(NEWEST_FIRST))
    entries = listed(NEWEST_FIRST)
    entries[2] = rebuilt(entries[2])
    check = feed.shows(entries)
    assert kinds(check) == ["renumbered"]
    assert "1 of 10" in (check.changes[0].note or "")


def test_a_renaming_that_is_undone_is_told_as_nothing() -> None:
    feed = Feed(listed(NEWEST_FIRST))
    feed.shows([rebuilt(document) for document in listed(NEWEST_FIRST)])
    edited = replace(entry(9), text="Another text altogether.")
    assert kinds(feed.shows([edited, *listed(NEWEST_FIRST[1:])])) == ["revised"]
    assert kinds(feed.shows([rebuilt(edited), *listed(NEWEST_FIRST[1:])])) == []
    assert len(feed.kept.releases) == 10


def test_names_given_out_anew_in_another_order_are_a_renaming_too() -> None:
    feed = Feed(listed(NEWEST_FIRST))
    guids = [document.guid for document in listed(NEWEST_FIRST)]
    moved = [
        replace(document, guid=guid)
        for document, guid in zip(listed(NEWEST_FIRST), guids[1:] + guids[:1], strict=True)
    ]
    assert kinds(feed.shows(moved)) == ["renumbered"]
    assert kinds(feed.shows([*moved[:-1], replace(moved[-1], title="Edited")])) == ["revised"]


def test_names_that_are_the_place_in_the_list_are_no_flood() -> None:
    def numbered(numbers: Sequence[int]) -> list[Document]:
        return [replace(d, guid=str(n), url=None) for n, d in enumerate(listed(numbers))]

    feed = Feed(numbered(range(9, -1, -1)))
    told = [kinds(feed.shows(numbered(range(n, n - 10, -1)))) for n in range(10, 16)]
    assert [sorted(one) for one in told] == [["new", "renumbered"]] + [["new"]] * 5


def test_names_that_change_at_every_visit_are_told_once_and_not_collected() -> None:
    feed = Feed()
    told = []
    for visit in range(12):
        entries = [replace(d, guid=f"{visit}-{d.guid}") for d in listed(NEWEST_FIRST)]
        told += kinds(feed.shows(entries))
    assert told == ["new"] * 10 + ["renumbered"]
    assert max(map(len, feed.kept.names.values())) <= 3


def test_a_notice_that_is_published_again_another_day_is_new() -> None:
    notice = entry(0)
    feed = Feed([notice])
    assert notice.published
    again = Published((FIRST + timedelta(days=7)).isoformat(), Precision.INSTANT)
    weekly = replace(notice, guid="next", published=again)
    assert kinds(feed.shows([weekly])) == ["new"]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"title": "The council opens nothing at all", "text": "x " * 30}, id="text"),
        pytest.param({"url": "http://x.test/news/99", "text": "y " * 30}, id="page"),
    ],
)
def test_what_shares_only_its_page_or_its_title_is_new(other: dict[str, str]) -> None:
    feed = Feed([entry(0), entry(1)])
    check = feed.shows([replace(entry(0), guid="other", **other), entry(1)])  # type: ignore[arg-type]
    assert kinds(check) == ["new"]


def test_template_texts_of_new_items_never_pass_for_renamed_ones() -> None:
    feed = Feed(listed(NEWEST_FIRST))
    later = listed(range(21, 11, -1))
    assert kinds(feed.shows(later)) == ["new"] * 10


def test_moved_addresses_are_recognised_where_there_are_no_guids() -> None:
    bare = [replace(document, guid=None) for document in listed(NEWEST_FIRST)]
    feed = Feed(bare)
    assert feed.kept.state.key_policy == "url"
    moved = [replace(rebuilt(document), guid=None) for document in bare]
    check = feed.shows(moved)
    assert kinds(check) == ["renumbered"]
    assert "another address" in (check.changes[0].note or "")


def test_another_spelling_of_an_address_is_not_even_a_note() -> None:
    bare = [replace(document, guid=None) for document in listed(NEWEST_FIRST)]
    feed = Feed(bare)
    respelt = [
        replace(d, url=f"https://www.x.test{(d.url or '')[13:]}/?utm_source=feed") for d in bare
    ]
    assert kinds(feed.shows(respelt)) == []


def test_one_that_was_withdrawn_returns_under_its_new_name() -> None:
    shelf = Feed(listed((3, 2, 1)))
    gone = next(r for r in shelf.kept.standing() if r.document.title == entry(2).title)
    shelf.kept.releases[gone.id] = replace(gone, withdrawn=True, places={})
    check = shelf.shows([rebuilt(document) for document in listed((3, 2, 1))])
    assert sorted(kinds(check)) == ["renumbered", "returned"]


def test_a_thousand_alike_are_looked_at_a_few_at_a_time() -> None:
    same = [replace(entry(0), guid=str(n), url=None) for n in range(1000)]
    feed = Feed(same)
    again = [
        replace(d, guid=f"{d.guid}x", published=Published(f"2025-01-01T00:{n % 60:02}:00+00:00",
                                                          Precision.INSTANT))
        for n, d in enumerate(same)
    ]  # fmt: skip
    assert feed.shows(again).outcome in ("unchanged", "changed")
    assert len(feed.kept.releases) <= 2000


def test_the_policy_is_chosen_once_and_never_switched() -> None:
    feed = Feed(listed(NEWEST_FIRST))
    assert feed.kept.state.key_policy == "guid"
    feed.shows([replace(document, guid=None) for document in listed(NEWEST_FIRST)])
    check = feed.shows([replace(document, guid="the same for all") for document in listed((3, 2))])
    assert feed.kept.state.key_policy == "guid"
    assert kinds(check) == []
    assert kinds(feed.shows(listed((10, 9, 8)))) == ["new"]


def test_a_document_put_up_anew_under_its_old_title_is_new_unless_all_of_them_moved() -> None:
    def titles(numbers: Sequence[int]) -> list[Document]:
        return [replace(d, guid=None, title=d.text) for d in listed(numbers)]

    feed = Feed(titles(NEWEST_FIRST))
    again = titles(NEWEST_FIRST)
    again[3] = replace(again[3], url=f"{again[3].url}-2")
    assert kinds(feed.shows(again)) == ["new"]
    moved = [replace(rebuilt(document), guid=None) for document in titles(NEWEST_FIRST)]
    assert kinds(Feed(titles(NEWEST_FIRST)).shows(moved)) == ["renumbered"]


def test_the_same_page_title_and_date_is_the_same_release_whatever_it_says_now() -> None:
    feed = Feed(listed(NEWEST_FIRST))
    entries = listed(NEWEST_FIRST)
    entries[2] = replace(entries[2], guid="other", text="Withdrawn for legal reasons.")
    assert sorted(kinds(feed.shows(entries))) == ["renumbered", "revised"]


def test_what_comes_back_under_another_name_is_no_news_of_names() -> None:
    feed = Feed(listed(NEWEST_FIRST))
    feed.shows(listed((11, 10, *NEWEST_FIRST[:-2])))
    feed.shows([rebuilt(document) for document in listed((11, 10, *NEWEST_FIRST[:-2]))])
    assert kinds(feed.shows([rebuilt(document) for document in listed((4, 3, 2, 1))])) == []
