"""Ten thousand sources due within a minute, on hosts of which three in ten are ill.

Each host has twenty, due three seconds apart, so politeness alone makes nobody late. All of them
were visited before, when every host was well. Lag is from the moment a source is due until its
page is asked for, at the server; so are spacing and how many requests a host has at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep, time

from tools.bench.loopback import address
from tools.bench.measure import MEGABYTE, Watch, cpu_seconds
from tools.bench.options import Options
from tools.bench.program import EAGER, LOOPBACK, Program
from tools.bench.table import Goal, Rows, Table
from tools.bench.town import RETRY_AFTER_SECONDS, Town, Visit, health

HOSTS = 500
EACH = 20
MINUTE_SECONDS = 60
LEAD_SECONDS = 15.0
"""From setting the due times until the first: the daemon starts meanwhile."""

TAIL_SECONDS = 5.0
"""After the last minute, for what was due at its very end."""

DELAY_SECONDS = 1.0
AT_ONCE = 2
POLITE = f"fetch: {{{LOOPBACK}, per_host: {{concurrency: {AT_ONCE}, delay: {DELAY_SECONDS:g}s}}}}\n"
SLACK_SECONDS = 0.1
"""What the way to the server may take away from the space between two requests."""


@dataclass(frozen=True, slots=True)
class Due:
    """A source, its host's number, its page, and when it is due, seconds of the epoch."""

    id: str
    host: int
    page: int
    at: float


def measure(options: Options) -> Iterator[Table]:
    """One table."""
    hosts = options.size(HOSTS, 50)
    minutes = options.either(6, 1)
    rows = Rows()
    with TemporaryDirectory() as name, Town() as town, Program(Path(name), POLITE) as program:
        _known(Path(name), town, hosts)
        program.write(_sources(town, hosts))
        due = [*_due(hosts, time() + LEAD_SECONDS)]
        program.due({each.id: each.at for each in due})
        town.falls_ill()
        program.start()
        with Watch(program.pid, every_seconds=1.0) as watch:
            sleep(max(due[0].at - time(), 0.0))
            used = cpu_seconds(program.pid)
            sleep(MINUTE_SECONDS * minutes + TAIL_SECONDS)
            used = cpu_seconds(program.pid) - used
            lives = program.lives
        visits = town.visits()
    _lag(rows, due, visits)
    _politeness(rows, visits)
    _resources(rows, watch, used, minutes, lives)
    yield Table(f"{hosts * EACH:,} sources due in a minute, {hosts} hosts, 3 in 10 ill", rows.all)


def _sources(town: Town, hosts: int) -> list[dict[str, str]]:
    """Hosts take turns in the list, as they do in the minute."""
    return [
        {"id": f"h{host}-{page}", "page": town.url(host, page), "every": "1m"}
        for page in range(EACH)
        for host in range(hosts)
    ]


def _known(folder: Path, town: Town, hosts: int) -> None:
    """Every page is visited once, in haste: no host is anybody else's."""
    hasty = Program(folder, EAGER)
    hasty.write(_sources(town, hosts))
    hasty.check(changed=hosts * EACH)


def _due(hosts: int, start: float) -> Iterator[Due]:
    """Evenly over the minute, and evenly over each host's share of it."""
    step = MINUTE_SECONDS / EACH
    for page in range(EACH):
        for host in range(hosts):
            yield Due(f"h{host}-{page}", host, page, start + step * (page + host / hosts))


# ── what the servers saw ───────────────────────────────────────────────────────────────────


def lags(due: Iterable[Due], visits: Iterable[Visit]) -> list[float]:
    """Of the sources on hosts that are well, sorted: seconds from due to asked for."""
    asked_at: dict[tuple[str, str], float] = {}
    for visit in visits:
        asked_at.setdefault((visit.host, visit.path), visit.began_at)
    found = (
        asked_at.get((address(each.host), f"/p/{each.page}"), float("inf")) - each.at
        for each in due
        if health(each.host) == "well"
    )
    return sorted(found)


def spacing(visits: Iterable[Visit]) -> list[float]:
    """Seconds between the beginnings of two requests in a row at one host, sorted."""
    return sorted(
        after.began_at - before.began_at
        for each in _by_host(visits).values()
        for before, after in pairwise(each)
    )


def most_at_once(visits: Iterable[Visit]) -> int:
    """The largest number of requests that any host was answering at one moment."""
    most = 0
    for each in _by_host(visits).values():
        events = [(visit.began_at, 1) for visit in each]
        events += [(visit.ended_at or float("inf"), -1) for visit in each]
        now = 0
        for _, change in sorted(events):
            now += change
            most = max(most, now)
    return most


def too_soon(visits: Iterable[Visit]) -> int:
    """Requests to a busy host before the time that it asked for had passed."""
    busy = {address(n) for n in range(HOSTS) if health(n) == "busy"}
    count = 0
    for host, each in _by_host(visits).items():
        refused_at = float("-inf")
        for visit in each if host in busy else ():
            count += visit.began_at < refused_at + RETRY_AFTER_SECONDS
            if visit.path != "/robots.txt":
                refused_at = visit.ended_at
    return count


def _by_host(visits: Iterable[Visit]) -> Mapping[str, list[Visit]]:
    found: dict[str, list[Visit]] = defaultdict(list)
    for visit in sorted(visits, key=lambda visit: visit.began_at):
        found[visit.host].append(visit)
    return found


# ── rows ───────────────────────────────────────────────────────────────────────────────────


def _lag(rows: Rows, due: Sequence[Due], visits: Sequence[Visit]) -> None:
    found = lags(due, visits)
    late = [lag for lag in found if lag != float("inf")]
    all_of_them = Goal(len(found), "at least")
    rows.add("on hosts that are well: asked for", len(late), f"of {len(found):,}", goal=all_of_them)
    if not late:
        return
    rows.add("  lag, half of them at most", late[len(late) // 2], "s")
    rows.add("  lag, 99 of 100 at most", late[len(late) * 99 // 100], "s", goal=Goal(2))
    rows.add("  lag at most", late[-1], "s")


def _politeness(rows: Rows, visits: Sequence[Visit]) -> None:
    spaces = spacing(visits) or [float("inf")]
    narrow = sum(space < DELAY_SECONDS - SLACK_SECONDS for space in spaces)
    rows.add("requests in all", len(visits))
    rows.add("  shortest space between two at a host", spaces[0], "s")
    rows.add(f"  more than {SLACK_SECONDS} s below the configured one", narrow, goal=Goal(0))
    rows.add("  most at once at a host", most_at_once(visits), goal=Goal(AT_ONCE))
    rows.add("  before a Retry-After had passed", too_soon(visits), goal=Goal(0))


def _resources(rows: Rows, watch: Watch, used: float, minutes: int, lives: bool) -> None:
    half = watch.samples[-1].at_seconds / 2
    before = watch.most(until_seconds=half).tree_bytes / MEGABYTE
    after = watch.most(since_seconds=half).tree_bytes / MEGABYTE
    rows.add("CPU of a core", used / (MINUTE_SECONDS * minutes) * 100, "%")
    rows.add("memory in the first half", before, "MB")
    rows.add("  in the second", after, "MB", "the first", after / before, goal=Goal(1.1))
    rows.add("daemon alive at the end", int(lives), goal=Goal(1, "at least"))
