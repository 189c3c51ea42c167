"""The measure of the feed suites sees what it is to see."""

from datetime import UTC, datetime
from pathlib import Path

from feeds.model import Enclosure, Entry, Feed
from tools.feeds import case, holds, tables, unsafe

AT = datetime(2025, 1, 1, tzinfo=UTC)
GOOD = b"<!-- Expect: !Error -->\n<rss><channel><item><title>a</title></item></channel></rss>"


def feed(**entry: object) -> Feed:
    values = {"id": "a", "title": "t", "updated": AT, **entry}
    return Feed("f", "t", "https://x.test/f", "", AT, entries=(Entry(**values),))  # type: ignore[arg-type] - tests


def test_what_runs_is_seen_wherever_it_stands() -> None:
    for values in (
        {"html": "<p onclick=x>y</p>"},
        {"html": "<script>x</script>"},
        {"html": "<a href='JavaScript:x'>y</a>"},
        {"url": "data:text/html,x"},
        {"enclosures": (Enclosure("javascript:x"),)},
        {"summary": "<img onerror=x>"},
    ):
        assert list(unsafe(feed(**values))), values
    assert not list(unsafe(feed(html="<p><a href='https://x.test/'>y</a></p>", text="1 < 2")))


def test_only_well_formed_feeds_of_which_nothing_wrong_is_expected_are_judged() -> None:
    assert holds(GOOD) == 1
    assert holds(GOOD.replace(b"!Error", b"Error{}")) is None
    assert holds(GOOD.replace(b"</rss>", b"")) is None
    assert holds(b"<html><item/></html>") is None
    nested = b"<feed><entry><source><entry/></source></entry></feed>"
    assert holds(nested) == 1


def test_every_file_has_an_outcome(tmp_path: Path) -> None:
    part = tmp_path / "suite" / "tests" / "part"
    part.mkdir(parents=True)
    (part / "good.xml").write_bytes(GOOD)
    (part / "none.xml").write_bytes(b"<!-- Expect: !Error --><kml/>")
    (tmp_path / "current").mkdir()
    (tmp_path / "current" / "now.xml").write_bytes(GOOD)
    assert (case(part / "good.xml").outcome, case(part / "none.xml").outcome) == ("read", "no feed")
    lines = list(tables(tmp_path))
    assert lines[-1].split()[:3] == ["all", "3", "2"]
    assert "2 of 2" in lines[-1]
