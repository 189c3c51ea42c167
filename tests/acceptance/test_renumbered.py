"""O: the publisher gives every item another guid. One note; no flood, and no lost history."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.support.harbour import FETCH, hook
from tests.support.process import Program
from tests.support.receiver import Receiver
from tests.support.server import Site

CONFIG = """
sources:
  - id: office
    feed: {site}/feed.xml
    every: 1h
"""

PLACES = ("bridge", "library", "theatre", "harbour", "garden", "market", "station", "tower")


def item(number: int, guid: str, url: str, text: str = "") -> str:
    place = PLACES[number % len(PLACES)]
    text = text or (
        f"On behalf of the council the mayor opened the {place} in front of many guests, and "
        f"thanked the people who had worked on the {place} for {number + 3} long years."
    )
    return (
        f"<item><title>The council opens the {place}</title><link>{url}</link>"
        f"<guid isPermaLink='false'>{guid}</guid>"
        f"<pubDate>Sun, {number + 1:02} Nov 2026 09:30:00 +0100</pubDate>"
        f"<description>{text}</description></item>"
    )


def old(number: int, text: str = "") -> str:
    return item(number, f"http://x.test/?p={number}", f"http://x.test/news/{number}", text)


def new(number: int, text: str = "") -> str:
    return item(number, f"urn:cms:{number + 900}", f"https://www.new.test/press/{number}", text)


def feed(items: Sequence[str]) -> str:
    head = "<?xml version='1.0'?><rss version='2.0'><channel><title>Office</title>"
    head += "<link>https://x.test/</link><description>d</description>"
    return f"{head}{''.join(items)}</channel></rss>"


NUMBERS = range(7, -1, -1)


@pytest.fixture
def program(tmp_path: Path, site: Site, receiver: Receiver) -> Iterator[Program]:
    """The daemon, its baseline of eight items taken."""
    site.set("/feed.xml", feed([old(number) for number in NUMBERS]))
    text = FETCH + CONFIG.format(site=site.url) + hook(receiver)
    with Program(tmp_path, text) as program:
        program.start()
        program.wait_until_checked()
        yield program


def ids(program: Program) -> dict[str, str]:
    return {row["title"]: row["id"] for row in program.api("releases", source="office")}


def test_o_every_guid_renamed_is_one_note_and_the_same_releases(
    program: Program, site: Site, receiver: Receiver
) -> None:
    before, served = ids(program), program.items("office")
    site.set("/feed.xml", feed([new(number) for number in NUMBERS]))
    row = program.check("office")
    assert (row["outcome"], row["new"], row["revised"], row["withdrawn"]) == ("unchanged", 0, 0, 0)
    assert "8 of 8" in row["note"]
    (message,) = (message.json for message in receiver.wait_taken(1).values())
    assert message["type"] == "source.renumbered"
    assert set(message["data"]) == {"sequence", "source", "note"}
    assert "8 of 8" in message["data"]["note"]
    assert ids(program) == before
    assert [item["id"] for item in program.items("office")] == [item["id"] for item in served]
    assert [item["date_published"] for item in program.items("office")] == [
        item["date_published"] for item in served
    ]
    assert program.check("office")["outcome"] in ("unchanged", "not_modified")


def test_o_with_one_new_and_one_edited_item_after_a_restart(
    program: Program, site: Site, receiver: Receiver
) -> None:
    before = ids(program)
    edited = "On behalf of the council the mayor opened the garden in front of three guests, and "
    edited += "thanked the people who had worked on the garden for 7 long years."
    items = [
        item(8, "urn:cms:908", "https://www.new.test/press/8", "Nobody has read this one before."),
        *(new(number, edited if number == 4 else "") for number in NUMBERS[:-1]),
    ]
    assert program.stop() == 0
    program.start()
    site.set("/feed.xml", feed(items))
    row = program.check("office")
    assert (row["new"], row["revised"], row["withdrawn"]) == (1, 1, 0)
    told = [message.json for message in receiver.wait_taken(3).values()]
    assert sorted(message["type"] for message in told) == [
        "release.new", "release.revised", "source.renumbered",
    ]  # fmt: skip
    (revised,) = (message for message in told if message["type"] == "release.revised")
    assert revised["data"]["release"]["id"] == before["The council opens the garden"]
    assert "+three" in revised["data"]["diff"]["unified"]


def test_o_undone_it_is_told_no_more(program: Program, site: Site, receiver: Receiver) -> None:
    site.set("/feed.xml", feed([new(number) for number in NUMBERS]))
    program.check("office")
    site.set("/feed.xml", feed([old(number) for number in NUMBERS]))
    assert program.check("office")["new"] == 0
    site.set("/feed.xml", feed([old(number) for number in (8, *NUMBERS[:-1])]))
    assert program.check("office")["new"] == 1
    told = [message.json["type"] for message in receiver.wait_taken(2).values()]
    assert sorted(told) == ["release.new", "source.renumbered"]
    assert len(receiver.messages) == 2
