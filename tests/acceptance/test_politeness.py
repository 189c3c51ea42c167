"""Many sources, some of them bad: by the real process, measured where its requests arrive."""

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.process import Program
from tests.support.server import Answer, Seen, Site

HEAD = """
fetch:
  allow_private: [127.0.0.0/8]
  per_host: {{concurrency: 2, delay: {delay}}}
  limits: {{deadline: 2s}}
defaults: {{every: {every}}}
include: [many.jsonl]
sources: []
"""
PAGE = "<html><head><title>Page</title></head><body><main><p>It is {path}.</p></main></body></html>"


class Guests:
    """Notes when each request to a page arrives, and how many are there at once."""

    def __init__(self, site: Site, stay_seconds: float = 0.02) -> None:
        self.arrivals: list[tuple[float, str]] = []
        self.most_at_once = 0
        self._there = 0
        self._lock = threading.Lock()
        self._stay_seconds = stay_seconds
        self._site = site

    def welcome(self, *paths: str) -> None:
        """Answer these paths with a page each."""
        for path in paths:
            self._site.set(path, self._page)

    def times(self, path: str | None = None) -> list[float]:
        """When somebody came, for one page or for all."""
        return [at for at, asked in list(self.arrivals) if path in (None, asked)]

    def _page(self, seen: Seen) -> Answer:
        with self._lock:
            self.arrivals.append((time.monotonic(), seen.path))
            self._there += 1
            self.most_at_once = max(self.most_at_once, self._there)
        time.sleep(self._stay_seconds)
        with self._lock:
            self._there -= 1
        return Answer(PAGE.format(path=seen.path), headers={"Content-Type": "text/html"})


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def bad() -> Iterator[Site]:
    """Another host, as far as politeness goes."""
    with Site(host="127.0.0.2") as bad:
        yield bad


def program(folder: Path, sources: list[dict[str, Any]], every: str, delay: str = "0s") -> Program:
    lines = "".join(json.dumps(source) + "\n" for source in sources)
    (folder / "many.jsonl").write_text(lines)
    return Program(folder, HEAD.format(every=every, delay=delay))


def test_l_checks_that_hang_end_at_their_deadline_and_hold_up_nobody(
    tmp_path: Path, site: Site, bad: Site
) -> None:
    guests = Guests(site)
    guests.welcome("/good")
    hanging = [f"/hang-{number}" for number in range(8)]
    for path in hanging:
        bad.hang(path)
    sources = [{"id": path[1:], "page": bad.url + path} for path in hanging]
    sources.append({"id": "good", "page": f"{site.url}/good"})
    with program(tmp_path, sources, every="1s") as daemon:
        daemon.start()
        daemon.eventually(lambda: len(guests.times()) >= 6, "the good one is visited")
        rows = {row["id"]: row for row in daemon.api("sources")}
    gaps = [
        later - sooner for sooner, later in zip(guests.times(), guests.times()[1:], strict=False)
    ]
    assert max(gaps) < 3, "one second between visits, and what a loaded machine adds"
    failed = [row for row in rows.values() if row["id"] != "good" and row["failures"]]
    assert failed
    assert {row["state"] for row in failed} == {"failing"}
    assert rows["good"]["state"] == "ok"


def test_m_what_is_due_at_a_start_is_spread_and_a_restart_resets_no_timer(
    tmp_path: Path, site: Site
) -> None:
    guests = Guests(site)
    paths = [f"/{number}" for number in range(40)]
    guests.welcome(*paths)
    sources = [{"id": f"s{path[1:]}", "page": site.url + path} for path in paths]
    with program(tmp_path, sources, every="1h") as daemon:
        daemon.start()
        daemon.eventually(lambda: len(guests.times()) >= 40, "all are visited")
        times = sorted(guests.times())
        assert times[-1] - times[0] > 2, "they do not come all at once"
        assert guests.most_at_once <= 2
        assert site.paths().count("/robots.txt") == 1
        daemon.wait_until_checked()
        daemon.kill()
        daemon.start()
        time.sleep(1.5)
        assert len(guests.times()) == 40, "nothing was due"


def test_requests_to_a_host_keep_their_distance_over_two_processes(
    tmp_path: Path, site: Site
) -> None:
    guests = Guests(site, stay_seconds=0.0)
    paths = [f"/{number}" for number in range(8)]
    guests.welcome(*paths)
    sources = [{"id": f"s{path[1:]}", "page": site.url + path} for path in paths]
    with program(tmp_path, sources, every="1s", delay="0.2s") as daemon:
        daemon.start()
        daemon.eventually(lambda: guests.times(), "the daemon began")
        outcomes = daemon.json("check")
        times = sorted(guests.times())
    assert [outcome["outcome"] for outcome in outcomes].count("failed") == 0
    assert times[-1] - times[0] > 0.19 * (len(times) - 1), "a fifth of a second between two"
