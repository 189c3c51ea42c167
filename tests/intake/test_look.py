"""What `try` finds, with nothing kept."""

import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.config.settings import Fetch
from monitor.errors import UsageError
from monitor.intake.look import Finding, look
from monitor.intake.visit.visitor import Visitor
from monitor.net.door import Door
from tests.support.loopback import LOOPBACK
from tests.support.server import Site

FETCH = Fetch(allow_private=LOOPBACK, delay_seconds=0.0)
RSS = (
    "<rss version='2.0'><channel><title>B</title>"
    "<item><guid>1</guid><title>One</title></item></channel></rss>"
)
TEXT = (
    "Bridge closed\n10.12.2024\nThe bridge is closed.\n\nPool open\n9.12.2024\nThe pool is open.\n"
)


def write(path: Path, body: str | bytes) -> Path:
    """A file that was written long ago: nobody has to wait for it."""
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    os.utime(path, (1, 1))
    return path


def clock() -> datetime:
    return datetime(2024, 12, 21, 9, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
async def visitor() -> AsyncIterator[Visitor]:
    door = Door(FETCH)
    yield Visitor(door, FETCH, clock)
    await door.close()


async def found(visitor: Visitor, place: object, **more: str | None) -> Finding:
    return await look(str(place), more.get("kind"), more.get("base_url"), visitor, clock)


async def test_a_text_file_gives_its_releases(visitor: Visitor, tmp_path: Path) -> None:
    file = write(tmp_path / "notices.txt", TEXT)
    finding = await found(visitor, file)
    assert (finding.kind, finding.title) == ("files", "notices")
    assert [item.title for item in finding.items] == ["Bridge closed", "Pool open"]
    assert finding.confidence > 0.9
    assert finding.explain
    assert finding.problems == ()


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("saved.html", "<!DOCTYPE html><title>T</title><p>Hello <a href=x>there</a>", "page"),
        ("saved.xml", f"<?xml version='1.0'?>{RSS}", "feed"),
    ],
)
async def test_a_saved_document_is_recognised_by_its_content(
    visitor: Visitor, tmp_path: Path, name: str, body: str, kind: str
) -> None:
    write(tmp_path / name, body)
    finding = await found(visitor, tmp_path / name, base_url="https://x.test/dir/")
    assert finding.kind == kind
    assert len(finding.items) == 1
    if kind == "page":
        assert "https://x.test/dir/x" in (finding.items[0].html or "")


async def test_a_url_is_a_feed_if_it_says_so_and_else_a_page(visitor: Visitor, site: Site) -> None:
    site.set("/feed", RSS)
    site.set("/page", "<title>Terms</title><p>All of them")
    assert (await found(visitor, f"{site.url}/feed")).kind == "feed"
    page = await found(visitor, f"{site.url}/page")
    assert (page.kind, page.title) == ("page", "Terms")


async def test_the_kind_can_be_forced(visitor: Visitor, tmp_path: Path) -> None:
    file = write(tmp_path / "page.txt", "<p>Only a part of a page")
    assert (await found(visitor, file, kind="page")).items[0].text == "Only a part of a page"


async def test_what_cannot_be_had_is_a_problem_and_no_error(visitor: Visitor, site: Site) -> None:
    gone = await found(visitor, f"{site.url}/absent")
    assert gone.items == ()
    assert gone.confidence == 0
    assert "404" in gone.problems[0]


async def test_what_cannot_be_read_is_a_problem_and_no_error(
    visitor: Visitor, tmp_path: Path
) -> None:
    file = write(tmp_path / "a.txt", b"\x00\x01\x02" * 99)
    finding = await found(visitor, file)
    assert finding.items == ()
    assert finding.problems


@pytest.mark.parametrize("kind", [None, "nonsense"])
async def test_a_wrong_place_or_kind_is_a_mistake_of_the_caller(
    visitor: Visitor, tmp_path: Path, kind: str | None
) -> None:
    with pytest.raises(UsageError):
        await found(visitor, tmp_path / "absent.txt", kind=kind)
