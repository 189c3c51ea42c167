"""One check after another, from real files and a real site into a real store."""

import asyncio
import os
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.config.settings import Fetch, Limits
from monitor.errors import StaleCheck, StoreFull
from monitor.intake.check import Checker, rank
from monitor.intake.kinds import KINDS
from monitor.intake.reader.lanes import Rank
from monitor.intake.reader.readers import Budget, Readers
from monitor.intake.sources.kind import SourceKind
from monitor.intake.understand import Understood
from monitor.intake.visit.visitor import Visitor
from monitor.model.change import ChangeKind, Check, Outcome
from monitor.model.source import Failure, Source, SourceState
from monitor.net.door import Door
from monitor.store.store import Store
from monitor.store.views import SourceRow
from tests.intake.memory import kinds
from tests.support.hostile import MAIL
from tests.support.loopback import LOOPBACK
from tests.support.server import Answer, Seen, Site

FETCH = Fetch(allow_private=LOOPBACK, delay_seconds=0.0, limits=Limits(deadline_seconds=5))


class Clock:
    """A clock that goes on by a minute each time that it is asked."""

    def __init__(self) -> None:
        self.now = datetime(2024, 12, 21, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


class Watch:
    """One source in a store, checked by hand."""

    def __init__(self, store: Store, visitor: Visitor, readers: Readers) -> None:
        self.store = store
        self.visitor = visitor
        self.readers = readers
        self.clock = Clock()
        self.checker = self.with_kinds(KINDS)

    def add(self, source: Source) -> None:
        self.store.sync_sources([source], self.clock.now)

    def row(self) -> SourceRow:
        (row,) = self.store.sources()
        return row

    async def check(self, *, patient: bool = False) -> Check:
        return await self.checker.check(self.row(), patient=patient)

    def with_kinds(self, kinds: Mapping[str, SourceKind], **options: float) -> Checker:
        """A checker of these kinds. Readers know only their own."""
        return Checker(self.store, self.visitor, self.readers, self.clock, kinds=kinds, **options)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
async def visitor() -> AsyncIterator[Visitor]:
    door = Door(FETCH)
    yield Visitor(door, FETCH, Clock())
    await door.close()


@pytest.fixture
async def readers() -> AsyncIterator[Readers]:
    roomy = Budget(seconds=30.0, memory_bytes=160_000_000)
    async with Readers(quick=roomy, slow=roomy) as readers:
        yield readers


@pytest.fixture
def watch(sqlite_store: Store, visitor: Visitor, readers: Readers) -> Watch:
    return Watch(sqlite_store, visitor, readers)


def write(path: Path, text: str | bytes, *, seconds_ago: float = 60.0) -> None:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    then = time.time() - seconds_ago
    os.utime(path, (then, then))


def texts(folder: Path) -> Source:
    return Source("texts", "files", "*.txt", "Texts", every="2s", root=str(folder))


NOTICES = """Bridge closed for repairs
10.12.2024
The bridge over the river is closed to all traffic until the engineers have seen every bolt.

Library opens late
9.12.2024
The library opens at noon this week, as the heating in the reading room is being replaced.
"""


async def test_a_file_goes_in_is_edited_and_comes_out_as_a_revision(
    watch: Watch, tmp_path: Path
) -> None:
    write(tmp_path / "a.txt", NOTICES)
    watch.add(texts(tmp_path))
    first = await watch.check()
    assert kinds(first) == ["new", "new"]
    before = {row.id: row for row in watch.store.releases()}
    assert (await watch.check()).outcome is Outcome.NOT_MODIFIED

    write(tmp_path / "a.txt", NOTICES.replace("at noon", "at one"), seconds_ago=30)
    check = await watch.check()
    assert kinds(check) == ["revised"]
    assert (check.changes[0].added_words, check.changes[0].removed_words) == (1, 1)
    after = {row.id: row for row in watch.store.releases()}
    assert after.keys() == before.keys()
    assert {row.published for row in after.values()} == {row.published for row in before.values()}


SEED = Path(__file__).parents[2] / "seeds" / "csto.txt"
TOP = "On 21 December, a delegation of the Secretariat visited the exhibition on civil defence.\n"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param("training session", "training exercise", ["revised"], id="words of a lead"),
        pytest.param("On 20 December", "On 21 December", ["revised"], id="the date of a lead"),
        pytest.param(
            "The CSTO Secretariat hosted", "CSTO held", ["revised"], id="words of a title"
        ),
        pytest.param("10.12.2024", "9.12.2024", [], id="a date line alone: no text changed"),
        pytest.param("On 20 December", f"{TOP}On 20 December", ["new"], id="a new one on top"),
        pytest.param("participants of", "participants  of", [], id="white space"),
    ],
)
async def test_an_edit_of_the_seed_text_is_told_as_what_it_is(
    watch: Watch, tmp_path: Path, old: str, new: str, told: list[str]
) -> None:
    text = SEED.read_text(encoding="utf-8-sig")
    write(tmp_path / "csto.txt", text)
    watch.add(texts(tmp_path))
    assert kinds(await watch.check()) == ["new"] * 5
    before = {row.id: (row.key, row.published) for row in watch.store.releases()}
    write(tmp_path / "csto.txt", text.replace(old, new, 1), seconds_ago=30)
    assert kinds(await watch.check()) == told
    after = {row.id: (row.key, row.published) for row in watch.store.releases()}
    assert before.items() <= after.items()


async def test_a_second_look_at_rewritten_but_equal_bytes_writes_no_release(
    watch: Watch, tmp_path: Path
) -> None:
    write(tmp_path / "a.txt", NOTICES)
    watch.add(texts(tmp_path))
    await watch.check()
    write(tmp_path / "a.txt", NOTICES.replace("\n", "\r\n"), seconds_ago=30)
    check = await watch.check()
    assert (check.outcome, check.releases) == (Outcome.UNCHANGED, ())


async def test_a_bad_file_fails_until_it_is_mended_and_both_are_told_once(
    watch: Watch, tmp_path: Path
) -> None:
    write(tmp_path / "a.txt", NOTICES)
    watch.add(texts(tmp_path))
    await watch.check()
    write(tmp_path / "b.txt", b"\x00\x01\x02\x00" * 50)
    told = [kinds(await watch.check()) for _ in range(3)]
    assert told == [["failing"], [], []]
    state = watch.row().state
    assert state.failures == 3
    assert state.failure
    assert "b.txt" in state.failure.message

    write(tmp_path / "a.txt", NOTICES.replace("at noon", "at one"), seconds_ago=30)
    check = await watch.check()
    assert (check.outcome, kinds(check)) == (Outcome.FAILED, ["revised"]), "others go on"

    write(tmp_path / "b.txt", "Pool closed\n8.12.2024\nThere is no water.\n", seconds_ago=20)
    assert kinds(await watch.check()) == ["recovered", "new"]
    assert watch.row().state.failures == 0


async def test_a_file_that_goes_bad_keeps_its_releases(watch: Watch, tmp_path: Path) -> None:
    write(tmp_path / "a.txt", NOTICES)
    write(tmp_path / "b.txt", "Pool closed\n8.12.2024\nThere is no water.\n")
    watch.add(texts(tmp_path))
    await watch.check()
    write(tmp_path / "a.txt", b"", seconds_ago=30)
    check = await watch.check()
    assert kinds(check) == ["failing"]
    assert check.failure
    assert check.failure.kind == "empty"
    assert not any(row.withdrawn for row in watch.store.releases())


async def test_a_patient_check_waits_for_a_file_that_is_being_written(
    watch: Watch, tmp_path: Path
) -> None:
    write(tmp_path / "a.txt", NOTICES, seconds_ago=0.8)
    watch.add(texts(tmp_path))
    hasty = await watch.check()
    assert (hasty.outcome, hasty.changes) == (Outcome.NOT_MODIFIED, ())
    assert hasty.next_state.next_due_at
    assert hasty.next_state.next_due_at - watch.clock.now < timedelta(seconds=2)
    write(tmp_path / "a.txt", NOTICES, seconds_ago=0.8)
    patient = await watch.check(patient=True)
    assert [change.baseline for change in patient.changes] == [True, True]


async def test_a_selector_that_stops_matching_fails_until_it_matches(
    watch: Watch, site: Site
) -> None:
    """Conformance A: the page stays the same bytes, and the failure stays too."""
    good, bad = "<main>The terms.</main>", "<div>The terms.</div>"
    site.set("/robots.txt", status=404)
    site.set("/terms", good, headers={"ETag": '"good"'})
    url = f"{site.url}/terms"
    watch.add(Source("terms", "page", url, "Terms", options={"select": ["main"]}))
    await watch.check()

    def answer(seen: Seen) -> Answer:
        if seen.headers.get("if-none-match") == '"bad"':
            return Answer(status=304)
        return Answer(bad, headers={"ETag": '"bad"'})

    site.set("/terms", answer)
    checks = [await watch.check() for _ in range(4)]
    assert [kinds(check) for check in checks] == [["failing"], [], [], []]
    assert [check.failure and check.failure.kind for check in checks] == ["selector"] * 4
    assert watch.row().state.failures == 4
    assert not watch.store.releases()[0].withdrawn

    site.set("/terms", good, headers={"ETag": '"good"'})
    assert kinds(await watch.check()) == ["recovered"]


async def test_a_page_costs_less_the_less_changed(watch: Watch, site: Site) -> None:
    site.set("/robots.txt", status=404)
    site.set("/p", "<h1>Terms</h1><p>All of them.", headers={"ETag": '"1"'})
    watch.add(Source("p", "page", f"{site.url}/p", "P"))
    assert kinds(await watch.check()) == ["new"]
    assert (await watch.check()).outcome is Outcome.UNCHANGED, "same bytes"
    site.set("/p", lambda _: Answer(status=304))
    assert (await watch.check()).outcome is Outcome.NOT_MODIFIED
    assert site.requests[-1].headers["if-none-match"] == '"1"', "kept over the unchanged body"
    site.set("/p", "<h1>Terms</h1>\n\n<p class=new>All of them.")
    assert (await watch.check()).outcome is Outcome.UNCHANGED, "same text"
    site.set("/p", "<h1>Terms</h1><p>None of them.")
    check = await watch.check()
    assert kinds(check) == ["revised"]
    assert check.releases[0].document.url == f"{site.url}/p"


def atom(*entries: str) -> str:
    said = "".join(
        f"<entry><id>urn:x:{name}</id><title>On {name}</title><updated>2024-12-10T09:00:00+01:00"
        f"</updated><link href='/{name}'/><content type='html'>&lt;p&gt;{name}&lt;/p&gt;"
        "&lt;script&gt;bad()&lt;/script&gt;</content></entry>"
        for name in entries
    )
    head = "<id>urn:x</id><title>Blog</title><updated>2024-12-10T09:00:00Z</updated>"
    return f"<feed xmlns='http://www.w3.org/2005/Atom'>{head}{said}</feed>"


async def test_a_feed_is_taken_in_and_what_it_drops_stays(watch: Watch, site: Site) -> None:
    site.set("/robots.txt", "User-agent: *\nDisallow: /")
    site.set("/atom", atom("two", "one"))
    watch.add(Source("blog", "feed", f"{site.url}/atom", "Blog"))
    assert kinds(await watch.check()) == ["new", "new"], "robots.txt is not asked for feeds"
    row = watch.store.releases(texts=True)[0]
    assert (row.title, row.url) == ("On two", f"{site.url}/two")
    assert row.published.value == "2024-12-10T09:00:00+01:00"
    assert "script" not in (row.html or "")
    site.set("/atom", atom("three", "two"))
    assert kinds(await watch.check()) == ["new"]
    assert not any(row.withdrawn for row in watch.store.releases())


async def test_a_login_page_where_a_feed_was_is_a_failure(watch: Watch, site: Site) -> None:
    """Conformance J."""
    site.set("/atom", atom("one"))
    watch.add(Source("blog", "feed", f"{site.url}/atom", "Blog"))
    await watch.check()
    for body, kind in (("<html><body>Log in", "no_feed"), (atom(), "no_items")):
        site.set("/atom", body)
        check = await watch.check()
        assert check.failure
        assert check.failure.kind == kind
    site.set("/atom", atom("one", "two"))
    assert kinds(await watch.check()) == ["recovered", "new"]


async def test_robots_are_obeyed_for_a_page_unless_the_source_says_otherwise(
    watch: Watch, site: Site
) -> None:
    site.set("/robots.txt", "User-agent: *\nDisallow: /")
    site.set("/p", "<p>Hello there")
    page = Source("p", "page", f"{site.url}/p", "P")
    watch.add(page)
    check = await watch.check()
    assert check.failure
    assert check.failure.kind == "robots"
    assert "/p" not in site.paths()
    watch.add(replace(page, options={"robots": "ignore"}))
    assert kinds(await watch.check()) == ["recovered", "new"]


async def test_what_only_the_filters_drop_is_no_change(watch: Watch, site: Site) -> None:
    """Conformance I."""
    site.set("/robots.txt", status=404)
    site.set("/p", "<p>The terms.<p>Visitors: 1")
    watch.add(Source("p", "page", f"{site.url}/p", "P", options={"drop": ["^Visitors:"]}))
    await watch.check()
    site.set("/p", "<p>The terms.<p>Visitors: 2")
    assert (await watch.check()).outcome is Outcome.UNCHANGED


def slow(kind: SourceKind, started: asyncio.Event) -> SourceKind:
    async def fetch(*_: object) -> object:
        started.set()
        await asyncio.Event().wait()
        return None

    return replace(kind, fetch=fetch)  # type: ignore[arg-type]


async def test_a_check_that_hangs_is_ended_at_its_deadline(watch: Watch, tmp_path: Path) -> None:
    """Conformance L."""
    watch.add(texts(tmp_path))
    hanging = {"files": slow(KINDS["files"], asyncio.Event())}
    check = await watch.with_kinds(hanging, deadline_seconds=0.05).check(watch.row())
    assert check.failure
    assert check.failure.kind == "deadline"
    assert watch.row().state.failures == 1


async def test_of_two_checks_at_once_the_later_decides_anew(watch: Watch, tmp_path: Path) -> None:
    write(tmp_path / "a.txt", NOTICES)
    watch.add(texts(tmp_path))
    stale = watch.row()
    await watch.check()
    again = await watch.checker.check(stale)
    assert again.outcome is Outcome.NOT_MODIFIED
    assert len(watch.store.changes()) == 2


async def test_a_source_that_is_removed_meanwhile_is_left_alone(
    watch: Watch, tmp_path: Path
) -> None:
    write(tmp_path / "a.txt", NOTICES)
    watch.add(texts(tmp_path))
    stale = watch.row()
    watch.store.sync_sources([], watch.clock.now)
    with pytest.raises(StaleCheck):
        await watch.checker.check(stale)


async def test_a_full_disk_loses_nothing(
    watch: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.txt", NOTICES)
    watch.add(texts(tmp_path))

    def full(_: Check) -> Future[tuple[int, ...]]:
        refused: Future[tuple[int, ...]] = Future()
        refused.set_exception(StoreFull("no room"))
        return refused

    with monkeypatch.context() as patched:
        patched.setattr(watch.store, "commit_later", full)
        with pytest.raises(StoreFull):
            await watch.check()
    assert kinds(await watch.check()) == ["new", "new"]


async def test_what_a_check_reads_here_does_not_hold_up_the_loop(
    watch: Watch, tmp_path: Path
) -> None:
    write(tmp_path / "a.txt", NOTICES)
    watch.add(texts(tmp_path))
    names: list[str] = []
    kind = KINDS["files"]

    def parse(*given: object) -> object:
        names.append(threading.current_thread().name)
        return kind.parse(*given)  # type: ignore[arg-type]

    spied = {"files": replace(kind, parse=parse)}  # type: ignore[arg-type]
    check = await watch.with_kinds(spied).check(watch.row())
    assert check.count(ChangeKind.NEW) == 2
    assert threading.main_thread().name not in names


async def test_a_visit_that_brings_nothing_new_costs_no_thread_and_no_reader(
    watch: Watch, site: Site, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.set("/robots.txt", status=404)
    site.set("/p", "<p>The terms.")
    watch.add(Source("p", "page", f"{site.url}/p", "P"))
    await watch.check()
    await readers.close()
    in_threads: list[str] = []
    to_thread = asyncio.to_thread

    async def spied(work: Callable[..., object], *given: object, **named: object) -> object:
        in_threads.append(work.__name__)
        return await to_thread(work, *given, **named)

    monkeypatch.setattr(asyncio, "to_thread", spied)
    assert (await watch.check()).outcome is Outcome.UNCHANGED
    site.set("/p", status=500)
    assert (await watch.check()).outcome is Outcome.FAILED
    assert not {"_concluded", "_judged", "hashed", "commit"} & set(in_threads)
    assert not readers.pids
    site.set("/p", "<p>Other terms.")
    assert (await watch.check()).outcome is Outcome.CHANGED
    assert "_judged" in in_threads


async def test_bytes_that_cannot_be_read_in_time_fail_until_others_come(
    watch: Watch, site: Site
) -> None:
    site.set("/atom", MAIL)
    watch.add(Source("blog", "feed", f"{site.url}/atom", "Blog"))
    watch.checker = watch.with_kinds(KINDS, reading_seconds=0.5)
    checks = [await watch.check() for _ in range(2)]
    assert [kinds(check) for check in checks] == [["failing"], []]
    for check in checks:
        assert check.failure
        assert (check.failure.kind, check.status) == ("deadline", 200)
    assert watch.row().state.failures == 2
    watch.checker = watch.with_kinds(KINDS)
    site.set("/atom", atom("one"))
    assert kinds(await watch.check()) == ["recovered", "new"]


FAILED = SourceState("s", last_success_at=datetime(2024, 12, 1, tzinfo=UTC), failures=1)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (SourceState("s"), Rank.NEW),
        (replace(FAILED, failure=None), Rank.PROVEN),
        (replace(FAILED, failure=Failure("http", "why")), Rank.PROVEN),
        (replace(FAILED, failure=Failure("deadline", "why")), Rank.SUSPECT),
        (replace(FAILED, failure=Failure("memory", "why")), Rank.SUSPECT),
    ],
)
def test_who_cost_a_reader_its_life_goes_last(state: SourceState, expected: Rank) -> None:
    assert rank(state) is expected


async def test_who_cost_a_reader_its_life_is_put_off_while_many_wait(
    watch: Watch, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.set("/atom", MAIL)
    watch.add(Source("blog", "feed", f"{site.url}/atom", "Blog"))
    watch.checker = watch.with_kinds(KINDS, reading_seconds=0.5)
    failed = await watch.check()
    monkeypatch.setattr(Readers, "crowded", True)
    put_off = await watch.check()
    assert put_off.failure
    assert put_off.failure.kind == "postponed"
    assert site.paths() == ["/atom"], "it was not even asked"
    assert (put_off.changes, watch.row().state.failure) == ((), failed.failure)
    assert await watch.check(patient=True)
    assert site.paths() == ["/atom"] * 2, "who asks for it now gets it now"


async def test_what_was_fetched_is_counted_until_it_is_read(
    watch: Watch, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.set("/robots.txt", status=404)
    site.set("/p", "<p>The terms." + " " * 1_500_000)
    watch.add(Source("p", "page", f"{site.url}/p", "P"))
    held: list[int] = []

    async def spied(readers: Readers, *given: object, **named: object) -> Understood:
        held.append(watch.visitor.room.bytes_held)
        return Understood((), frozenset(), {f"{site.url}/p": Failure("empty", "nothing")})

    monkeypatch.setattr(Readers, "understand", spied)
    await watch.check()
    assert held[0] > 0
    assert watch.visitor.room.bytes_held == 0
