"""Buttons of the pages: they work from our pages, and from nowhere else."""

import pytest

from monitor.model.change import Outcome
from tests.web.conftest import Web

ELSEWHERE = [
    pytest.param({"origin": "https://attacker.example"}, id="another site"),
    pytest.param({"origin": "null"}, id="a page without an origin"),
    pytest.param({"sec-fetch-site": "cross-site"}, id="the browser says so"),
    pytest.param({"sec-fetch-site": "same-site"}, id="a sister site"),
    pytest.param({}, id="nobody says where from"),
    pytest.param({"content-type": "application/json"}, id="a program: it has the API"),
]


def paused(web: Web) -> bool:
    row = web.kept.store.source("harbour")
    assert row is not None
    return row.state.paused


def test_a_check_is_made_now_and_what_it_came_to_is_shown(web: Web) -> None:
    answer = web.press("/sources/harbour/check?back=overview")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?checked=unchanged")
    assert web.checked == ["harbour"]
    assert "nothing changed" in web.get(answer.headers["location"]).text


@pytest.mark.parametrize(
    ("outcome", "word"), [(Outcome.FAILED, "failed"), (Outcome.CHANGED, "changed"), (None, "busy")]
)
def test_every_outcome_of_a_check_has_its_words(
    web: Web, outcome: Outcome | None, word: str
) -> None:
    web.outcome = outcome
    answer = web.press("/sources/harbour/check")
    assert answer.headers["location"] == f"/sources/harbour?checked={word}"
    assert 'role="status"' in web.get(answer.headers["location"]).text


def test_a_source_is_paused_and_resumed(web: Web) -> None:
    assert web.press("/sources/harbour/pause").headers["location"] == "/sources/harbour"
    assert paused(web)
    assert "Resume" in web.get("/sources/harbour").text
    web.press("/sources/harbour/resume")
    assert not paused(web)


def test_what_is_held_says_why_and_is_told_by_a_button(web: Web) -> None:
    release = web.kept.publish("harbour", "Bridge", "Monday it is.")
    sequence = web.kept.edit(release, "Friday it is.", held="it goes to and fro")
    for path in ("/", "/changes", "/changes?held=true", f"/changes/{sequence}"):
        assert "it goes to and fro" in web.get(path).text
    action = f"/changes/{sequence}/tell"
    assert f'action="{action}"' in web.get(f"/changes/{sequence}").text
    for _ in range(2):  # who presses twice is told once
        assert web.press(action).headers["location"] == f"/changes/{sequence}"
    assert [row.sequence for row in web.kept.store.unrouted(9)] == [sequence - 1, sequence]
    assert "Held back" not in web.get(f"/changes/{sequence}").text
    assert "Nothing is held back" in web.get("/changes?held=true").text


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_nobody_else_tells_what_is_held(web: Web, headers: dict[str, str]) -> None:
    release = web.kept.publish("harbour", "Bridge", "Monday it is.")
    sequence = web.kept.edit(release, "Friday it is.", held="it goes to and fro")
    assert web.client.post(f"/changes/{sequence}/tell", headers=headers).status_code == 403
    assert len(web.kept.store.changes(held=True)) == 1


@pytest.mark.parametrize("headers", ELSEWHERE)
@pytest.mark.parametrize("verb", ["check", "pause", "resume"])
def test_a_form_from_elsewhere_does_nothing(web: Web, verb: str, headers: dict[str, str]) -> None:
    answer = web.client.post(f"/sources/harbour/{verb}", headers=headers)
    assert answer.status_code == 403
    assert not web.checked
    assert not paused(web)


@pytest.mark.parametrize("verb", ["check", "pause", "resume"])
def test_a_link_does_nothing(web: Web, verb: str) -> None:
    answer = web.get(f"/sources/harbour/{verb}")
    assert answer.status_code in {404, 405}
    assert not web.checked
    assert not paused(web)


def test_a_source_that_is_not_there_cannot_be_paused(web: Web) -> None:
    assert web.press("/sources/nothing/pause").status_code == 404


@pytest.mark.parametrize("back", ["https://attacker.example", "//attacker.example", "nowhere"])
def test_a_button_leads_back_to_our_own_pages_alone(web: Web, back: str) -> None:
    answer = web.press(f"/sources/harbour/pause?back={back}")
    assert "location" not in answer.headers
