"""The API: the contract's shapes, as they are described, for those who may."""

from typing import Any

import pytest

from monitor.model.delivery import Delivery, DeliveryState
from tests.publish.rows import AT, source
from tests.web.conftest import Web

JSON = {"content-type": "application/json"}


@pytest.fixture
def sequence(web: Web) -> int:
    return web.kept.edit(web.kept.publish("harbour", "Bridge", "Monday it is."), "Friday it is.")


def described(web: Web, path: str, method: str = "get") -> dict[str, Any]:
    """The schema of what a path gives: of its items, where it is a list."""
    document = web.get("/api/v1/openapi.json").json()
    answer = document["paths"][f"/api/v1{path}"][method]["responses"]["200"]
    schema = answer["content"]["application/json"]["schema"]
    name = schema.get("items", schema)["$ref"].rpartition("/")[2]
    found: dict[str, Any] = document["components"]["schemas"][name]
    return found


@pytest.mark.parametrize("path", ["/sources", "/releases", "/changes", "/deliveries", "/feeds"])
def test_every_list_is_as_it_is_described(web: Web, path: str, sequence: int) -> None:
    delivery = Delivery("msg_1", sequence, "ops", DeliveryState.OWED, 0, AT)
    web.kept.store.route([sequence], [delivery])
    rows = web.get(f"/api/v1{path}").json()
    schema = described(web, path)
    assert rows
    for row in rows:
        assert set(schema["required"]) <= set(row)


def test_lists_rise_by_sequence_and_begin_where_they_are_told_to(web: Web, sequence: int) -> None:
    sequences = [row["sequence"] for row in web.get("/api/v1/changes").json()]
    assert sequences == sorted(sequences) == [sequence - 1, sequence]
    later = web.get(f"/api/v1/changes?since={sequence - 1}").json()
    assert [row["sequence"] for row in later] == [sequence]
    newest = web.get("/api/v1/changes?limit=1").json()
    assert [row["sequence"] for row in newest] == [sequence]


def test_a_list_is_of_the_sources_that_were_asked_for(web: Web, sequence: int) -> None:
    web.kept.publish("board", "Minutes")
    rows = web.get("/api/v1/releases?source=board").json()
    assert [row["title"] for row in rows] == ["Minutes"]


def test_one_of_each_is_had_by_its_name(web: Web, sequence: int) -> None:
    release = web.get("/api/v1/releases").json()[0]
    assert web.get(f"/api/v1/releases/{release['id']}").json() == release
    assert web.get("/api/v1/sources/harbour").json()["id"] == "harbour"
    change = web.get(f"/api/v1/changes/{sequence}").json()
    assert "Friday" in change["diff"]


@pytest.mark.parametrize(
    "path", ["/sources/nothing", "/releases/nothing", "/changes/99", "/nothing"]
)
def test_what_is_not_there_is_said_in_json(web: Web, path: str) -> None:
    answer = web.get(f"/api/v1{path}")
    assert answer.status_code == 404
    assert answer.json()["detail"]


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "limit=x", "since=-1"])
def test_a_bound_that_makes_no_sense_is_refused(web: Web, query: str) -> None:
    assert web.get(f"/api/v1/changes?{query}").status_code == 422


def test_a_program_checks_pauses_and_resumes(web: Web) -> None:
    checked = web.client.post("/api/v1/sources/harbour/check", headers=JSON).json()
    assert set(described(web, "/sources/{source}/check", "post")["required"]) <= set(checked)
    assert web.checked == ["harbour"]
    paused = web.client.post("/api/v1/sources/harbour/pause", headers=JSON).json()
    assert paused["state"] == "paused"
    resumed = web.client.post("/api/v1/sources/harbour/resume", headers=JSON).json()
    assert resumed["state"] != "paused"


def test_a_source_under_way_is_not_checked_twice(web: Web) -> None:
    web.outcome = None
    answer = web.client.post("/api/v1/sources/harbour/check", headers=JSON)
    assert answer.status_code == 409


def test_a_delivery_is_owed_again(web: Web, sequence: int) -> None:
    web.kept.store.route(
        [sequence], [Delivery("msg_1", sequence, "ops", DeliveryState.OWED, 0, AT)]
    )
    assert web.client.post("/api/v1/deliveries/msg_1/replay", headers=JSON).json() == {
        "replayed": 1
    }
    assert web.client.post("/api/v1/deliveries/msg_2/replay", headers=JSON).status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param(JSON, 200, id="a program"),
        pytest.param({"origin": "OURS"}, 200, id="a page of ours"),
        pytest.param({}, 403, id="neither JSON nor an origin"),
        pytest.param({"content-type": "text/plain"}, 403, id="what a form can send"),
        pytest.param({**JSON, "origin": "https://attacker.example"}, 403, id="another site"),
        pytest.param({**JSON, "sec-fetch-site": "cross-site"}, 403, id="a browser elsewhere"),
    ],
)
def test_only_programs_and_our_pages_change_anything(
    web: Web, headers: dict[str, str], status: int
) -> None:
    named = {
        name: str(web.client.base_url) if value == "OURS" else value
        for name, value in headers.items()
    }
    answer = web.client.post("/api/v1/sources/harbour/pause", headers=named)
    assert answer.status_code == status
    row = web.kept.store.source("harbour")
    assert row is not None
    assert row.state.paused is (status == 200)


def test_no_preflight_is_answered(web: Web) -> None:
    answer = web.client.options(
        "/api/v1/sources/harbour/pause",
        headers={
            "origin": "https://attacker.example",
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type",
        },
    )
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_nothing_secret_is_given(web: Web) -> None:
    web.kept.publish("board", "Minutes")
    for path in ("/sources", "/sources/board", "/feeds", "/releases"):
        text = web.get(f"/api/v1{path}").text
        assert "t0ken" not in text
        assert "Authorization" not in text


def test_sources_are_had_all_at_once_some_at_a_time_or_by_a_word(web: Web) -> None:
    def ids(query: str) -> list[str]:
        return [row["id"] for row in web.get(f"/api/v1/sources{query}").json()]

    assert ids("") == ["harbour", "board"]
    assert ids("?limit=1") == ["harbour"]
    assert ids("?limit=5&after=harbour") == ["board"]
    assert ids("?after=board") == []
    assert ids("?find=WATER") == ["harbour"]
    assert ids("?find=nobody") == []


def test_a_list_behind_a_source_that_is_not_there_is_refused(web: Web) -> None:
    answer = web.get("/api/v1/sources?after=nobody")
    assert answer.status_code == 404
    assert "nobody" in answer.json()["detail"]


def test_a_long_list_is_as_one_made_whole(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.store.batches.in_batches.__defaults__", (2,))
    many = [source(f"s{number}") for number in range(5)]
    web.kept.configure(*many, public_url=web.kept.settings.public_url)
    assert [row["id"] for row in web.get("/api/v1/sources").json()] == [s.id for s in many]


def test_what_is_held_is_told_by_a_program(web: Web) -> None:
    release = web.kept.publish("harbour", "Bridge", "Monday it is.")
    sequence = web.kept.edit(release, "Friday it is.", held="it goes to and fro")
    (row,) = web.get("/api/v1/changes?held=true").json()
    assert (row["sequence"], row["told"], row["held"]) == (sequence, False, "it goes to and fro")
    path = f"/api/v1/changes/{sequence}/tell"
    assert web.client.post(path).status_code == 403
    told = web.client.post(path, headers=JSON).json()
    assert (told["told"], told["held"]) == (True, None)
    assert "nothing holds" in web.client.post(path, headers=JSON).json()["detail"]
    assert web.get("/api/v1/changes?held=true").json() == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/changes/{2**70}", 404),
        (f"/changes/{2**70}?format=json", 404),
        (f"/api/v1/changes/{2**70}", 404),
        (f"/api/v1/changes?since={2**70}", 200),
        (f"/api/v1/releases?since={2**70}", 200),
        (f"/api/v1/deliveries?since={2**70}", 200),
        (f"/api/v1/sources?limit={2**70}", 200),
    ],
)
def test_a_number_that_no_database_holds_is_that_of_nothing(
    web: Web, sequence: int, path: str, status: int
) -> None:
    assert web.get(path).status_code == status


def test_who_asks_for_json_is_refused_in_json(web: Web) -> None:
    for path in ("/releases/none?format=json", "/changes/99?format=json", "/changes/x?format=json"):
        answer = web.get(path)
        assert (answer.status_code, list(answer.json())) == (404, ["detail"])


def test_head_gives_the_headers_of_get(web: Web, sequence: int) -> None:
    for path in ("/api/v1/changes", "/api/v1/sources", "/api/v1/feeds", "/api/v1/openapi.json"):
        given, head = web.get(path), web.client.head(path)
        assert (head.status_code, head.content) == (200, b"")
        named = ("content-type", "content-length")
        assert [head.headers.get(name) for name in named] == [
            given.headers.get(name) for name in named
        ]


def test_deliveries_are_of_the_sources_that_were_asked_for(web: Web, sequence: int) -> None:
    web.kept.store.route(
        [sequence], [Delivery("msg_1", sequence, "ops", DeliveryState.OWED, 0, AT)]
    )
    assert len(web.get("/api/v1/deliveries?source=harbour").json()) == 1
    assert web.get("/api/v1/deliveries?source=board").json() == []
