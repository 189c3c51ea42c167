"""A page that lists releases: found, read again by what was learnt, known again when rebuilt."""

from datetime import date

import pytest

from monitor.errors import ExtractError
from monitor.intake.sources.listing import KIND, NoList, Redesigned, learn, parse
from monitor.model.release import Document
from monitor.model.source import Source
from monitor.model.visit import Part

TODAY = date(2025, 3, 20)
PLACE = "https://office.test/news"
SOURCE = Source("office", "listing", PLACE, "The office")

ITEMS = [
    ("/news/harbour", "Minister opens the new harbour in the north", "12.03.2025"),
    ("/news/budget", "Council agrees on a budget for the coming year", "10.03.2025"),
    ("/news/exercise", "Joint exercise of the rescue services has ended", "02.03.2025"),
    ("/news/road", "A road is closed for repairs until the autumn", "22.02.2025"),
    ("/news/school", "Three schools are to be rebuilt before the winter", "14.02.2025"),
]
MENU = "<nav><a href=/>Home</a> <a href=/about>About us</a> <a href=/contact>Contact</a></nav>"


def listed(items: list[tuple[str, str, str]]) -> str:
    rows = "".join(
        f"<li><a href={url}>{title}</a> <span>{day}</span></li>" for url, title, day in items
    )
    return f"<title>Office</title>{MENU}<h1>News</h1><ul class=news>{rows}</ul>"


def tabled(items: list[tuple[str, str, str]]) -> str:
    rows = "".join(
        f"<tr><td>{day}</td><td><a href={url}>{title}</a></td></tr>" for url, title, day in items
    )
    return f"<title>Office</title>{MENU}<main><h2>News</h2><table>{rows}</table></main>"


def part(body: str) -> Part:
    return Part(PLACE, f"<html><body>{body}</body></html>".encode(), "text/html; charset=utf-8")


def urls(documents: tuple[Document, ...]) -> list[str]:
    return [(document.url or "").removeprefix("https://office.test") for document in documents]


def test_the_list_is_found_without_being_told_how() -> None:
    documents, finding = learn(SOURCE, part(listed(ITEMS)), TODAY, {})
    assert urls(documents) == [url for url, _, _ in ITEMS]
    assert documents[0].title == "Minister opens the new harbour in the north"
    assert documents[0].published is not None
    assert documents[0].published.value == "2025-03-12"
    assert (finding.kind, finding.note) == ("listing", None)
    assert finding.confidence > 0.5
    assert any("5 records" in line for line in finding.explain)


def test_the_next_visit_goes_by_the_rule_that_was_learnt() -> None:
    _, first = learn(SOURCE, part(listed(ITEMS[1:])), TODAY, {})
    documents, second = learn(SOURCE, part(listed(ITEMS)), TODAY, first.memo)
    assert urls(documents) == [url for url, _, _ in ITEMS]
    assert second.memo["rule"] == first.memo["rule"]
    assert "by the rule" in second.explain[0]


def test_a_rebuilt_page_is_known_by_its_items_and_that_is_said() -> None:
    _, first = learn(SOURCE, part(listed(ITEMS[1:])), TODAY, {})
    documents, second = learn(SOURCE, part(tabled(ITEMS)), TODAY, first.memo)
    assert urls(documents) == [url for url, _, _ in ITEMS]
    assert second.note is not None
    assert "rebuilt" in second.note
    _, third = learn(SOURCE, part(tabled(ITEMS)), TODAY, second.memo)
    assert third.note is None
    assert third.memo is not None
    assert third.memo["read"][-1] == f"{TODAY}: {second.note}"


def test_a_page_that_lost_its_list_is_a_failure_not_an_empty_source() -> None:
    _, first = learn(SOURCE, part(listed(ITEMS)), TODAY, {})
    with pytest.raises(Redesigned) as stopped:
        learn(SOURCE, part(f"{MENU}<p>We are moving to a new site.</p>"), TODAY, first.memo)
    assert stopped.value.kind == "redesigned"
    assert "items:" in (stopped.value.hint or "")


def test_a_page_without_a_list_says_what_to_do() -> None:
    with pytest.raises(NoList, match="no list") as stopped:
        parse(SOURCE, part(f"{MENU}<h1>About us</h1><p>{'We are an office. ' * 80}</p>"), TODAY)
    assert "page:" in (stopped.value.hint or "")


def test_a_memo_of_another_version_is_learnt_anew() -> None:
    documents, finding = learn(
        SOURCE, part(listed(ITEMS)), TODAY, {"rule": {"version": -1}, "known": []}
    )
    assert len(documents) == len(ITEMS)
    assert finding.note is None


def test_what_is_no_page_is_refused() -> None:
    with pytest.raises(ExtractError):
        parse(SOURCE, Part(PLACE, b"%PDF-1.7 ..."), TODAY)
    assert not KIND.withdraws
