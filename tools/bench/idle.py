"""Many sources, nothing due: the memory they take, the CPU that passes, how long a start takes.

The first table is about sources that were all visited once, by the program, at a fast server.
The second is about a second of idling, a tick and all that goes with it, at three sizes; there
the sources are known and not due, and the store was told so rather than visit a million pages.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep, time

from tools.bench.measure import MEGABYTE, cpu_seconds, memory_bytes
from tools.bench.options import Options
from tools.bench.program import Program, pages
from tools.bench.site import Site
from tools.bench.table import Goal, Rows, Table

SOURCES = 100_000
SIZES = (1_000, 100_000, 1_000_000)
DAY_SECONDS = 86_400
SMALL_BYTES = 1_500
SETTLE_SECONDS = 5


def measure(options: Options) -> Iterator[Table]:
    """Two tables."""
    seconds = options.either(60, 5)
    yield _visited(options.size(SOURCES, 500), seconds)
    yield _ticks([size // options.either(1, 500) for size in SIZES], seconds)


def _visited(count: int, seconds: int) -> Table:
    rows = Rows()
    with (
        TemporaryDirectory() as name,
        Site(count, size_bytes=SMALL_BYTES) as site,
        Program(Path(name)) as program,
    ):
        program.write(pages(site.urls, every="1d"))
        first = program.check(changed=count)
        rows.add("first visits, all of them", count / first.wall_seconds, "a second")
        rows.add("  CPU each", first.cpu_seconds / count * 1e3, "ms")
        _put_off(program, count)
        rows.add("start until ready", program.start(), "s", goal=Goal(10))
        sleep(SETTLE_SECONDS)
        cpu = _idling(program, seconds)
        most = memory_bytes(program.pid) / MEGABYTE
        rows.add("resident memory, children too", most, "MB", goal=Goal(200))
        rows.add("CPU of a core while idle", cpu / seconds * 100, "%", goal=Goal(1))
    return Table(f"{count:,} sources, nothing due for {seconds} s", rows.all)


def _ticks(sizes: list[int], seconds: int) -> Table:
    rows = Rows()
    least = 0.0
    for size in sizes:
        with TemporaryDirectory() as name, Program(Path(name)) as program:
            program.write(pages((f"http://127.0.0.1:1/p/{n}" for n in range(size)), every="1d"))
            made = program.call("sources", "--json")
            _put_off(program, size)
            ready = program.start()
            sleep(SETTLE_SECONDS)
            each = _idling(program, seconds) / seconds * 1e3
            least = least or each
            times = each / least
            beside = f"{sizes[0]:,}"
            rows.add(f"{size:,} sources, a second of idling", each, "ms CPU", beside, times)
            rows.add("  resident memory", memory_bytes(program.pid) / MEGABYTE, "MB")
            rows.add("  start until ready", ready, "s")
            rows.add("  making them known", made.wall_seconds, "s")
    return Table("A tick at three sizes", rows.all)


def _put_off(program: Program, count: int) -> None:
    """Due over a day that begins in an hour, as far as it matters here."""
    start = time() + 3600
    program.due({f"p{n}": start + n * (DAY_SECONDS / count) for n in range(count)})


def _idling(program: Program, seconds: int) -> float:
    """The CPU that the daemon and its children use in so many seconds."""
    before = cpu_seconds(program.pid)
    sleep(seconds)
    return cpu_seconds(program.pid) - before
