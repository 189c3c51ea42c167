"""The store: every verb that the rest of the program may say to what is kept.

Each verb is one transaction. Verbs block; asynchronous callers run them in a thread. They are
safe to call from several threads: on SQLite one thread writes, grouping what waits into one
commit, each caller in a savepoint of its own so that one's error is not another's.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from monitor.model import Answer, ChangeKind, Check, Delivery, Known, Source, SourceState
from monitor.store.views import (
    ChangeRow,
    Counts,
    Lease,
    ReleaseRow,
    RevisionRow,
    Selection,
    SourceRow,
    TargetState,
)


class Store:
    """Everything that is kept. `Store.open(url)` migrates first, after a backup if it must."""

    @classmethod
    def open(cls, url: str, *, root: Path | None = None) -> Self:
        """Open `sqlite:///path` (relative to `root`) or `postgresql://…`; create or migrate it.

        Before an existing SQLite store is migrated a copy is put beside it
        (`monitor.db.before-REVISION`). Raises StoreError with what to do.
        """

    def close(self) -> None:
        """Finish what is being written and let go of the database."""

    # ── sources ────────────────────────────────────────────────────────────────────────────

    def sync_sources(self, sources: Iterable[Source], now: datetime) -> None:
        """Make the kept sources those of the configuration.

        One that is gone is marked removed (its releases stay, its feeds answer 410); one that
        is back is taken up where it was. A source whose place, kind or options changed loses
        its validators and hashes (rule C1) and is due; its releases stay.
        """

    def source(self, source: str) -> SourceRow | None: ...

    def sources(self, *, removed: bool = False) -> list[SourceRow]:
        """Every source in the configuration's order; with `removed`, those that were removed."""

    def due(self, now: datetime, limit: int) -> list[SourceRow]:
        """Sources to check now, longest due first: not paused, not removed. Costs what is due."""

    def next_due_at(self) -> datetime | None:
        """When the next source is due, or None. Answers from an index."""

    def pause(self, source: str, paused: bool) -> None:
        """Pause or resume; a resumed source is due at once. UsageError if there is none such."""

    def forget(self, source: str) -> int:
        """Erase a source's history, deliveries and texts; how many releases went.

        A source that the configuration still has starts again from its baseline.
        """

    # ── checks ─────────────────────────────────────────────────────────────────────────────

    def known(self, source: str) -> list[Known]:
        """Every release kept of a source, withdrawn ones included, by first sequence."""

    def texts(self, releases: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """(title, text) of the newest revision, by release id."""

    def commit(self, check: Check) -> tuple[int, ...]:
        """Keep a check whole: state, releases, revisions, places, changes. One transaction.

        Gives the sequence of each change, in order. StaleCheck if the state's version is not
        `check.base_version` any more; then nothing is kept.
        """

    def visits(self, source: str) -> list[Mapping[str, object]]:
        """The last 50 visits that were more than an unchanged one, newest first."""

    # ── reading ────────────────────────────────────────────────────────────────────────────

    def releases(
        self,
        selection: Selection = Selection(),  # noqa: B008
        *,
        since: int | None = None,
        limit: int = 100,
        texts: bool = False,
        withdrawn: bool = True,
    ) -> list[ReleaseRow]:
        """The newest `limit` releases with a sequence above `since`, newest first."""

    def release(self, release: str) -> ReleaseRow | None:
        """One release with its text, by id or by a prefix of it that only one has."""

    def revisions(self, release: str) -> list[RevisionRow]:
        """Every kept version of a release, oldest first, with texts."""

    def revision(self, release: str, number: int) -> RevisionRow | None: ...

    def changes(
        self,
        selection: Selection = Selection(),  # noqa: B008
        *,
        since: int | None = None,
        limit: int = 100,
        kinds: Sequence[ChangeKind] = (),
        held: bool = False,
    ) -> list[ChangeRow]:
        """The newest `limit` changes above `since`, newest first; all four release kinds
        unless `kinds` names others."""

    def change(self, sequence: int) -> ChangeRow | None: ...

    def data_version(self) -> int:
        """A number that grows whenever anything that a feed shows may have changed. Cheap."""

    def feed_modified_at(self, document: str, digest: str, now: datetime) -> datetime:
        """When the bytes of a feed document last changed, to the second, kept over restarts.

        `document` is its path (`csto.atom`), `digest` the hash of its bytes. Bytes that differ
        from the kept ones get `now`, but always a later second than before, so that
        Last-Modified alone never hides a change.
        """

    # ── deliveries ─────────────────────────────────────────────────────────────────────────

    def unrouted(self, limit: int) -> list[ChangeRow]:
        """Changes that no routing has seen yet, oldest first: the outbox before its addresses."""

    def route(self, sequences: Sequence[int], deliveries: Sequence[Delivery]) -> int:
        """Record who is owed what and mark the changes routed, in one transaction.

        A delivery whose (sequence, target) is there already is left as it stands. Gives how
        many were new.
        """

    def lease(
        self, now: datetime, *, limit: int, seconds: float, per_target: int, holder: str
    ) -> list[Lease]:
        """Take up to `limit` deliveries that are due, at most `per_target` under way for each,
        lowest sequence first; targets that are switched off are left out. Each gets a fresh
        lease token that runs out after `seconds`."""

    def settle(
        self, delivery: Delivery, answer: Answer, now: datetime, next_at: datetime | None
    ) -> bool:
        """Record what sending came to; counts one attempt. False if the lease was lost.

        `next_at` None with a Retry means that it was the last: the delivery is dead. A Dead
        with `switch_off` switches its target off. The lease token is checked in the UPDATE.
        """

    def free_leases(self, holder: str | None = None) -> int:
        """Give back what a predecessor (or `holder`) had taken: due at once, no attempt used."""

    def next_delivery_at(self) -> datetime | None:
        """When the next delivery may be sent, or None when nothing is owed."""

    def deliveries(
        self,
        *,
        target: str | None = None,
        since: int | None = None,
        limit: int = 100,
        states: Sequence[str] = (),
    ) -> list[Delivery]:
        """The newest `limit` deliveries, newest first."""

    def replay(
        self,
        now: datetime,
        *,
        ids: Sequence[str] = (),
        sequences: tuple[int, int] | None = None,
        target: str | None = None,
    ) -> int:
        """Owe again, from the first attempt and with the same id: by id, or by a range of
        sequences. How many. UsageError if an id is unknown."""

    def targets(self) -> list[TargetState]: ...

    def switch_target(self, target: str, *, active: bool, reason: str | None, now: datetime) -> None:
        """Switch a target on or off; what it is owed stays owed."""

    # ── housekeeping ───────────────────────────────────────────────────────────────────────

    def counts(self, now: datetime) -> Counts: ...

    def check_writable(self) -> None:
        """Write and take back a byte. Raises StoreFull or StoreError."""

    def prune(self, now: datetime, keep: timedelta) -> int:
        """Drop settled deliveries older than `keep`, and texts that nothing refers to."""

    def backup(self, path: Path) -> None:
        """A consistent copy while running (SQLite only)."""

    def hold_daemon(self) -> Callable[[], None] | None:
        """Become the one daemon of this store (SQLite: a file lock beside it). Gives how to let
        go, or None on PostgreSQL, where any number may run. StoreBusy if another one runs."""

    def daemon_runs(self) -> bool:
        """Whether a daemon holds this store now."""
