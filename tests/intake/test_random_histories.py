"""Random histories against a simple model: the store says what the model says, each change is told
exactly once by its id, and no difference is empty, whatever fails, restarts or is killed between.

The model knows no keys, hashes or tables: a list of items by number, what each says, and what
became of those that are listed no more. The store is the real one, on SQLite, closed and opened
again; a kill drops a check before its commit, or a message after it was sent and before it was
recorded.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from monitor.alerts.route import delivery_id, route
from monitor.config.settings import Target
from monitor.intake.advance import Context, after_failure
from monitor.intake.conclude import hashed, judge, unchanged
from monitor.intake.decide import UNSTABLE
from monitor.intake.understand import understand
from monitor.model.change import ChangeKind, Check
from monitor.model.delivery import Sent
from monitor.model.published import Precision, Published
from monitor.model.release import Document
from monitor.model.source import Failure, Source
from monitor.model.visit import Part, Response
from monitor.store.store import Store
from monitor.web import difference
from tests.intake.memory import scripted

PLACE = "https://x.test/feed"
FIRST = datetime(2026, 1, 1, 9, tzinfo=UTC)
TARGET = Target(
    "hook", "webhook", "https://hook.test/", on=tuple(kind.value for kind in ChangeKind)
)
AT_FIRST = 12
FEWEST = 9
"""Never fewer are listed, so that no visit misses more than half of a list."""

OPERATIONS = (
    "visit", "add", "edit", "reword", "move", "drop", "return", "fall", "fail", "rename",
    "restart", "kill", "send",
)  # fmt: skip


@dataclass
class Model:
    """What a person would know of the list."""

    listed: list[int] = field(default_factory=list)
    says: dict[int, int] = field(default_factory=dict)
    dropped: list[int] = field(default_factory=list)
    fallen: list[int] = field(default_factory=list)
    renamed: int = 0

    known: dict[int, int] = field(default_factory=dict)
    """What was seen last of each item that was ever seen."""
    stood: list[int] = field(default_factory=list)
    missed: set[int] = field(default_factory=set)
    withdrawn: set[int] = field(default_factory=set)
    names: dict[int, set[int]] = field(default_factory=dict)
    renamings: int = 0
    shown: object = None
    failing: bool = False

    def visited(self) -> Counter[str]:
        """What a visit that succeeds tells."""
        told: Counter[str] = Counter()
        for number in self.listed:
            told["new"] += number not in self.known
            told["returned"] += number in self.withdrawn
            told["revised"] += self.known.get(number, self.says[number]) != self.says[number]
        gone = {number for number in self.stood if number not in self.listed}
        missed = {number for number in gone if self._before_older(number)}
        told["withdrawn"] += len(missed & self.missed)
        told["renumbered"] += self._renamed_now()
        self.withdrawn = (self.withdrawn | (missed & self.missed)) - set(self.listed)
        doubted = missed - self.missed
        self.stood = [n for n in self.stood if n in doubted or n in self.listed]
        self.stood = _merged(self.listed, self.stood, doubted)
        told["recovered"] += self.failing
        self.missed, self.failing = doubted, False
        self.known.update((number, self.says[number]) for number in self.listed)
        return +told

    def _renamed_now(self) -> bool:
        """Whether a note is told: once, however many visits in a row find other names."""
        shows = (tuple(self.listed), self.renamed, [self.says[n] for n in self.listed])
        if shows == self.shown and not self.missed:
            return False
        self.shown = shows
        others = [n for n in self.listed if self.renamed not in self.names.get(n, {self.renamed})]
        before = self.renamings
        self.renamings = before + 1 if any(n in self.stood for n in others) else 0
        for number in self.listed:
            if before < UNSTABLE or number not in self.names:
                self.names.setdefault(number, set()).add(self.renamed)
        return bool(self.renamings) and not before

    def failed(self) -> Counter[str]:
        told = Counter({"failing": int(not self.failing)})
        self.failing = True
        return +told

    def _before_older(self, number: int) -> bool:
        """Whether something older that is listed still stood behind an item."""
        behind = self.stood[self.stood.index(number) + 1 :]
        return any(other < number for other in behind if other in self.listed)


def _merged(listed: list[int], stood: list[int], doubted: set[int]) -> list[int]:
    """The list as it stands, with those that are missed behind the neighbour that they had."""
    merged = list(listed)
    for number in (n for n in stood if n in doubted):
        before = stood[: stood.index(number)]
        merged.insert(1 + merged.index(before[-1]) if before else 0, number)
    return merged


class World:
    """The program's own parts on a real store, and the model beside them."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder}/monitor.db"
        self.model = Model()
        self.now = FIRST
        self.script: dict[str, list[Document]] = {}
        self.source = Source("news", "scripted", PLACE, "News", tell_baseline=True)
        self.kind = replace(scripted(self.script, withdraws=False), listed=True)
        self.store = Store.open(self.url)
        self.store.sync_sources([self.source], self.now)
        self.received: Counter[str] = Counter()
        self.texts = 0
        self.bytes = 0
        for _ in range(AT_FIRST):
            self.add(0)
        self.visit(0)

    # ── the publisher ──────────────────────────────────────────────────────────────────────

    def add(self, _: int) -> None:
        number = len(self.model.says)
        self.model.listed.insert(0, number)
        self._say(number)

    def edit(self, at: int) -> None:
        self._say(self._any(at))

    def reword(self, at: int) -> None:
        """Other bytes that say the same: nothing is to come of it."""
        del at
        self.bytes += 1

    def move(self, at: int) -> None:
        """One item elsewhere, while nothing else is in doubt about where things stand."""
        if self._settled():
            number = self._any(at)
            self.model.listed.remove(number)
            self.model.listed.insert(at % (len(self.model.listed) + 1), number)

    def drop(self, at: int) -> None:
        if self._settled() and len(self.model.listed) > FEWEST:
            number = self._any(at)
            self.model.listed.remove(number)
            self.model.dropped.append(number)

    def return_(self, at: int) -> None:
        """What was dropped stands where its number says: on top of the first older one."""
        if self.model.dropped:
            number = self.model.dropped.pop(at % len(self.model.dropped))
            places = [n for n, other in enumerate(self.model.listed) if other < number]
            self.model.listed.insert(places[0] if places else len(self.model.listed), number)

    def fall(self, _: int) -> None:
        if self._settled() and len(self.model.listed) > FEWEST:
            self.model.fallen.append(self.model.listed.pop())

    def rename(self, _: int) -> None:
        self.model.renamed += 1

    def _any(self, at: int) -> int:
        return self.model.listed[at % len(self.model.listed)]

    def _settled(self) -> bool:
        return self.model.listed == self.model.stood

    def _say(self, number: int) -> None:
        self.texts += 1
        self.model.says[number] = self.texts

    # ── the program ────────────────────────────────────────────────────────────────────────

    def visit(self, _: int) -> None:
        expected = self.model.visited()
        self._commit(self._concluded(), expected)

    def fail(self, _: int) -> None:
        expected = self.model.failed()
        failure = Failure("http", "503")
        self._commit(after_failure(self._context(), failure, content=True), expected)

    def kill(self, _: int) -> None:
        """A check that was killed before its commit leaves nothing behind."""
        self._concluded()
        self.restart(0)

    def restart(self, _: int) -> None:
        self.store.close()
        self.store = Store.open(self.url)
        self.store.sync_sources([self.source], self.now)

    def send(self, at: int) -> None:
        """Some messages go out; of every third one the record is lost to a kill."""
        self.route()
        leases = self.store.lease(
            self.now, limit=1 + at % 5, seconds=60, per_target=9, holder="daemon"
        )
        for number, lease in enumerate(leases):
            self.received[lease.delivery.id] += 1
            if (number + at) % 3:
                assert self.store.settle(lease.delivery, Sent(200), self.now, None)
        self.store.free_leases("daemon")

    def route(self) -> None:
        rows = self.store.unrouted(1000)
        self.store.route([row.sequence for row in rows], route(rows, [TARGET], self.now))

    def _context(self) -> Context:
        self.now += timedelta(minutes=30)
        row = self.store.source("news")
        assert row is not None
        return Context(self.source, self.kind, row.state, self.now)

    def _concluded(self) -> Check:
        self.script[PLACE] = [self._document(number) for number in self.model.listed]
        self.bytes += 1
        response = hashed(Response((Part(PLACE, f"{self.bytes}".encode()),)))
        context = self._context()
        if check := unchanged(context, response):
            return check
        understood = understand(
            self.source, self.kind, response.parts, context.now, had_items=True,
            memo=context.state.memo,
        )  # fmt: skip
        return judge(context, response, understood, self.store)

    def _document(self, number: int) -> Document:
        said = self.model.says[number]
        words = " ".join(f"w{said}x{n}" for n in range(30))
        gap = "  " if self.bytes % 2 else " "
        return Document(
            title=f"Item{gap}number {number} of this list",
            text=f"Item {number} says{gap}{words}.",
            place="",
            guid=f"{number}" if not self.model.renamed else f"{self.model.renamed}-{number}",
            url=f"https://x.test/{number}",
            published=Published((FIRST + timedelta(days=number)).isoformat(), Precision.INSTANT),
        )

    def _commit(self, check: Check, expected: Counter[str]) -> None:
        kinds = Counter(change.kind.value for change in check.changes)
        assert kinds == expected, (kinds, expected, self.model.listed, self.model.stood)
        self.store.commit(check)

    # ── what must hold ─────────────────────────────────────────────────────────────────────

    def check(self) -> None:
        self._same_state()
        self._told_once()
        self._no_empty_difference()

    def _same_state(self) -> None:
        rows = {_number(row.title): row for row in self.store.releases(limit=10_000, texts=True)}
        assert rows.keys() == self.model.known.keys()
        for number, row in rows.items():
            assert f" w{self.model.known[number]}x0 " in f"{row.text} ".replace("  ", " ")
            assert row.withdrawn == (number in self.model.withdrawn)
        standing = {n for n, one in self._by_number().items() if one}
        assert standing == set(self.model.stood)

    def _by_number(self) -> dict[int, bool]:
        return {_number(one.title): bool(one.places) for one in self.store.known("news")}

    def _told_once(self) -> None:
        while True:
            self.route()
            leases = self.store.lease(
                self.now, limit=100, seconds=60, per_target=100, holder="daemon"
            )
            if not leases:
                break
            for lease in leases:
                self.received[lease.delivery.id] += 1
                self.store.settle(lease.delivery, Sent(200), self.now, None)
        told = self.store.changes(limit=10_000, kinds=list(ChangeKind))
        ids = [delivery_id(row.id, TARGET.id) for row in told]
        assert len(set(ids)) == len(ids)
        assert set(ids) == set(self.received)
        assert len(self.store.deliveries(limit=10_000)) == len(ids)

    def _no_empty_difference(self) -> None:
        for row in self.store.changes(limit=10_000, kinds=[ChangeKind.REVISED]):
            shown = difference.of(self.store, row)
            assert shown is not None
            assert row.added_words + row.removed_words > 0


def _number(title: str) -> int:
    return int(title.split()[2])


@pytest.fixture
def folder() -> Iterator[Callable[[], Path]]:
    made: list[TemporaryDirectory[str]] = []

    def make() -> Path:
        made.append(TemporaryDirectory())
        return Path(made[-1].name)

    yield make
    for one in made:
        one.cleanup()


STEPS = st.lists(st.tuples(st.sampled_from(OPERATIONS), st.integers(0, 40)), max_size=40)


@given(steps=STEPS)
@example(steps=[("drop", 3), ("visit", 0), ("kill", 0), ("visit", 0), ("return", 0), ("visit", 0)])
@example(steps=[("rename", 0), ("edit", 2), ("add", 0), ("visit", 0), ("send", 4), ("restart", 0)])
@example(steps=[("fail", 0), ("drop", 2), ("fail", 0), ("visit", 0), ("fail", 0), ("visit", 0)])
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_store_says_what_the_model_says(
    folder: Callable[[], Path], steps: list[tuple[str, int]]
) -> None:
    world = World(folder())
    try:
        for name, at in [*steps, ("visit", 0), ("visit", 0)]:
            getattr(world, {"return": "return_"}.get(name, name))(at)
        world.check()
    finally:
        world.store.close()
