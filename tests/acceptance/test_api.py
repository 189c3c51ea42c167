"""JSON answers by the real process: found, told once, and a changed shape is never an empty one."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.extract.api import shapes
from tests.support.process import Program
from tests.support.server import Site

CONFIG = """
fetch: {{allow_private: [127.0.0.0/8], per_host: {{delay: 0s}}}}
sources:
  - {{id: found, api: {url}/news}}
  - {{id: whatever, any: {url}/news}}
  - id: by-hand
    api: {url}/news
    items: {{select: "$.hits[*]", title: title, url: url, date: created_at, id: objectID}}
"""
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def program(tmp_path: Path, site: Site) -> Iterator[Program]:
    with Program(tmp_path, CONFIG.format(url=site.url)) as started:
        yield started


def outcomes(program: Program) -> Any:
    answers = json.loads(program.call("check", "--json").stdout)
    return {
        a["source"]: (a["outcome"], a["new"], a["failure"] and a["failure"]["kind"])
        for a in answers
    }


def every(value: tuple[str, int, str | None]) -> dict[str, tuple[str, int, str | None]]:
    return {"found": value, "whatever": value, "by-hand": value}


def hits(first: int) -> list[Any]:
    return list(shapes.algolia()["hits"][first:])


def test_releases_of_json_are_told_once_whatever_comes_between(
    program: Program, site: Site
) -> None:
    site.set("/news", json.dumps({"hits": hits(1)}), headers=JSON)
    assert outcomes(program) == every(("changed", 4, None))
    turned = [dict(reversed(hit.items())) for hit in hits(0)]
    site.set("/news", json.dumps({"nbHits": 5, "hits": turned}), headers=JSON)
    assert outcomes(program) == every(("changed", 1, None))
    site.set("/news", '{"hits": []}', headers=JSON)
    assert {o for o, *_ in outcomes(program).values()} == {"failed"}
    site.set("/news", '{"message": "API rate limit exceeded"}', headers=JSON)
    assert outcomes(program) == {
        "found": ("failed", 0, "redesigned"),
        "whatever": ("failed", 0, "redesigned"),
        "by-hand": ("failed", 0, "selector"),
    }
    site.set("/news", json.dumps({"hits": hits(0)}), headers=JSON)
    assert {(o, n) for o, n, _ in outcomes(program).values()} == {("unchanged", 0)}
    for name in every(("", 0, None)):
        releases = program.json("releases", "--source", name)
        assert {r["title"] for r in releases} == set(shapes.HEADS)
        assert {r["published"][:10] for r in releases} == {shapes.day(n) for n in range(5)}


def test_a_place_is_tried_and_added_as_what_it_is(tmp_path: Path, site: Site) -> None:
    site.set("/posts", json.dumps(shapes.wordpress()), headers=JSON)
    site.set("/state", '{"up": true, "since": "March"}', headers=JSON)
    saved = tmp_path / "saved.json"
    saved.write_text(json.dumps(shapes.json_api()))
    with Program(tmp_path, CONFIG.format(url=site.url)) as program:
        tried = json.loads(program.call("try", f"{site.url}/posts", "--json").stdout)
        other = json.loads(program.call("try", f"{site.url}/state", "--json").stdout)
        base = ("--base-url", "https://office.test/jsonapi/news")
        file = json.loads(program.call("try", str(saved), *base, "--json").stdout)
        added = json.loads(program.call("add", f"{site.url}/posts", "--json").stdout)
    assert (tried["kind"], len(tried["items"]), tried["problems"]) == ("api", 5, [])
    assert tried["confidence"] > 0.9
    assert "$.title.rendered" in " ".join(tried["explain"])
    assert (other["kind"], other["items"][0]["text"]) == ("page", 'since: "March"\nup: true')
    assert (file["kind"], file["items"][0]["url"]) == ("api", "https://office.test/news/0")
    assert added["source"]["api"] == f"{site.url}/posts"


def test_a_json_document_changes_by_what_it_says(tmp_path: Path, site: Site) -> None:
    config = CONFIG.format(url=site.url).split("sources:")[0]
    config += f"sources:\n  - {{id: state, page: {site.url}/state}}\n"
    with Program(tmp_path, config) as program:
        site.set("/state", '{"up": true, "since": "March"}', headers=JSON)
        program.call("check")
        site.set("/state", '{"since": "March", "up": true}', headers=JSON)
        assert outcomes(program) == {"state": ("unchanged", 0, None)}
        site.set("/state", '{"since": "April", "up": true}', headers=JSON)
        assert outcomes(program)["state"][0] == "changed"
        site.set("/state", "<html><title>Works</title><p>We are being rebuilt today.", headers=JSON)
        assert outcomes(program) == {"state": ("failed", 0, "no_json")}
