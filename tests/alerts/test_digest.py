"""A digest as one message: whole where it fits, cut fairly where it does not."""

import json
from datetime import timedelta
from typing import Any

import pytest

from monitor.alerts import digest, plain, render
from monitor.alerts.digest import MOST_ITEMS, Digest
from monitor.alerts.render import LIMIT_BYTES, Alert
from monitor.model.change import ChangeKind
from tests.alerts.rows import AT, change, revision, source_change

SITE = "http://monitor.example"


def alerts(count: int, text: str = "It ended.", title: str = "Exercise ends") -> tuple[Alert, ...]:
    return tuple(
        Alert(change(sequence=number), revision(text=text, title=title))
        for number in range(1, count + 1)
    )


def gathered(*told: Alert, total: int | None = None) -> Digest:
    return Digest(AT - timedelta(days=1), AT, len(told) if total is None else total, told)


def message(digested: Digest) -> dict[str, Any]:
    said = digest.body(digested, f"{SITE}/")
    assert len(said) < LIMIT_BYTES
    whole: dict[str, Any] = json.loads(said)
    return whole


def test_each_item_is_the_message_that_it_would_have_been_alone() -> None:
    revised = change(kind=ChangeKind.REVISED, revision=2, previous=1)
    told = (
        Alert(change(), revision()),
        Alert(revised, revision(2, text="It has ended."), revision(1)),
        Alert(source_change(ChangeKind.RECOVERED)),
    )
    whole = message(gathered(*told))
    assert (whole["type"], whole["timestamp"]) == ("digest", "2026-11-23T09:00:05.250000Z")
    data = whole["data"]
    assert (data["since"], data["until"]) == (
        "2026-11-22T09:00:05.250000Z", "2026-11-23T09:00:05.250000Z",
    )  # fmt: skip
    assert data["items"] == [json.loads(render.body(alert, SITE)) for alert in told]
    assert (data["total"], data["items_cut"], data["page"]) == (3, False, f"{SITE}/changes")


def test_long_texts_are_cut_to_equal_shares() -> None:
    items = message(gathered(*alerts(4, "word " * 5_000)))["data"]["items"]
    lengths = [len(item["data"]["release"]["text"]) for item in items]
    assert all(item["data"]["release"]["text_cut"] for item in items)
    assert min(lengths) > 3_000
    assert max(lengths) - min(lengths) <= len("word ")


@pytest.mark.parametrize(
    "text", ["It ended.", "word " * 5_000, "Учения завершены. " * 500, '"\\' * 99]
)
@pytest.mark.parametrize("count", [1, 20, MOST_ITEMS])
def test_it_stays_under_20_kb_and_keeps_the_newest(text: str, count: int) -> None:
    data = message(gathered(*alerts(count, text), total=500))["data"]
    kept = [item["data"]["sequence"] for item in data["items"]]
    assert kept == list(range(count - len(kept) + 1, count + 1))
    assert kept
    assert (data["total"], data["items_cut"]) == (500, True)


def test_titles_and_addresses_that_never_end_leave_room_for_some() -> None:
    long = {"url": "https://csto.example/" + "u" * 1_900, "source_title": "s" * 5_000}
    told = [Alert(change(sequence=n, **long), revision(title="t" * 5_000)) for n in range(1, 30)]
    items = message(gathered(*told))["data"]["items"]
    assert 1 < len(items) < 29
    assert items[-1]["data"]["sequence"] == 29


def test_the_same_digest_gives_the_same_bytes() -> None:
    digested = gathered(*alerts(9, "word " * 900))
    assert digest.body(digested, SITE) == digest.body(digested, SITE)


def test_people_read_a_line_for_each_change_under_its_source() -> None:
    revised = change(
        kind=ChangeKind.REVISED, sequence=2, revision=2, previous=1, added_words=1, removed_words=2
    )
    other = source_change(ChangeKind.RECOVERED, source="osce", source_title="OSCE news", sequence=3)
    told = (
        Alert(change(sequence=1), revision()),
        Alert(other),
        Alert(revised, revision(2, text="It has ended."), revision(1)),
    )
    said = plain.said(message(gathered(*told)))
    assert said.title == "3 changes since 2026-11-22 09:00 UTC"
    assert said.body.splitlines() == [
        "CSTO press releases",
        "• Exercise ends (new)",
        "  https://csto.example/news/1",
        "• Exercise ends (revised: one word added)",
        f"  {SITE}/changes/2",
        "",
        "OSCE news",
        "• Works again",
        "",
        f"All changes: {SITE}/changes",
    ]


def test_people_are_told_how_many_more_there_were() -> None:
    said = plain.said(message(gathered(*alerts(2), total=40)))
    assert said.title.startswith("40 changes since")
    assert said.body.endswith(f"\n38 more: {SITE}/changes")
    assert plain.said(message(gathered(*alerts(1)))).title.startswith("1 change since")
