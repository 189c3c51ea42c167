"""What is watched: sources and how they stand."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from monitor.model.change import Change
from monitor.model.source import Source
from monitor.store import (
    counting,
    erase,
    lateness,
    listing,
    sources,
    sync,
    writing,
)
from monitor.store.batches import ROWS
from monitor.store.shift import put_off, shift_due
from monitor.store.verbs.verbs import Verbs
from monitor.store.views import (
    DueSource,
    Overdue,
    SourceRow,
)


class SourceVerbs(Verbs):
    """What is watched: sources and how they stand."""

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
