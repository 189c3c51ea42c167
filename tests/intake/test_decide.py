"""What a visit comes to, through the whole of conclude: documents in, changes out."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.intake.identify import change_id, release_id
from monitor.model.change import ChangeKind
from monitor.model.published import Published
from monitor.model.release import Document
from monitor.model.source import Source
from monitor.model.visit import Part, Response
from tests.intake.memory import Remembered, Shelf, kinds, scripted

LEAD = (
    "A joint training session was held between the duty shifts of the response centre and the "
    "command posts of the ministries of the member states on the river {}."
)
TALKS = (
    "The secretariat hosted consultations of press officers who spoke at length about accuracy, "
    "speed and the careful use of new tools in session {}."
)


def item(title: str, text: str, day: date | None = None) -> Document:
    return Document(title, text, "", published=Published.on(day) if day else None)


def lead(river: str, day: date | None = None) -> Document:
    text = LEAD.format(river)
    return item(text[:60], text, day)


def talk(number: int) -> Document:
    return item(f"Consultations, session {number}", TALKS.format(number))


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_the_first_success_is_the_baseline(shelf: Shelf) -> None:
    check = shelf.check(a=[lead("Oder"), talk(1)])
    assert kinds(check) == ["new", "new"]
    assert all(change.baseline for change in check.changes)
    assert check.next_state.baseline_at == shelf.kept.now
    assert check.next_state.key_policy == "title"


def test_what_comes_after_the_baseline_is_told(shelf: Shelf) -> None:
    shelf.check(a=[lead("Oder")])
    check = shelf.check(a=[lead("Oder"), talk(1)])
    assert [change.baseline for change in check.changes] == [False]


def test_a_source_may_tell_its_baseline(shelf: Shelf) -> None:
    shelf.kept.source_config = replace(shelf.kept.source_config, tell_baseline=True)
    assert [change.baseline for change in shelf.check(a=[talk(1)]).changes] == [False]


def test_ids_come_from_source_key_and_number_of_the_change_alone(shelf: Shelf) -> None:
    check = shelf.check(a=[talk(1)])
    (release,) = check.releases
    assert release.key == "consultations, session 1|"
    assert release.id == release_id("shelf", release.key)
    assert check.changes[0].id == change_id(release.id, 0)


def test_an_edited_text_is_a_revision_of_the_same_release(shelf: Shelf) -> None:
    before = shelf.check(a=[talk(1), lead("Oder"), talk(2)]).releases
    edited = replace(
        lead("Oder"), text=LEAD.format("Oder").replace("a joint", "one joint") + " New."
    )
    check = shelf.check(a=[talk(1), edited, talk(2)])
    (release,), (change,) = check.releases, check.changes
    original = next(r for r in before if r.document.text == LEAD.format("Oder"))
    assert (release.id, release.key, release.published) == (
        original.id,
        original.key,
        original.published,
    )
    assert (change.kind, change.previous, change.revision) == (ChangeKind.REVISED, 1, 2)
    assert (change.added_words, change.removed_words) == (1, 0)


def test_an_edited_title_and_date_is_a_revision_and_published_stays(shelf: Shelf) -> None:
    shelf.check(a=[talk(1), lead("Oder", date(2024, 12, 3)), talk(2)])
    said = LEAD.format("Oder").replace("joint", "common")
    edited = item(said[:60], said, date(2024, 12, 4))
    check = shelf.check(a=[talk(1), edited, talk(2)])
    assert kinds(check) == ["revised"]
    assert check.releases[0].published == Published.on(date(2024, 12, 3))


def test_what_only_looks_different_is_unchanged(shelf: Shelf) -> None:
    quoted = item("A “quoted” title", "He said “yes” – and left the room with everybody else.")
    plain = item('A "quoted"  title', 'He said "yes" - and left the  room with everybody else.')
    shelf.check(a=[quoted])
    check = shelf.check(a=[plain])
    assert (check.outcome, check.releases, check.changes) == ("unchanged", (), ())


def test_a_paragraph_on_top_revises_nothing_and_moves_nothing(shelf: Shelf) -> None:
    rivers = [lead(river) for river in ("Oder", "Elbe", "Rhine")]
    shelf.check(a=rivers)
    check = shelf.check(a=[talk(9), *rivers])
    assert kinds(check) == ["new"]
    assert len(check.releases) == 1


def test_a_paragraph_moved_within_its_file_is_not_told(shelf: Shelf) -> None:
    one, two, three = (lead(river) for river in ("Oder", "Elbe", "Rhine"))
    shelf.check(a=[one, two, three])
    check = shelf.check(a=[three, one, two])
    assert (check.changes, check.outcome) == ((), "unchanged")
    assert len(check.releases) == 1, "only the one that moved is written"


def test_two_neighbours_edited_at_once_are_two_revisions(shelf: Shelf) -> None:
    shelf.check(a=[talk(1), lead("Oder"), item("Fire", "The brigade put out a fire at noon.")])
    oder = lead("Oder and Neisse")
    fire = item("Fire", "The brigade put out a large fire at noon.")
    assert kinds(shelf.check(a=[talk(1), oder, fire])) == ["revised", "revised"]


def test_an_edit_beside_an_insertion_is_a_revision_and_a_new_one(shelf: Shelf) -> None:
    old = item("", "The council of the union met in the capital and agreed on a budget.")
    shelf.check(a=[talk(1), old, talk(2)])
    inserted = item("", "Nine ships left the harbour before the storm reached this coast.")
    edited = replace(old, text="The council of the union met in the capital and agreed a budget.")
    for order in ([inserted, edited], [edited, inserted]):
        again = Shelf()
        again.check(a=[talk(1), old, talk(2)])
        check = again.check(a=[talk(1), *order, talk(2)])
        assert kinds(check) == ["revised", "new"]
        assert check.releases[0].document.text == edited.text


def test_of_a_split_the_larger_part_is_the_revision(shelf: Shelf) -> None:
    whole = TALKS.format(1) + " Afterwards, a dinner was given."
    shelf.check(a=[lead("Oder"), item("", whole), lead("Elbe")])
    parts = [item("", TALKS.format(1)), item("", "Afterwards, a dinner was given.")]
    check = shelf.check(a=[lead("Oder"), *parts, lead("Elbe")])
    assert kinds(check) == ["revised", "new"]
    assert check.releases[0].document.text == TALKS.format(1)


def test_a_file_rewritten_as_a_whole_is_withdrawn_and_new(shelf: Shelf) -> None:
    shelf.check(a=[lead("Oder"), talk(1)])
    other = item("Harvest", "Wheat and barley were brought in early, before any rain could fall.")
    assert sorted(kinds(shelf.check(a=[other]))) == ["new", "withdrawn", "withdrawn"]


def test_deleted_is_withdrawn_once_and_back_is_returned(shelf: Shelf) -> None:
    first = shelf.check(a=[lead("Oder"), talk(1)])
    assert kinds(shelf.check(a=[talk(1)])) == ["withdrawn"]
    assert kinds(shelf.check(a=[talk(1), talk(2)])) == ["new"]
    back = shelf.check(a=[talk(1), lead("Oder"), talk(2)])
    assert kinds(back) == ["returned"]
    assert back.releases[0].id in {release.id for release in first.releases}
    assert not back.releases[0].withdrawn


def test_returned_with_another_text_is_returned_and_revised(shelf: Shelf) -> None:
    shelf.check(a=[item("Budget", "The budget is 10."), talk(1)])
    shelf.check(a=[talk(1)])
    check = shelf.check(a=[item("Budget", "The budget is 12."), talk(1)])
    assert kinds(check) == ["returned", "revised"]
    assert len({change.id for change in check.changes}) == 2


def test_the_same_text_in_two_files_is_one_release_with_two_places(shelf: Shelf) -> None:
    check = shelf.check(a=[lead("Oder")], b=[lead("Oder")])
    assert kinds(check) == ["new"]
    assert set(check.releases[0].places) == {"a.txt", "b.txt"}


def test_the_same_text_twice_in_one_file_is_one_release_with_two_places(shelf: Shelf) -> None:
    check = shelf.check(a=[lead("Oder"), talk(1), lead("Oder")])
    assert kinds(check) == ["new", "new"]
    places = {name for release in check.releases for name in release.places}
    assert places == {"a.txt", "a.txt (2)"}


def test_a_copy_in_another_file_is_told_as_nothing(shelf: Shelf) -> None:
    shelf.check(a=[lead("Oder")])
    check = shelf.check(a=[lead("Oder")], b=[lead("Oder"), talk(1)])
    assert kinds(check) == ["new"]
    assert shelf.check(b=[lead("Oder"), talk(1)]).changes == (), "it stands in b still"


def test_an_edit_of_one_of_two_copies_parts_them(shelf: Shelf) -> None:
    shelf.check(a=[lead("Oder")], b=[lead("Oder")])
    check = shelf.check(a=[replace(lead("Oder"), text="Quite another text.")], b=[lead("Oder")])
    assert kinds(check) == ["new"]
    assert {r.document.text for r in shelf.kept.standing()} >= {"Quite another text."}


def test_a_file_renamed_is_told_as_nothing(shelf: Shelf) -> None:
    shelf.check(a=[lead("Oder"), item("Note", "Short.")])
    check = shelf.check(b=[lead("Oder"), item("Note", "Short.")])
    assert check.changes == ()
    assert {name for r in shelf.kept.standing() for name in r.places} == {"b.txt"}


def test_short_texts_never_join(shelf: Shelf) -> None:
    meeting = item("Weekly meeting", "Weekly meeting")
    check = shelf.check(a=[meeting, talk(1), meeting], b=[meeting])
    assert kinds(check) == ["new"] * 4
    assert {r.key for r in check.releases} >= {"weekly meeting|", "weekly meeting| #2"}
    assert (
        shelf.check(a=[meeting, talk(1), meeting], b=[meeting, talk(2)]).count(ChangeKind.NEW) == 1
    )


def test_a_short_text_of_another_day_is_another_release(shelf: Shelf) -> None:
    old, new = (item("Weekly meeting", "In room 5.", date(2024, 12, day)) for day in (3, 10))
    shelf.check(a=[old])
    check = shelf.check(a=[new, old])
    assert kinds(check) == ["new"]
    assert check.releases[0].published == Published.on(date(2024, 12, 10))


def test_a_year_that_is_concluded_anew_changes_nothing(shelf: Shelf) -> None:
    concluded = replace(talk(1), published=Published("2024-12-20", inferred=True))
    shelf.check(a=[concluded])
    again = replace(talk(1), published=Published("2025-12-20", inferred=True))
    check = shelf.check(a=[again, talk(2)])
    assert kinds(check) == ["new"]


def test_a_file_that_is_gone_takes_its_releases_along(shelf: Shelf) -> None:
    shelf.check(a=[lead("Oder")], b=[talk(1)])
    check = shelf.check(b=[talk(1)])
    assert kinds(check) == ["withdrawn"]
    assert check.releases[0].document.title == lead("Oder").title


def test_places_that_were_not_read_stay_as_they_are(shelf: Shelf) -> None:
    shelf.check(a=[lead("Oder")], b=[talk(1)])
    assert kinds(shelf.check(a=[lead("Oder")], b=[talk(1), talk(2)])) == ["new"]


def test_an_undated_release_is_dated_by_its_first_sight(shelf: Shelf) -> None:
    (release,) = shelf.check(a=[talk(1)]).releases
    assert release.published.inferred
    assert release.published.starts_at("UTC") == release.first_seen_at


def test_a_baseline_is_numbered_oldest_first(shelf: Shelf) -> None:
    days = [date(2024, 12, 11), date(2024, 12, 11), date(2024, 12, 10)]
    documents = [lead("Oder", days[0]), lead("Elbe", days[1]), lead("Rhine", days[2])]
    check = shelf.check(a=documents)
    titles = {release.id: release.document.text for release in check.releases}
    order = [titles[change.release or ""].split()[-1] for change in check.changes]
    assert order == ["Rhine.", "Elbe.", "Oder."]


def feed(entries: list[Document]) -> tuple[Remembered, dict[str, list[Document]]]:
    script = {"https://x.test/feed": entries}
    source = Source("blog", "scripted", "https://x.test/feed", "Blog")
    return Remembered(source, scripted(script, withdraws=False)), script


def entry(guid: str, text: str, url: str | None = None) -> Document:
    return Document(f"On {guid}", text, "", guid=guid, url=url)


def fetched(body: bytes) -> Response:
    return Response((Part("https://x.test/feed", body),))


def test_an_entry_that_falls_off_a_feed_is_not_withdrawn() -> None:
    kept, script = feed([entry("2", "two"), entry("1", "one")])
    kept.see(fetched(b"1"))
    script["https://x.test/feed"] = [entry("3", "three"), entry("2", "two")]
    assert kinds(kept.see(fetched(b"2"))) == ["new"]


def test_an_entry_is_known_by_its_guid_whatever_else_changes() -> None:
    kept, script = feed([entry("2", "two", "https://x.test/2"), entry("1", "one")])
    kept.see(fetched(b"1"))
    assert kept.state.key_policy == "guid"
    moved = replace(entry("2", "two, edited", "https://x.test/moved"), title="Another title")
    script["https://x.test/feed"] = [moved, entry("1", "one")]
    check = kept.see(fetched(b"2"))
    assert kinds(check) == ["revised"]
    assert check.releases[0].document.url == "https://x.test/moved"


def test_one_guid_used_twice_is_two_releases_unless_they_say_the_same() -> None:
    kept, script = feed([entry("1", "one"), entry("2", "two")])
    kept.see(fetched(b"1"))
    both = [entry("1", "one"), entry("2", "two"), entry("2", "two"), entry("2", "other")]
    script["https://x.test/feed"] = both
    assert kinds(kept.see(fetched(b"2"))) == ["new"]
    script["https://x.test/feed"] = list(reversed(both))
    assert kept.see(fetched(b"3")).changes == ()


def test_the_same_texts_under_other_bytes_are_unchanged_and_nothing_is_looked_up() -> None:
    kept, _ = feed([entry("1", "one")])
    kept.see(fetched(b"1"))
    kept.releases.clear()  # whoever looked anything up would find a new release
    check = kept.see(fetched(b"2"))
    assert (check.outcome, check.changes) == ("unchanged", ())
    assert kept.see(fetched(b"2")).outcome == "unchanged"


def test_a_feed_without_entries_that_had_some_is_a_failure() -> None:
    kept, script = feed([entry("1", "one")])
    kept.see(fetched(b"1"))
    script["https://x.test/feed"] = []
    check = kept.see(fetched(b"2"))
    assert check.failure
    assert (check.outcome, check.failure.kind) == ("failed", "no_items")
    assert kinds(check) == ["failing"]
    assert kept.see(fetched(b"2")).outcome == "failed", "the same bytes go on failing"
    script["https://x.test/feed"] = [entry("1", "one")]
    assert kinds(kept.see(fetched(b"3"))) == ["recovered"]


def test_a_feed_that_begins_empty_is_well_and_its_first_entry_is_told() -> None:
    kept, script = feed([])
    assert kept.see(fetched(b"1")).outcome == "unchanged"
    script["https://x.test/feed"] = [entry("1", "one")]
    (change,) = kept.see(fetched(b"2")).changes
    assert (change.kind, change.baseline) == (ChangeKind.NEW, False)


def page(text: str) -> tuple[Remembered, dict[str, list[Document]]]:
    document = Document("Terms", text, "", url="https://x.test/terms", whole=True)
    script = {"https://x.test/feed": [document]}
    source = Source("terms", "scripted", "https://x.test/terms", "Terms")
    return Remembered(source, scripted(script, withdraws=False)), script


def test_a_page_is_one_release_whatever_becomes_of_it() -> None:
    kept, script = page("Old terms.")
    kept.see(fetched(b"1"))
    new = Document("New title", "Nothing like it.", "", url="https://x.test/terms", whole=True)
    script["https://x.test/feed"] = [new]
    check = kept.see(fetched(b"2"))
    assert kinds(check) == ["revised"]
    assert (kept.state.key_policy, check.releases[0].key) == ("whole", "page")


def test_a_page_that_goes_back_to_what_it_was_has_three_revisions() -> None:
    kept, script = page("A")
    kept.see(fetched(b"1"))
    for number, text in enumerate(("B", "A"), 2):
        script["https://x.test/feed"] = [
            Document("Terms", text, "", url="https://x.test/terms", whole=True)
        ]
        check = kept.see(fetched(text.encode()))
        assert [change.revision for change in check.changes] == [number]
    assert kept.standing()[0].document.text == "A"
