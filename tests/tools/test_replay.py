"""The replay of a series: what appeared is announced once, what is no item is counted."""

import json
from pathlib import Path

from tests.intake.sources.test_listing import ITEMS, PLACE, listed, tabled
from tools.replay import Row, Series, counted, replay


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
    pages = [listed(ITEMS[1:]), tabled(ITEMS), tabled(ITEMS)]
    (told,) = replay([series(tmp_path / "office", pages, [ITEMS[1:], ITEMS, ITEMS])])
    assert (told.visits, told.failed, told.changed_bytes) == (3, 0, 2)
    assert (told.expected, told.announced, told.right, told.again) == (5, 5, 5, 0)
    assert (told.recall, told.wrong) == (1.0, 0)


def change(url: str, title: str, kind: str = "new", *, baseline: bool = False) -> Row:
    url = f"http://office.test{url}"
    return {"kind": kind, "url": url, "title": title, "baseline": baseline, "held": None}


def test_what_is_missed_what_is_no_item_and_what_is_told_twice_are_counted(tmp_path: Path) -> None:
    office = series(tmp_path / "office", [""], [ITEMS[:1], [("/news/harbour", "Again", "")]])
    harbour, _, _ = ITEMS[0]
    changes = [
        change("/menu", "Menu", baseline=True),
        change(harbour, "Whatever"),
        change("/other", "Again"),
        change("/other", "Again"),
        change("/imprint", "Imprint"),
        change("/imprint", "Imprint", "revised"),
    ]
    told = counted(Series.read(office), [{"outcome": "failed"}], changes)
    assert (told.visits, told.failed, told.revised, told.again) == (1, 1, 1, 1)
    assert (told.recall, told.wrong_share, told.wrong_later) == (1.0, 0.4, 1)
    assert counted(Series.read(office), [], []).recall == 0.0
