"""`import` and `export`, by the real process: a list in, watched from then on; a list out."""

import json
from pathlib import Path

import pytest

from tests.support.harbour import FETCH
from tests.support.process import Program
from tests.support.server import Site

CONFIG = f"""# our places
{FETCH}sources:
  - id: ours        # by hand
    page: https://ours.example/
    basic: "name:written-out"
    headers: {{X-Key: "${{OUR_SECRET}}", X-Other: written-out, Accept: text/html}}
feeds: []
"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>The feed</title>
<link>https://office.test/</link><description>d</description>
<item><title>One</title><link>https://office.test/1</link></item></channel></rss>"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OUR_SECRET", "topsecret")
    with Program(tmp_path, CONFIG) as program:
        yield program


def opml(site: Site, *titles: str) -> str:
    rows = "".join(
        f'<outline text="{title}" type="rss" xmlUrl="{site.url}/{n}.xml"/>'
        for n, title in enumerate(titles)
    )
    return f'<opml version="2.0"><body><outline text="Offices">{rows}</outline></body></opml>'


def names(program: Program) -> list[str]:
    return [row["id"] for row in program.json("sources")]


def test_a_list_of_subscriptions_is_watched_by_the_running_daemon(
    program: Program, site: Site
) -> None:
    site.set("/0.xml", FEED, headers={"Content-Type": "application/rss+xml"})
    program.start()
    before = program.config.read_text()
    (program.folder / "mine.opml").write_text(opml(site, "The ${OUR_SECRET}", "Second"))
    dry = program.json("import", "mine.opml", "--dry-run")
    assert [entry["id"] for entry in dry["imported"]] == ["the-our-secret", "second"]
    assert program.config.read_text() == before
    assert not (program.folder / "imported.jsonl").exists()
    done = program.call("import", "mine.opml")
    assert done.returncode == 0, done.stderr
    assert program.config.read_text() == before + "include:\n  - imported.jsonl\n"
    program.eventually(lambda: len(program.api("sources")) == 3, "the daemon has taken it up")
    assert program.check("the-our-secret")["new"] == 1
    shown = program.call("sources", "--json").stdout
    assert json.loads(shown)[1]["title"] == "The ${OUR_SECRET}"
    assert "topsecret" not in shown + (program.folder / "imported.jsonl").read_text()


def test_what_is_watched_is_skipped_and_said_and_more_is_added(
    program: Program, site: Site
) -> None:
    (program.folder / "mine.opml").write_text(opml(site, "First", "Second"))
    assert program.call("import", "mine.opml").returncode == 0
    config = program.config.read_text()
    (program.folder / "mine.opml").write_text(opml(site, "First", "Second", "Third"))
    again = program.call("import", "mine.opml")
    assert "/0.xml is watched already, as first" in again.stderr
    assert names(program) == ["ours", "first", "second", "third"]
    nothing = program.call("import", "mine.opml")
    assert (nothing.returncode, nothing.stdout) == (0, "nothing new: nothing was written\n")
    assert program.config.read_text() == config


def test_what_is_wrong_is_said_with_its_line_and_the_rest_is_imported(program: Program) -> None:
    lines = ['{"feed": "https://a.example/"}', '{"feed": "nope"}', '{"page": "https://b.example/"}']
    (program.folder / "more.jsonl").write_text("\n".join(lines))
    done = program.call("import", "more.jsonl")
    assert done.returncode == 1
    assert "more.jsonl:2: feed: “nope” is not a web address" in done.stderr
    assert names(program) == ["ours", "a-example", "b-example"]


def test_a_configuration_without_room_is_left_alone(program: Program, site: Site) -> None:
    (program.folder / "mine.opml").write_text(opml(site, "First"))
    program.config.write_text("{sources: [{id: a, page: 'https://a.example/'}]}\n")
    done = program.call("import", "mine.opml")
    assert done.returncode == 2
    assert "one line" in done.stderr
    assert not (program.folder / "imported.jsonl").exists()
    (program.folder / "imported.jsonl").write_text('{"page": "https://other.example/"}\n')
    other = program.call("import", "mine.opml")
    assert other.returncode == 2
    assert "does not include it" in other.stderr


def test_a_glob_that_names_the_file_is_enough(program: Program, site: Site) -> None:
    (program.folder / "lists").mkdir()
    (program.folder / "lists" / "a.jsonl").write_text('{"id": "a", "page": "https://a.example/"}')
    program.config.write_text(program.config.read_text() + "include: [lists/*.jsonl]\n")
    config = program.config.read_text()
    (program.folder / "mine.opml").write_text(opml(site, "First"))
    for file in ("lists/b.jsonl", "lists/a.jsonl"):
        done = program.call("import", "mine.opml", "--into", file)
        assert done.returncode == 0, done.stderr
    assert program.config.read_text() == config
    assert names(program) == ["ours", "a", "first"]


def test_what_is_exported_is_imported_elsewhere(
    program: Program, tmp_path: Path, site: Site
) -> None:
    (program.folder / "mine.opml").write_text(opml(site, "First $${x}", "Second"))
    assert program.call("import", "mine.opml").returncode == 0
    made = program.json("export", "out/all.jsonl")
    assert (made["sources"], made["left_out"]) == (3, 0)
    body = (program.folder / "out" / "all.jsonl").read_text()
    assert "written-out" not in body
    assert "topsecret" not in body
    assert json.loads(body.splitlines()[0]) == {
        "id": "ours",
        "page": "https://ours.example/",
        "headers": {"X-Key": "${OUR_SECRET}", "Accept": "text/html"},
    }
    (tmp_path / "other").mkdir()
    with Program(tmp_path / "other", "sources: []\n") as other:
        done = other.call("import", str(program.folder / "out" / "all.jsonl"), "--trust")
        assert done.returncode == 0, done.stderr
        assert [(row["id"], row["title"]) for row in other.json("sources")] == [
            (row["id"], row["title"]) for row in program.json("sources")
        ]


def test_feeds_are_exported_as_subscriptions(program: Program, tmp_path: Path, site: Site) -> None:
    (program.folder / "mine.opml").write_text(opml(site, "First", "Second"))
    assert program.call("import", "mine.opml").returncode == 0
    done = program.call("export", "out.opml")
    assert done.stdout == "out.opml: 2 sources\n"
    assert "1 source left out" in done.stderr
    (tmp_path / "other").mkdir()
    with Program(tmp_path / "other", "sources: []\n") as other:
        assert other.call("import", str(program.folder / "out.opml")).returncode == 0
        rows = other.json("sources")
        assert [(row["id"], row["place"]) for row in rows] == [
            ("first", f"{site.url}/0.xml"),
            ("second", f"{site.url}/1.xml"),
        ]


@pytest.mark.parametrize("file", ["config.yaml", "imported.jsonl", "x.txt"])
def test_nothing_of_ours_is_written_over(program: Program, site: Site, file: str) -> None:
    (program.folder / "mine.opml").write_text(opml(site, "First"))
    assert program.call("import", "mine.opml").returncode == 0
    before = {path: path.read_bytes() for path in program.folder.glob("*.*")}
    assert program.call("export", file).returncode == 2
    assert {path: path.read_bytes() for path in program.folder.glob("*.*")} == before
