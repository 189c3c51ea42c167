"""Messages as people read them."""

import json
from dataclasses import replace
from typing import Any

import pytest

from monitor.alerts import plain
from monitor.alerts.plain import EXCERPT_CHARACTERS, Said
from monitor.alerts.render import Alert, body, trial_body
from monitor.model.change import ChangeKind
from monitor.model.source import Failure
from tests.alerts.rows import AT, change, revision, source_change

SITE = "http://monitor.example"


def said(alert: Alert) -> Said:
    return plain.said(json.loads(body(alert, SITE)))


def test_a_new_release_is_its_title_its_link_and_how_it_begins() -> None:
    told = said(Alert(change(), revision()))
    assert told == Said(
        "Exercise ends · CSTO press releases",
        "New\nhttps://csto.example/news/1\n\nIt ended.",
    )


def test_a_revision_shows_the_words_that_went_and_came_and_not_the_names_of_versions() -> None:
    row = change(kind=ChangeKind.REVISED, revision=2, previous=1, added_words=1, removed_words=2)
    told = said(Alert(row, revision(2, text="It has ended."), revision(1, text="It ended.")))
    first, link, page, _, *edits = told.body.splitlines()
    assert first == "Revised: one word added"
    assert (link, page) == ("https://csto.example/news/1", f"What changed: {SITE}/changes/812")
    assert "+has" in edits
    assert "revision 1" not in told.body


def test_what_has_no_link_of_its_own_leads_to_our_page_of_it() -> None:
    row = change(url=None)
    assert f"{SITE}/releases/{row.release}" in said(Alert(row, revision())).body


def test_a_long_text_ends_at_a_word_and_keeps_its_link() -> None:
    told = said(Alert(change(), revision(text="word " * 2_000)))
    assert told.body.endswith("word…")
    assert "https://csto.example/news/1" in told.body
    assert len(told.body) < EXCERPT_CHARACTERS + 100


@pytest.mark.parametrize(
    ("kind", "word"), [(ChangeKind.WITHDRAWN, "Withdrawn"), (ChangeKind.RETURNED, "Back again")]
)
def test_what_went_and_what_came_back_says_so(kind: ChangeKind, word: str) -> None:
    assert said(Alert(change(kind=kind), revision())).body.splitlines()[0] == word


def test_a_failing_source_says_why_and_is_bad_news() -> None:
    failure = Failure("http", "the server answered 500", "wait")
    row = replace(source_change(ChangeKind.FAILING), failure=failure)
    assert said(Alert(row)) == Said(
        "CSTO press releases",
        "Failing: the server answered 500 (wait)\nhttps://csto.example/news",
        "bad",
    )
    assert said(Alert(source_change(ChangeKind.RECOVERED))).mood == "good"


def test_a_test_message_says_that_it_is_one() -> None:
    told = plain.said(json.loads(trial_body("chat", AT)))
    assert told.title == "feed-monitor: test"
    assert told.body


@pytest.mark.parametrize("data", [{}, {"note": "three ticks late"}])
def test_a_message_that_nobody_foresaw_is_told_by_its_type(data: dict[str, Any]) -> None:
    told = plain.said({"type": "monitor.early", "data": data})
    assert told == Said("feed-monitor: monitor.early", data.get("note", ""))


def test_a_late_monitor_is_bad_news() -> None:
    told = plain.said({"type": "monitor.late", "data": {"note": "three ticks late"}})
    assert told == Said("feed-monitor is late", "three ticks late", "bad")
