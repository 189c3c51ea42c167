"""One story at several sources: what deciding about a new release costs beside a million others.

The store is filled with releases and their keys as so many would leave them behind; then releases
are kept one by one: strangers, whose keys nobody has, and joint ones, that another source told.
The floor is the same commit without keys.
"""

import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection, connect
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from monitor.model.change import Change, ChangeKind, Check, Outcome
from monitor.model.published import Precision, Published
from monitor.model.release import Document, Release
from monitor.model.source import Source
from monitor.store.store import Store
from monitor.stories.sketch import KEYS, signature
from tools.bench.diffs import VOCABULARY
from tools.bench.options import Options
from tools.bench.table import Goal, Rows, Table

NOW = datetime(2031, 5, 6, 8, tzinfo=UTC)
SOURCES = 50
WORDS = 160
TIMES = 60
ROWS = 20_000


def measure(options: Options) -> Iterator[Table]:
    """One table, on SQLite."""
    count, chance, rows = options.size(1_000_000, 50_000), random.Random(7), Rows()
    with TemporaryDirectory() as name:
        path = Path(name) / "monitor.db"
        with closing(_store(path)) as store:
            size = path.stat().st_size
            with closing(connect(path)) as database:
                fill(database, count, chance)
            rows.add("the index, on disk", (path.stat().st_size - size) / 1e6, "MB")
            floor = _median(store, [_release(n, _text(chance)) for n in range(TIMES)], signed=False)
            rows.add("kept without keys", floor, "ms")
            told = [_text(chance) for _ in range(TIMES)]
            again = [f"{text} More of it." for text in told]
            for what, texts in (("a story of its own", told), ("told by another source", again)):
                new = [_release(n, text) for n, text in enumerate(texts)]
                more = max(0.0, _median(store, new, signed=True) - floor)
                rows.add(f"more for {what}", more, "ms", goal=Goal(5.0))
    yield Table(f"a new release beside {count:,}", rows.all)


def fill(database: Connection, count: int, chance: random.Random) -> None:
    """Releases of nobody's, with keys: what `count` of them leave in the index."""
    pairs = sorted((chance.getrandbits(63), n) for n in range(1, count + 1) for _ in range(KEYS))
    sql = "INSERT INTO story_keys (key, release) VALUES (?, ?)"
    for start in range(0, len(pairs), ROWS):
        database.executemany(sql, pairs[start : start + ROWS])
    database.commit()


def _store(path: Path) -> Store:
    store = Store.open(f"sqlite:///{path}")
    store.sync_sources([Source(f"s{n}", "files", f"{n}/*", f"S{n}") for n in range(SOURCES)], NOW)
    return store


_serial = iter(range(10_000_000, 1 << 31))


def _release(number: int, text: str) -> Release:
    name = f"r{next(_serial)}"
    return Release(
        id=name,
        source=f"s{next(_serial) % SOURCES}",
        key=name,
        content_hash=name,
        revision=1,
        document=Document(f"A title of {name}", text, "a.txt", url=f"https://x.example/{name}"),
        published=Published(NOW.date().isoformat(), Precision.DAY),
        first_seen_at=NOW,
        changed_at=NOW,
        places={"a.txt": number},
        story=name,
    )


def _median(store: Store, new: Sequence[Release], *, signed: bool) -> float:
    """Milliseconds from the check to the commit, the keys made beforehand."""
    took = []
    for release in new:
        keys = signature(release.document.text) if signed else ()
        check = _check(store, replace(release, story_keys=keys))
        began = perf_counter()
        store.commit(check)
        took.append((perf_counter() - began) * 1000)
    return median(took)


def _check(store: Store, release: Release) -> Check:
    row = store.source(release.source)
    assert row is not None
    change = Change(
        id=f"{release.id}/0",
        kind=ChangeKind.NEW,
        source=release.source,
        at=NOW,
        release=release.id,
        revision=1,
    )
    return Check(
        source=release.source,
        outcome=Outcome.CHANGED,
        base_version=row.state.version,
        next_state=row.state,
        releases=(release,),
        changes=(change,),
    )


def _text(chance: random.Random) -> str:
    return " ".join(f"word{chance.randrange(VOCABULARY)}" for _ in range(WORDS))
