"""Counting, trimming, backups, and who else is here."""

from datetime import datetime, timedelta
from pathlib import Path

from monitor.store import (
    counting,
    erase,
    trimming,
)
from monitor.store.backup.document import Head
from monitor.store.backup.dump import Progress, dump
from monitor.store.counts import counts, slow_counts
from monitor.store.database import Presence
from monitor.store.health import damage
from monitor.store.verbs.verbs import Verbs
from monitor.store.views import (
    Counts,
    SlowCounts,
    Trimmed,
)


class HousekeepingVerbs(Verbs):
    """Counting, trimming, backups, and who else is here."""

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
