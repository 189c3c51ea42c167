"""The store: every verb that the rest of the program may say to what is kept.

Each verb is one transaction. Verbs block; asynchronous callers run them in a thread. They are
safe to call from several threads: on SQLite one thread writes, grouping what waits into one
commit, each caller in a savepoint of its own so that one's error is not another's.
"""

from pathlib import Path
from typing import Self

from monitor.store.opening import open_database
from monitor.store.verbs.checks import CheckVerbs
from monitor.store.verbs.deliveries import DeliveryVerbs
from monitor.store.verbs.housekeeping import HousekeepingVerbs
from monitor.store.verbs.reading import ReadingVerbs
from monitor.store.verbs.sources import SourceVerbs


class Store(SourceVerbs, CheckVerbs, ReadingVerbs, DeliveryVerbs, HousekeepingVerbs):
    """Everything that is kept. `Store.open(url)` migrates first, after a backup if it must."""

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
