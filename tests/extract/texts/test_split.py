"""Cutting texts: each case is a file, with `>` before the line at which a release must begin."""

import textwrap
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.extract.texts.split import Passage, split

TODAY = date(2026, 11, 23)
SEED = Path(__file__).parents[3] / "seeds" / "csto.txt"

RIVER = (
    "The river rose by two metres in one night, and the lower town was flooded up to the market "
    "square. Nobody was hurt."
)
BRIDGE = (
    "The council has voted for a new bridge of wood and steel, to be built in two years by a firm "
    "from the valley."
)
SCHOOL = (
    "The school in the upper town stays closed until the heating is mended, the mayor said after "
    "a visit to the cellar."
)


def cut(marked: str, today: date = TODAY) -> tuple[list[int], tuple[Passage, ...]]:
    """Where releases should begin, and what was found."""
    lines = marked.split("\n")
    expected = [number for number, line in enumerate(lines, 1) if line.startswith(">")]
    return expected, split("\n".join(line.removeprefix(">") for line in lines), today=today)


def lines(*parts: str) -> str:
    return "\n".join(parts)


CASES = {
    "no blank line anywhere": lines(
        ">River floods lower town", "10.12.2024", RIVER, SCHOOL,
        ">New bridge", "09.12.2024", BRIDGE, "Who pays", SCHOOL,
        ">School closed", "13.11.2024", SCHOOL,
    ),
    "title, blank, date, blank, text": lines(
        ">River floods lower town", "", "10 December 2024", "", RIVER, "", SCHOOL, "", "",
        ">New bridge", "", "9 December 2024", "", BRIDGE, "", "",
        ">School closed", "", "13 November 2024", "", SCHOOL,
    ),
    "date, title, text": lines(
        ">December 10, 2024", "River floods lower town", RIVER, "",
        ">December 9, 2024", "New bridge", BRIDGE, "The costs", SCHOOL, "",
        ">November 13, 2024", "School closed", SCHOOL,
    ),
    "date, title, text, no blank line": lines(
        ">10 décembre 2024", "La rivière inonde la ville basse", RIVER,
        ">9 décembre 2024", "Un nouveau pont", BRIDGE, "Qui paie", SCHOOL,
        ">13 novembre 2024", "École fermée", SCHOOL,
    ),
    "date at the end": lines(
        ">River floods lower town", RIVER, SCHOOL, "10 December 2024", "",
        ">New bridge", BRIDGE, "9 December 2024", "",
        ">School closed", SCHOOL, "13 November 2024",
    ),
    "separators": lines(
        ">River floods lower town", "10.12.2024", RIVER, "***",
        ">New bridge", "09.12.2024", BRIDGE, "***",
        ">School closed", "13.11.2024", SCHOOL,
    ),
    "an undated release between separators": lines(
        ">River floods lower town", "10.12.2024", "", RIVER, "", "---", "",
        ">New bridge", "", BRIDGE, "", "---", "",
        ">School closed", "13.11.2024", "", SCHOOL,
    ),
    "an undated release between wide gaps": lines(
        ">River floods lower town", "10.12.2024", RIVER, "", "",
        ">New bridge", BRIDGE, "", "",
        ">School closed", "13.11.2024", SCHOOL, "", "",
        ">Ferry late", "12.11.2024", RIVER,
    ),
    "separators and no date at all": lines(
        ">River floods lower town", RIVER, "=====", ">New bridge", BRIDGE, "=====",
        ">School closed", SCHOOL,
    ),
    "Markdown headings": lines(
        ">## River floods lower town", "", "10 December 2024", "", RIVER, "", "### The costs", "",
        SCHOOL, "", ">## New bridge", "", "9 December 2024", "", BRIDGE,
    ),
    "Markdown headings, one of them undated": lines(
        ">## River floods lower town", "*10.12.2024*", "", RIVER, "", ">## New bridge", "", BRIDGE,
        "", ">## School closed", "*13.11.2024*", "", SCHOOL,
    ),
    "headings without any date": lines(
        "# News of the town", "", ">## River floods lower town", "", RIVER, "", ">## New bridge",
        "",
        BRIDGE,
    ),
    "underlined titles": lines(
        ">River floods lower town", "=======================", "10.12.2024", "", RIVER, "",
        ">New bridge", "==========", "09.12.2024", "", BRIDGE,
    ),
    "date before the title in brackets": lines(
        ">(10.12.2024, 14 Uhr) River floods lower town", RIVER, ">(09.12.2024) New bridge", BRIDGE,
        ">(13.11.2024, 9 Uhr) School closed", SCHOOL,
    ),
    "date behind the title": lines(
        ">River floods lower town (10.12.2024)", RIVER, ">New bridge (09.12.2024)", BRIDGE,
        ">School closed (13.11.2024)", SCHOOL,
    ),
    "a list of titles": lines(
        ">2024-12-10 River floods lower town", ">2024-12-09 New bridge",
        ">2024-11-13 School closed",
    ),
    "date with place": lines(
        ">River floods lower town", "Lund, 10 December 2024", RIVER, ">New bridge",
        "Visby, 9 December 2024", BRIDGE,
    ),
    "linked titles under a navigation": lines(
        "NEWS", "", "[Contact](https://example.org/contact)", "",
        ">[River floods lower town](https://example.org/1)", " Lund - 10.12.2024", "", RIVER, "",
        ">[New bridge](https://example.org/2)", " Lund - 09.12.2024", "", BRIDGE,
    ),
    "leads": lines(
        f">On 10 December 2024, {RIVER}", f">On 9 December, {BRIDGE}",
        f">On 13 November 2024, {SCHOOL}",
    ),
    "leads with an undated one among them": lines(
        f">On 10 December 2024, {RIVER}", f">Last week, {BRIDGE}", f">On 3 December 2024, {RIVER}",
        f">On 13 November 2024, {SCHOOL}",
    ),
    "leads between blank lines, then a full release": lines(
        f">On 10 December 2024, {RIVER}", "", f">On 9 December 2024, {BRIDGE}", "",
        ">School closed", "13.11.2024", "", SCHOOL, "", BRIDGE,
    ),
    "leads before and after a full release": lines(
        f">On 10 December 2024, {RIVER}", f">On 9 December 2024, {BRIDGE}", ">School closed",
        "13.11.2024", SCHOOL, BRIDGE, f">On 12 November 2024, {RIVER}",
    ),
    "a signature above the date at the end": lines(
        ">River floods lower town", "", RIVER, "", "Ana Lund", "Mayor", "10 December 2024",
    ),
    "titles written as sentences": lines(
        ">The river floods the lower town.", "10.12.2024", RIVER + " " + SCHOOL, SCHOOL + RIVER,
        ">A bridge is voted for.", "09.12.2024", BRIDGE + " " + SCHOOL + " " + RIVER,
        ">The school is closed.", "13.11.2024", SCHOOL + " " + RIVER,
    ),
    "subheads above paragraphs that open with a date": lines(
        ">River floods lower town", f"LUND, December 10, 2024 – {RIVER}", "The story so far",
        f"On 1 May 2023, {BRIDGE}", ">School closed", f"LUND, November 13, 2024 – {SCHOOL}",
    ),
    "one lead": f">On 10 December 2024, {RIVER}",
    "one title": ">River floods lower town",
    "one paragraph": f">{RIVER}",
    "one release whose text tells a story by dates": lines(
        ">River floods lower town", "10.12.2024", f"On 10 December 2024, {RIVER}",
        f"On 8 December, {BRIDGE}", f"On 7 December 2024, {SCHOOL}",
    ),
    "title and dateline, no date line": lines(
        ">River floods lower town", f"LUND, December 10, 2024 – {RIVER}", SCHOOL,
        ">New bridge", f"LUND, December 9, 2024 – {BRIDGE}", SCHOOL,
        ">School closed", f"LUND, November 13, 2024 – {SCHOOL}",
    ),
    "a programme with dates within a text": lines(
        ">River festival", "10.12.2024", "", RIVER, "", "Programme:", "12.12.2024", "Opening",
        "", "",
        ">New bridge", "09.12.2024", "", BRIDGE, "", "", ">School closed", "13.11.2024", "", SCHOOL,
    ),
    "signature, contact, list and quote within a text": lines(
        ">River floods lower town", "10.12.2024", RIVER, "* sand bags", "* pumps",
        "“We are ready.”",
        "Contact: Ana Lund, press@example.org, 030 123456", "Ana Lund", "Mayor", "",
        ">New bridge", "09.12.2024", BRIDGE,
    ),
    "an old date as the last line of a text": lines(
        ">River floods lower town", "10 December 2024", "", RIVER, "",
        "First published: 1 May 2020",
        "", "", ">New bridge", "9 December 2024", "", BRIDGE,
    ),
    "titles in capitals, with a subtitle above the date": lines(
        ">RIVER FLOODS LOWER TOWN", "Nobody was hurt", "10.12.2024", "", RIVER, "",
        ">NEW BRIDGE FOR THE TOWN", "Wood and steel", "09.12.2024", "", BRIDGE,
    ),
    "several languages": lines(
        ">River floods lower town", "10 December 2024", RIVER, "", ">Neue Brücke",
        "9. Dezember 2024",
        BRIDGE, "", ">École fermée", "le 1er décembre 2024", SCHOOL, "", ">Новый мост",
        "13 ноября 2024 г.", BRIDGE, "", ">Puente nuevo", "5 de mayo de 2024", BRIDGE, "",
        ">Ponte nuovo", "4 maggio 2024", BRIDGE,
    ),
    "a name of the place above": lines(
        "Press releases", "", ">10 December 2024", "River floods lower town", "", RIVER, "",
        ">9 December 2024", "New bridge", "", BRIDGE,
    ),
    "published and updated": lines(
        ">River floods lower town", "Published: 10.12.2024", "Updated: 11.12.2024", RIVER,
        ">New bridge", "Published: 09.12.2024", "Updated: 12.12.2024", BRIDGE,
    ),
    "date and text without titles": lines(
        ">10.12.2024", RIVER, "", ">09.12.2024", BRIDGE, "", ">13.11.2024", SCHOOL,
    ),
}  # fmt: skip


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_releases_begin_where_a_reader_sees_them_begin(marked: str) -> None:
    expected, found = cut(marked)
    assert [passage.start_line for passage in found] == expected


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_no_line_is_lost_or_told_twice(marked: str) -> None:
    text = marked.replace("\n>", "\n").removeprefix(">")
    found = split(text, today=TODAY)
    numbered = {i for i, line in enumerate(text.split("\n"), 1) if any(c.isalnum() for c in line)}
    covered = [i for p in found for i in range(p.start_line, p.end_line + 1)]
    assert len(covered) == len(set(covered))
    assert {i for i in numbered if i >= found[0].start_line} <= set(covered)


@pytest.mark.parametrize("width", [50, 72])
@pytest.mark.parametrize("gap", ["\n", "\n\n\n", "\n***\n"], ids=["blank", "wide", "separator"])
def test_wrapped_texts_are_cut_and_joined(width: int, gap: str) -> None:
    wrapped = ["\n".join(textwrap.wrap(text, width)) for text in (RIVER, BRIDGE, SCHOOL)]
    text = gap.join(
        f"Title number {n}\n{10 + n} December 2024\n\n{body}\n" for n, body in enumerate(wrapped)
    )
    found = split(text, today=TODAY)
    assert [passage.text for passage in found] == [RIVER, BRIDGE, SCHOOL]
    assert [passage.title for passage in found] == [f"Title number {n}" for n in range(3)]


def test_the_seed_gives_five_releases() -> None:
    found = split(SEED.read_text(encoding="utf-8"), today=TODAY)
    assert [(p.start_line, p.end_line, p.kind) for p in found] == [
        (1, 1, "lead"), (2, 2, "lead"), (3, 3, "lead"), (4, 4, "lead"), (5, 12, "full"),
    ]  # fmt: skip
    assert [p.published and (p.published.value, p.published.inferred) for p in found] == [
        ("2025-12-20", True), ("2025-12-11", True), ("2024-12-11", False), ("2024-12-11", False),
        ("2024-12-10", False),
    ]  # fmt: skip
    assert found[1].title.startswith("The Joint Staff of the Collective Security Treaty")
    assert found[4].title.startswith("The CSTO Secretariat hosted")
    assert found[4].text.count("\n\n") == 5
    assert found[4].text.startswith("On 10 December 2024, in the CSTO Secretariat")


def test_the_seed_s_years_are_concluded_from_the_day_it_was_first_seen() -> None:
    found = split(SEED.read_text(encoding="utf-8"), today=date(2024, 12, 21))
    assert [p.published.value for p in found[:2] if p.published] == ["2024-12-20", "2024-12-11"]


def test_a_full_release_has_its_title_and_its_text_without_title_and_date() -> None:
    _, found = cut(CASES["title, blank, date, blank, text"])
    assert found[0] == Passage(
        1, 7, "full", "River floods lower town", f"{RIVER}\n\n{SCHOOL}", found[0].published
    )
    assert found[0].published is not None
    assert found[0].published.value == "2024-12-10"


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("[River floods lower town](https://x.test/river)", "https://x.test/river"),
        ("## [River floods lower town](<https://x.test/a(1)> 'more')", "https://x.test/a(1)"),
        ("[River floods lower town](/river)", None),
        ("[River floods lower town](javascript:alert(1))", None),
        ("River floods lower town", None),
    ],
)
def test_a_title_that_is_a_link_in_markdown_says_where_the_release_is(
    title: str, url: str | None
) -> None:
    _, found = cut(f"{title}\n\n10 December 2024\n\n{RIVER}\n\n{SCHOOL}\n")
    assert [(one.title, one.url) for one in found] == [("River floods lower town", url)]


def test_a_lead_is_its_whole_paragraph_under_a_headline() -> None:
    _, found = cut(CASES["one lead"])
    assert found[0].kind == "lead"
    assert found[0].text == f"On 10 December 2024, {RIVER}"
    assert found[0].title.startswith("The river rose by two metres in one night")


@pytest.mark.parametrize(
    ("case", "days"),
    [
        ("no blank line anywhere", ["2024-12-10", "2024-12-09", "2024-11-13"]),
        ("date at the end", ["2024-12-10", "2024-12-09", "2024-11-13"]),
        ("date behind the title", ["2024-12-10", "2024-12-09", "2024-11-13"]),
        ("an undated release between separators", ["2024-12-10", None, "2024-11-13"]),
        ("leads", ["2024-12-10", "2024-12-09", "2024-11-13"]),
        ("title and dateline, no date line", ["2024-12-10", "2024-12-09", "2024-11-13"]),
        ("published and updated", ["2024-12-10", "2024-12-09"]),
        ("one release whose text tells a story by dates", ["2024-12-10"]),
        (
            "several languages",
            ["2024-12-10", "2024-12-09", "2024-12-01", "2024-11-13", "2024-05-05", "2024-05-04"],
        ),
    ],
)
def test_each_release_has_its_own_date(case: str, days: list[str | None]) -> None:
    _, found = cut(CASES[case])
    assert [p.published and p.published.value for p in found] == days


def test_a_date_line_is_never_a_title() -> None:
    for marked in CASES.values():
        for passage in cut(marked)[1]:
            assert not passage.title[:4].isdigit()
            assert passage.title


@pytest.mark.parametrize("text", ["", "\n\n", " \t\n", "***\n---\n", "10.12.2024\n" * 20_000])
def test_a_text_without_words_has_no_releases(text: str) -> None:
    assert split(text, today=TODAY) == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("10.12.2024\n" * 20_000 + "Title\n", id="date lines"),
        pytest.param("On 5 May 2024, " + "word " * 200_000, id="a megabyte in one line"),
        pytest.param("1" * 500_000 + "\n" + "1 " * 250_000, id="digits"),
        pytest.param("10.12." * 80_000 + "\n" + "10 and 11, " * 40_000, id="half dates"),
        pytest.param("# a" + " " * 300_000 + "b\n[x](" + "y" * 300_000, id="half markup"),
        pytest.param("On 5 May 2024" + "\u00a0 " * 150_000 + "x", id="blanks"),
        pytest.param("(a" * 200_000 + "\n" + "[" * 200_000 + "\n" + "**" * 100_000, id="brackets"),
        pytest.param(("x" * 230 + " (10.12.2024\n") * 500, id="almost dated titles"),
    ],
)
def test_hostile_texts_are_cut_in_no_time_and_lose_nothing(text: str) -> None:
    found = split(text, today=TODAY)
    assert found
    assert found[-1].end_line <= text.count("\n") + 1


SNIPPETS = st.sampled_from(
    [
        "", "", "***", "=====", "10.12.2024", "9 December 2024", "5 mai 2024", "New bridge",
        "School closed", RIVER, f"On 10 December 2024, {BRIDGE}", f"Am 6. Mai {SCHOOL}",
        "## Heading", "(10.12.2024) Dated", "- item", "Contact: press@example.org", "**bold**",
        "Updated: 1 May 2024", "LUND, 5 May 2024 – It rained.",
    ]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(SNIPPETS, max_size=30))
def test_whatever_a_file_holds_each_release_has_a_title_and_its_own_lines(
    snippets: list[str],
) -> None:
    found = split("\n".join(snippets), today=TODAY)
    bounds = [0, *(line for p in found for line in (p.start_line, p.end_line)), len(snippets) + 1]
    assert bounds == sorted(bounds)
    assert all(passage.title for passage in found)
    covered = {line for p in found for line in range(p.start_line, p.end_line + 1)}
    words = {i for i, line in enumerate(snippets, 1) if line.strip("*= ")}
    if found:
        assert {line for line in words if line >= found[0].start_line} <= covered


def test_line_numbers_are_those_of_an_editor() -> None:
    first = f"River floods\r\n10.12.2024\r\n{RIVER}\x0c more\x85text"
    text = f"{first}\r\nNew bridge\r\n09.12.2024\r\n{BRIDGE}"
    assert [(p.start_line, p.end_line) for p in split(text, today=TODAY)] == [(1, 3), (4, 6)]


@pytest.mark.parametrize("label", ["PRESS RELEASE", "For immediate release:", "Pressemitteilung"])
def test_a_line_that_says_what_it_is_is_no_title(label: str) -> None:
    text = lines(label, "", "12.03.2026", "", "A bridge of wood", "", BRIDGE, "", RIVER)
    (one,) = split(text, today=TODAY)
    assert (one.title, one.text) == ("A bridge of wood", f"{BRIDGE}\n\n{RIVER}")


def test_under_a_label_the_first_sentence_is_the_title_where_there_is_none() -> None:
    (one,) = split(lines("PRESS RELEASE", "12.03.2026", "", BRIDGE), today=TODAY)
    assert one.title.startswith("The council has voted for a new bridge")
    assert one.text == BRIDGE
