"""Where readers come from: one server for all of them, which reads nothing itself."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from monitor.intake.reader.forks import Forks
from monitor.intake.reader.readers import Readers
from tests.intake.reader.test_readers import FEED, GOOD, PAGE, alive, read, until

LINUX = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="Linux says it there")


@pytest_asyncio.fixture
async def forks() -> AsyncIterator[Forks]:
    made = Forks(idle_seconds=0.01)
    yield made
    await made.close()


def open_files(pid: int) -> set[str]:
    return {path.name for path in Path(f"/proc/{pid}/fd").iterdir()}


def parent(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("PPid"))


@LINUX
async def test_readers_are_forked_from_one_server_that_goes_when_none_is_left(
    forks: Forks,
) -> None:
    os.set_inheritable(held := os.open("/", os.O_RDONLY), True)
    first, second = [await forks.start(kind) for kind in ("page", "feed")]
    server = parent(first.number)
    assert (parent(second.number), parent(server)) == (server, os.getpid())
    for pid in (server, first.number, second.number):
        await until(lambda pid=pid: open_files(pid) == {"0", "1", "2"})  # type: ignore[misc]
    os.close(held)
    os.kill(first.number, signal.SIGSEGV)
    await until(lambda: "Z (zombie)" in Path(f"/proc/{first.number}/status").read_text())
    assert [await fork.server.end(fork.number) for fork in (first, second)] == [-11, -9]
    assert not alive(second.number)
    forks.in_use(0)
    await until(lambda: not alive(server))
    third = await forks.start("page")
    assert parent(third.number) != server
    for fork in (first, second, third):
        fork.channel.close()


@LINUX
async def test_when_the_server_is_lost_so_are_its_readers_and_the_next_part_starts_another() -> (
    None
):
    async with Readers() as readers:
        assert (await read(readers, GOOD)).documents
        (pid,) = readers.pids
        os.kill(parent(pid), signal.SIGKILL)
        await until(lambda: not alive(pid))
        assert (await read(readers, GOOD)).unread
        assert (await read(readers, GOOD)).documents


async def test_a_reader_knows_from_birth_whatever_it_reads() -> None:
    async with Readers() as readers:
        born = []
        for source in (PAGE, FEED, PAGE, FEED):
            await read(readers, GOOD, source=source)
            born.append(readers.pids[0])
        assert born[0] != born[1] == born[2] == born[3]


async def test_a_reader_that_nobody_waits_for_any_more_is_ended(forks: Forks) -> None:
    starting = asyncio.create_task(forks.start("page"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    kept = await forks.start("page")
    children = Path(f"/proc/{parent(kept.number)}/task/{parent(kept.number)}/children")
    await until(lambda: children.read_text().split() == [str(kept.number)])
    kept.channel.close()
