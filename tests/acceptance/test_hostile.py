"""Hostile answers: each is a recorded failure, the good are on time, and memory stays bounded.

FEED_MONITOR_HOSTILE=1000 asks for so many of them, of all kinds; by default for a dozen.
"""

import os
import re
import time
from collections import Counter
from itertools import count, islice
from pathlib import Path

from tests.support.hostile import CASES, READ, Case
from tests.support.memory import Memory
from tests.support.process import Program
from tests.support.server import Seen, Site

HOSTILE = int(os.environ.get("FEED_MONITOR_HOSTILE", "0"))
DEADLINE_SECONDS = 2
STUCK_SECONDS = 120.0

SOON_OVER = (
    "bomb", "endless-body", "endless-headers", "endless-redirects", "drip", "silence", "paragraphs",
    "bold", "comments", "mail", "deep-json", "long-integer",
)  # fmt: skip
"""The answers that are asked for by default."""

ENDED = r"event=(?:check_failed|changed) source=(\S+) (?:kind=(\S+) .*|changes=.*)\n"
"""What the log says of a check that came to something."""

ALLOWED_BYTES = 300_000_000
"""Resident, the daemon and its readers together."""

CONFIG = """
fetch:
  allow_private: [127.0.0.0/8]
  per_host: {{concurrency: 16, delay: 0s}}
  limits: {{deadline: {deadline}s}}
defaults: {{every: 12h}}
sources:
  - {{id: good, page: "{good}/news", every: 1s}}
"""


class Good:
    """A page that says something new whenever it is asked, and when that was."""

    def __init__(self, site: Site) -> None:
        self.asked_at: list[float] = []
        site.set("/news", self._news)

    def _news(self, _: Seen) -> str:
        self.asked_at.append(time.monotonic())
        return f"<title>News</title><p>Edition {len(self.asked_at)} of the news."

    def longest_gap_seconds(self) -> float:
        """Between two visits that followed each other."""
        return max(b - a for a, b in zip(self.asked_at, self.asked_at[1:], strict=False))


def wanted() -> dict[str, Case]:
    """The sources by id, in turn of every kind of answer."""
    names = list(CASES) if HOSTILE else SOON_OVER
    rounds = ((f"{name}-{turn}", CASES[name]) for turn in count(1) for name in names)
    return dict(islice(rounds, HOSTILE or len(names)))


def config(site: Site, good: Site, sources: dict[str, Case]) -> str:
    lines = [
        f'  - {{id: {name}, {case.kind}: "{site.url}/{name}"}}' for name, case in sources.items()
    ]
    return CONFIG.format(good=good.url, deadline=DEADLINE_SECONDS) + "\n".join(lines)


def ended(program: Program) -> dict[str, str]:
    """What the first check of each source came to, as it was logged: READ, or why it failed.

    From the log: to ask a daemon again and again what it has would cost it memory too.
    """
    came_of: dict[str, str] = {}
    for source, kind in re.findall(ENDED, program.logged):
        came_of.setdefault(source, kind or READ)
    return came_of


def wait_until_checked(program: Program, sources: dict[str, Case]) -> dict[str, str]:
    """Until each of them was, and what came of it; fail when for long there is none more."""
    came_of: dict[str, str] = {}
    since = time.monotonic()
    while not sources.keys() <= came_of.keys():
        time.sleep(0.2)
        now = ended(program)
        if len(now) > len(came_of):
            came_of, since = now, time.monotonic()
        missing = sources.keys() - now.keys()
        assert time.monotonic() - since < STUCK_SECONDS, f"never checked: {sorted(missing)}"
    return came_of


def test_hostile_answers_are_recorded_and_the_good_are_on_time(tmp_path: Path) -> None:
    sources = wanted()
    with Site() as site, Site(host="127.0.0.2") as good_site:
        good = Good(good_site)
        for name, case in sources.items():
            case.serve(site, f"/{name}")
        with Program(tmp_path, config(site, good_site, sources)) as program:
            program.start(cold=True)  # its memory is measured: it must be its own
            with Memory(program.pid) as memory:
                came_of = wait_until_checked(program, sources)
                program.eventually(lambda: len(good.asked_at) > 1, "the good are visited again")
            assert program.running
            program.eventually(lambda: program.items("good"), "the good are read")
    print(
        f"{Counter(came_of.values())}; at most {memory.most_bytes / 1e6:.0f} MB in "
        f"{memory.most_processes} processes; the good one asked {len(good.asked_at)} times, "
        f"at most {good.longest_gap_seconds():.1f} s apart"
    )
    unexpected = {
        name: came_of[name]
        for name, case in sources.items()
        if came_of[name] not in case.outcomes | {"deadline"}  # a machine may be slow
    }
    assert not unexpected
    assert good.longest_gap_seconds() < STUCK_SECONDS / 4
    assert memory.most_bytes < ALLOWED_BYTES
    assert memory.most_processes <= 3, "a daemon and two readers"
