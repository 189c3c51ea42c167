"""A JSON answer as a source: found, read again by its rule, and noticed when it is another."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from monitor.errors import ExtractError
from monitor.extract.api.load import NotJson
from monitor.extract.api.paths import Unmatched
from monitor.intake.keys.api import ApiOptions
from monitor.intake.sources.api import at, learn, parse
from monitor.intake.sources.learnt import NoList, Redesigned
from monitor.model.source import Source
from monitor.model.visit import Part
from tests.extract.api import shapes

TODAY = date(2025, 3, 21)
PLACE = "https://office.test/api/news"
SOURCE = Source("office", "api", PLACE, "The office")


def part(value: Any) -> Part:
    body = value if isinstance(value, bytes) else shapes.body(value)
    return Part(PLACE, body, "application/json; charset=utf-8")


def test_the_second_visit_reads_by_the_rule_of_the_first() -> None:
    documents, finding = learn(SOURCE, part(shapes.graphql()), TODAY, {})
    memo = json.loads(json.dumps(finding.memo))
    again, second = learn(SOURCE, part(shapes.graphql()), TODAY, memo)
    assert again == documents == parse(SOURCE, part(shapes.graphql()), TODAY)
    assert [document.title for document in documents] == shapes.HEADS
    assert "by the rule" in second.explain[0]
    assert second.note is None


def test_a_rebuilt_answer_is_known_by_its_items() -> None:
    _, finding = learn(SOURCE, part(shapes.algolia()), TODAY, {})
    moved = {"data": {"stories": shapes.algolia()["hits"]}}
    documents, second = learn(SOURCE, part(moved), TODAY, finding.memo)
    assert len(documents) == 5
    assert second.note
    assert "known by its items" in second.note


def test_another_list_is_not_taken_for_it() -> None:
    _, finding = learn(SOURCE, part(shapes.algolia()), TODAY, {})
    other = [{"title": f"Something else of today {n}", "url": f"/else/{n}"} for n in range(5)]
    with pytest.raises(Redesigned):
        learn(SOURCE, part({"results": other}), TODAY, finding.memo)


@pytest.mark.parametrize(
    ("value", "error"),
    [
        pytest.param({"error": "rate limit"}, Redesigned, id="an error"),
        pytest.param({"hits": []}, Redesigned, id="empty"),
        pytest.param(b"<html><title>News</title><p>words", NotJson, id="a page"),
        pytest.param(b"", ExtractError, id="nothing"),
    ],
)
def test_what_comes_instead_is_a_failure(value: Any, error: type[ExtractError]) -> None:
    _, finding = learn(SOURCE, part(shapes.algolia()), TODAY, {})
    with pytest.raises(error):
        learn(SOURCE, part(value), TODAY, finding.memo)


def test_a_login_in_its_place_is_named() -> None:
    login = b"<html><title>Sign in</title><h1>Sign in</h1><form><input type=password></form>"
    with pytest.raises(ExtractError) as stopped:
        learn(SOURCE, part(login), TODAY, {})
    assert stopped.value.kind == "login"


def test_no_list_says_what_there_is() -> None:
    with pytest.raises(NoList) as stopped:
        learn(SOURCE, part(shapes.table()), TODAY, {})
    assert "an object with meta, tags" in stopped.value.message
    assert "Tag 0" in (stopped.value.hint or "")


def by_hand(**items: Any) -> Source:
    options = ApiOptions.model_validate({"items": items}).model_dump(mode="json")
    return Source("office", "api", PLACE, "The office", options=options)


def test_by_hand_nothing_is_concluded() -> None:
    source = by_hand(select="$.hits[*]", title="author", url="url", id="objectID")
    documents = parse(source, part(shapes.algolia()), TODAY)
    assert [(d.title, d.guid) for d in documents][:2] == [("user0", "4000"), ("user1", "3999")]
    assert {document.published for document in documents} == {None}
    with pytest.raises(Unmatched):
        parse(by_hand(select="$.hits[*]", title="titel"), part(shapes.algolia()), TODAY)


@pytest.mark.parametrize(
    "items", [{"select": "$.a["}, {"title": "x"}, {"select": "$.a", "titel": "x"}]
)
def test_wrong_items_are_refused(items: Any) -> None:
    with pytest.raises(ValidationError):
        by_hand(**items)


def test_a_next_page_of_a_stranger_names_no_variable_and_gets_nothing_that_is_posted() -> None:
    source = replace(
        SOURCE, options={"post": {"v": {"key": "${KEY}"}}}, headers={"x-key": "${KEY}"}
    )
    turned = at(source, '{"v.after": "${HOME}"}')
    assert turned.options["post"] == {"v": {"key": "${KEY}", "after": "$${HOME}"}}
    assert source.options["post"] == {"v": {"key": "${KEY}"}}
    here, there = at(source, f"{PLACE}/2"), at(source, "https://elsewhere.test/2")
    assert (here.options["post"], here.headers) == (source.options["post"], source.headers)
    assert (there.place, there.options["post"], there.headers) == (
        "https://elsewhere.test/2", None, {},
    )  # fmt: skip


@pytest.mark.parametrize(
    "keys", [{"paging": {"by": 2}}, {"paging": {"into": "x", "by": 0}}, {"paging": {"next": "$["}}]
)
def test_a_paging_that_leads_nowhere_is_said(keys: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ApiOptions(**keys)
