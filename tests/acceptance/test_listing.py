"""A listing by the real process: baseline, a new item, a rebuilt page, a wall in its place."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.process import Program
from tests.support.server import Site

CONFIG = """
fetch: {{allow_private: [127.0.0.0/8], per_host: {{delay: 0s}}}}
sources:
  - {{id: office, listing: {url}/news}}
  - {{id: whatever, any: {url}/news}}
"""

ITEMS = [
    (f"/news/{n}", f"The office has decided matter number {n} of the year", f"2025-03-{n:02}")
    for n in range(9, 1, -1)
]


def listed(items: list[tuple[str, str, str]]) -> str:
    rows = "".join(
        f"<article><h3><a href={u}>{t}</a></h3><time datetime={d}>{d}</time></article>"
        for u, t, d in items
    )
    return f"<html><title>Office</title><nav><a href=/>Home</a></nav><main>{rows}</main></html>"


def tabled(items: list[tuple[str, str, str]]) -> str:
    rows = "".join(f"<tr><td>{d}</td><td><a href={u}>{t}</a></td></tr>" for u, t, d in items)
    return f"<html><title>Office</title><h2>News</h2><table>{rows}</table></html>"


LOGIN = (
    "<html><title>Sign in</title><h1>Sign in</h1><form><input name=u>"
    "<input type=password name=p></form></html>"
)


@pytest.fixture
def checked(tmp_path: Path, site: Site) -> Iterator[Program]:
    with Program(tmp_path, CONFIG.format(url=site.url)) as program:
        yield program


def outcome(program: Program) -> Any:
    answers = json.loads(program.call("check", "--json").stdout)
    return {
        a["source"]: (a["outcome"], a["new"], a["failure"] and a["failure"]["kind"])
        for a in answers
    }


def both(value: tuple[str, int, str | None]) -> dict[str, tuple[str, int, str | None]]:
    return {"office": value, "whatever": value}


def test_every_item_is_told_once_whatever_is_done_to_the_page(checked: Program, site: Site) -> None:
    site.set("/news", listed(ITEMS[1:]), headers={"Content-Type": "text/html"})
    assert outcome(checked) == both(("changed", 7, None))
    site.set("/news", listed(ITEMS), headers={"Content-Type": "text/html"})
    assert outcome(checked) == both(("changed", 1, None))
    site.set("/news", LOGIN, headers={"Content-Type": "text/html"})
    assert outcome(checked) == both(("failed", 0, "login"))
    site.set("/news", tabled(ITEMS), headers={"Content-Type": "text/html"})
    assert outcome(checked)["office"][:2] == ("unchanged", 0)


STORY = "".join(
    f"<p>Paragraph {n} of what the office has decided, at some length.</p>" for n in "abcdef"
)


def article(n: int) -> str:
    return (
        f"<html><title>Matter {n}</title><article><h1>The office has decided matter number {n}</h1>"
        f"<p>In full: number {n}.</p>{STORY}</article></html>"
    )


def test_the_full_text_of_each_item_is_read_once(tmp_path: Path, site: Site) -> None:
    text = CONFIG.format(url=site.url).replace("news}", "news, full_text: true}")
    for n in range(2, 10):
        site.set(f"/news/{n}", article(n), headers={"Content-Type": "text/html"})
    with Program(tmp_path, text) as program:
        site.set("/news", listed(ITEMS[1:]), headers={"Content-Type": "text/html"})
        program.call("check", "office")
        site.set("/news", listed(ITEMS), headers={"Content-Type": "text/html"})
        program.call("check", "office")
        site.set("/news/9", "down", 503)
        site.set("/news", tabled(ITEMS), headers={"Content-Type": "text/html"})
        program.call("check", "office")
        releases = json.loads(program.call("releases", "--source", "office", "--json").stdout)
        changes = json.loads(program.call("changes", "--source", "office", "--json").stdout)
    assert len(releases) == 8
    assert all("In full: number" in release["text"] for release in releases)
    assert [change["kind"] for change in changes] == ["new"] * 8
    assert sum(seen.path == "/news/9" for seen in site.requests) == 1


BY_HAND = """
fetch: {{allow_private: [127.0.0.0/8], per_host: {{delay: 0s}}, limits: {{deadline: 1s}}}}
sources:
  - id: chosen
    listing: {url}/news
    items:
      select: article
      strip: [time]
      keep: [decided]
      drop: ["number 5"]
      title: {{select: h3, match: "matter number .*"}}
  - id: json
    api: {url}/news.json
    items:
      select: "$.docs[*]"
      keep: ['^kind: "press"']
      title: name
      url: {{select: no, match: '.+', template: '/news/\\g<0>'}}
  - id: for-ever
    listing: {url}/poison
    items: {{select: article, title: {{select: h3, match: "^(a+)+$"}}}}
"""


def test_items_by_hand_are_chosen_and_cut_and_no_pattern_holds_up_the_others(
    tmp_path: Path, site: Site
) -> None:
    docs = [{"kind": "press", "no": 7, "name": "A thing"}, {"kind": "film", "no": 8, "name": "F"}]
    site.set("/news", listed(ITEMS), headers={"Content-Type": "text/html"})
    site.set("/news.json", json.dumps({"docs": docs}))
    poison = f"<title>News</title><article><h3>{'a' * 60}!</h3></article>"
    site.set("/poison", poison, headers={"Content-Type": "text/html"})
    with Program(tmp_path, BY_HAND.format(url=site.url)) as program:
        seen = outcome(program)
        titles = [r["title"] for r in program.json("releases", "--source", "chosen")]
        (document,) = program.json("releases", "--source", "json")
    assert seen["chosen"] == ("changed", 7, None)
    assert seen["for-ever"] == ("failed", 0, "deadline")
    assert sorted(titles) == [f"matter number {n} of the year" for n in range(2, 10) if n != 5]
    assert (document["title"], document["url"]) == ("A thing", f"{site.url}/news/7")
