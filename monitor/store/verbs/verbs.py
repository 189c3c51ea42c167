"""What every group of verbs is made of."""

from monitor.store.database import Database


class Verbs:
    """Verbs that read from and write to one database. Each is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
