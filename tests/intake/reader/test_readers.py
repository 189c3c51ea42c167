"""Real readers, and what is sent to break them."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.intake.kinds import KINDS
from monitor.intake.reader import forks, process
from monitor.intake.reader.lanes import Rank
from monitor.intake.reader.readers import SMALL_BYTES, Budget, Readers
from monitor.intake.reader.seat import Seat
from monitor.intake.reader.wire import Task
from monitor.intake.understand import Understood, understand
from monitor.model.source import Failure, Source
from monitor.model.visit import Part
from tests.support.hostile import MAIL, RSS

NOW = datetime(2024, 12, 21, 9, tzinfo=UTC)
URL = "https://x.example/"
PAGE = Source("p", "page", URL, "P", headers={"Authorization": "secret"}, feed_token="secret")
FEED = replace(PAGE, kind="feed")

GOOD = b"<title>Terms</title><p>The terms of the harbour."
ENDLESS = MAIL.encode()

BRISK = Budget(seconds=0.3, memory_bytes=96_000_000)
ROOMY = Budget(seconds=30.0, memory_bytes=160_000_000)
"""Enough for anything good, however busy the machine is."""


class Counts:
    """How many readers there are, and why some are no more."""

    def __init__(self) -> None:
        self.alive: list[int] = []
        self.reasons: list[str] = []

    def readers(self, alive: int) -> None:
        self.alive.append(alive)

    def reader_killed(self, reason: str) -> None:
        self.reasons.append(reason)


@asynccontextmanager
async def opened(
    counts: Counts | None = None, *, quick: Budget = ROOMY, slow: Budget = ROOMY
) -> AsyncIterator[Readers]:
    readers = Readers(counts, quick=quick, slow=slow)
    try:
        yield readers
    finally:
        await readers.close()
        assert not readers.pids


async def read(
    readers: Readers, body: bytes, *, source: Source = PAGE, rank: Rank = Rank.NEW
) -> Understood:
    return await readers.understand(source, [Part(URL, body)], NOW, had_items=False, rank=rank)


def failure(understood: Understood) -> Failure:
    assert not understood.documents
    return understood.unread[URL]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.005)


# ── it reads ───────────────────────────────────────────────────────────────────────────────


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def kept() -> AsyncIterator[Readers]:
    async with opened() as readers:
        yield readers


WORDS = st.lists(st.sampled_from(["harbour", "fees", "<b>", "</p>", "<p>", "<!--", "&amp;", "é"]))
BODIES = st.one_of(
    WORDS.map(" ".join).map(str.encode),
    WORDS.map(lambda words: RSS.format("<title>" + " ".join(words)).encode()),
    st.binary(max_size=80),
)


@pytest.mark.asyncio(loop_scope="module")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(BODIES, max_size=3), st.sampled_from([PAGE, FEED]), st.booleans())
async def test_it_gives_what_reading_here_gives(
    kept: Readers, bodies: list[bytes], source: Source, had_items: bool
) -> None:
    parts = [Part(f"{URL}{number}", body) for number, body in enumerate(bodies)]
    there = await kept.understand(source, parts, NOW, had_items=had_items)
    here = understand(source, KINDS[source.kind], parts, NOW, had_items=had_items)
    assert there == here


async def test_the_readers_are_never_told_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    tasks: list[Task] = []

    async def spied(_: Seat, task: Task, *__: object) -> Understood:
        tasks.append(task)
        return Understood((), frozenset(), {})

    monkeypatch.setattr(Seat, "read", spied)
    await read(Readers(), GOOD)
    assert "secret" not in repr(tasks)


async def test_an_idle_reader_ends_and_the_next_part_starts_one() -> None:
    counts = Counts()
    readers = Readers(counts, idle_seconds=0.01)
    assert not readers.pids, "none before there is something to read"
    for _ in range(2):
        assert (await read(readers, GOOD)).documents
        (pid,) = readers.pids
        await until(lambda: not readers.pids)
        await until(lambda pid=pid: not alive(pid))  # type: ignore[misc]
    await readers.close()
    assert counts.alive == [1, 0, 1, 0]
    assert not counts.reasons


# ── it is killed ───────────────────────────────────────────────────────────────────────────


async def test_what_takes_too_long_is_ended_and_the_next_is_read() -> None:
    counts = Counts()
    async with opened(counts, slow=BRISK) as readers:
        unread = failure(await read(readers, ENDLESS, source=FEED, rank=Rank.SUSPECT))
        assert unread.kind == "deadline"
        assert "took more than 0.3 s" in unread.message
        assert not readers.pids
        assert (await read(readers, GOOD)).documents
    assert counts.reasons == ["deadline"]


async def test_what_takes_too_much_memory_is_ended() -> None:
    counts = Counts()
    small = Budget(seconds=30.0, memory_bytes=60_000_000)
    async with opened(counts, slow=small) as readers:
        unread = failure(await read(readers, b"<p>x" * 190_000, rank=Rank.SUSPECT))
        assert unread.kind == "memory"
        assert "more than 60 MB of memory" in unread.message
        assert not readers.pids
    assert counts.reasons == ["memory"]


async def test_who_needs_more_than_a_quick_look_gets_another() -> None:
    counts = Counts()
    async with opened(counts, quick=replace(ROOMY, seconds=0.0)) as readers:
        assert (await read(readers, GOOD)).documents
    assert counts.reasons == ["deadline"]


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGKILL])
async def test_a_reader_that_crashes_is_a_failure_and_the_next_part_is_read(
    number: signal.Signals,
) -> None:
    counts = Counts()
    async with opened(counts) as readers:
        reading = asyncio.create_task(read(readers, ENDLESS, source=FEED, rank=Rank.SUSPECT))
        await until(lambda: bool(readers.pids))
        os.kill(readers.pids[0], number)
        unread = failure(await reading)
        assert unread.kind == ("memory" if number is signal.SIGKILL else "reader")
        assert (await read(readers, GOOD)).documents
    assert counts.reasons == ["crash"]


async def test_a_check_that_is_given_up_ends_its_reader() -> None:
    counts = Counts()
    async with opened(counts) as readers:
        reading = asyncio.create_task(read(readers, ENDLESS, source=FEED))
        await until(lambda: bool(readers.pids))
        (pid,) = readers.pids
        reading.cancel()
        await asyncio.wait([reading])
        await until(lambda: not alive(pid))
    assert counts.reasons == ["stopped"]


async def test_a_bug_that_a_part_brings_to_light_is_a_failure_of_the_part() -> None:
    async with opened() as readers:
        unread = failure(await read(readers, GOOD, source=replace(PAGE, kind="unheard of")))
        assert (unread.kind, "unheard of" in unread.message) == ("reader", True)


async def test_more_text_than_is_taken_in_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "LARGEST_ANSWER_BYTES", 10_000)
    async with opened() as readers:
        assert failure(await read(readers, b"word " * 4_000)).kind == "too_large"


@pytest.mark.parametrize("command", ["/bin/false", "/no/such/program"])
async def test_where_no_reader_can_be_started_that_is_a_failure(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forks, "_COMMAND", (command,))
    async with opened() as readers:
        assert failure(await read(readers, GOOD)).kind == "reader"


# ── others wait for nobody hostile ─────────────────────────────────────────────────────────


async def test_the_hostile_hold_one_reader_and_the_good_have_the_other() -> None:
    async with opened() as readers:
        hostile = [
            asyncio.create_task(read(readers, ENDLESS, source=FEED, rank=Rank.SUSPECT))
            for _ in range(20)
        ]
        await until(lambda: bool(readers.pids))
        good = [read(readers, GOOD, rank=rank) for rank in (Rank.NEW, Rank.PROVEN) * 5]
        async with asyncio.timeout(20):  # one of the hostile alone would take longer
            assert all(understood.documents for understood in await asyncio.gather(*good))
        assert not any(task.done() for task in hostile)
        for task in hostile:
            task.cancel()
        await asyncio.wait(hostile)


async def test_of_two_large_parts_one_waits() -> None:
    large = GOOD + b" " * SMALL_BYTES
    counts = Counts()
    async with opened(counts) as readers:
        both = await asyncio.gather(read(readers, large), read(readers, large))
        assert all(understood.documents for understood in both)
    assert max(counts.alive) == 1


# ── what a reader is ───────────────────────────────────────────────────────────────────────


@pytest.mark.skipif(not Path("/proc/self/oom_score_adj").exists(), reason="Linux says it there")
async def test_a_reader_is_the_first_to_die_and_has_nothing_to_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TOKEN", "secret")
    async with opened() as readers:
        await read(readers, GOOD)
        (pid,) = readers.pids
        told = Path(f"/proc/{pid}")
        assert (told / "oom_score_adj").read_text().strip() == "1000"
        assert "secret" not in (told / "environ").read_text()
        limits = (told / "limits").read_text().splitlines()
        assert [line.split()[4:6] for line in limits if "core" in line] == [["0", "0"]]
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            os.kill(pid, number)  # what stops the program lets its checks end in order
        assert (await read(readers, GOOD)).documents
        assert readers.pids == (pid,)


ORPHAN = """
import asyncio
from tests.intake.reader.test_readers import ENDLESS, FEED, NOW, URL, Part, Readers, until

async def main():
    readers = Readers()
    reading = asyncio.create_task(readers.understand(FEED, [Part(URL, ENDLESS)], NOW, had_items=0))
    await until(lambda: bool(readers.pids))
    await asyncio.sleep(0.1)
    print(readers.pids[0], flush=True)
    await reading

asyncio.run(main())
"""


async def test_a_reader_ends_with_its_parent_in_the_midst_of_its_work() -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", ORPHAN, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout
    pid = int(await parent.stdout.readline())
    assert alive(pid)
    parent.kill()
    await parent.wait()
    await until(lambda: not alive(pid))
