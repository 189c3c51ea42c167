"""What a list shows no more, by the real process: taken away, fallen off, back again; and J."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.test_renumbered import CONFIG, NUMBERS, feed, old
from tests.support.harbour import FETCH, hook
from tests.support.process import Program
from tests.support.receiver import Receiver
from tests.support.server import Site

ALL = "    on: [new, revised, withdrawn, returned, failing, recovered]\n"


@pytest.fixture
def program(tmp_path: Path, site: Site, receiver: Receiver) -> Iterator[Program]:
    """The daemon, its baseline of eight items taken."""
    show(site, *NUMBERS)
    text = FETCH + CONFIG.format(site=site.url) + hook(receiver) + ALL
    with Program(tmp_path, text) as program:
        program.start()
        program.wait_until_checked()
        yield program


def show(site: Site, *numbers: int) -> None:
    headers = {"ETag": f'"{hash(numbers)}"', "Content-Type": "application/rss+xml"}
    site.set("/feed.xml", feed([old(number) for number in numbers]), headers=headers)


def told(receiver: Receiver, count: int) -> list[str]:
    return [message.json["type"] for message in receiver.wait_taken(count).values()]


def test_what_vanishes_from_the_middle_is_withdrawn_once_and_its_return_is_told(
    program: Program, site: Site, receiver: Receiver
) -> None:
    gone = "The council opens the harbour"
    show(site, 7, 6, 5, 4, 2, 1, 0)
    row = program.check("office")
    assert (row["outcome"], row["withdrawn"]) == ("unchanged", 0)
    assert len(program.items("office")) == 8
    row = program.check("office")
    assert (row["outcome"], row["withdrawn"]) == ("changed", 1)
    program.check("office")
    assert [message.json["data"]["release"]["title"] for message in receiver.wait(1)] == [gone]
    assert gone not in [item["title"] for item in program.items("office")]
    show(site, *NUMBERS)
    assert program.check("office")["returned"] == 1
    assert told(receiver, 2) == ["release.withdrawn", "release.returned"]
    assert gone in [item["title"] for item in program.items("office")]


def test_what_falls_off_the_end_is_told_to_nobody_and_stays_published(
    program: Program, site: Site, receiver: Receiver
) -> None:
    show(site, 9, 8, 7, 6, 5)
    assert program.check("office")["new"] == 2
    show(site, 10, 9, 8)
    program.check("office")
    row = program.check("office")
    assert (row["withdrawn"], row["outcome"]) == (0, "unchanged")
    assert told(receiver, 3) == ["release.new"] * 3
    assert len(program.items("office")) == 11
    show(site, 5, 4, 3)
    assert program.check("office")["new"] == 0
    assert len(receiver.messages) == 3


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<title>Sign in</title><main><form><input type=password name=p></form></main>", "login"),
        ("<title>Just a moment...</title><script>window._cf_chl_opt={}</script>", "wall"),
        (feed([]), "no_items"),
    ],
)
def test_j_no_feed_in_the_feeds_place_is_a_failure_and_takes_nothing_away(
    program: Program, site: Site, receiver: Receiver, body: str, kind: str
) -> None:
    served = program.feed("office.rss").content
    site.set("/feed.xml", body, headers={"Content-Type": "text/html"})
    for count in (1, 2, 3):
        row = program.check("office")
        assert (row["outcome"], row["failure"]["kind"]) == ("failed", kind), row
        (source,) = program.api("sources")
        assert (source["state"], source["failures"]) == ("failing", count)
    assert program.feed("office.rss").content == served
    show(site, *NUMBERS)
    assert program.check("office")["withdrawn"] == 0
    assert told(receiver, 2) == ["source.failing", "source.recovered"]
    assert len(receiver.messages) == 2
