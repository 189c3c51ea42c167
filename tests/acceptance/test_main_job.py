"""The main job, by the real process: seed texts in, feeds out, edits noticed."""

import re
from pathlib import Path

import feedparser
import pytest

from tests.support.process import Program

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds" / "csto.txt"
CONFIG = """
sources:
  - id: csto
    files: seeds/*.txt
    title: CSTO press releases
    tags: [security]
    every: 1s
"""


@pytest.fixture
def program(tmp_path: Path):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "csto.txt").write_bytes(SEED.read_bytes())
    with Program(tmp_path, CONFIG) as program:
        yield program


def five_items(program: Program) -> list[dict]:
    return program.eventually(
        lambda: items if len(items := program.items("csto")) == 5 else None, "five items"
    )


def edit(program: Program, before: str, after: str) -> None:
    path = program.folder / "seeds" / "csto.txt"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_the_seed_file_becomes_five_releases_with_their_dates(program: Program) -> None:
    program.start()
    five_items(program)
    releases = program.api("releases")
    assert sorted(row["published"][5:] for row in releases) == [
        "12-10", "12-11", "12-11", "12-11", "12-20",
    ]  # fmt: skip
    read = [row for row in releases if not row["inferred"]]
    assert sorted(row["published"] for row in read) == ["2024-12-10", "2024-12-11", "2024-12-11"]
    assert all(row["revision"] == 1 and not row["withdrawn"] for row in releases)


def test_every_format_gives_the_same_five_entries_to_a_feed_reader(program: Program) -> None:
    program.start()
    ids = {item["id"] for item in five_items(program)}
    for suffix in ("atom", "rss"):
        parsed = feedparser.parse(program.feed(f"csto.{suffix}").content)
        assert not parsed.bozo
        assert {entry.id for entry in parsed.entries} == ids
    assert {item["id"] for item in program.items("all")} == ids
    assert {item["id"] for item in program.items("tag-security")} == ids


def test_a_baseline_is_published_and_told_to_nobody(program: Program) -> None:
    program.start()
    five_items(program)
    assert program.items("csto/changes") == []
    assert all(not change["told"] for change in program.api("changes"))


def test_an_edit_is_one_change_of_the_same_release(program: Program) -> None:
    program.start()
    before = {item["id"]: item for item in five_items(program)}
    edit(program, "hosted videoconference consultations", "hosted in-person consultations")
    change = program.eventually(lambda: program.items("csto/changes"), "a change")[0]
    assert "<del>" in change["content_html"]
    assert "<ins>" in change["content_html"]
    after = {item["id"]: item for item in program.items("csto")}
    assert after.keys() == before.keys()
    edited = [key for key in after if after[key] != before[key]]
    assert len(edited) == 1
    assert after[edited[0]]["date_published"] == before[edited[0]]["date_published"]
    assert "in-person" in str(after[edited[0]])
    (row,) = [row for row in program.api("changes") if row["kind"] != "new"]
    assert (row["kind"], row["revision"], row["told"]) == ("revised", 2, True)
    assert "-videoconference" in row["diff"]
    assert "+in-person" in row["diff"]


def test_a_second_check_says_unchanged(program: Program) -> None:
    (first,) = program.json("check")
    assert (first["outcome"], first["new"], first["failure"]) == ("changed", 5, None)
    (second,) = program.json("check")
    assert second["outcome"] in ("unchanged", "not_modified")
    assert second["new"] == second["revised"] == second["withdrawn"] == 0


def test_feeds_are_the_same_bytes_after_a_restart(program: Program) -> None:
    program.start(cold=True)  # each with a seed of its own for the order of sets
    five_items(program)
    edit(program, "joint training session", "joint drill")
    program.eventually(lambda: program.items("csto/changes"), "a change")
    paths = [f"{name}.{suffix}" for name in ("csto", "all", "csto/changes")
             for suffix in ("atom", "rss", "json")]  # fmt: skip
    first = {path: program.feed(path) for path in paths}
    assert program.stop() == 0
    program.start(cold=True)
    for path, answer in first.items():
        again = program.feed(path)
        assert again.content == answer.content, path
        assert again.headers["etag"] == answer.headers["etag"]
        assert again.headers["last-modified"] == answer.headers["last-modified"]


def test_a_new_file_is_seen_without_a_restart(program: Program) -> None:
    program.start()
    five_items(program)
    (program.folder / "seeds" / "more.txt").write_text(
        "Observers arrive in the capital\n12.12.2024\n"
        "The first group of observers has arrived in the capital for the vote on Sunday.\n"
    )
    program.eventually(lambda: len(program.items("csto")) == 6, "six items")
    (row,) = [row for row in program.api("changes") if row["told"]]
    assert (row["kind"], row["title"]) == ("new", "Observers arrive in the capital")


def test_the_same_release_in_two_files_is_one_release_with_two_places(program: Program) -> None:
    (program.folder / "seeds" / "copy.txt").write_bytes(SEED.read_bytes())
    program.json("check")
    releases = program.json("releases")
    assert len(releases) == 5
    assert all(row["also_at"] == ["seeds/csto.txt"] for row in releases)


def test_a_paragraph_taken_out_is_a_withdrawal(program: Program) -> None:
    program.json("check")
    path = program.folder / "seeds" / "csto.txt"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[1:]), encoding="utf-8")
    (check,) = program.json("check")
    assert (check["withdrawn"], check["new"], check["revised"]) == (1, 0, 0)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"", "empty"), (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9, "binary"), (None, "unreadable")],
    ids=["empty", "binary", "a folder"],
)
def test_a_bad_file_is_a_recorded_failure_and_the_others_go_on(
    program: Program, content: bytes | None, kind: str
) -> None:
    bad = program.folder / "seeds" / "bad.txt"
    bad.mkdir() if content is None else bad.write_bytes(content)
    for _ in range(2):
        done = program.call("check", "--json")
        assert done.returncode == 1
        assert '"failed"' in done.stdout
        assert "bad.txt" in done.stdout
    assert len(program.json("releases")) == 5
    (source,) = program.json("sources")
    assert (source["state"], source["failures"]) == ("failing", 2)


def test_validators_hold_and_a_head_request_gives_them(program: Program) -> None:
    program.start()
    five_items(program)
    answer = program.feed("csto.atom")
    for header, name in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")):
        again = program.client.get("/feeds/csto.atom", headers={header: answer.headers[name]})
        assert again.status_code == 304
        assert again.content == b""
    head = program.client.head("/feeds/csto.atom")
    assert head.headers["etag"] == answer.headers["etag"]
    assert re.search(r"max-age=\d+", head.headers["cache-control"])
