"""The store: every verb that the rest of the program may say to what is kept.

Each verb is one transaction. Verbs block; asynchronous callers run them in a thread. They are
safe to call from several threads: on SQLite one thread writes, grouping what waits into one
commit, each caller in a savepoint of its own so that one's error is not another's.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from monitor.model import (
    Answer,
    Change,
    ChangeKind,
    Check,
    Delivery,
    DigestItem,
    Known,
    Source,
    Version,
)
from monitor.store import (
    changes,
    corrections,
    counting,
    deliveries,
    digests,
    documents,
    erase,
    holding,
    joining,
    lateness,
    listing,
    names,
    outbox,
    releases,
    robots,
    sources,
    sync,
    targets,
    telling,
    templates,
    texts,
    trimming,
    visits,
    writing,
)
from monitor.store.backup.document import Head
from monitor.store.backup.dump import Progress, dump
from monitor.store.batches import ROWS
from monitor.store.commit import commit, commit_many
from monitor.store.counts import counts, slow_counts
from monitor.store.database import Database, Presence
from monitor.store.health import damage
from monitor.store.opening import open_database
from monitor.store.shift import put_off, shift_due
from monitor.store.views import (
    ChangeRow,
    CorrectionRow,
    Counts,
    Debt,
    DigestRow,
    DueSource,
    Lease,
    NameRow,
    Overdue,
    ReleaseRow,
    RevisionRow,
    RobotsRow,
    Selection,
    SlowCounts,
    SourceRow,
    TargetState,
    Trimmed,
)
from monitor.stories.commons import Template
from monitor.stories.model import Told, Verdict


class Store:
    """Everything that is kept. `Store.open(url)` migrates first, after a backup if it must."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, url: str, *, root: Path | None = None) -> Self:
        """Open `sqlite:///path` (relative to `root`) or `postgresql://…`; create or migrate it.

        Before an existing SQLite store is migrated a copy is put beside it
        (`monitor.db.before-REVISION`). Raises StoreError with what to do.
        """
        return cls(open_database(url, root=root))

    def close(self) -> None:
        """Finish what is being written and let go of the database."""
        self._database.close()

    # ── sources ────────────────────────────────────────────────────────────────────────────

    def sync_sources(
        self, sources: Collection[Source], now: datetime, *, digest: str | None = None
    ) -> None:
        """Make the kept sources those of the configuration.

        One that is gone is marked removed (its releases stay, its feeds answer 410); one that
        is back is taken up where it was. A source whose place, root, kind, headers or options
        changed loses its validators, hashes and memo (rule C1) and is due; its releases stay.
        Another `every` makes it due too. What is read back is as JSON gives it: sequences in
        `options` are lists, and `feed_token` is a hash, good only to know that there is one.

        `sources` is gone through more than once, never held. `digest`, equal for equal
        sources: where it is the one kept since the last time, nothing is looked at.
        """
        if digest is None or self._database.read(counting.sources_digest) != digest:
            self._database.write(sync.sync, sources, now, digest)

    def source(self, source: str) -> SourceRow | None:
        return self._database.read(sources.one, source)

    def sources(self, *, removed: bool = False) -> list[SourceRow]:
        """Every source in the configuration's order; with `removed`, those that were removed."""
        return self._database.read(sources.every, removed=removed)

    def source_page(self, *, offset: int, limit: int, find: str = "") -> list[SourceRow]:
        """Some of the sources, failing ones first, as a page shows them; costs what it gives.

        `find`: only those that have it in id, place, title or a tag.
        """
        return self._database.read(listing.page, offset, limit, find)

    def each_source(self, *, after: str | None = None, find: str = "") -> Iterator[SourceRow]:
        """Every source in the configuration's order, behind `after`: read batch by batch, so
        that few are in memory at a time. UsageError if there is no `after`."""
        while batch := self._database.read(listing.after, after, ROWS, find):
            yield from batch
            after = batch[-1].source.id

    def due(self, now: datetime, limit: int, *, after: DueSource | None = None) -> list[DueSource]:
        """Sources to check now, longest due first: not paused, not removed. Costs what it gives.

        `after`: only those that follow this one in that order.
        """
        return self._database.read(sources.due, now, limit, after=after)

    def watched(self, ids: Iterable[str]) -> list[SourceRow]:
        """Those of these sources that are neither paused nor removed, in any order."""
        return self._database.read(sources.watched, ids)

    def next_due_at(self) -> datetime | None:
        """When the next source is due, or None; 1970 where one was never checked. From an index."""
        return self._database.read(sources.next_due_at)

    def overdue(self, before: datetime) -> Overdue | None:
        """The source that is due the longest, and how many were due before an instant already;
        None where none is planned. One that was never checked does not count. From an index."""
        return self._database.read(lateness.overdue, before)

    def note(self, change: Change) -> int:
        """Keep something that happened outside of a check, to be told; its sequence."""
        return self._database.write(writing.note, change)

    def pause(self, source: str, paused: bool) -> None:
        """Pause or resume; a resumed source is due at once. UsageError if there is none such."""
        self._database.write(sources.pause, source, paused)

    def shift_due(self, was_at: datetime, by: timedelta) -> int:
        """Follow a clock that was moved by `by` when it should have shown `was_at`; how many rows.

        What was due in ten minutes stays due in ten minutes: sources with an interval, attempts
        to deliver, leases. Cron stays at its wall time. What was written by the new clock
        already is left alone, and no check under way is fenced off.
        """
        return self._database.write(shift_due, was_at, by)

    def put_off(self, until: Mapping[str, datetime]) -> None:
        """Make sources due at these instants, by id, where they would be due before."""
        self._database.write(put_off, until)

    def forget(self, source: str) -> int:
        """Erase a source's history, deliveries and texts; how many releases went. UsageError if
        there is none such.

        A source that the configuration still has starts again from its baseline.
        """
        return self._database.write(erase.forget, source)

    # ── checks ─────────────────────────────────────────────────────────────────────────────

    def known(self, source: str) -> list[Known]:
        """Every release kept of a source, withdrawn ones included, by first sequence."""
        return self._database.read(releases.known, source)

    def texts(self, releases: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """(title, text) of the newest revision, by release id."""
        return self._database.read(texts.newest_of, releases)

    def versions(self, ids: Sequence[str]) -> Mapping[str, tuple[Version, ...]]:
        """The last revisions of some releases without their texts, oldest first: two dozen, and
        the one that was told last where a later one is held."""
        return self._database.read(releases.versions_of, ids)

    def told_texts(self, ids: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """(title, text) of the revision that was told last, of releases with a later one held."""
        return self._database.read(texts.told_of, ids)

    def commit(self, check: Check) -> tuple[int, ...]:
        """Keep a check whole: state, releases, revisions, places, changes. One transaction.

        Gives the sequence of each change, in order. StaleCheck if the state's version is not
        `check.base_version` any more; then nothing is kept.
        """
        return self._database.write(commit, check)

    def commit_later(self, check: Check) -> Future[tuple[int, ...]]:
        """The same without waiting: checks that end together are kept in one transaction, and
        those that only move the state of their source in one statement."""
        return self._database.write_later(commit_many, check)

    def template(self, source: str) -> Template | None:
        """What a source repeats in release after release, as it was last learnt."""
        return self._database.read(templates.one, source)

    def keep_template(self, source: str, template: Template) -> None:
        """Keep what was learnt of a source, in place of what was known."""
        self._database.write(templates.keep, source, template)

    def compared(self, first: int, second: int) -> Verdict:
        """Why two releases, by sequence, tell one story or two."""
        return self._database.read(joining.compared, first, second)

    def newest_told(self, source: str, limit: int) -> list[Told]:
        """What a source told last, newest first, as the judgement on stories takes it."""
        return self._database.read(telling.newest_told, source, limit)

    def merge(self, first: str, second: str, now: datetime) -> CorrectionRow:
        """Make the second release one with the first, for ever; nothing is told. Ids in full.

        Its names become names of the first; it is published no more. UsageError where the two
        are of different sources, or merged already.
        """
        return self._database.write(corrections.merge, first, second, now)

    def split(
        self, release: str, revision: int, new: tuple[str, str], now: datetime
    ) -> CorrectionRow:
        """Make a release of its own, with id and key as in `new`, of a revision and all that
        follow; nothing is told. UsageError where there is no such revision to part before."""
        return self._database.write(corrections.split, release, revision, new, now)

    def undo(self, number: int | None, now: datetime) -> CorrectionRow:
        """Take back a correction, the last one unless numbered. UsageError where it cannot be."""
        return self._database.write(corrections.undo, number, now)

    def names(self, release: str) -> list[NameRow]:
        """The other keys that a release goes by, the latest last."""
        return self._database.read(names.of_release, release)

    def corrections(self, release: str) -> list[CorrectionRow]:
        """What was said about a release's identity, oldest first, taken back or not."""
        return self._database.read(corrections.of_release, release)

    def visits(self, source: str) -> list[Mapping[str, object]]:
        """The last 50 visits that were more than an unchanged one, newest first."""
        return self._database.read(visits.of_source, source)

    def robots(self, origin: str) -> RobotsRow | None:
        """What an origin's robots.txt said when it was last asked, even if it has expired."""
        return self._database.read(robots.kept, origin)

    def keep_robots(self, row: RobotsRow) -> None:
        """Keep what a robots.txt said, in place of what it said before."""
        self._database.write(robots.keep, row)

    # ── reading ────────────────────────────────────────────────────────────────────────────

    def releases(
        self,
        selection: Selection = Selection(),  # noqa: B008
        *,
        since: int | None = None,
        until: int | None = None,
        limit: int = 100,
        texts: bool = False,
        withdrawn: bool = True,
    ) -> list[ReleaseRow]:
        """The newest `limit` releases with a sequence above `since` and no higher than
        `until`, newest first."""
        return self._database.read(
            releases.newest_first,
            selection,
            since=since,
            until=until,
            limit=limit,
            with_texts=texts,
            withdrawn=withdrawn,
        )

    def release(self, release: str) -> ReleaseRow | None:
        """One release with its text, by id or by a prefix of it that only one has."""
        return self._database.read(releases.by_prefix, release)

    def revisions(self, release: str) -> list[RevisionRow]:
        """Every kept version of a release, oldest first, with texts."""
        return self._database.read(releases.revisions_of, release)

    def revision(self, release: str, number: int) -> RevisionRow | None:
        found = self._database.read(releases.revisions_of, release, number)
        return found[0] if found else None

    def changes(
        self,
        selection: Selection = Selection(),  # noqa: B008
        *,
        since: int | None = None,
        limit: int = 100,
        kinds: Sequence[ChangeKind] = (),
        held: bool | None = None,
        baseline: bool = True,
    ) -> list[ChangeRow]:
        """The newest `limit` changes above `since`, newest first; all four release kinds
        unless `kinds` names others. `held`: only what is held, or only what is not. `baseline`
        False leaves out what a baseline brought, however much of it lies between."""
        return self._database.read(
            changes.newest_first,
            selection,
            since=since,
            limit=limit,
            kinds=kinds,
            held=held,
            baseline=baseline,
        )

    def changed_since(self, sequence: int) -> frozenset[str]:
        """The sources of which anything happened after this."""
        return self._database.read(changes.sources_since, sequence)

    def change(self, sequence: int) -> ChangeRow | None:
        return self._database.read(changes.numbered, [sequence]).get(sequence)

    def newest_sequence(self) -> int:
        """The highest sequence that was given out: nothing new ever comes below it."""
        return self._database.read(counting.newest_sequence)

    def data_version(self) -> int:
        """A number that grows whenever anything that a feed shows may have changed. Cheap."""
        return self._database.read(counting.data_version)

    def feed_modified_at(self, document: str, digest: str, now: datetime) -> datetime:
        """When the bytes of a feed document last changed, to the second, kept over restarts.

        `document` is its path (`csto.atom`), `digest` the hash of its bytes. Bytes that differ
        from the kept ones get `now`, but always a later second than before, so that
        Last-Modified alone never hides a change.
        """
        kept = self._database.read(documents.kept_modified_at, document, digest)
        return kept or self._database.write(documents.modified_at, document, digest, now)

    # ── deliveries ─────────────────────────────────────────────────────────────────────────

    def unrouted(self, limit: int) -> list[ChangeRow]:
        """Changes that no routing has seen yet, oldest first: the outbox before its addresses."""
        return self._database.read(changes.unrouted, limit)

    def tell(self, sequences: Sequence[int]) -> int:
        """Tell changes that are held: from now on they wait to be routed like any other. How many.

        UsageError, and nothing is told, if one of them does not exist or is not held.
        """
        return self._database.write(holding.tell, sequences)

    def tellings(self) -> int:
        """How often `tell` has told something: that is a change to feeds without a sequence."""
        return self._database.read(counting.tellings)

    def route(
        self,
        sequences: Sequence[int],
        deliveries: Sequence[Delivery],
        items: Sequence[DigestItem] = (),
        *,
        once: Collection[str] = (),
    ) -> int:
        """Record who is owed what and mark the changes routed, in one transaction.

        An item goes into the digest that its target has open, or begins one. What is there
        already by (sequence, target) is left as it stands; the targets `once` are owed a story
        once, whatever the places that tell it (R). Gives how many were new.
        """
        return self._database.write(outbox.route, sequences, deliveries, items, once)

    def plan_digests(self, due: Mapping[str, datetime], now: datetime) -> None:
        """Have the digests that are gathered now due at these instants, by target. One that is
        due already stays so."""
        self._database.write(digests.plan, due, now)

    def digest(self, delivery: str, limit: int) -> DigestRow | None:
        """What a digest tells of, its newest `limit` changes; None if nothing of it is kept."""
        return self._database.read(digests.read, delivery, limit)

    def lease(
        self,
        now: datetime,
        *,
        limit: int,
        seconds: float,
        per_target: int | Mapping[str, int],
        holder: str,
    ) -> list[Lease]:
        """Take up to `limit` deliveries that are due, lowest sequence first; targets that are
        switched off are left out. At most `per_target` are under way to each: one number, or one
        by target. A digest that is taken gathers nothing more. Each gets a fresh lease token
        that runs out after `seconds`."""
        return self._database.write(
            outbox.lease, now, limit=limit, seconds=seconds, per_target=per_target, holder=holder
        )

    def settle(
        self, delivery: Delivery, answer: Answer, now: datetime, next_at: datetime | None
    ) -> bool:
        """Record what sending came to; counts one attempt. False if the lease was lost.

        `next_at` None with a Retry means that it was the last: the delivery is dead. A Dead
        with `switch_off` switches its target off. The lease token is checked in the UPDATE.
        """
        return self._database.write(outbox.settle, delivery, answer, now, next_at)

    def free_leases(self, holder: str) -> int:
        """Give back what `holder` had taken: due at once, no attempt used. How many."""
        return self._database.write(outbox.free_leases, [holder])

    def next_delivery_at(self) -> datetime | None:
        """When the next delivery may be sent, or None when nothing is owed."""
        return self._database.read(outbox.next_delivery_at)

    def deliveries(
        self,
        *,
        target: str | None = None,
        since: int | None = None,
        limit: int = 100,
        states: Sequence[str] = (),
        sources: Sequence[str] = (),
    ) -> list[Delivery]:
        """The newest `limit` deliveries, newest first. `sources`: only of changes of these; a
        digest is of the source that it begins with."""
        return self._database.read(
            deliveries.newest_first,
            target=target,
            since=since,
            limit=limit,
            states=states,
            sources=sources,
        )

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
        return self._database.write(
            deliveries.replay, now, ids=ids, sequences=sequences, target=target
        )

    def debts(self) -> list[Debt]:
        """What is owed or was given up, by target and state."""
        return self._database.read(deliveries.debts)

    def targets(self) -> list[TargetState]:
        return self._database.read(targets.every)

    def switch_target(
        self, target: str, *, active: bool, reason: str | None, now: datetime
    ) -> None:
        """Switch a target on or off; what it is owed stays owed."""
        self._database.write(targets.switch, target, active=active, reason=reason, now=now)

    # ── housekeeping ───────────────────────────────────────────────────────────────────────

    def counts(self, now: datetime) -> Counts:
        return self._database.read(counts, now)

    def slow_counts(self) -> SlowCounts:
        """What is worth asking for once in a while: 25 ms where 100,000 sources are."""
        return self._database.read(slow_counts)

    def check_writable(self) -> None:
        """Write and take back a byte. Raises StoreFull or StoreError."""
        self._database.check_room()
        self._database.write(counting.probe)

    def damage(self) -> str | None:
        """Read everything that is kept, and say what cannot be; a second for each 200 MB."""
        return self._database.read(damage)

    def prune(self, now: datetime, keep: timedelta) -> int:
        """Drop settled deliveries older than `keep`, texts that nothing refers to, and what has
        expired of robots.txt; how many."""
        return self._database.write(erase.prune, now, now - keep)

    def trim(self, now: datetime) -> Trimmed:
        """Hold the history of every source to its limits, one after another; what went.

        Nothing in use goes: the newest version, what is listed now, what is still to be told. Of
        a release that goes its row stays as a tombstone, so that it is never new a second time.
        """
        gone = [
            self._database.write(trimming.trim, source, now)
            for source in self._database.read(trimming.limited)
        ]
        return Trimmed(sum(one.versions for one in gone), sum(one.releases for one in gone))

    def backup(self, path: Path, now: datetime, progress: Progress) -> Head:
        """Write everything, as it is at one moment, to a file that `restore` puts into a store of
        either kind. Others go on meanwhile. An earlier backup of that name is replaced."""
        return self._database.read(dump, path, now, progress)

    def hold_daemon(self, holder: str) -> Presence:
        """Become a daemon of this store; `holder` names it on its leases, as no other process.

        SQLite: the only one, by a file lock beside the store; StoreBusy if another one runs.
        PostgreSQL: one of any number, of which one leads.
        """
        return self._database.hold_daemon(holder)

    def daemon_runs(self) -> bool:
        """Whether a daemon runs on this store now."""
        return self._database.daemon_runs()
