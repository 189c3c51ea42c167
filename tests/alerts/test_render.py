import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.render import LIMIT_BYTES, Alert, body, trial_body
from monitor.model.change import ChangeKind
from monitor.model.published import Published
from monitor.model.source import Failure
from tests.alerts.rows import AT, change, revision, source_change

SITE = "https://monitor.example"
REVISED = Alert(
    change(kind=ChangeKind.REVISED, revision=2, previous=1, added_words=2, removed_words=1),
    revision(2, text="It ended on 20 December."),
    revision(1, text="It ended yesterday."),
)


def told(alert: Alert, site: str = SITE) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(body(alert, site))
    return message


def test_a_revision_is_told_with_its_diff() -> None:
    assert told(REVISED) == {
        "type": "release.revised",
        "timestamp": "2026-11-23T09:00:05.250000Z",
        "data": {
            "sequence": 812,
            "source": {
                "id": "csto",
                "title": "CSTO press releases",
                "url": "https://csto.example/news",
            },
            "release": {
                "id": "9a8d3c1e-0f1b-5a52-8e0b-2f5b6a7c8d90",
                "title": "Exercise ends",
                "url": "https://csto.example/news/1",
                "published": "2024-12-10",
                "precision": "day",
                "inferred": False,
                "revision": 2,
                "content_hash": f"{2:064x}",
                "text": "It ended on 20 December.",
                "text_cut": False,
                "page": f"{SITE}/releases/9a8d3c1e-0f1b-5a52-8e0b-2f5b6a7c8d90",
            },
            "diff": {
                "summary": "“yesterday” became “on 20 December”",
                "unified": told(REVISED)["data"]["diff"]["unified"],
                "unified_cut": False,
                "added_words": 2,
                "removed_words": 1,
                "url": f"{SITE}/changes/812",
            },
        },
    }


def test_the_diff_is_between_the_two_revisions_of_the_change() -> None:
    unified = told(REVISED)["data"]["diff"]["unified"]
    assert unified.startswith("--- revision 1\n+++ revision 2\n")
    assert "-yesterday." in unified
    assert "+on 20 December." in unified


@pytest.mark.parametrize("kind", ["new", "withdrawn", "returned"])
def test_where_there_is_nothing_to_compare_the_diff_is_null(kind: str) -> None:
    message = told(Alert(change(kind=ChangeKind(kind)), revision()))
    assert message["type"] == f"release.{kind}"
    assert message["data"]["diff"] is None
    assert message["data"]["release"]["text"] == "It ended."


def test_a_date_that_was_concluded_says_so() -> None:
    row = change(published=Published("2024-12", inferred=True))
    release = told(Alert(row, revision()))["data"]["release"]
    assert (release["published"], release["inferred"]) == ("2024-12", True)


def test_a_failing_source_is_told_with_why_and_what_to_do() -> None:
    failure = Failure("empty", "no items on the page", hint="look at it", permanent=False)
    message = told(Alert(source_change(ChangeKind.FAILING, failure=failure)))
    assert message["type"] == "source.failing"
    assert message["data"].keys() == {"sequence", "source", "failure"}
    assert message["data"]["failure"] == {
        "kind": "empty",
        "message": "no items on the page",
        "hint": "look at it",
        "permanent": False,
    }


def test_a_recovered_source_has_no_failure_any_more() -> None:
    message = told(Alert(source_change(ChangeKind.RECOVERED)))
    assert (message["type"], message["data"]["failure"]) == ("source.recovered", None)


def test_a_test_says_that_it_is_one() -> None:
    message = json.loads(trial_body("ops", AT))
    assert (message["type"], message["data"]["target"]) == ("test", "ops")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://csto.example/a?b=1#c", "https://csto.example/a?b=1#c"),
        ("https://user:password@csto.example:8443/a", "https://csto.example:8443/a"),
        ("seeds/*.txt", None),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("http://[::1", None),
        ("https://csto.example/" + "a" * 3000, None),
        ('https://csto.example/"' + '"' * 1500, None),
        (None, None),
    ],
    ids=lambda value: str(value)[:30],
)
def test_only_web_addresses_of_a_sane_length_are_passed_on(
    url: str | None, shown: str | None
) -> None:
    data = told(Alert(change(url=url, source_place=url or ""), revision()))["data"]
    assert (data["release"]["url"], data["source"]["url"]) == (shown, shown)


def test_a_long_text_is_cut_at_a_word_marked_and_linked() -> None:
    message = body(Alert(change(), revision(text="alliance " * 5000)), SITE)
    release = json.loads(message)["data"]["release"]
    assert LIMIT_BYTES - 20 < len(message) < LIMIT_BYTES
    assert release["text_cut"] is True
    assert release["text"].endswith("alliance…")
    assert release["page"].startswith(f"{SITE}/releases/")


def test_a_short_diff_stands_whole_beside_a_long_text() -> None:
    text = "alliance " * 5000
    alert = replace(REVISED, after=revision(2, text=text + "end"), before=revision(1, text=text))
    data = told(alert)["data"]
    assert (data["release"]["text_cut"], data["diff"]["unified_cut"]) == (True, False)
    assert "+end" in data["diff"]["unified"]


def test_text_and_diff_share_the_room_when_both_are_long() -> None:
    alert = replace(
        REVISED, after=revision(2, text="new " * 9000), before=revision(1, text="old " * 9000)
    )
    data = told(alert)["data"]
    assert data["release"]["text_cut"]
    assert data["diff"]["unified_cut"]
    assert min(len(data["release"]["text"]), len(data["diff"]["unified"])) > LIMIT_BYTES / 3


HOSTILE = st.text(st.sampled_from('aé漢"\\\n\x01 🎈'), max_size=300).map(lambda text: text * 100)


@settings(max_examples=40, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_every_message_fits_whatever_it_tells_of(
    title: str, text: str, before: str, rest: str
) -> None:
    row = change(
        kind=ChangeKind.REVISED,
        source_title=rest,
        source_place="https://csto.example/" + rest,
        url="https://csto.example/" + rest,
        revision=2,
        previous=1,
    )
    message = body(Alert(row, revision(2, title, text), revision(1, rest, before)), SITE)
    assert len(message) < 20_000
    json.loads(message)


def test_a_failures_own_words_fit_too() -> None:
    failure = Failure("http", "é" * 50_000, hint='"' * 50_000)
    row = source_change(ChangeKind.FAILING, failure=failure)
    assert len(body(Alert(row), SITE)) < 20_000


def test_the_same_change_gives_the_same_bytes() -> None:
    assert body(REVISED, SITE) == body(replace(REVISED), SITE + "/")
