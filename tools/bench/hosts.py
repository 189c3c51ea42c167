"""Many different hosts over TLS, one connection each: nothing can be kept open and used again.

Hosts are addresses in 127.0.0.0/8. One certificate stands for a block of them, on a port of its
own; the authority behind them all is made for the run (`fetch.ca_file`). robots.txt is not asked
for, so that both sides make the same requests.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.bench.floor import CHOSEN, fetch, installed
from tools.bench.measure import Run
from tools.bench.options import Options
from tools.bench.program import LOOPBACK, Program, pages
from tools.bench.secure import SecureSite
from tools.bench.table import Rows, Table

HOSTS = 2_000
FETCH = "fetch: {%s, ca_file: %s, per_host: {delay: 0s}}\n"


def measure(options: Options) -> Iterator[Table]:
    """One table."""
    count = options.size(HOSTS, 100)
    with TemporaryDirectory() as name:
        folder = Path(name)
        with SecureSite(count, folder) as site:
            runs = {f"bare {client}": _bare(site, folder, client) for client in installed()}
            runs["feed-monitor"] = _ours(site, folder)
    rows = Rows()
    for who, each in runs.items():
        _add(rows, who, each, count, runs[f"bare {CHOSEN}"])
    yield Table(f"{count:,} hosts, TLS, one connection each", rows.all)


def _bare(site: SecureSite, folder: Path, client: str) -> Run:
    def once(urls: list[str]) -> Run:
        return fetch(client, folder, "".join(f"{url}\n" for url in urls), site.authority)

    return once(site.urls).less(once(site.urls[:1]))


def _ours(site: SecureSite, folder: Path) -> Run:
    """A later check of all, less a later check of one."""
    settings = FETCH % (LOOPBACK, site.authority)
    runs = []
    for urls in (site.urls, site.urls[:1]):
        program = Program(folder / str(len(urls)), settings)
        program.write(pages(urls, robots="ignore"))
        program.check(changed=len(urls))
        runs.append(program.check(unchanged=len(urls)))
    return runs[0].less(runs[1])


def _add(rows: Rows, who: str, run: Run, count: int, floor: Run) -> None:
    beside = f"bare {CHOSEN}"
    milliseconds = run.cpu_seconds * 1e3 / (count - 1)
    rows.add(f"{who}, CPU", milliseconds, "ms a host", beside, run.cpu_seconds / floor.cpu_seconds)
    rate = (count - 1) / run.wall_seconds
    rows.add(f"{who}, rate", rate, "hosts a second", beside, floor.wall_seconds / run.wall_seconds)
