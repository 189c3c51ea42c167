import json
from pathlib import Path

import pytest

from feeds import opml
from tests.config.loading import loaded, problems


def lines(path: Path, *rows: object) -> None:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


def test_a_line_is_a_source_with_the_same_keys_and_defaults(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    lines(tmp_path / "more" / "b.jsonl", {"id": "b", "feed": "https://b.example/", "every": "5m"})
    lines(tmp_path / "more" / "a.jsonl", {"id": "a", "page": "https://a.example/", "title": "${T}"})
    text = "defaults: {every: 7h}\ninclude: ['more/*.jsonl']\nsources: [{id: first, files: x}]"
    settings = loaded(tmp_path, text, {"T": "Title"})
    assert [source.id for source in settings.sources] == ["first", "a", "b"]
    assert [source.every for source in settings.sources] == ["2s", "7h", "5m"]
    assert settings.sources[1].title == "Title"
    assert settings.files == tuple(
        tmp_path / name for name in ("config.yaml", "more/a.jsonl", "more/b.jsonl")
    )


def test_paths_in_an_included_file_count_from_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    lines(tmp_path / "more" / "a.jsonl", {"id": "a", "files": "texts/*.txt"})
    (source,) = loaded(tmp_path, "include: [more/a.jsonl]").sources
    assert source.root == str(tmp_path)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "x"', "not a line of JSON"),
        ("[1]", "not a source"),
        ('{"id": "x", "id": "y", "feed": "https://x.example"}', "`id` stands in it twice"),
        ('{"id": "x", "feed": "nope"}', "is not a web address"),
        ('{"id": "x", "feed": "https://x.example", "evry": "1h"}', "unknown key `evry`"),
        ('{"id": "x"}', "no key that says what it is"),
        ('{"id": "first", "feed": "https://x.example"}', "“first” is taken"),
        ('{"id": "x", "feed": "https://${NO}.example"}', "no ${NO}"),
        ("\xff", "not a line of JSON: it is not UTF-8"),
        ("[" * 100_000, "not a line of JSON: too deep"),
    ],
    ids=lambda value: value[:30],
)
def test_a_wrong_line_is_said_with_its_number(tmp_path: Path, line: str, message: str) -> None:
    good = '{"id": "first", "feed": "https://first.example/"}'
    (tmp_path / "s.jsonl").write_bytes(f"{good}\n\n{line}\n".encode("latin-1"))
    (problem,) = problems(tmp_path, "include: [s.jsonl]")
    assert (problem.file, problem.line) == ("s.jsonl", 3)
    assert message in problem.message


def test_a_subscription_list_becomes_feeds_with_lasting_ids(tmp_path: Path) -> None:
    body = b"""<opml version="2.0"><body>
      <outline text="Politics"><outline text="One" type="rss" xmlUrl="https://one.example/rss"/></outline>
      <outline text="Two" type="rss" xmlUrl="https://two.example/atom" category="/a b"/>
      <outline text="One, again" type="rss" xmlUrl="https://one.example/rss"/>
    </body></opml>"""
    assert {outline.feed_url for outline in opml.read(body)} >= {"https://one.example/rss"}
    (tmp_path / "subscriptions.opml").write_bytes(body)
    settings = loaded(tmp_path, "include: ['*.opml']")
    assert {source.place for source in settings.sources} == {
        "https://one.example/rss",
        "https://two.example/atom",
    }
    assert {source.kind for source in settings.sources} == {"feed"}
    ids = {source.id for source in settings.sources}
    (tmp_path / "subscriptions.opml").write_bytes(body.replace(b"One, again", b"Another title"))
    assert {source.id for source in loaded(tmp_path, "include: ['*.opml']").sources} == ids


def test_a_subscription_list_reads_nothing_of_our_environment(tmp_path: Path) -> None:
    (tmp_path / "x.opml").write_bytes(
        b"""<opml version="2.0"><body><outline text="News ${SECRET}" type="rss"
        xmlUrl="https://one.example/rss?q=${SECRET}"/></body></opml>"""
    )
    (source,) = loaded(tmp_path, "include: [x.opml]", {"SECRET": "leaked"}).sources
    assert source.title == "News ${SECRET}"
    assert "leaked" not in source.place


def test_a_subscription_list_that_is_none_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "x.opml").write_bytes(b"not opml")
    (problem,) = problems(tmp_path, "include: [x.opml]")
    assert problem.file == "x.opml"


def test_ten_thousand_lines_make_ten_thousand_sources(tmp_path: Path) -> None:
    lines(
        tmp_path / "s.jsonl",
        *({"id": f"s{n}", "feed": f"https://x{n}.example/feed"} for n in range(10_000)),
    )
    settings = loaded(tmp_path, "include: [s.jsonl]")
    assert len({source.id for source in settings.sources}) == 10_000
