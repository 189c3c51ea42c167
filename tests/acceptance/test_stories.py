"""Conformance R by the real process: one release at two offices is one story, told once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from monitor.stories.model import Told
from tests.stories.tales import grant, joint
from tests.support.harbour import FETCH, SECRET
from tests.support.process import Program
from tests.support.receiver import Receiver
from tests.support.server import Site

CONFIG = (
    FETCH.replace("{", "{{").replace("}", "}}")
    + """
sources:
  - {{id: brindlemark, feed: {site}/brindlemark.xml, every: 1h}}
  - {{id: ostwick, feed: {site}/ostwick.xml, every: 1h}}
feeds:
  - {{id: places, title: Every place, one_per: place}}
targets:
  - id: hook
    webhook: {url}
    secret: {secret}
    allow_private: [127.0.0.0/8]
  - id: each
    webhook: {each}
    secret: {secret}
    allow_private: [127.0.0.0/8]
    one_per: place
"""
)
OLD = Told("old", "The lamp of Gull Sound", "An old lamp is shown to visitors all summer long.")


def feed(office: str, *told: Told) -> str:
    items = "".join(
        f"<item><title>{escape(one.title)}</title><guid>{office}/{n}</guid>"
        f"<link>https://{office}.example/{n}</link><pubDate>Tue, 06 May 2031 08:00:00 GMT</pubDate>"
        f"<description>{escape(one.text)}</description></item>"
        for n, one in enumerate(told)
    )
    return (
        f"<rss version='2.0'><channel><title>{office}</title><link>https://{office}.example/</link>"
        f"<description>News</description>{items}</channel></rss>"
    )


@pytest.fixture
def each() -> Iterator[Receiver]:
    with Receiver(SECRET) as receiver:
        yield receiver


@pytest.fixture
def program(tmp_path: Path, site: Site, receiver: Receiver, each: Receiver) -> Iterator[Program]:
    """The daemon, with the baseline of both offices."""
    text = CONFIG.format(site=site.url, url=receiver.url, each=each.url, secret=SECRET)
    publish(site, "brindlemark", OLD)
    publish(site, "ostwick", OLD)
    with Program(tmp_path, text) as program:
        program.start()
        program.wait_until_checked()
        yield program


def publish(site: Site, office: str, *told: Told) -> None:
    site.set(f"/{office}.xml", feed(office, *told), headers={"Content-Type": "text/xml"})


def told(receiver: Receiver, count: int) -> list[tuple[str, str]]:
    receiver.wait(count)
    return [
        (message.json["type"], message.json["data"]["source"]["id"])
        for message in receiver.taken.values()
    ]


def entries(program: Program, name: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = program.client.get(f"/feeds/{name}.json").json()["items"]
    return [item for item in items if "pilot service" in item["title"]]


def test_r_a_joint_release_of_two_offices_is_told_once(
    program: Program, site: Site, receiver: Receiver, each: Receiver
) -> None:
    ours, theirs = joint("Brindlemark"), joint("Ostwick", "We are glad, said Mayor Tollen.")
    publish(site, "brindlemark", OLD, ours)
    publish(site, "ostwick", OLD, theirs)
    assert [program.check(one)["new"] for one in ("brindlemark", "ostwick")] == [1, 1]
    assert told(each, 2) == [("release.new", "brindlemark"), ("release.new", "ostwick")]
    assert told(receiver, 1) == [("release.new", "brindlemark")]

    rows = [row for row in program.json("releases") if "pilot service" in row["title"]]
    assert [(row["source"], row["also_at"]) for row in rows] == [
        ("brindlemark", ["https://ostwick.example/1"]),
        ("ostwick", ["https://brindlemark.example/1"]),
    ]
    why = program.call("explain", *(row["id"] for row in rows)).stdout
    assert "they are of two sources, and one story" in why
    assert "words in shared passages" in why
    assert "to make them two stories: feed-monitor split" in why
    program.eventually(lambda: entries(program, "all"), "the feed has the story")
    assert [len(entries(program, name)) for name in ("all", "places", "ostwick")] == [1, 2, 1]

    publish(site, "ostwick", OLD, joint("Ostwick", "We are very glad, said Mayor Tollen."))
    assert program.check("ostwick")["revised"] == 1
    assert told(receiver, 2)[1:] == [("release.revised", "ostwick")]


def test_r_two_grants_from_one_template_are_told_twice(
    program: Program, site: Site, receiver: Receiver
) -> None:
    publish(site, "brindlemark", OLD, grant("Elver", "4,000"))
    publish(site, "ostwick", OLD, grant("Morrow", "9,500", "11"))
    assert [program.check(one)["new"] for one in ("brindlemark", "ostwick")] == [1, 1]
    assert told(receiver, 2) == [("release.new", "brindlemark"), ("release.new", "ostwick")]
