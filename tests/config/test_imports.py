"""A list from elsewhere: what is new in it, checked, with ids; nothing of ours is read by it."""

import json
from pathlib import Path
from typing import Any

import pytest

from monitor.alerts.kinds import NOTIFIERS
from monitor.config.imports import Imported, read
from monitor.config.load import load
from monitor.errors import UsageError
from monitor.intake.kinds import KINDS

CONFIG = """
sources:
  - {id: first, feed: https://first.example/rss}
feeds: [{id: taken}]
"""
OPML = """<?xml version="1.0"?><opml version="2.0"><body>
<outline text="Politics &amp; more">
  <outline text="The Office" type="rss" xmlUrl="https://office.example/rss"/>
  <outline text="The Office" type="rss" xmlUrl="https://office.example/atom"/>
</outline>
<outline text="Twice" xmlUrl="https://office.example/rss"/>
<outline text="First" xmlUrl="https://first.example/rss"/>
<outline text="All ${OUR_SECRET}" xmlUrl="https://evil.example/?q=${OUR_SECRET}"/>
<outline text="Taken" xmlUrl="https://taken.example/"/>
<outline text="%s" xmlUrl="https://long.example/"/>
</body></opml>""" % ("long " * 200)


def taken_up(folder: Path, body: str, name: str = "list", **how: Any) -> Imported:
    (folder / "config.yaml").write_text(CONFIG)
    (folder / name).write_text(body)
    settings = load(folder / "config.yaml", KINDS, NOTIFIERS)
    return read(folder / name, settings, KINDS, NOTIFIERS, **{"trusted": False, **how})


def rows(*entries: object) -> str:
    return "".join(f"{json.dumps(entry)}\n" for entry in entries)


def test_subscriptions_are_feeds_with_ids_of_their_titles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUR_SECRET", "leaked")
    found = taken_up(tmp_path, OPML)
    assert found.problems == ()
    assert [entry["id"] for entry in found.entries] == [
        "the-office", "the-office-2", "all-our-secret", "taken-2", ("long-" * 12)[:57].strip("-"),
    ]  # fmt: skip
    office, _, hostile, *_ = found.entries
    assert office["tags"] == ["politics-more"]
    assert hostile["title"] == "All $${OUR_SECRET}"
    assert hostile["feed"] == "https://evil.example/?q=$%7BOUR_SECRET%7D"
    assert found.watched == {"https://first.example/rss": "first"}


def test_lines_keep_their_keys_and_ids_and_what_is_watched_is_skipped(tmp_path: Path) -> None:
    found = taken_up(
        tmp_path,
        rows(
            {"page": "https://terms.example/", "select": "main", "title": "Terms"},
            {"id": "terms", "feed": "https://b.example/", "every": "5m"},
            {"feed": "https://b.example/"},
            {"listing": "https://first.example/rss", "title": None},
            {"page": "https://новости.example/a/b.html"},
        ),
    )
    assert found.problems == ()
    assert [entry["id"] for entry in found.entries] == ["terms-2", "terms", "example-a-b"]
    assert found.entries[0] == {
        "id": "terms-2", "page": "https://terms.example/", "select": "main", "title": "Terms",
    }  # fmt: skip
    assert found.watched == {"https://b.example/": "terms", "https://first.example/rss": "first"}


def test_a_line_that_is_wrong_holds_up_no_other(tmp_path: Path) -> None:
    body = rows(
        {"feed": "nope"},
        {"id": "first", "page": "https://b.example/"},
        {"id": "taken", "page": "https://c.example/"},
        {"page": "https://d.example/", "evry": "1h"},
        {"id": "Bad Id", "page": "https://e.example/"},
        {"nothing": 1},
        {"page": "https://good.example/"},
    )
    found = taken_up(tmp_path, body + "[1]\nno json\n" + '{"page": "x", "page": "y"}\n')
    assert [entry["page"] for entry in found.entries] == ["https://good.example/"]
    assert [problem.line for problem in found.problems] == [1, 2, 3, 4, 5, 6, 8, 9, 10]
    assert {problem.file for problem in found.problems} == {"list"}


@pytest.mark.parametrize("trusted", [False, True])
def test_variables_are_text_unless_the_list_is_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    monkeypatch.setenv("TOKEN", "secret")
    entry = {"id": "a", "feed": "https://a.example/${TOKEN}", "headers": {"X": "${TOKEN}"}}
    (found,) = taken_up(tmp_path, rows(entry), trusted=trusted).entries
    assert found == (
        entry
        if trusted
        else {**entry, "feed": "https://a.example/$${TOKEN}", "headers": {"X": "$${TOKEN}"}}
    )
    assert "secret" not in str(found)


@pytest.mark.parametrize("body", ["", "sources: []\n", "\x00\x01"])
def test_what_is_no_list_is_said(tmp_path: Path, body: str) -> None:
    with pytest.raises(UsageError, match="neither OPML nor JSON Lines"):
        taken_up(tmp_path, body)


def test_markup_that_is_no_list_is_a_problem(tmp_path: Path) -> None:
    found = taken_up(tmp_path, "<html></html>")
    assert found.entries == ()
    assert "no OPML" in found.problems[0].message


def test_ten_thousand_of_one_title(tmp_path: Path) -> None:
    feeds = ({"feed": f"https://x{n}.example/", "title": "News"} for n in range(10_000))
    found = taken_up(tmp_path, rows(*feeds))
    assert len({entry["id"] for entry in found.entries}) == 10_000
