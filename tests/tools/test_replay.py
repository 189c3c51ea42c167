"""The replay of a series: what appeared is announced once, what is no item is counted."""

import json
from pathlib import Path

from tests.intake.sources.test_listing import ITEMS, PLACE, listed, tabled
from tools.replay import replay


def series(folder: Path, pages: list[str], items: list[list[tuple[str, str, str]]]) -> Path:
    folder.mkdir()
    shots = []
    for number, page in enumerate(pages):
        (folder / f"{number}.html").write_text(f"<html><body>{page}", encoding="utf-8")
        shots.append({"file": f"{number}.html"})
    manifest = {"kind": "listing", "url": PLACE, "snapshots": shots}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    known = [
        {"items": [{"url": f"https://office.test{u}", "title": t} for u, t, _ in shot]}
        for shot in items
    ]
    (folder / "items.json").write_text(json.dumps({"snapshots": known}), encoding="utf-8")
    return folder


def test_every_item_is_announced_once_through_a_new_design(tmp_path: Path) -> None:
    pages = [listed(ITEMS[2:]), listed(ITEMS[1:]), tabled(ITEMS), tabled(ITEMS)]
    told = replay(series(tmp_path / "office", pages, [ITEMS[2:], ITEMS[1:], ITEMS, ITEMS]))
    assert (told.visits, told.failed, told.changed_bytes) == (4, 0, 3)
    assert (told.expected, told.announced, told.right, told.again) == (5, 5, 5, 0)
    assert (told.recall, told.wrong) == (1.0, 0.0)


def test_what_is_missed_and_what_is_no_item_are_counted(tmp_path: Path) -> None:
    other = [("/else", "What nobody ever saw on the page", "01.01.2025")]
    told = replay(series(tmp_path / "office", [listed(ITEMS)], [[*ITEMS[1:], *other]]))
    assert (told.recall, told.wrong) == (0.8, 1 - 4 / 5)
