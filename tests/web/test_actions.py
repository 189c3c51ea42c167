"""Buttons of the pages: they work from our pages, and from nowhere else."""

import pytest

from monitor.model import Outcome
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
