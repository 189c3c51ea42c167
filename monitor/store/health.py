"""Whether what is kept can be read, all of it."""

from sqlalchemy import Connection


def damage(connection: Connection) -> str | None:
    """What SQLite finds when it reads every page of its file; None where all is well. PostgreSQL
    looks after its pages itself."""
    if connection.dialect.name != "sqlite":
        return None
    said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    return None if said == "ok" else str(said).replace("\n", " ")
