import json
from pathlib import Path

import pytest

from tools.evaluate import main

TEXT = (
    "River floods town\n10.12.2024\nThe river rose by two metres.\n\n"
    "New bridge\n09.12.2024\nIt is of wood.\n"
)
ANSWER = {
    "style": "title / date / text",
    "releases": [
        {"start_line": 1, "end_line": 3, "date": "2024-12-10"},
        {"start_line": 5, "end_line": 7, "date": "2023-12-09", "year_inferred": True},
    ],
}


def dump(folder: Path, name: str, text: str, answer: dict[str, object]) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / f"{name}.json").write_text(json.dumps(answer), encoding="utf-8")


def test_every_text_and_the_mean_are_in_one_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dump(tmp_path / "texts", "right", TEXT, ANSWER)
    half = {**ANSWER, "releases": [{"start_line": 1, "end_line": 2, "date": "2024-12-10"}]}
    dump(tmp_path / "texts", "wrong", TEXT, half)
    dump(tmp_path / "texts", "mixed", TEXT, {**half, "style": "interleaved"})
    dump(tmp_path / "texts", "unreadable", "\x00\x01 ", half)
    (tmp_path / "pages").mkdir()
    assert main([str(tmp_path)]) == 0
    shown = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert shown[0] == ["pages:", "not", "measured", "yet"]
    rows = {row[0]: row[1:] for row in shown}
    assert rows["right"] == ["1.000", "1.000", "1.000", "1.000"]
    assert rows["wrong"] == ["0.000", "0.000", "0.000", "0.000"]
    assert rows["mixed"][-1] == "(apart)"
    assert "binary" in rows["unreadable"]
    assert rows["mean"] == ["0.333", "0.333", "0.333", "0.333"]
    assert shown[-1] == ["4", "texts,", "1", "apart", "from", "the", "mean,", "1", "unread"]


def test_a_folder_that_is_not_there_is_a_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["/no/such/folder"]) == 2
    assert "usage" in capsys.readouterr().err


def test_pages_are_compared_by_address_and_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(
        f'<li><a href="/news/{n}-it-came-to-pass">What came to pass, part {n}</a> 2024-05-{20 - n}'
        for n in range(4)
    )
    known = [
        {"title": "What came", "url": f"https://x.test/news/{n}-it-came-to-pass", "date": day}
        for n, day in ((0, "2024-05-20"), (1, "2024-05-01"))
    ]
    for name, body, items in (("list", rows, known), ("none", "<p>Nothing here.</p>", [])):
        answer = {"base_url": "https://x.test/news", "items": items, "scored": bool(items)}
        (tmp_path / "listings").mkdir(exist_ok=True)
        (tmp_path / "listings" / f"{name}.html").write_text(f"<main><ul>{body}</ul></main>")
        (tmp_path / "listings" / f"{name}.json").write_text(json.dumps(answer))
    assert main([str(tmp_path)]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[1].split() == ["list", "0.500", "1.000", "0.667", "0.500"]
    assert shown[2].split()[-1] == "(apart)"
    assert "1 of 2 dates of found items; of 1 pages without a list 1 gave none" in shown[-1]
