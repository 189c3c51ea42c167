"""Politeness as the servers see it: two processes visit the same hosts at the same time."""

import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock

from tests.support.server import Seen, Site

DELAY_SECONDS = 0.05
CONCURRENCY = 2

HOSTS = {
    "a.alpha.example": "127.0.1.1",
    "b.alpha.example": "127.0.1.1",
    "www.beta.example": "127.0.1.2",
    "www.gamma.example": "127.0.1.2",
    "a.delta.example": "127.0.1.3",
    "b.delta.example": "127.0.1.4",
    "127.0.1.5": "127.0.1.5",
    "a.slow.example": "127.0.1.6",
    "b.slow.example": "127.0.1.7",
    "www.idle.example": "127.0.1.8",
    "www.lazy.example": "127.0.1.8",
}

LANES = {
    "two names of a domain": ("a.alpha.example", "b.alpha.example"),
    "two domains at an address": ("www.beta.example", "www.gamma.example"),
    "a domain at two addresses": ("a.delta.example", "b.delta.example"),
    "an address": ("127.0.1.5",),
}
"""Quick hosts, where requests are kept apart by spacing."""

SLOW_LANES = {
    "a slow domain": ("a.slow.example", "b.slow.example"),
    "a slow address": ("www.idle.example", "www.lazy.example"),
}
"""Hosts that take so long for an answer that they are kept apart by seats."""

ANSWER_SECONDS = 0.3

VISITS, SLOW_VISITS = 5, 3
"""How often each process visits each lane."""

PROCESS = """
import asyncio, json, sys
from pathlib import Path
from monitor import clock
from monitor.config.settings import Fetch
from monitor.intake.visit.hosts import Hosts
from monitor.intake.visit.slate import SharedSlate
from monitor.intake.visit.visitor import Visitor
from monitor.model.visit import Response
from monitor.net.door import Door
from tests.support.loopback import LOOPBACK, Names

slate, concurrency, delay_seconds, addresses, urls = json.loads(sys.argv[1])

async def visit_all():
    fetch = Fetch(allow_private=LOOPBACK)
    names = Names({name: [[address]] for name, address in addresses.items()})
    hosts = Hosts(concurrency, delay_seconds, SharedSlate(Path(slate)))
    async with Door(fetch, resolve=names) as door:
        visitor = Visitor(door, fetch, clock.now, hosts)
        visits = [visitor.get(url, robots=False) for url in urls]
        return [type(came) for came in await asyncio.gather(*visits)]

print("ready", flush=True)
sys.stdin.readline()
assert set(asyncio.run(visit_all())) == {Response}
"""


class Guests:
    """Notes when requests came, and how many of each lane were there at once."""

    def __init__(self, site: Site) -> None:
        self.came: dict[str, list[float]] = defaultdict(list)
        self.most: dict[str, int] = defaultdict(int)
        self._inside: dict[str, int] = defaultdict(int)
        self._lock = Lock()
        self._site = site

    def __call__(self, seen: Seen) -> str:
        host = seen.headers["host"].partition(":")[0]
        lane = next(lane for lane, names in (LANES | SLOW_LANES).items() if host in names)
        with self._lock:
            self.came[lane].append(time.monotonic())
            self._inside[lane] += 1
            self.most[lane] = max(self.most[lane], self._inside[lane])
        if lane in SLOW_LANES:
            self._site.closing.wait(ANSWER_SECONDS)
        with self._lock:
            self._inside[lane] -= 1
        return "news"


def test_spacing_and_seats_hold_over_processes(tmp_path: Path) -> None:
    with Site(host="0.0.0.0") as site:
        guests = Guests(site)
        site.set("/", guests)
        task = json.dumps(
            [str(tmp_path / "hosts"), CONCURRENCY, DELAY_SECONDS, HOSTS, urls(site.port)]
        )
        visit_from_two_processes(task)
    asked = {lane: len(came) for lane, came in guests.came.items()}
    assert asked == dict.fromkeys(LANES, 2 * VISITS) | dict.fromkeys(SLOW_LANES, 2 * SLOW_VISITS)
    assert max(guests.most.values()) <= CONCURRENCY
    for lane in LANES:
        # A request that was noted late makes one gap smaller and another larger: all count.
        came = guests.came[lane]
        assert max(came) - min(came) > 0.7 * DELAY_SECONDS * (len(came) - 1)


def urls(port: int) -> list[str]:
    """Those of all lanes mixed, the names of each in turn."""
    return [
        f"http://{names[number % len(names)]}:{port}/"
        for number in range(VISITS)
        for names in (*LANES.values(), *(SLOW_LANES.values() if number < SLOW_VISITS else ()))
    ]


def visit_from_two_processes(task: str) -> None:
    """Both begin at the same moment, once both are ready."""
    program = [sys.executable, "-c", PROCESS, task]
    with ExitStack() as stack:
        processes = [stack.enter_context(_started(program)) for _ in range(2)]
        for process in processes:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        assert [process.wait(30) for process in processes] == [0, 0]


@contextmanager
def _started(program: list[str]) -> Iterator[subprocess.Popen[str]]:
    pipe = subprocess.PIPE
    with subprocess.Popen(program, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()
