"""Parts to documents: what is read, what made no sense."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from monitor.errors import ExtractError
from monitor.intake.understand import understand
from monitor.model.release import Document
from monitor.model.source import Source
from monitor.model.visit import Part
from tests.intake.memory import scripted

NOW = datetime(2024, 12, 31, 23, 30, tzinfo=UTC)
SOURCE = Source("s", "scripted", "*", "S")


def parts(*names: str) -> Sequence[Part]:
    return [Part(name, b"") for name in names]


def test_one_bad_part_does_not_hold_up_the_others() -> None:
    kind = scripted({"good": [Document("T", "text", "")]}, withdraws=True)

    def parse(source: Source, part: Part, today: date) -> tuple[Document, ...]:
        if part.place == "bad":
            raise ExtractError("this is binary data", hint="take it out")
        return kind.parse(source, part, today)

    seen = understand(SOURCE, replace(kind, parse=parse), parts("bad", "good"), NOW, had_items=True)
    assert seen.read == {"good"}
    assert [document.title for document in seen.documents] == ["T"]
    failure = seen.unread["bad"]
    assert (failure.kind, failure.message, failure.hint) == (
        "unreadable",
        "bad: this is binary data",
        "take it out",
    )


def test_no_items_are_doubted_where_there_were_some_or_always_are() -> None:
    for withdraws, had_items, doubted in (
        (False, True, True),
        (True, False, True),
        (False, False, False),
    ):
        kind = scripted({"a": []}, withdraws=withdraws)
        seen = understand(SOURCE, kind, parts("a"), NOW, had_items=had_items)
        assert (set(seen.unread) == {"a"}) is doubted


def test_what_filters_drop_is_not_doubted() -> None:
    kind = scripted({"a": [Document("T", "text", "")]}, withdraws=True)
    source = replace(SOURCE, options={"drop": ["text"]})
    seen = understand(source, kind, parts("a"), NOW, had_items=True)
    assert (seen.documents, seen.read, dict(seen.unread)) == ((), {"a"}, {})


def test_today_is_the_day_in_the_sources_time_zone() -> None:
    days: list[date] = []
    kind = scripted({}, withdraws=False)

    def parse(_: Source, __: Part, today: date) -> tuple[Document, ...]:
        days.append(today)
        return ()

    for timezone in ("UTC", "Europe/Berlin"):
        source = replace(SOURCE, timezone=timezone)
        understand(source, replace(kind, parse=parse), parts("a"), NOW, had_items=False)
    assert days == [date(2024, 12, 31), date(2025, 1, 1)]


def test_what_no_store_can_hold_is_taken_out() -> None:
    hostile = Document("T\x00", "te\ud800xt", "", html="<p>te\x01xt</p>", guid="g\x00")
    kind = scripted({"a": [hostile]}, withdraws=False)
    (document,) = understand(SOURCE, kind, parts("a"), NOW, had_items=False).documents
    assert (document.title, document.text, document.html, document.guid) == (
        "T",
        "text",
        "<p>text</p>",
        "g",
    )
